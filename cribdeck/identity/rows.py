"""Rows: what the notes say, in order, as the matching sees it: files, the topics in them, and statements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cribdeck.model import Item, Statement, Text

RowKind = Literal["file", "topic", "statement"]


@dataclass(frozen=True, slots=True)
class Row:
    """A file, a heading or a statement. Order and depth are its place; there are no line numbers."""

    kind: RowKind
    text: str
    """A file's path, else plain text as it stands."""
    depth: int = 0
    """A topic's below its file, a statement's below its topic."""
    block: str = ""
    """The block id of the statement's item."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some statements, and for each statement, in order, the index of its row."""

    rows: tuple[Row, ...]
    places: tuple[int, ...]


def find_rows(statements: Iterable[Statement]) -> Rows:
    """The rows of these statements (in the order of files and lines) and of everything they stand under.

    The sentences of one item are rows side by side, and what is nested below the item hangs on the last of them: that
    is the one that leads it in. A label that is no statement itself is a row too: its children are known by it.
    """
    rows: list[Row] = []
    places: list[int] = []
    opened: list[Item] = []
    for statement in statements:
        above = statement.path or (statement.item,)
        chain = above if statement.item is above[-1] else (*above, statement.item)
        shared = _shared(opened, chain)
        for nth in range(shared, len(chain)):
            if chain[nth] is not statement.item or chain[nth].kind in ("file", "heading"):
                rows.extend(_labels(chain, nth))
        places.append(len(rows))
        rows.append(Row("statement", plain(statement.text), _depth(statement, chain), statement.item.block))
        opened[:] = chain
    return Rows(tuple(rows), tuple(places))


def plain(text: Text) -> str:
    """The text without its marks; of a statement that is nothing but a picture or a sound, their names."""
    return text.plain.strip() or " ".join(mark.value for mark in text.marks if mark.value)


def _shared(opened: Sequence[Item], chain: Sequence[Item]) -> int:
    """How many items, from the file downwards, both statements stand under."""
    for nth, (one, other) in enumerate(zip(opened, chain, strict=False)):
        if one is not other and (one.source, one.kind, one.text) != (other.source, other.kind, other.text):
            return nth
    return min(len(opened), len(chain))


def _labels(chain: Sequence[Item], nth: int) -> Iterator[Row]:
    """The row of an item that statements stand under; none for a bare container like a table or a quote."""
    item = chain[nth]
    if item.kind == "file":
        yield Row("file", item.info or item.source.file)
    elif item.kind == "heading":
        yield Row("topic", plain(item.text), sum(above.kind == "heading" for above in chain[:nth]))
    elif item.text:
        yield Row("statement", plain(item.text), _below(chain[:nth]), item.block)


def _depth(statement: Statement, chain: Sequence[Item]) -> int:
    return 0 if statement.item.kind in ("file", "heading") else _below(chain[:-1])


def _below(above: Sequence[Item]) -> int:
    """How deep something stands below its topic, counted in items that have a row."""
    return sum(bool(item.text) and item.kind not in ("file", "heading") for item in above)
