"""What it costs a reader when a column ends before a row."""

from cribdeck.outputs.sheet.pack import FORBIDDEN
from cribdeck.outputs.sheet.values import Row

_SPLIT = 2.4
"""Any break inside a box: the reader has to find its other half."""
_ALONE = 1.8
"""Of a list, one item stands alone on one side."""


def break_cost(before: Row, row: Row, *, previous: int, first: bool = False, last: bool = False) -> float:
    """Of a break between two rows of one topic.

    ``previous`` is the place of the first; ``first`` tells that it is the first one that hangs from its parent,
    ``last`` that the second is the last one.
    """
    parent = row.parent
    if before.kind == "head" and (row.kind != "head" or parent == previous):
        return FORBIDDEN
    if row.joined:
        # A listing or a table goes on; its first lines stay together, and so do its last.
        return FORBIDDEN if before.opens or row.closes else _SPLIT + 5.0
    if parent == previous and before.text.plain.rstrip().endswith(":"):
        return FORBIDDEN
    if parent == previous:
        return _SPLIT + (3.0 if before.kind == "text" and len(before.text) > 160 else 14.0)
    if row.kind == "head":
        return _SPLIT - 1.2 + 0.6 * row.depth
    if row.kind == "worked" and before.kind == "worked":
        return _SPLIT + 4.0
    return _SPLIT + 0.9 * row.depth + (_ALONE if row.depth and (first or last) else 0.0)
