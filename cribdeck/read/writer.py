"""Text with marks, put together piece by piece, with the source line of every piece."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cribdeck.model import POINTS, Mark, MarkKind, Text


@dataclass(frozen=True, slots=True)
class Written:
    """Text, and where its lines stand, counted from the first line that was read."""

    text: Text
    first: int
    last: int
    """The lines that the text holds, both included. Without text, they mean nothing."""
    breaks: tuple[int, ...]
    left: Mapping[int, str]
    """The other lines, and why they hold no text, where that is known."""
    flags: frozenset[str]
    tags: tuple[str, ...]
    embeds: tuple[tuple[int, str], ...] = ()
    """Line and target of the notes that are shown here."""


class Writer:
    """Takes text, line breaks and marks in the order of the source."""

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.tags: list[str] = []
        self.embeds: list[tuple[int, str]] = []
        self.line = 0
        self._parts: list[str] = []
        self._size = 0
        self._end = ""
        self._gap = False
        self._marks: list[Mark] = []
        self._open: list[tuple[MarkKind, int]] = []
        self._starts: dict[int, int] = {}
        self._held: set[int] = set()
        self._why: dict[int, str] = {}

    @property
    def fresh(self) -> bool:
        """Whether nothing has been written since the last line feed."""
        return self._end in ("", "\n")

    def write(self, text: str) -> None:
        """Add plain text of the present line. Where something was dropped, two spaces become one."""
        if self._gap and (not self._end or self._end.isspace()):
            text = text.lstrip(" ")
        if text:
            self._add(text)
            self._held.add(self.line)
            self._gap = False

    def write_lines(self, text: str) -> None:
        """Add text that runs on over the line feeds in it, as code and math do."""
        for nth, part in enumerate(text.split("\n")):
            if nth:
                self._add(" ")
                self.next_line(self.line + 1)
            self.write(part)

    def break_line(self, *, hard: bool = False) -> None:
        """End a line of the text: a space, or a line feed if it is ``hard``."""
        if hard:
            self._add("\n")
        elif self._end and not self._end.isspace():
            self._add(" ")

    def next_line(self, line: int) -> None:
        """What follows stands on this line of the source."""
        self.line = line
        self._starts[line] = self._size

    def drop(self, why: str, *, lines: int = 1) -> None:
        """Leave something out of the text that starts on the present line and ends on the last of so many."""
        for line in range(self.line, self.line + lines):
            self._why.setdefault(line, why)
        self.line += lines - 1
        self._gap = True

    def point(self, kind: MarkKind, value: str, note: str = "") -> None:
        """Mark a place between two characters."""
        self._marks.append(Mark(self._size, self._size, kind, value, note))
        self._held.add(self.line)
        self._gap = True

    def open(self, kind: MarkKind, value: str = "") -> None:
        self._open.append((kind, len(self._marks)))
        self._marks.append(Mark(self._size, -1, kind, value))

    def close(self, kind: MarkKind) -> None:
        """End the innermost mark of this kind, if there is one."""
        for nth in range(len(self._open) - 1, max(-1, len(self._open) - 20), -1):
            if self._open[nth][0] == kind:
                place = self._open.pop(nth)[1]
                mark = self._marks[place]
                self._marks[place] = Mark(mark.start, self._size, kind, mark.value)
                return

    def done(self, lines: int) -> Written:
        """The text of this many source lines, white space at both ends taken off."""
        plain = "".join(self._parts)
        text = Text(plain, tuple(self._kept())).strip()
        first, last = self._extent(lines) if text else (lines, lines - 1)
        left = {nth: self._why.get(nth, "") for nth in (*range(first), *range(last + 1, lines))}
        lead = len(plain) - len(plain.lstrip())
        starts = self._all_starts(lines)
        breaks = tuple(min(max(0, start - lead), len(text)) for start in starts[first + 1 : last + 1])
        return Written(text, first, last, breaks, left, frozenset(self.flags), tuple(self.tags), tuple(self.embeds))

    def _kept(self) -> Iterator[Mark]:
        """The marks that are points, and those that were closed around something, each once."""
        seen: set[Mark] = set()
        for mark in self._marks:
            if mark.start == mark.end and mark.kind in POINTS:
                yield mark
            elif mark.start < mark.end and mark not in seen:
                seen.add(mark)
                yield mark

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        self._end = text[-1]

    def _extent(self, lines: int) -> tuple[int, int]:
        """The first and last line with text: at both ends, lines are left off that are known to hold none."""
        first, last = 0, lines - 1
        while first < last and first in self._why and first not in self._held:
            first += 1
        while last > first and last in self._why and last not in self._held:
            last -= 1
        return first, last

    def _all_starts(self, lines: int) -> list[int]:
        """Where each line starts; one that was swallowed by a link or a tag starts where the next one does."""
        starts, start = [], self._size
        for line in reversed(range(lines)):
            start = self._starts.get(line, start)
            starts.append(start)
        return starts[::-1]
