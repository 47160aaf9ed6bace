"""How tall a topic will be, from the widths of its words alone: good within a few percent, and it costs no layout."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from cribdeck.model import Text
from cribdeck.outputs.pdf import PX
from cribdeck.outputs.sheet.figures import Picture, share_of_line
from cribdeck.outputs.sheet.fonts import MONO_ADVANCE, advances, text_width
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.values import (
    Row,
    Sheet,
    Topic,
    is_above_callout,
    is_next_paragraph,
    is_next_table,
    picture_places,
)

_FORMULA = 2.05
"""The usual height of a formula on a line of its own, in em."""
_HYPHENS = 0.985
"""What hyphens and kerning save over breaking between words."""


@dataclass(slots=True)
class Prediction:
    """The words of a sheet, measured once; each question after that is a sum."""

    sheet: Sheet
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """The images by their targets; those that are missing take no room."""
    _words: dict[tuple[int, int], "_Words"] = field(default_factory=dict)
    _cells: dict[tuple[int, int], "tuple[_Words, ...]"] = field(default_factory=dict)
    _places: Mapping[str, tuple[int, int]] = field(init=False)
    _heights: dict[tuple[Frame, float, float], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = picture_places(self.sheet.topics, self._file_of)

    def _file_of(self, target: str) -> object:
        return self.pictures[target].path if target in self.pictures else target

    def height(self, frame: Frame, *, size: float, leading: float) -> float:
        """Of all topics one below the other, in millimetres."""
        asked = frame, size, leading
        if asked not in self._heights:
            self._heights[asked] = self._height(*asked)
        return self._heights[asked]

    def _height(self, frame: Frame, size: float, leading: float) -> float:
        em = size * PT
        width = frame.column_width / em
        return em * sum(self._topic(topic, width, leading, em) for topic in self.sheet.topics)

    def _topic(self, topic: Topic, width: float, leading: float, em: float) -> float:
        bar = LOOK.bar_size * (LOOK.bar_leading + 2 * LOOK.bar_padding)
        inside = width - 2 * LOOK.body_side - 0.2
        rows = sum(self._row(topic, nth, row, inside, leading, em) for nth, row in enumerate(topic.rows))
        return bar + LOOK.body_top + LOOK.body_bottom + LOOK.box_gap + 0.15 + rows

    def _row(self, topic: Topic, nth: int, row: Row, width: float, leading: float, em: float) -> float:
        inside = max(width - LOOK.indent * (row.depth + (row.kind == "item")), 3.0)
        below = LOOK.above_callout * is_above_callout(topic.rows, nth)
        figures = self._figures((topic.number, nth), row, inside, em)
        if row.kind == "code":
            fitting = max(8, int(inside / (LOOK.listing_size * (MONO_ADVANCE - 0.02))))
            lines = sum(1 + len(line) // fitting for line in row.text.plain.split("\n"))
            gaps = (LOOK.row_gap + 0.26 * row.opens + 0.3 * row.closes) if not row.joined else 0.3 * row.closes
            return lines * LOOK.listing_size * LOOK.listing_leading + gaps
        if row.kind == "table":
            size = LOOK.table_size
            cells = zip(self._cells_of(topic, nth), row.widths, strict=False)
            tallest = max((cell.lines(max(share * width / size - 0.6, 2.0)) for cell, share in cells), default=1)
            above = LOOK.table_above * is_next_table(topic.rows, nth)
            return size * (tallest * 1.2 + 2 * LOOK.table_gap + above) + figures
        if row.kind == "math":
            return _FORMULA + LOOK.row_gap + below
        words = self._words.get((topic.number, nth))
        if words is None:
            words = self._words[topic.number, nth] = _row_words(row)
        lines = words.lines(inside)
        if row.kind == "head":
            return LOOK.head_gap + lines * LOOK.head_leading + 0.06
        if row.kind == "worked":
            return LOOK.row_gap + 2 * LOOK.strip_padding + _strip_lines(row, words, inside) * leading
        return _gap(topic.rows, nth) + lines * leading + figures + below

    def _cells_of(self, topic: Topic, nth: int) -> "tuple[_Words, ...]":
        place = topic.number, nth
        if place not in self._cells:
            self._cells[place] = tuple(_Words(_words(cell)) for cell in topic.rows[nth].cells)
        return self._cells[place]

    def _figures(self, place: tuple[int, int], row: Row, width: float, em: float) -> float:
        if not self.pictures:
            return 0.0
        here = [image for image in row.images if self._places[image.value] == place]
        images = [(image, self.pictures[image.value]) for image in here if image.value in self.pictures]
        widths = [min(width * share_of_line(image), picture.width * PX / em) for image, picture in images]
        heights = [wide * picture.shape for wide, (_, picture) in zip(widths, images, strict=True)]
        return sum(min(LOOK.figure_height, height) + 0.45 for height in heights)


def _gap(rows: Sequence[Row], nth: int) -> float:
    """The air above a row of words."""
    if rows[nth].resumes:
        return LOOK.resume_gap
    return LOOK.paragraph_gap if is_next_paragraph(rows, nth) else LOOK.row_gap


def _row_words(row: Row) -> "_Words":
    words = _words(row.text)
    for nth, text in enumerate(row.run):
        words += (0.6,) * (nth > 0) + _words(text)
    return _Words(words)


def _strip_lines(row: Row, words: "_Words", width: float) -> int:
    working = text_width(row.calculation.expression) * 1.1 + 1.5 if row.calculation else 0.0
    lines = words.lines(width - 1.0)
    last = words.whole - (lines - 1) * width * 0.93
    return lines if last + working < width - 1.5 else lines + max(1, int(working / width) + 1)


def _words(text: Text) -> tuple[float, ...]:
    """The width of each word, in em."""
    plain, bold = advances(), advances("SemiBold")
    widths, at = [0.0], 0
    for piece, marks in text.pieces():
        kinds = {mark.kind for mark in marks}
        known: Mapping[str, float] = bold if "strong" in kinds else plain
        if "code" in kinds:
            widths[-1] += 0.32
        for char in piece:
            if char in " \n" and "math" not in kinds:
                widths.append(0.0)
            elif "code" in kinds:
                widths[-1] += LOOK.code_size * (MONO_ADVANCE - 0.02)
            elif "math" in kinds:
                widths[-1] += 0.3
            else:
                widths[-1] += known.get(char, 1.0 if ord(char) >= 0x2E80 else 0.6)
        at += len(piece)
    return tuple(width for width in widths if width)


class _Words:
    """Words one after the other: where each ends if all stand in one line, so that a line is one search."""

    def __init__(self, widths: Sequence[float]) -> None:
        self._space = advances()[" "]
        self._widths = widths
        self._longest = max(widths, default=0.0)
        self._ends = list(accumulate(width + self._space for width in widths))

    @property
    def whole(self) -> float:
        """The width of all of them in one line, with a space behind each."""
        return self._ends[-1] if self._ends else 0.0

    def lines(self, width: float) -> int:
        """How many lines they take when each line takes what fits."""
        width /= _HYPHENS
        if self._longest > width:
            return self._broken(width)
        lines, at, room, ends = 1, 0, width + self._space, self._ends
        while (at := bisect_right(ends, (ends[at - 1] if at else 0.0) + room, at)) < len(ends):
            lines += 1
        return lines

    def _broken(self, width: float) -> int:
        """The same where some word is longer than a line, and is broken."""
        lines, at = 1, 0.0
        for word in self._widths:
            if at and at + self._space + word > width:
                lines, at = lines + 1, word
            else:
                at += self._space * (at > 0) + word
            if at > width:
                lines, at = lines + int(at / width), at % width
        return lines
