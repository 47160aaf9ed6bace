"""What a sheet holds: numbered topics of rows, before anything is laid out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cribdeck.config import SheetConfig
from cribdeck.errors import Problem
from cribdeck.model import Calculation, Mark, Practice, Source, Text

RowKind = Literal["head", "item", "text", "worked", "code", "math", "table", "index"]
Frame = Literal["", "quote", "callout"]


@dataclass(frozen=True, slots=True)
class Row:
    """The least unit of a sheet: no column breaks inside it."""

    kind: RowKind
    text: Text
    sources: tuple[Source, ...]
    """Its own lines first, then those that were run in."""
    depth: int = 0
    parent: int | None = None
    """The row of the same topic that it hangs from."""
    marker: str = ""
    """item: "•", a number with its full stop, or a ballot box."""
    run: tuple[Text, ...] = ()
    """Short items that are set in the line, after the text."""
    cells: tuple[Text, ...] = ()
    widths: tuple[float, ...] = ()
    """table: the share of the width that each column has."""
    opens: bool = False
    """table: the head row. code and table: the first of several rows of one block."""
    closes: bool = False
    """code and table: the last row of its block."""
    joined: bool = False
    """It goes on with the row before it: no gap between them."""
    resumes: bool = False
    """It goes on with the list that a head had interrupted."""
    frame: Frame = ""
    calculation: Calculation | None = None

    @property
    def images(self) -> list[Mark]:
        marks = (mark for text in (self.text, *self.cells, *self.run) for mark in text.marks)
        return [mark for mark in marks if mark.kind == "image"]

    @property
    def pictures(self) -> bool:
        """Whether it holds images and no word."""
        return self.kind == "text" and not self.text.plain.strip() and bool(self.images)

    @property
    def lines(self) -> Iterator[tuple[str, int]]:
        """The source lines it shows."""
        for source in self.sources:
            for line in range(source.first, source.last + 1):
                yield source.file, line


def is_next_paragraph(rows: Sequence[Row], nth: int) -> bool:
    """Whether a row is a paragraph that follows upon another or a list: only air tells where it begins."""
    if nth == 0 or rows[nth].parent == nth - 1 or rows[nth].kind != "text":
        return False
    return rows[nth - 1].kind in ("text", "item") and not any(row.pictures for row in rows[nth - 1 : nth + 1])


def is_next_table(rows: Sequence[Row], nth: int) -> bool:
    """Whether a row begins a table right below something else: a head and a figure have air below them already."""
    if nth == 0 or rows[nth].kind != "table" or rows[nth].joined:
        return False
    return rows[nth - 1].kind != "head" and not rows[nth - 1].pictures


def is_above_callout(rows: Sequence[Row], nth: int) -> bool:
    """Whether a row of lines stands right above a callout that it is no part of."""
    if nth + 1 == len(rows) or rows[nth].kind not in ("item", "text", "math"):
        return False
    return rows[nth + 1].frame == "callout" and not rows[nth].frame


@dataclass(frozen=True, slots=True)
class Topic:
    """A box of the sheet."""

    number: int
    title: str
    rows: tuple[Row, ...]
    hue: int = 0
    """Topics of one chapter share it."""
    group: str = ""
    """The chapter, when it was too large for one box."""
    sources: tuple[Source, ...] = ()
    """The lines that its title stands on."""


def picture_places(topics: Sequence[Topic], file_of: Callable[[str], object]) -> dict[str, tuple[int, int]]:
    """By its target, where each image is set: the number of the first topic that has it, and the row there.

    Two targets may name one file, which ``file_of`` tells.
    """
    places: dict[str, tuple[int, int]] = {}
    first: dict[object, tuple[int, int]] = {}
    for topic in topics:
        for nth, row in enumerate(topic.rows):
            for image in row.images:
                places.setdefault(image.value, first.setdefault(file_of(image.value), (topic.number, nth)))
    return places


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the notes that is not on paper."""

    file: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Exercises:
    """Fresh problems that are printed behind the sheet."""

    problems: tuple[Practice, ...]
    drawn_by: str = ""
    """The seed that gives the same problems again; it is printed beside them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is to be printed, and how."""

    title: str
    topics: tuple[Topic, ...]
    config: SheetConfig
    lang: str = "en"
    left_out: tuple[LeftOut, ...] = ()
    """What does not go to paper however much room there is."""
    exercises: Exercises | None = None
    """On pages of their own, beside those that ``config`` asks for."""


def row_count(sheet: Sheet) -> int:
    return sum(len(topic.rows) for topic in sheet.topics)


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet."""

    pages: int
    """Of the sheet and of its exercises."""
    paper: str
    font_pt: float
    columns: int
    left_out: tuple[LeftOut, ...]
    printed: frozenset[tuple[str, int]]
    """File and line of everything that is on paper."""
    problems: tuple[Problem, ...] = field(default=())
