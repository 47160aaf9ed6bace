"""How wide the columns of a table are: fixed before layout, so that each row can be measured and moved alone."""

from collections.abc import Sequence

from cribdeck.model import Text
from cribdeck.outputs.sheet.fonts import text_width

_TABLE = 24.0
"""The width that a table will have, roughly, in em of its own size."""
_PADDING = 0.75
_WORD = 9.0
"""A longer word may be broken."""
_LINE = 16.0


def column_shares(rows: Sequence[Sequence[Text]]) -> tuple[float, ...]:
    """The share of the width that each column gets: room for its longest word, the rest by how much it holds."""
    count = max((len(row) for row in rows), default=0)
    if not count:
        return ()
    columns = [[row[nth] for row in rows if nth < len(row)] for nth in range(count)]
    least = [_longest_word(cells) + _PADDING for cells in columns]
    more = [max(0.05, _typical(cells) - need) for cells, need in zip(columns, least, strict=True)]
    spare = max(0.0, _TABLE - sum(least))
    wants = [need + spare * extra / sum(more) for need, extra in zip(least, more, strict=True)]
    return tuple(round(want / sum(wants), 4) for want in wants)


def _longest_word(cells: Sequence[Text]) -> float:
    words = (text_width(word, face="SemiBold") for cell in cells for word in cell.words)
    return min(max(words, default=1.0), _WORD)


def _typical(cells: Sequence[Text]) -> float:
    """Long lines count, but ever less: a column of sentences shall not starve one of words."""
    widths = [text_width(cell.plain) for cell in cells]
    mean = sum(widths) / len(widths)
    return float(min(max(widths), _LINE) * 0.4 + min(mean, 2 * _LINE) * 0.6)
