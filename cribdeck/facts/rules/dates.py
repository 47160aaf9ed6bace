"""When something happened: the one date of a sentence."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

FEWEST_WORDS = 5
_DIGIT = re.compile(r"\d")
"""No date is written without."""


def date(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The Bastille was stormed on 14 July 1789`` hides the day."""
    words, text = place.words, statement.text
    if words is None or not _DIGIT.search(text.plain):
        return
    found = [
        match
        for match in place.turn("dates.date").finditer(text.plain)
        if not text.inside(match.start(), "code", "math", "link")
    ]
    if len(found) != 1 or len(text.words) < FEWEST_WORDS:
        return
    match = found[0]
    if not place.turn("dates.cue").search(text.plain[: match.start()]) or re.match(
        r"\s(?:%|[^\W\d_]+s\b)", text.plain[match.end() :]
    ):
        return
    if place.turn("dates.cited").search(text.plain[: match.start()]):
        return  # "(Smith et al., 2014)" cites a paper
    told = words.has_finite_verb(text.plain) or bool(place.turn("dates.past").search(text.plain))
    if told and not words.starts_with_pronoun(text.plain):
        strict = not (
            _only_dates(text.plain, match, words)
            or _is_name(text.plain, match, place)
            or _of_no_event(text.plain, match, place)
            or _of_nobody(text.plain, place)
        )
        yield hides(statement, match.span("date"), kind="limit", rule="date", strict=strict)


def _is_name(plain: str, match: re.Match[str], place: Place) -> bool:
    """Whether the year belongs to a name: "the Tariff of 1828", "the Constitution of 1791"."""
    return place.turn("dates.named").search(plain[: match.start()]) is not None


def _of_nobody(plain: str, place: Place) -> bool:
    """Whether only the lines around say who did it, or to whom: "Vetoed the bill in 1830", "banished him in 1636"."""
    words = place.words
    return words is None or words.lacks_subject(plain) or place.turn("dates.somebody").match(plain) is not None


def _of_no_event(plain: str, match: re.Match[str], place: Place) -> bool:
    """Whether a year only says whose work is told ("Bruton (1957) described it"), or when a heap of things was done."""
    behind = place.turn("dates.described").match(plain, match.end("date")) is not None
    return (behind and plain[: match.start("date")].endswith("(")) or place.turn("dates.several").match(
        plain
    ) is not None


def _only_dates(plain: str, match: re.Match[str], words: Words) -> bool:
    """Whether the date only says when something was true that the sentence is about: "In 2019 most users …"."""
    return bool(words.turn("dates.as-of").match(plain[: match.start()]))
