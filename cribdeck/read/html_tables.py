"""A simple HTML table to rows of cells."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cribdeck.model import Text
from cribdeck.read.html import PIECE, clean, put_text
from cribdeck.read.inline import put_tag
from cribdeck.read.writer import Writer

_TABLE = re.compile(r"\s*<table\b[^<>]*>(?:(?!<table\b).)*</table>\s*$", re.IGNORECASE | re.DOTALL)
_SPANNING = re.compile(r"\b(?:col|row)span\b", re.IGNORECASE)
_BREAKING = frozenset(("p", "div", "li"))


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row, and the lines that its text stands on, counted from 0."""

    cells: tuple[Text, ...]
    first: int
    last: int
    head: bool


@dataclass(slots=True)
class _Open:
    """A row as it is read."""

    cells: list[Text] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    heads: int = 0


def read_html_table(source: str) -> tuple[HtmlRow, ...]:
    """The rows of a block of HTML that is a table and nothing else, a row on lines of its own; else none.

    Where cells span others or rows share a line, it is better read as text.
    """
    if not _TABLE.match(source) or _SPANNING.search(source):
        return ()
    rows = [row for row in _rows(clean(source)) if any(row.cells)]
    return tuple(rows) if _is_simple(rows) else ()


def _is_simple(rows: Sequence[HtmlRow]) -> bool:
    widths = {len(row.cells) for row in rows}
    apart = all(above.last < below.first for above, below in itertools.pairwise(rows))
    return len(rows) > 1 and len(widths) == 1 and widths != {1} and apart


def _rows(source: str) -> Iterator[HtmlRow]:
    line, row = 0, _Open()
    cell: Writer | None = None
    for piece in PIECE.finditer(source):
        name, closing = piece[2] or "", bool(piece[1])
        if name == "tr" and closing and row.cells:
            yield HtmlRow(
                tuple(row.cells), min(row.lines, default=0), max(row.lines, default=0), row.heads == len(row.cells)
            )
            row = _Open()
        elif name in ("td", "th") and not closing:
            cell, row.heads = Writer(), row.heads + (name == "th")
            start = line
        elif name in ("td", "th") and cell is not None:
            written = cell.done(cell.line + 1)
            row.cells.append(written.text)
            row.lines += [start + written.first, start + written.last] if written.text else []
            cell = None
        elif cell is None:
            line += piece[0].count("\n")
        elif name in _BREAKING:
            cell.break_line(hard=not cell.fresh)
        elif name:
            put_tag(piece[0], cell)
        else:
            put_text(piece[0], cell)
            line += piece[0].count("\n")
