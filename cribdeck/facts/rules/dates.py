"""When something happened: the one date of a sentence."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

FEWEST_WORDS = 5


def date(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The Bastille was stormed on 14 July 1789`` hides the day."""
    words = place.words
    text = statement.text
    found = [
        match
        for match in place.turn("dates.date").finditer(text.plain)
        if not text.inside(match.start(), "code", "math", "link")
    ]
    if words is None or len(found) != 1 or len(text.words) < FEWEST_WORDS:
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
        yield hides(
            statement, match.span("date"), kind="limit", rule="date", strict=not _only_dates(text.plain, match, words)
        )


def _only_dates(plain: str, match: re.Match[str], words: Words) -> bool:
    """Whether the date only says when something was true that the sentence is about: "In 2019 most users …"."""
    return bool(words.turn("dates.as-of").match(plain[: match.start()]))
