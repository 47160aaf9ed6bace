"""The tables of a Notion export: a database is a CSV file, linked from the page that it stood on."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from cribdeck.model import Item, Outline, Source, Text
from cribdeck.read.language import guess_language
from cribdeck.read.lines import clean_lines
from cribdeck.read.media import Media
from cribdeck.read.notion import page_name

# What a relation or a page in a cell is exported as, behind its name.
_ADDRESS = re.compile(r"\s*\((?:https://(?:www\.)?notion\.so/[^()\s]*|[^()]*\.md)\)")


def linked_tables(outline: Outline, media: Media) -> Iterator[str]:
    """The files of Notion's tables that a page links to, each once. Any other CSV file is nobody's notes."""
    seen: set[str] = set()
    for item in outline.root.walk():
        for mark in item.text.marks:
            if mark.kind == "link" and mark.value.lower().endswith(".csv"):
                file = media.locate(mark.value, outline.file)
                if file and file not in seen and page_name(file) != PurePosixPath(file).stem:
                    seen.add(file)
                    yield file


def read_table(source: str, file: str, *, lang: str = "") -> Outline:
    """The outline of a table: its name over its rows. Raises ValueError for what is no CSV."""
    lines, _ = clean_lines(source, file)
    rows = tuple(_rows(lines, file))
    held = {line for row in rows for line in range(row.source.first, row.source.last + 1)}
    table = Item("table", Text(""), Source(file, 1, 1), rows)
    name = Text(page_name(file))
    prose = " ".join(row.text.plain for row in rows[:200])
    return Outline(
        file,
        Item("file", name, Source(file), (table,) if rows else ()),
        tuple(lines),
        {nth: "empty row" for nth, line in enumerate(lines, 1) if line.strip() and nth not in held},
        lang=lang or guess_language(prose),
    )


def _rows(lines: Sequence[str], file: str) -> Iterator[Item]:
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    ends = [0]
    try:
        found = []
        for row in reader:
            found.append(row)
            ends.append(reader.line_num)
    except csv.Error as error:
        raise ValueError(f"{error} in line {reader.line_num}") from error
    for nth, (row, (before, last)) in enumerate(zip(found, pairwise(ends), strict=True)):
        cells = tuple(Text(" ".join(_ADDRESS.sub("", cell).split())) for cell in row)
        if any(cells):
            source = Source(file, before + 1, last)
            yield Item("row", Text(" | ").join(cells), source, info="" if nth else "head", cells=cells)
