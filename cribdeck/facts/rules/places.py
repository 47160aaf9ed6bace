"""Where something is, is kept or happens: the phrase of place that follows the verb is what is asked."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import outside_atoms, shortened
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

LONGEST_SUBJECT, LONGEST_TOLD = 14, 14
FEWEST_NEWS = 1


def _alone(told: Text, words: Words) -> Text:
    """The place without the clause that goes on behind it."""
    for match in words.turn("places.goes-on").finditer(told.plain):
        if words.has_finite_verb(told.plain[match.end() :]):
            return told.cut(0, match.start())
    return told


def where(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Ribosomes are assembled in the nucleolus`` asks where they are."""
    words, text = place.words, statement.text
    match = place.turn("places.where").search(text.plain) if words else None
    if words is None or match is None or text.plain.rstrip().endswith((":", "?")):
        return
    if not outside_atoms(text, match.start("told")):
        return
    start = words.discourse_start(text.plain)
    what, told = (
        text.cut(start, match.start("told")).strip(" ,"),
        shortened(_alone(text.cut(match.start("told")), words)),
    )
    subject = text.plain[start : match.start()]
    if not 1 <= len(subject.split()) <= LONGEST_SUBJECT or not 2 <= len(told.words) <= LONGEST_TOLD:
        return
    if words.dangles(told.plain) or words.has_finite_verb(subject) or place.turn("places.no-place").search(told.plain):
        return
    if (
        place.turn("places.no-fact").match(what.plain)
        or words.negated(what.plain)
        or len(words.stems(told.plain) - words.stems(what.plain)) < FEWEST_NEWS
    ):
        return
    yield asks(what + ": where?", told, kind="question", rule="where", strict=False)
