"""Words too long for any line, with places where they may be broken."""

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from cribdeck.model import Text

LONG = 200
"""Characters without a space; the layout takes time that grows with the square of such a word."""
STEP = 40

_WORD = re.compile(rf"\S{{{LONG},}}")
_BREAK = "\u200b"


def breakable(text: Text) -> Text:
    """The text with a zero-width space at every fortieth character of a word that is longer than any line."""
    places = [at for word in _WORD.finditer(text.plain) for at in range(word.start() + STEP, word.end(), STEP)]
    if not places:
        return text
    formulas = text.spans("math")
    places = [at for at in places if not _inside(at, formulas)]
    edges = [0, *places, len(text.plain)]
    plain = _BREAK.join(text.plain[start:end] for start, end in itertools.pairwise(edges))
    marks = tuple(
        replace(
            mark,
            start=mark.start + bisect_right(places, mark.start),
            end=mark.end + (bisect_left if mark.end > mark.start else bisect_right)(places, mark.end),
        )
        for mark in text.marks
    )
    return Text(plain, marks)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    nth = bisect_left(spans, (at, -1)) - 1
    return nth >= 0 and spans[nth][0] < at < spans[nth][1]
