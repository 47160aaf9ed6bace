"""An acronym beside what it stands for: ``Time to live (TTL)``, ``TTL: Time to live``."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import SPELLED, Place, where
from cribdeck.facts.rules.terms import lead_term
from cribdeck.model import Candidate, Statement, Text

QUOTES = " '\"‘’“”«»"
"""Round the words, of which the acronym has none."""


def acronym(statement: Statement, place: Place) -> Iterator[Candidate]:
    """Asks what an acronym stands for, once a file, where the file spells it out."""
    words = place.words
    if words is None:
        return
    lead = lead_term(statement)
    if lead is not None:
        short = lead.term.plain.strip(": ")
        value = lead.value.strip(".").strip()
        if words.is_acronym_of(short, value.plain) and short.isascii():
            yield _asks(short, value, part="")
            return
    if " (" not in statement.text.plain:
        return
    for match in SPELLED.finditer(statement.text.plain):
        short, group = (match["short"], "long") if match["short"] else (match["short2"], "long2")
        start, end = match.span(group)
        long = _expansion(statement.text, start, end, short, place)
        if long is None or place.survey.spelled_out.get(short) != where(statement):
            continue
        if any(long.plain.casefold() in label.text.casefold() for label in place.labels):
            continue
        alone = len(statement.text.words) <= len(long.words) + 3
        yield _asks(short, long, part="" if alone else f"acronym {short}")


def said_once(subject: Text, statement: Statement, place: Place) -> Text:
    """A subject without the bracket that the acronym's own card asks for: "STS", of "STS (Security Token Service)"."""
    match = SPELLED.search(subject.plain)
    if match is None or match.end() != len(subject) or not any(acronym(statement, place)):
        return subject
    return subject.cut(0, match.end("long" if match["long"] else "short2"))


def _asks(short: str, long: Text, *, part: str) -> Candidate:
    return asks(f"What does {short} stand for?", long, kind="acronym", rule="acronym", part=part)


def _expansion(text: Text, start: int, end: int, short: str, place: Place) -> Text | None:
    """The shortest run of words before the bracket, or the bracket, whose initials are the acronym."""
    assert place.words is not None
    run = text.cut(start, end)
    offsets = [0, *(nth + 1 for nth, letter in enumerate(run.plain) if letter in " -")]
    for offset in reversed(offsets):
        if place.words.is_acronym_of(short, run.plain[offset:]):
            return run.cut(offset).strip(QUOTES).strip()
    return None
