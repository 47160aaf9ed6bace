"""Rows and topics as the templates want them, and the two documents: the galley to measure, the sheet to print."""

import re
from collections.abc import Container, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from jinja2 import Environment
from markupsafe import Markup

from cribdeck.model import Calculation, Text
from cribdeck.outputs.sheet.figures import Picture
from cribdeck.outputs.sheet.fonts import MONO, SANS, SYMBOLS, text_width
from cribdeck.outputs.sheet.inline import Figure, arrows, inline_html
from cribdeck.outputs.sheet.lists import BALLOT_BOXES
from cribdeck.outputs.sheet.long_words import breakable
from cribdeck.outputs.sheet.look import GREYS, LOOK, PALETTE
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.tex import plain_tex, tex_svg
from cribdeck.outputs.sheet.values import (
    Row,
    Sheet,
    Topic,
    is_above_callout,
    is_next_paragraph,
    is_next_table,
    picture_places,
)
from cribdeck.outputs.templating import render


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as HTML, in parts."""

    id: str
    kind: str
    classes: str
    html: Markup
    label: str = ""
    """head: its name among the bookmarks."""
    marker: str = ""
    marker_room: float = 0.0
    """What is kept free behind the marker, in em of its own size."""
    run: tuple[Markup, ...] = ()
    cells: tuple[Markup, ...] = ()
    widths: tuple[float, ...] = ()
    opens: bool = False
    steps: tuple[Markup, ...] = ()
    remark: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    """Rows that stand in one list or table."""

    wrapper: str
    rows: tuple[RowView, ...]
    repeated: tuple[RowView, ...] = ()
    """The head of a table that began in an earlier column."""
    steps: tuple[int, ...] = ()
    """Of a list: by how many levels each row stands deeper than the one before it, and at last back to none."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A topic, or what of it stands in one column."""

    number: int
    title: str
    hue: int
    blocks: tuple[BlockView, ...]
    chapter: str = ""
    goes_on: bool = False
    below: str = ""
    gap: float = 0.0
    foot: float = 0.0


@dataclass(frozen=True, slots=True)
class ColumnView:
    left: float
    parts: tuple[PartView, ...]
    air: float = 0.0


@dataclass(frozen=True, slots=True)
class PageView:
    columns: tuple[ColumnView, ...]
    numbers: frozenset[int]
    """The topics that stand on this page."""

    def holds(self, first: int, last: int) -> bool:
        return any(first <= number <= last for number in self.numbers)


_DRAWN = re.compile(r"(<svg[^>]*>).*?</svg>", re.DOTALL)
"""A formula with its glyphs, which take long to read and change nothing of where things stand."""


class Renderer:
    """The templates with one sheet's rows in them, each row rendered once."""

    def __init__(self, sheet: Sheet, templates: Environment, figure: Figure) -> None:
        self._sheet = sheet
        self._templates = templates
        self._figure = figure
        self._topics: dict[int, Markup] = {}
        self._places = picture_places(sheet.topics, lambda target: getattr(figure(target, ""), "path", target))
        self._views = {
            topic.number: tuple(self._view(topic, nth) for nth in range(len(topic.rows))) for topic in sheet.topics
        }

    def without(self, left_out: Container[tuple[int, int]]) -> "Renderer":
        """One that knows which rows are not on paper, by topic and row: no other row points to a figure of theirs."""
        gone = {target: place for target, place in self._places.items() if place in left_out}
        if not gone:
            return self
        found = copy(self)
        found._views = {
            topic.number: tuple(
                self._view(topic, nth, gone) if any(image.value in gone for image in row.images) else view
                for nth, (row, view) in enumerate(zip(topic.rows, self._views[topic.number], strict=True))
            )
            for topic in self._sheet.topics
        }
        return found

    def _view(self, topic: Topic, nth: int, gone: Container[str] = ()) -> RowView:
        return _row_view(topic, nth, _set_once(self._figure, self._places, (topic.number, nth), gone))

    def blocks(self, topic: Topic, rows: Sequence[int]) -> tuple[BlockView, ...]:
        """The given rows of a topic in their lists and tables."""
        views = self._views[topic.number]
        blocks = []
        for wrapper, members in groupby(rows, key=lambda nth: _wrapper(topic.rows, nth)):
            inside = tuple(members)
            repeated = _table_head(topic.rows, inside[0]) if wrapper[0] == "table" else None
            blocks.append(
                BlockView(
                    wrapper[0],
                    tuple(views[nth] for nth in inside),
                    () if repeated is None else (views[repeated],),
                    _steps([topic.rows[nth].depth for nth in inside]) if wrapper[0] == "list" else (),
                )
            )
        return tuple(blocks)

    def topic_html(self, topic: Topic) -> Markup:
        """What decides the heights of a topic's rows, beside the style: of formulas, their size alone."""
        if topic.number not in self._topics:
            part = PartView(topic.number, topic.title, topic.hue, self.blocks(topic, range(len(topic.rows))))
            html = render(self._templates, "topic.html", topic=part)
            self._topics[topic.number] = Markup(_DRAWN.sub(r"\1</svg>", html))
        return self._topics[topic.number]

    def galley(self, topics: Sequence[Topic], frame: Frame, *, size: float, leading: float) -> str:
        css = self.css(frame, size=size, leading=leading, page_height=400_000)
        parts = [self.topic_html(topic) for topic in topics]
        return render(self._templates, "galley.html", topics=parts, css=css, lang=self._sheet.lang)

    def sheet(self, pages: Sequence[PageView], frame: Frame, **values: object) -> str:
        return render(
            self._templates,
            "sheet.html",
            title=self._sheet.title,
            lang=self._sheet.lang,
            pages=pages,
            frame=frame,
            **values,
        )

    def css(
        self,
        frame: Frame,
        *,
        size: float,
        leading: float,
        page_height: float | None = None,
        header_size: float = 6.0,
    ) -> Markup:
        palette = GREYS if self._sheet.config.grey else PALETTE
        text = render(
            self._templates,
            "sheet.css",
            frame=frame,
            page_height=page_height or frame.height,
            footer_bottom=(frame.margin - 4.6) if frame.footer_in_margin else frame.margin - 1.2,
            size=size,
            header_size=header_size,
            leading=round(leading, 4),
            look=LOOK,
            grey=self._sheet.config.grey,
            palette=[palette[nth % len(palette)] for nth in range(len(PALETTE))],
            fonts={"sans": SANS, "mono": MONO, "symbols": SYMBOLS},
        )
        return Markup(text)


def _set_once(
    figure: Figure, places: Mapping[str, tuple[int, int]], place: tuple[int, int], gone: Container[str]
) -> Figure:
    """The images of one row, those that another shows already as no more than its number."""

    def found(target: str, note: str) -> Picture | None:
        picture, first = figure(target, note), places[target]
        if picture is None or first == place:
            return picture
        return replace(picture, stands_in=first[0], is_above=first[0] == place[0], is_cut=target in gone)

    return found


def _wrapper(rows: Sequence[Row], nth: int) -> tuple[str, int]:
    """Which list or table a row stands in; tables are told apart by the row they begin with."""
    row = rows[nth]
    if row.kind == "item":
        return "list", 0
    return ("table", _table_start(rows, nth)) if row.kind == "table" else ("alone", 0)


def _steps(depths: Sequence[int]) -> tuple[int, ...]:
    levels = [0, *(depth - min(depths) for depth in depths), 0]
    return tuple(level - before for before, level in pairwise(levels))


def _table_head(rows: Sequence[Row], nth: int) -> int | None:
    """The head row to repeat over a table that goes on at this row."""
    start = _table_start(rows, nth)
    return start if start < nth and rows[start].opens else None


def _table_start(rows: Sequence[Row], nth: int) -> int:
    while rows[nth].joined:
        nth -= 1
    return nth


_LISTING_LINE = 40
"""So many characters of a listing fit into any column."""
_LEAST_ROOM = 0.15
_BALLOT_BOX = 0.9
"""Its width, in em; it is none of the text face's characters."""
_MARKERS = ("•", "–", "·")
"""Of bullets, by depth."""


def _row_view(topic: Topic, nth: int, figure: Figure) -> RowView:
    row = topic.rows[nth]
    name, classes = f"r{topic.number}-{nth}", _classes(topic.rows, nth)
    if row.kind == "worked" and row.calculation:
        return _worked(name, classes, row, row.calculation, figure)
    if row.kind == "table":
        return _table_row(name, topic.rows, nth, figure)
    marker = row.marker if row.kind == "item" else ""
    if marker == "•":
        marker = _MARKERS[min(row.depth, len(_MARKERS) - 1)]
    return RowView(
        name,
        row.kind,
        classes,
        _row_html(row, figure),
        arrows(row.text.plain) if row.kind == "head" else "",
        marker,
        _marker_room(row, marker) if marker else 0.0,
        _run(row.run, figure),
    )


def _marker_room(row: Row, marker: str) -> float:
    """What is left of the indent: a marker is set in the line, as a box of its own would take as long as a line."""
    numbered = _is_wide(row.marker)
    face = "SemiBold" if numbered else "Bold" if row.depth == 0 else "Regular"
    indent = LOOK.number_indent / LOOK.number_size if numbered else LOOK.indent
    width = _BALLOT_BOX if row.marker in BALLOT_BOXES else text_width(marker, face=face)
    return round(max(indent - width, _LEAST_ROOM), 3)


def _is_wide(marker: str) -> bool:
    """Whether it is a number or a ballot box, for which the indent of a bullet has no room."""
    return marker[:1].isdigit() or marker in BALLOT_BOXES


def _classes(rows: Sequence[Row], nth: int) -> str:
    row = rows[nth]
    flags = {
        "under": row.kind == "head" and row.parent is not None and rows[row.parent].kind == "head",
        "next": is_next_paragraph(rows, nth) or is_next_table(rows, nth),
        "above": is_above_callout(rows, nth),
        "numbered": row.kind == "item" and _is_wide(row.marker),
        "opens": row.opens,
        "closes": row.closes,
        "joined": row.joined,
        "resumes": row.resumes,
        "framed": bool(row.frame),
    }
    depth = f"d{min(row.depth, 6)}"
    return " ".join(filter(None, (row.kind, depth, row.frame, *(name for name, holds in flags.items() if holds))))


def _row_html(row: Row, figure: Figure) -> Markup:
    if row.kind == "code":
        return _listing(breakable(row.text).plain)
    if row.kind == "math":
        svg = tex_svg(row.text.plain, display=True)
        return Markup(svg) if svg else Markup('<code class="tex">{}</code>').format(row.text.plain)
    return inline_html(row.text, figure=figure)


def _listing(code: str) -> Markup:
    """Lines of code; those that no column may hold go on below their own beginning."""
    parts: list[tuple[bool, list[str]]] = []
    for line in code.split("\n"):
        long = len(line) > _LISTING_LINE
        if long or not parts or parts[-1][0]:
            parts.append((long, []))
        parts[-1][1].append(line)
    return Markup("").join(
        Markup('<span class="long" style="--in: {}">{}</span>').format(_hanging(lines[0]), lines[0])
        if long
        else Markup("<span>{}</span>").format("\n".join(lines) + "\n" * (not lines[-1]))  # a last newline is no line
        for long, lines in parts
    )


def _hanging(line: str) -> int:
    """How far the rest of a line is moved in, in characters."""
    return min(len(line) - len(line.lstrip()), _LISTING_LINE // 2) + 2


def _table_row(name: str, rows: Sequence[Row], nth: int, figure: Figure) -> RowView:
    row, start = rows[nth], _table_start(rows, nth)
    cells = [inline_html(cell, figure=figure) for cell in row.cells]
    cells += [Markup("")] * (len(row.widths) - len(cells))
    shade = "shaded" if (nth - start) % 2 == 0 and not row.opens else ""
    return RowView(
        name,
        row.kind,
        "next" if is_next_table(rows, nth) else shade,  # which would fill the air above
        Markup(""),
        cells=tuple(cells[: len(row.widths)]),
        widths=tuple(round(100 * share, 2) for share in row.widths),
        opens=row.opens,
    )


def _run(texts: Sequence[Text], figure: Figure) -> tuple[Markup, ...]:
    return tuple(inline_html(text, figure=figure) for text in texts)


def _worked(name: str, classes: str, row: Row, calculation: Calculation, figure: Figure) -> RowView:
    steps = tuple(_step(step) for step in calculation.steps) or (Markup.escape(arrows(calculation.expression)),)
    return RowView(
        name,
        row.kind,
        classes,
        inline_html(row.text, figure=figure),
        steps=steps,
        remark=calculation.why if calculation.verdict == "rounds" else "",
        wrong=f"does not add up: {calculation.why.replace(' * ', ' × ')}" if calculation.verdict == "fails" else "",
    )


def _step(tex: str) -> Markup:
    plain = plain_tex(tex)
    if plain is not None:
        return Markup.escape(plain)
    return Markup(tex_svg(tex) or Markup.escape(tex))
