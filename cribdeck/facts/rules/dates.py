"""When something happened: the one date of a sentence."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.model import Candidate, Statement

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTHS})|(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?)"
_ERA = r"(?:\s(?:BCE?|CE|AD))"
_YEAR = rf"(?:1\d{{3}}|20\d{{2}}|\d{{1,4}}{_ERA}){_ERA}?"
DATE = re.compile(rf"\b(?P<date>{_DAY}\s{_YEAR}|(?:{_MONTHS})\s{_YEAR}|{_YEAR}|{_DAY})(?![\w/-])", re.ASCII)
_CUE = re.compile(r"(?:\b(?:in|on|from|until|till|since|by|around|about|c\.|between|after|before|of)|[(–-])\s?$", re.I)
_PAST = re.compile(r"\b(?:was|were|had)\b|[a-z]{3,}ed\b", re.I)
FEWEST_WORDS = 5


def date(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The Bastille was stormed on 14 July 1789`` hides the day."""
    words = place.words
    text = statement.text
    found = [match for match in DATE.finditer(text.plain) if not text.inside(match.start(), "code", "math", "link")]
    if words is None or len(found) != 1 or len(text.words) < FEWEST_WORDS:
        return
    match = found[0]
    if not _CUE.search(text.plain[: match.start()]) or re.match(r"\s(?:%|[^\W\d_]+s\b)", text.plain[match.end() :]):
        return
    if re.search(r"\((?:see\s)?(?:[A-Z][\w-]+,?\s)+(?:et al\.?,?\s)?$", text.plain[: match.start()]):
        return  # "(Smith et al., 2014)" cites a paper
    told = words.has_finite_verb(text.plain) or bool(_PAST.search(text.plain))
    if told and not words.starts_with_pronoun(text.plain):
        yield hides(statement, match.span("date"), kind="limit", rule="date", strict=not _only_dates(text.plain, match))


def _only_dates(plain: str, match: re.Match[str]) -> bool:
    """Whether the date only says when something was true that the sentence is about: "In 2019 most users …"."""
    return bool(re.match(r"(?:as of|by|since|until)\s", plain[: match.start()], re.I))
