"""How wide the columns of a table are: fixed before layout, so that each row can be measured and moved alone."""

import re
from collections.abc import Sequence

from cribdeck.model import Text
from cribdeck.outputs.sheet.fonts import text_width

_TABLE = 21.0
"""The width that a table will have at least, roughly, in em of its own size."""
_PROSE = 34.0
"""Cells that are longer than this, in em, are sentences: they would take six lines and more."""
_PADDING = 0.7
_WORD = 8.0
"""A longer word may be broken."""


def column_shares(rows: Sequence[Sequence[Text]]) -> tuple[float, ...]:
    """The share of the width that each column gets: room for its longest word, and as few lines in all as can be.

    Lines go with content over width; their squares add up to least when widths go with the cube root of the squared
    contents, so that a column of sentences gets more, but does not starve one of words.
    """
    count = max((len(row) for row in rows), default=0)
    if not count:
        return ()
    columns = [[row[nth] for row in rows if nth < len(row)] for nth in range(count)]
    least = [_longest_word(cells) + _PADDING for cells in columns]
    pull = [sum((text_width(cell.plain) + 0.5) ** 2 for cell in cells) ** (1 / 3) for cells in columns]
    widths = _shared_out(least, pull)
    return tuple(round(width / sum(widths), 4) for width in widths)


def is_prose(rows: Sequence[Sequence[Text]]) -> bool:
    """Whether a table is one of sentences, which in columns so narrow would break at every second word."""
    body = [row for row in rows[1:] if row]
    if not body or len(rows[0]) < 3 or not all(row[0].plain.strip() for row in body):
        return False
    lengths = sorted(sum(text_width(cell.plain) for cell in row[1:]) for row in body)
    return lengths[len(lengths) // 2] > _PROSE * (len(rows[0]) - 1)


def _shared_out(least: Sequence[float], pull: Sequence[float]) -> list[float]:
    """The table's width by pull, none below its least; all at their least when there is no more."""
    widths = list(least)
    free = set(range(len(least)))
    while free:
        room = _TABLE - sum(widths[nth] for nth in range(len(widths)) if nth not in free)
        whole = sum(pull[nth] for nth in free)
        wanted = {nth: room * pull[nth] / whole for nth in free}
        short = {nth for nth in free if wanted[nth] < least[nth]}
        if not short:
            for nth in free:
                widths[nth] = wanted[nth]
            break
        free -= short
    return widths


def _longest_word(cells: Sequence[Text]) -> float:
    parts = (word for cell in cells for word in re.split(r"\s+|(?<=[-/–])", cell.plain))
    words = (text_width(word, face="SemiBold") for word in parts)  # as the head of the table is set
    return min(max(words, default=1.0), _WORD)
