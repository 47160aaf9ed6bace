"""What something else takes: ``A permit is required to fish`` asks what is required."""

from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.model import Candidate, Statement

LONGEST_ANSWER, FEWEST_CUES = 5, 2


def requirement(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``A permit is required to fish in the lake`` hides the permit."""
    words, text = place.words, statement.text
    match = place.turn("requirements.required").search(text.plain) if words else None
    if words is None or match is None or not outside_atoms(text, match.start()):
        return
    start, end = match.span("answer")
    answer = text.plain[start:end]
    if len(answer.split()) > LONGEST_ANSWER or not words.clean_noun_phrase(answer) or words.starts_with_pronoun(answer):
        return
    if len(set(words.content_words(text.plain[match.end() :]))) >= FEWEST_CUES:
        yield hides(statement, (start, end), kind="cloze", rule="requirement", strict=False)
