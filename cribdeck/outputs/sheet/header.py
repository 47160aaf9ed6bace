"""The header of a page: the title, and the map of all topics as far as it can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cribdeck.outputs.sheet.fonts import text_width
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.values import Topic

_SIZES = (6.4, 6.2, 6.0, 5.8, 5.6)
"""Points: a smaller map where it saves a line."""
_LINES = (3, 4)
"""At most, on a wide and on a tall page."""
_WIDTHS = (1000.0, 20.0, 15.0, 11.0)
"""To how many em names are shortened, when not all fit."""
_LEADING = 1.3
_BELOW = 2.3
"""The rule and the room below it, in millimetres."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic on the map, or a chapter when the topics are too many."""

    title: str
    first: int
    last: int
    hue: int

    @property
    def label(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the columns of every page."""

    size: float
    """Of the map, in points."""
    entries: tuple[Entry, ...]
    height: float


def fit_header(title: str, topics: Sequence[Topic], width: float, *, tall: bool = False) -> Header:
    """The fullest map that can be read: all topics, their names shortened, or the chapters alone."""
    every = tuple(Entry(topic.title, topic.number, topic.number, topic.hue) for topic in topics)
    for entries in (every, _chapters(topics)):
        for most in _WIDTHS:
            short = tuple(Entry(shortened(one.title, most), one.first, one.last, one.hue) for one in entries)
            lines = min(_line_count(title, short, width, size) for size in _SIZES)
            if lines <= _LINES[tall]:
                size = next(size for size in _SIZES if _line_count(title, short, width, size) == lines)
                return Header(size, short, _height(lines, size))
    return Header(_SIZES[0], (), _height(1, _SIZES[0]))


def _chapters(topics: Sequence[Topic]) -> tuple[Entry, ...]:
    groups = [list(members) for _, members in groupby(topics, key=lambda topic: topic.group or topic.number)]
    return tuple(
        Entry(members[0].group or members[0].title, members[0].number, members[-1].number, members[0].hue)
        for members in groups
    )


def shortened(name: str, width: float) -> str:
    """The name cut between words to a width in em; a first word stays whole."""
    if text_width(name, face="SemiBold") <= width:
        return name
    words = name.split()
    while len(words) > 1 and text_width(" ".join(words) + " …", face="SemiBold") > width:
        words.pop()
    return name if len(words) == len(name.split()) else " ".join(words).rstrip(" ,;:–-&") + " …"


def _height(lines: int, size: float) -> float:
    return LOOK.title_size * PT * 1.12 + (lines - 1) * size * PT * _LEADING + _BELOW


def _line_count(title: str, entries: Sequence[Entry], width: float, size: float) -> int:
    at, lines = text_width(title, face="Bold") * LOOK.title_size * PT + 2.5, 1
    for entry in entries:
        wide = (text_width(entry.label, face="Bold") + text_width(entry.title) + 1.35) * size * PT
        if at and at + wide > width * 0.99:
            lines, at = lines + 1, 0.0
        at += wide
    return lines
