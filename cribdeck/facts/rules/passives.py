"""Of what something is told in the passive: ``An IAM role is configured during the replication`` hides the role."""

from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import is_participle, outside_atoms
from cribdeck.model import Candidate, Statement

SHORTEST_SUBJECT, LONGEST_SUBJECT, FEWEST_CUES = 2, 5, 3


def passive_subject(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``A hash of the key is taken and attached to the object`` hides what is taken."""
    words, text = place.words, statement.text
    match = place.turn("passives.done").match(text.plain) if words else None
    if words is None or match is None or not outside_atoms(text, match.start()):
        return
    subject = match["subject"]
    named = subject[1:] != subject[1:].lower()
    if not (named or len(subject.split()) >= SHORTEST_SUBJECT) or len(subject.split()) > LONGEST_SUBJECT:
        return
    if not is_participle(match["verb"], words) or not words.clean_noun_phrase(subject) or words.generic_answer(subject):
        return
    told = set(words.content_words(text.plain[match.end("subject") :]))
    if not words.starts_with_pronoun(subject) and len(told) >= FEWEST_CUES:
        yield hides(statement, match.span("subject"), kind="cloze", rule="passive-subject", strict=False)
