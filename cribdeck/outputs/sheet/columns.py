"""How wide the columns of a table are: fixed before layout, so that each row can be measured and moved alone."""

from collections.abc import Sequence

from cribdeck.model import Text
from cribdeck.outputs.sheet.fonts import text_width

_LEAST = 0.08
"""No column is narrower than this share."""


def column_shares(rows: Sequence[Sequence[Text]]) -> tuple[float, ...]:
    """The share of the width that each column gets, by its words and by how much it holds."""
    count = max((len(row) for row in rows), default=0)
    if not count:
        return ()
    wants = [_want([row[nth] for row in rows if nth < len(row)]) for nth in range(count)]
    whole = sum(wants)
    least = min(_LEAST, 0.5 / count)
    shares = [max(want / whole, least) for want in wants]
    whole = sum(shares)
    return tuple(round(share / whole, 4) for share in shares)


def _want(cells: Sequence[Text]) -> float:
    """Room for the longest word, and then for the typical line, long ones counting ever less."""
    word = max((text_width(word, face="SemiBold") for cell in cells for word in cell.words), default=1.0)
    typical = sum(text_width(cell.plain) for cell in cells) / max(1, len(cells))
    return float(max(min(word, 12.0) + 0.8, min(typical, 14.0), typical**0.7))
