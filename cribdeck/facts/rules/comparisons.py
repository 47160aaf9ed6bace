"""Two things set against each other: ``TCP vs UDP`` over a line for each."""

import re
from collections.abc import Iterator

from cribdeck.facts.labels import leading_term
from cribdeck.facts.place import Place
from cribdeck.facts.rules.terms import split_at_separator
from cribdeck.model import Block, Candidate, Item, Statement, Text

LONGEST_SIDE = 20


def versus(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``- TCP vs UDP`` over ``TCP: …`` and ``UDP: …`` asks how they differ."""
    item = statement.item
    match = place.turn("comparisons.versus").match(item.text.plain.strip()) if len(item.children) == 2 else None
    if match is None or statement.nth:
        return
    rows = [_side(child) for child in item.children]
    told = [row for row in rows if row]
    names = [match["one"].strip(), match["other"].strip()]
    if len(told) == 2 and _tells_of(told, names):
        yield _asks(Text(f"{names[0]} vs {names[1]}: what is the difference?"), told, item.children)


def versus_heading(statement: Statement, place: Place) -> Iterator[Candidate]:
    """The same below a heading; the first of the two lines carries the card."""
    heading = statement.parent
    if statement.nth or len(heading.children) != 2:
        return
    match = place.turn("comparisons.versus").match(heading.text.plain.strip()) if heading.kind == "heading" else None
    lines = [child for child in heading.children if child.kind in ("item", "paragraph")]
    if match is None or len(lines) != 2 or lines[0] is not statement.item:
        return
    told = [row for child in lines if (row := _side(child) or _said(child))]
    names = [match["one"].strip(), match["other"].strip()]
    if len(told) == 2 and _tells_of(told, names):
        front = Text(f"{names[0]} vs {names[1]}: what is the difference?")
        yield _asks(front, told, lines[1:], part="comparison")


def _side(item: Item) -> tuple[Text, Text] | None:
    """Name and description of one of the two."""
    if item.children:
        return None
    split = split_at_separator(item.text)
    if split and len(split[1].words) <= LONGEST_SIDE:
        return split[0].strip(":").strip(), split[1]
    return None


def _said(item: Item) -> tuple[Text, Text] | None:
    """A sentence that opens with the name: ``Veins carry blood to the heart``."""
    if item.children or len(item.text.words) > LONGEST_SIDE or leading_term(item.text):
        return None
    return item.text, Text("")


def _tells_of(rows: list[tuple[Text, Text]], names: list[str]) -> bool:
    """Whether each line is about one of the two, in whatever order."""
    return any(
        all(_is_named(row[0].plain, name) for row, name in zip(rows, order, strict=True))
        for order in (names, names[::-1])
    )


def _is_named(line: str, name: str) -> bool:
    return bool(re.match(rf"(?:an?\s|the\s)?{re.escape(name)}(?!\w)", line, re.IGNORECASE))


def _asks(
    front: Text, rows: list[tuple[Text, Text]], others: tuple[Item, ...] | list[Item], *, part: str = ""
) -> Candidate:
    told = tuple((name + ": " + value,) if value else (name,) for name, value in rows)
    block = Block("list", told)
    uses = tuple(item.source for item in others)
    return Candidate("basic", "comparison", "versus", front, answer=(block,), part=part, uses=uses)
