"""How tall every row really is: a galley is laid out once, and what has not changed since is remembered."""

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from cribdeck.outputs.pdf import Box, Printed
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.memory import Memory
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.values import Row, Sheet
from cribdeck.outputs.sheet.words import word_rows

Measure = Callable[[str, Sequence[str]], Printed]
"""Of a galley, and the rows in it that are to be set besides."""

WORTH_SHARING = 120
"""Rows; fewer are laid out sooner than a second process is ready."""


@dataclass(frozen=True, slots=True)
class TopicHeights:
    """Of one box, in millimetres, at the leading of the galley."""

    head: float
    """From its upper edge to its first row."""
    slim: float
    """The same where it goes on in the next column."""
    foot: float
    """From its last row to its lower edge."""
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Galley:
    """All heights of a sheet at one size."""

    frame: Frame
    size: float
    leading: float
    keys: tuple[str, ...]
    """What the heights of each topic are remembered by."""
    topics: tuple[TopicHeights, ...]
    lines: tuple[tuple[int, ...], ...]
    """For each topic and row the number of lines that grow with the leading."""
    warnings: tuple[str, ...] = ()

    @property
    def line(self) -> float:
        """What a row of one line gains when the leading grows by 1."""
        return self.size * PT


def measure_sheet(
    sheet: Sheet,
    renderer: Renderer,
    frame: Frame,
    measures: Sequence[Measure],
    *,
    size: float,
    leading: float,
    memory: Memory,
) -> Galley:
    """The heights of all rows; only topics that are not remembered are laid out, shared out among ``measures``.

    A topic is as tall alone as beside others, so that neither what is remembered nor the sharing out shows.
    """
    css = renderer.css(frame, size=size, leading=leading, page_height=1)
    keys = tuple(_key(css, sheet.lang, renderer.topic_html(topic)) for topic in sheet.topics)
    known = [_heights(memory.get(key)) for key in keys]
    missing = [nth for nth, found in enumerate(known) if found is None]
    parts = galleys(sheet, missing, renderer, frame, size=size, leading=leading, count=len(measures))
    with ThreadPoolExecutor(len(measures)) as pool:
        printed = list(
            pool.map(lambda measure, part: measure(part[1], tuple(word_rows(sheet, part[0]))), measures, parts)
        )
    boxes = {name: box for one in printed for name, box in one.boxes.items()}
    for nth in missing:
        topic = sheet.topics[nth]
        found = _topic_heights(topic.number, len(topic.rows), boxes)
        memory.put(keys[nth], [found.head, found.slim, found.foot, list(found.rows)])
        known[nth] = found
    warnings = tuple(line for one in printed for line in one.warnings)
    topics = tuple(found for found in known if found is not None)
    unit = size * PT * leading
    lines = tuple(
        tuple(_line_count(row, height, unit) for row, height in zip(topic.rows, found.rows, strict=True))
        for topic, found in zip(sheet.topics, topics, strict=True)
    )
    return Galley(frame, size, leading, keys, topics, lines, warnings)


def galleys(
    sheet: Sheet, topics: Sequence[int], renderer: Renderer, frame: Frame, *, size: float, leading: float, count: int
) -> list[tuple[list[int], str]]:
    """So many galleys, each with the places of its topics and its HTML; fewer where sharing them out would not pay."""
    return [
        (part, renderer.galley([sheet.topics[at] for at in part], frame, size=size, leading=leading))
        for part in _parts(sheet, topics, count)
    ]


def _parts(sheet: Sheet, topics: Sequence[int], count: int) -> list[list[int]]:
    """The topics in so many parts of about as many rows; no empty ones, and one alone where sharing would not pay."""
    rows = sum(len(sheet.topics[at].rows) for at in topics)
    if not topics or rows < WORTH_SHARING:
        return [list(topics)] if topics else []
    parts: list[list[int]] = [[] for _ in range(count)]
    before = 0
    for at in topics:
        parts[min(count - 1, before * count // rows)].append(at)
        before += len(sheet.topics[at].rows)
    return [part for part in parts if part]


def _heights(kept: Any) -> TopicHeights | None:
    """What was remembered, as `measure_sheet` has put it."""
    if kept is None:
        return None
    head, slim, foot, rows = kept
    return TopicHeights(head, slim, foot, tuple(rows))


def _topic_heights(number: int, count: int, boxes: Mapping[str, Box]) -> TopicHeights:
    box, bar = boxes[f"t{number}"], boxes[f"h{number}"]
    rows = [boxes[f"r{number}-{nth}"] for nth in range(count)]
    tops = [row.top for row in rows] + [rows[-1].bottom]
    head, slim = rows[0].top - box.top, boxes["slim"].height
    return TopicHeights(
        round(head, 4),
        round(head - bar.height + slim, 4),
        round(box.bottom - rows[-1].bottom, 4),
        tuple(round(below - above, 4) for above, below in itertools.pairwise(tops)),
    )


def _line_count(row: Row, height: float, unit: float) -> int:
    """How many lines of a row follow the leading. Line breaks depend on size and width alone, so this is exact."""
    if row.kind in ("head", "code", "table"):
        return 0
    if row.kind == "math":
        return 1
    return max(1, int((height - LOOK.row_gap * unit * 0.5) / unit + 0.02))


def _key(css: str, lang: str, html: str) -> str:
    return hashlib.sha256("\x1f".join((css, lang, html, *_versions())).encode()).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    return version("weasyprint"), version("fontpkg-ibm-plex-sans-condensed")
