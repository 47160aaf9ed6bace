"""How tall every row really is: a galley is laid out once, and what has not changed since is remembered."""

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from cribdeck.outputs.pdf import Box, Printed
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.values import Row, Sheet, Topic

Measure = Callable[[str], Printed]

KEPT = 1000
"""Topics that are remembered."""
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
    topics: tuple[TopicHeights, ...]
    lines: tuple[tuple[int, ...], ...]
    """For each topic and row the number of lines that grow with the leading."""
    warnings: tuple[str, ...] = ()

    @property
    def line(self) -> float:
        """What a row of one line gains when the leading grows by 1."""
        return self.size * PT


class Heights:
    """Heights by what they depend on, kept from one build to the next in a file if there is one."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._old = _read(file)
        self._used: dict[str, list[object]] = {}

    @property
    def remembers(self) -> bool:
        """Whether an earlier build left anything."""
        return bool(self._old)

    def get(self, key: str) -> TopicHeights | None:
        found = self._used.get(key) or self._old.get(key)
        if found is None:
            return None
        self._used[key] = found
        head, slim, foot, rows = found
        return TopicHeights(head, slim, foot, tuple(rows))  # type: ignore[arg-type]  # as `put` wrote it

    def put(self, key: str, heights: TopicHeights) -> None:
        self._used[key] = [heights.head, heights.slim, heights.foot, list(heights.rows)]

    def save(self) -> None:
        """Write what this build used, and before it what earlier ones did, as far as there is room."""
        unused = {key: value for key, value in self._old.items() if key not in self._used}
        kept = dict([*unused.items(), *self._used.items()][-max(KEPT, len(self._used)) :])
        if self._file is None or kept == self._old:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(kept), encoding="utf-8")
        except OSError:
            return  # a cache that cannot be written costs time, nothing else


def measure_sheet(
    sheet: Sheet,
    renderer: Renderer,
    frame: Frame,
    measures: Sequence[Measure],
    *,
    size: float,
    leading: float,
    heights: Heights,
) -> Galley:
    """The heights of all rows; only topics that are not remembered are laid out, shared out among ``measures``.

    A topic is as tall alone as beside others, so that neither what is remembered nor the sharing out shows.
    """
    css = renderer.css(frame, size=size, leading=leading, page_height=1)
    keys = [_key(css, renderer.topic_html(topic)) for topic in sheet.topics]
    known = [heights.get(key) for key in keys]
    missing = [nth for nth, found in enumerate(known) if found is None]
    parts = _parts([sheet.topics[nth] for nth in missing], len(measures))
    galleys = [renderer.galley(part, frame, size=size, leading=leading) for part in parts]
    with ThreadPoolExecutor(len(measures)) as pool:
        printed = list(pool.map(lambda measure, html: measure(html), measures, galleys))
    boxes = {name: box for one in printed for name, box in one.boxes.items()}
    for nth in missing:
        topic = sheet.topics[nth]
        found = _topic_heights(topic.number, len(topic.rows), boxes)
        heights.put(keys[nth], found)
        known[nth] = found
    warnings = tuple(line for one in printed for line in one.warnings)
    topics = tuple(found for found in known if found is not None)
    unit = size * PT * leading
    lines = tuple(
        tuple(_line_count(row, height, unit) for row, height in zip(topic.rows, found.rows, strict=True))
        for topic, found in zip(sheet.topics, topics, strict=True)
    )
    return Galley(frame, size, leading, topics, lines, warnings)


def _parts(topics: Sequence[Topic], count: int) -> list[list[Topic]]:
    """The topics in so many parts of about as many rows; no empty ones, and one alone where sharing would not pay."""
    rows = sum(len(topic.rows) for topic in topics)
    if not topics or rows < WORTH_SHARING:
        return [list(topics)] if topics else []
    parts: list[list[Topic]] = [[] for _ in range(count)]
    before = 0
    for topic in topics:
        parts[min(count - 1, before * count // rows)].append(topic)
        before += len(topic.rows)
    return [part for part in parts if part]


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


def _key(css: str, html: str) -> str:
    whole = "\x1f".join((css, html, version("weasyprint"), version("fontpkg-ibm-plex-sans-condensed")))
    return hashlib.sha256(whole.encode()).hexdigest()


def _read(file: Path | None) -> dict[str, list[object]]:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
