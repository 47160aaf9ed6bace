"""What a thing can do: ``USB drives can act as a keyboard``."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.doing import within_a_question
from cribdeck.facts.rules.meaning import shortened
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

LONGEST_SUBJECT, SHORTEST_DEED, LONGEST_DEED = 5, 3, 20


def ability(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``A strong stimulus can activate more fibres`` asks what it can do."""
    words, text = place.words, statement.text
    match = place.turn("abilities.can").match(text.plain) if words else None
    if words is None or match is None or statement.nth or text.plain.rstrip().endswith((":", "?")):
        return
    doing = shortened(text.cut(match.start("verb")))
    if not _is_able(match["subject"], words) or not _is_deed(match["verb"], doing, place):
        return
    subject = within_a_question(text.cut(*match.span("subject")), words)
    yield asks(Text("What can ") + subject + " do?", doing, kind="question", rule="ability", strict=False)


def _is_able(subject: str, words: Words) -> bool:
    """Whether a thing is named that can do something: not "you", not whoever it may be."""
    if words.starts_with_person(subject) or words.starts_with_pronoun(subject) or words.people(subject):
        return False
    return words.clean_noun_phrase(subject) and len(subject.split()) <= LONGEST_SUBJECT


def _is_deed(verb: str, doing: Text, place: Place) -> bool:
    if place.words is None or not place.words.is_verb(verb) or verb in place.listed("abilities.no-deeds"):
        return False
    return SHORTEST_DEED <= len(doing.words) <= LONGEST_DEED and not place.words.negated(doing.plain)
