"""Rows into columns: the breaks that cost least, found in time that grows with the number of rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

FORBIDDEN = 1e6
"""The cost of a break that is made only when nothing else is possible."""
_LOOSEST = 400.0
"""What a column costs at most, however much of it stays white."""
_SHORT = 12.0
"""The same for the last column: where its foot cannot be reached without pulling all others apart, it ends early."""
_FULL = 0.82
"""A column is filled at least so far, if it can be."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be packed, a number for each row unless said otherwise."""

    heights: Sequence[float]
    topics: Sequence[int]
    """Which topic the row belongs to, from 0, never falling."""
    head: Sequence[float]
    """By topic: what stands above its first row…"""
    slim: Sequence[float]
    """…above the first row of a column in which it goes on…"""
    foot: Sequence[float]
    """…and below its last row in a column."""
    again: Sequence[float]
    """What is repeated above the row when a column begins with it: the head of a table."""
    cost: Sequence[float]
    """Of a break before the row."""
    stretch: Sequence[float]
    """How much air may be put above the row."""
    gap: float
    """Between two boxes."""
    gap_stretch: float


@dataclass(frozen=True, slots=True)
class Column:
    """Rows from ``first`` up to but not including ``end``."""

    first: int
    end: int
    used: float
    """Their height with heads, feet and gaps."""
    stretch: float
    """How much of what is left air can fill."""


@dataclass(frozen=True, slots=True)
class Packing:
    columns: tuple[Column, ...]
    cost: float


class Packer:
    """Sums over one load, from which the height of any column is a subtraction."""

    def __init__(self, load: Load) -> None:
        self._load = load
        count = len(load.heights)
        starts = [nth == 0 or load.topics[nth] != load.topics[nth - 1] for nth in range(count)]
        joint = [
            (load.foot[load.topics[nth] - 1] + load.gap if nth else 0.0) + load.head[load.topics[nth]]
            if starts[nth]
            else 0.0
            for nth in range(count)
        ]
        own = [height + above for height, above in zip(load.heights, joint, strict=True)]
        stretch = [room + (load.gap_stretch if starts[nth] and nth else 0.0) for nth, room in enumerate(load.stretch)]
        self._starts = starts
        self._count = count
        self._sum = [0.0, *accumulate(own)]
        self._stretch = [0.0, *accumulate(stretch)]
        self._begin = [
            load.head[load.topics[nth]] - joint[nth] if starts[nth] else load.slim[load.topics[nth]] + load.again[nth]
            for nth in range(count)
        ]
        self._foot = [0.0, *(load.foot[topic] for topic in load.topics)]
        self._break = [0.0 if starts[nth] else load.cost[nth] + self._remnant(nth) for nth in range(count)] + [0.0]

    def _remnant(self, nth: int) -> float:
        """What a break costs that leaves one or two rows of a topic alone."""
        topics = self._load.topics
        before = next((back for back in range(1, 3) if nth - back < 0 or topics[nth - back] != topics[nth]), 3) - 1
        after = next((on for on in range(1, 3) if nth + on >= len(topics) or topics[nth + on] != topics[nth]), 3)
        return (3.0 if before == 1 else 0.0) + {1: 4.0, 2: 1.5}.get(after, 0.0)

    def used(self, first: int, end: int) -> float:
        return self._begin[first] + self._sum[end] - self._sum[first] + self._foot[end]

    def room(self, first: int, end: int) -> float:
        """How much air the rows of a column can take."""
        opening = self._load.gap_stretch if self._starts[first] and first else 0.0
        return max(self._stretch[end] - self._stretch[first] - opening, 1e-6)

    def pack(self, height: float, *, each: float = 0.0) -> Packing:
        """The cheapest columns of this height; ``each`` is what one more column costs.

        A row that is taller than a column gets one of its own, and `used` tells that it does not fit.
        """
        count = len(self._load.heights)
        best = [float("inf")] * (count + 1)
        best[0] = 0.0
        came = [0] * (count + 1)
        for first in range(count):
            if best[first] == float("inf"):
                continue
            low, high = self._reach(first, height)
            before = best[first] + each
            for end, cost in enumerate(self._costs(first, low, high, height), low):
                if before + cost < best[end]:
                    best[end], came[end] = before + cost, first
        return self._trace(came, best[count])

    def fewest(self, height: float) -> int:
        """A number of columns below which no packing goes, whatever it breaks."""
        count, end, columns, least = len(self._load.heights), 0, 0, min(self._begin)
        while end < count:
            # A column that begins a little before another reaches further only where less stands above its first row.
            last, first = end, end
            while first >= 0 and (first == last or self._sum[last] - self._sum[first] < self._begin[last] - least):
                end = max(end, self._furthest(first, height))
                first -= 1
            columns += 1
        return columns

    def _furthest(self, first: int, height: float) -> int:
        """The last end that a column from ``first`` may have."""
        base = self._sum[first] - self._begin[first]
        # The foot differs from topic to topic by nothing that counts here: the exact height is checked below.
        high = min(bisect_right(self._sum, base + height + 1e-6) - 1, self._count)
        while high > first + 1 and self.used(first, high) > height + 1e-6:
            high -= 1
        return max(high, first + 1)

    def _reach(self, first: int, height: float) -> tuple[int, int]:
        """The ends that a column from ``first`` may have: those that fill it, or all that fit if no break is good."""
        base, high = self._sum[first] - self._begin[first], self._furthest(first, height)
        low = max(first + 1, min(bisect_left(self._sum, base + height * _FULL), high))
        while low > first + 1 and all(self._break[end] >= FORBIDDEN for end in range(low, high + 1)):
            low -= 1
        return low, high

    def _costs(self, first: int, low: int, high: int, height: float) -> Iterator[float]:
        """Of a column from ``first`` for each of its ends: what stays white, and what is broken."""
        left = height - self._begin[first] + self._sum[first]
        opening = self._stretch[first] + (self._load.gap_stretch if self._starts[first] and first else 0.0)
        ends = zip(*(row[low : high + 1] for row in (self._sum, self._foot, self._stretch, self._break)), strict=True)
        for end, (above, foot, stretch, broken) in enumerate(ends, low):
            strain = max(0.0, left - above - foot) / max(stretch - opening, 1e-6)
            if strain <= 1:
                yield strain * strain + broken
            else:
                yield min(1 + 5 * (strain - 1), _LOOSEST if end < self._count else _SHORT) + broken

    def _trace(self, came: Sequence[int], cost: float) -> Packing:
        columns, end = [], len(self._load.heights)
        while end > 0:
            first = came[end]
            columns.append(Column(first, end, self.used(first, end), self.room(first, end)))
            end = first
        return Packing(tuple(reversed(columns)), cost)


def columns_needed(load: Load, height: float) -> int:
    """How many columns of this height the rows take at least."""
    return len(Packer(load).pack(height, each=1000.0).columns)


def pack_into(load: Load, height: float, columns: int, *, strict: bool = True) -> Packing | None:
    """The cheapest packing into at most so many columns, or None when it does not fit.

    ``strict`` makes no forbidden break, such as one between a head and what it heads.
    """
    packer = Packer(load)
    if any(packer.used(nth, nth + 1) > height + 1e-6 for nth in range(len(load.heights))):
        return None
    if packer.fewest(height) > columns:
        return None
    each = 0.0
    for _ in range(5):
        packing = packer.pack(height, each=each)
        if len(packing.columns) <= columns:
            return packing if packing.cost < FORBIDDEN or not strict else None
        each = each * 4 or 4.0
    return None
