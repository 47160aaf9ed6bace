"""Which rows a full sheet can do without: what the author marked, counted or worked out stays longest."""

import re
from collections.abc import Container, Iterator, Sequence

from cribdeck.outputs.sheet.values import Row, Topic

_KINDS = {"worked": 60.0, "math": 32.0, "code": 26.0, "table": 16.0, "index": 0.5}
_FIGURE = re.compile(r"(?<![\w.])\d[\d.,]*\s?(?:%|°|[A-Za-zµ]{1,4}\b)?")
_NAME = re.compile(r"(?<=[\w,;:(] )(?:[A-Z][\w-]*|\w*\d\w*)|\b[A-Z]{2,}\w*")
LAST_OF_TOPIC = 3.0
"""The best row of a topic counts so many times: a box that is on the map should hold something."""

FIRST = 1.7
"""The row right below a name says what the name means."""
_SIZE = 0.8
"""How much the size of a row counts against it: long rows are not all talk."""

PICTURE = 5.0
"""What an image says for its room: less than a line with a term in it, more than a long sentence without."""

SMALL_TABLE = 7
"""Rows, its head among them: a comparison of which one row is left compares nothing, so it stays or goes as a whole."""

Place = tuple[int, int]
"""A topic and a row in it, both from 0."""


ANNOUNCED = 7
"""A list that a line with a colon announces stays or goes as a whole, if it has no more rows: of "three kinds", two
are wrong."""
STEPS = 15
"""The same for steps with numbers, which nobody can follow when one is missing."""
NAME = 5
"""Words: a shorter line over others that are left out is no more than their name."""
HIGHLIGHTED = 3.5
"""What the author highlighted counts so many times, however long it is."""


def worth(row: Row) -> float:
    """How much a row says for its size, before its size is known."""
    if row.kind in _KINDS:
        return _KINDS[row.kind]
    kinds = [mark.kind for mark in row.text.marks]
    plain = row.text.plain
    value = 10.0 + 2.0 * len(row.run)
    value += min(12.0, 4.0 * kinds.count("strong")) + min(9.0, 3.0 * kinds.count("code"))
    value += 12.0 * ("math" in kinds)
    value += min(10.0, 2.5 * len(_FIGURE.findall(plain))) + min(6.0, 1.2 * len(_NAME.findall(plain)))
    value += 1.5 * (plain.count("->") + plain.count("→")) + 3.0 * (": " in plain[:48])
    value -= 1.6 * row.depth
    return max(value, 1.0) * (HIGHLIGHTED if "highlight" in kinds else 1.0)


def least_first(
    topics: Sequence[Topic], heights: Sequence[Sequence[float]], *, pictures: Container[str] | None = None
) -> list[tuple[Place, ...]]:
    """The rows in the order in which they may be left out; a parent never goes before what hangs from it.

    Rows that only make sense together (the parts of a listing, steps with numbers, a list of the "three kinds" of
    something) are one entry. Heads are none: they go when nothing is left below them, see `emptied`. ``pictures`` are
    the targets of the images that exist; without it, all do.
    """
    ranked: list[tuple[float, int, tuple[Place, ...]]] = []
    for at, topic in enumerate(topics):
        keys = _keys(topic.rows, heights[at], pictures)
        best = max(keys, key=lambda nth: keys[nth], default=None)
        for group in _groups(topic.rows):
            key = sum(keys[nth] * (LAST_OF_TOPIC if nth == best else 1.0) for nth in group) / len(group)
            ranked.append((key, len(ranked), tuple((at, nth) for nth in group)))
    ranked.sort()
    return [group for _, _, group in ranked]


def emptied(topics: Sequence[Topic], gone: set[Place]) -> set[Place]:
    """The rows that say nothing once these are gone: heads, lead-ins and table heads with nothing left below them."""
    found: set[Place] = set()
    for at, topic in enumerate(topics):
        parents = {row.parent for row in topic.rows}
        kept: set[int] = set()
        for nth in range(len(topic.rows) - 1, -1, -1):
            row, stays = topic.rows[nth], (at, nth) not in gone
            if nth in parents and (row.kind == "head" or _leads_in(row) or _is_name(row)):
                stays = stays and nth in kept
            elif row.kind == "table" and row.opens:
                stays = any((at, below) not in gone for below in _block(topic.rows, nth) if below != nth)
            if stays and row.parent is not None:
                kept.add(row.parent)
            if not stays and (at, nth) not in gone:
                found.add((at, nth))
    return found


def _leads_in(row: Row) -> bool:
    """Whether a row is nothing but the announcement of what hangs from it."""
    plain = row.text.plain.strip()
    return plain.endswith(":") and ". " not in plain and not row.run


def _is_name(row: Row) -> bool:
    plain = row.text.plain.strip()
    return row.kind == "item" and len(plain.split()) <= NAME and not plain.endswith(".") and not row.run


def _keys(rows: Sequence[Row], heights: Sequence[float], pictures: Container[str] | None) -> dict[int, float]:
    """Worth for height, no parent below its children."""
    keys: dict[int, float] = {}
    for nth in range(len(rows) - 1, -1, -1):
        row = rows[nth]
        own = _density(row, heights[nth], pictures)
        if nth == 0 or rows[nth - 1].kind == "head":
            own *= FIRST
        keys[nth] = max(own, keys.get(nth, 0.0))
        if row.parent is not None:
            keys[row.parent] = max(keys.get(row.parent, 0.0), keys[nth] + 1e-6)
    return keys


def _density(row: Row, height: float, pictures: Container[str] | None) -> float:
    """How much a row says for its room."""
    if row.pictures:
        return PICTURE if pictures is None or any(image.value in pictures for image in row.images) else 0.0
    return worth(row) / max(height, 1.0) ** _SIZE if row.kind != "head" else 0.0


def _groups(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    lists = list(_lists(rows))
    yield from lists
    taken = {nth for one in lists for nth in one}
    for nth, row in enumerate(rows):
        if row.kind == "head" or nth in taken:
            continue
        block = _whole(rows, nth)
        if block is None:
            if not (row.kind == "table" and row.opens):
                yield (nth,)
        elif block[0] == nth:
            yield block


def _lists(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """The lists of which no row may be missing: those that are announced, and steps with numbers."""
    seen: set[int] = set()
    for nth, row in enumerate(rows):
        if row.kind != "item" or nth in seen:
            continue
        run = tuple(_run(rows, nth))
        seen.update(on for on in run if rows[on].parent == row.parent)
        announced = nth > 0 and row.parent == nth - 1 and rows[nth - 1].text.plain.rstrip().endswith(":")
        most = STEPS if _is_step(row) else ANNOUNCED if announced else 0
        if 2 <= len(run) <= most and all(rows[on].kind == "item" for on in run):
            seen.update(run)
            yield run


def _run(rows: Sequence[Row], nth: int) -> Iterator[int]:
    """An item, those of its kind that follow it, and what hangs from them."""
    first, members = rows[nth], set[int]()
    for on in range(nth, len(rows)):
        row = rows[on]
        sibling = row.parent == first.parent and row.kind == "item" and _is_step(row) == _is_step(first)
        if not sibling and row.parent not in members:
            return
        members.add(on)
        yield on


def _is_step(row: Row) -> bool:
    return row.marker[:1].isdigit()


def _whole(rows: Sequence[Row], nth: int) -> tuple[int, ...] | None:
    """The listing or the small table that a row is part of; None for one that may go or stay alone."""
    if rows[nth].kind not in ("code", "table"):
        return None
    start = nth
    while rows[start].joined:
        start -= 1
    block = tuple(_block(rows, start))
    return block if rows[nth].kind == "code" or len(block) <= SMALL_TABLE else None


def _block(rows: Sequence[Row], nth: int) -> Iterator[int]:
    yield nth
    for on in range(nth + 1, len(rows)):
        if not rows[on].joined:
            return
        yield on
