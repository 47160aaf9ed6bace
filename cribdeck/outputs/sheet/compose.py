"""Packed rows as pages of columns, each stretched by air between its rows so that all end at one height."""

from collections.abc import Sequence
from itertools import groupby

from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.fonts import text_width
from cribdeck.outputs.sheet.header import shortened
from cribdeck.outputs.sheet.inline import arrows
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.pack import Column
from cribdeck.outputs.sheet.render import ColumnView, PageView, PartView, Renderer
from cribdeck.outputs.sheet.values import Sheet, Topic

_ENDS = 9.0
"""A last box is drawn down to the foot of its column over so many millimetres at most."""


def compose(sheet: Sheet, fit: Fit, renderer: Renderer) -> tuple[PageView, ...]:
    """The pages, from left to right and top to bottom."""
    frame = fit.galley.frame
    columns = [
        _column(sheet, fit, renderer, column, nth % frame.columns, last=nth + 1 == len(fit.packing.columns))
        for nth, column in enumerate(fit.packing.columns)
    ]
    pages = []
    for page in range(fit.pages):
        inside = tuple(columns[page * frame.columns : (page + 1) * frame.columns])
        numbers = frozenset(part.number for column in inside for part in column.parts)
        pages.append(PageView(inside, numbers))
    return tuple(pages)


def _column(sheet: Sheet, fit: Fit, renderer: Renderer, column: Column, place: int, *, last: bool) -> ColumnView:
    frame, em = fit.galley.frame, fit.galley.size * PT
    spare = max(0.0, fit.height - column.used)
    share = min(1.0, spare / column.stretch)
    if last and spare > column.stretch:
        share = 0.0  # a column that ends the sheet early is not pulled apart
    gap = LOOK.box_gap * em + share * LOOK.most_gap * em
    rest = spare - share * column.stretch
    ends = [tuple(nths) for _, nths in groupby(fit.rows[column.first : column.end], key=lambda row: row[0])]
    parts = []
    for nth, rows in enumerate(ends):
        closing = nth + 1 == len(ends)
        parts.append(
            _part(
                sheet.topics[rows[0][0]],
                [row for _, row in rows],
                renderer,
                goes_on=nth == 0 and _goes_on(fit, column.first),
                gap=0.0 if closing else round(gap, 3),
                foot=round(rest, 3) if closing and rest <= _ENDS and not (last and share == 0.0) else 0.0,
                width=frame.column_width / em,
            )
        )
    return ColumnView(round(frame.left(place), 3), tuple(parts), air=round(share * LOOK.most_air * em, 4))


def _goes_on(fit: Fit, first: int) -> bool:
    return first > 0 and fit.rows[first - 1][0] == fit.rows[first][0]


def _part(
    topic: Topic, rows: Sequence[int], renderer: Renderer, *, goes_on: bool, gap: float, foot: float, width: float
) -> PartView:
    below = _under(topic, rows[0]) if goes_on else ""
    room = width / LOOK.slim_size - 4.0
    title = topic.title
    if goes_on:
        title = shortened(title, room)
        left = room - text_width(title, face="SemiBold") - 1.0
        below = f"› {below}" if below and text_width(below) + 1.2 < left else "continued" if left > 5 else ""
    return PartView(
        topic.number,
        title,
        topic.hue,
        renderer.blocks(topic, rows),
        chapter=topic.group if _fits_beside(topic, width) else "",
        goes_on=goes_on,
        below=below,
        gap=gap,
        foot=foot,
    )


def _under(topic: Topic, nth: int) -> str:
    """The name of the sub-head that a row stands under."""
    parent = topic.rows[nth].parent if topic.rows[nth].kind != "head" else None
    while parent is not None:
        row = topic.rows[parent]
        if row.kind == "head":
            return arrows(row.text.plain)
        parent = row.parent
    return ""


def _fits_beside(topic: Topic, width: float) -> bool:
    size = LOOK.bar_size
    wide = text_width(topic.title, face="SemiBold") + 3.6 + 0.74 * text_width(topic.group) + 1.0
    return bool(topic.group) and not _says(topic.title, topic.group) and wide < width / size


def _says(title: str, group: str) -> bool:
    """Whether a title holds the name of its chapter, or the other way round."""
    one, other = title.casefold(), group.casefold()
    return one in other or other in one
