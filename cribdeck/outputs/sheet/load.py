"""The rows of a sheet as the numbers that packing works on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cribdeck.outputs.sheet.breaks import break_cost
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.measure import Galley
from cribdeck.outputs.sheet.pack import Load
from cribdeck.outputs.sheet.values import Sheet, is_next_table
from cribdeck.outputs.sheet.worth import Place


def all_rows(sheet: Sheet) -> Iterator[Place]:
    return ((at, nth) for at, topic in enumerate(sheet.topics) for nth in range(len(topic.rows)))


def load_of(sheet: Sheet, galley: Galley, leading: float, rows: Sequence[Place]) -> Load:
    """The rows as numbers. Only line heights change with the leading, so no layout is needed to know them."""
    em = galley.size * PT
    stretch, again = [], []
    place = {at: nth for nth, at in enumerate(dict.fromkeys(at for at, _ in rows))}
    for at, nth in rows:
        row = sheet.topics[at].rows[nth]
        stretch.append(0.0 if row.joined or row.kind == "table" else LOOK.most_air * em)
        again.append(_table_head_height(sheet, galley, at, nth, em))
    boxes = [galley.topics[at] for at in place]
    return Load(
        heights_of(galley, leading, rows),
        [place[at] for at, _ in rows],
        [box.head for box in boxes],
        [box.slim for box in boxes],
        [box.foot for box in boxes],
        again,
        _costs(sheet, rows),
        stretch,
        LOOK.box_gap * em,
        LOOK.most_gap * em,
    )


def at_leading(load: Load, galley: Galley, leading: float, rows: Sequence[Place]) -> Load:
    """The load of these rows with their lines so far apart: nothing else of it changes."""
    return replace(load, heights=heights_of(galley, leading, rows))


def heights_of(galley: Galley, leading: float, rows: Sequence[Place]) -> list[float]:
    more = (leading - galley.leading) * galley.line
    return [galley.topics[at].rows[nth] + galley.lines[at][nth] * more for at, nth in rows]


def _costs(sheet: Sheet, rows: Sequence[Place]) -> list[float]:
    """Of a break before each row."""
    costs = []
    for place, (at, nth) in enumerate(rows):
        before = rows[place - 1] if place else (-1, -1)
        if before[0] != at:
            costs.append(0.0)
            continue
        row = sheet.topics[at].rows[nth]
        following = rows[place + 1] if place + 1 < len(rows) else (-1, -1)
        last = following[0] != at or sheet.topics[at].rows[following[1]].depth < row.depth
        above = sheet.topics[at].rows[before[1]]
        first = above.parent == row.parent and place > 1 and rows[place - 2] == (at, row.parent)
        costs.append(break_cost(above, row, previous=before[1], first=first, last=last))
    return costs


def _table_head_height(sheet: Sheet, galley: Galley, at: int, nth: int, em: float) -> float:
    rows = sheet.topics[at].rows
    if rows[nth].kind != "table" or not rows[nth].joined:
        return 0.0
    start = nth
    while rows[start].joined:
        start -= 1
    above = LOOK.table_above * LOOK.table_size * em if is_next_table(rows, start) else 0.0  # where it is repeated, none
    return galley.topics[at].rows[start] - above if rows[start].opens else 0.0
