"""The saves in a folder of notes, a burst of them as one."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

Saved = Literal["notes", "lock", ""]
"""What was saved; nothing when only time has passed."""

QUIET, BURST, IDLE = 60, 400, 1000
"""Milliseconds: so long must it be quiet before a save counts; so long may a burst go on; so often is looked around."""

_PASSING = ("~", ".swp", ".swx", ".tmp", ".part", ".crdownload")
"""How the files end that editors make and take away again."""


Stamp = Mapping[str, tuple[int, int]]
"""Time and size of every file that counts."""


class Saves:
    """The saves in a folder of notes, from the moment that this is made: what is read afterwards misses none."""

    def __init__(self, notes: Path, out: Path) -> None:
        self._folder = (notes if notes.is_dir() else notes.parent).resolve()
        self._deep = notes.is_dir()
        self._ignored = out.resolve()
        self._stamp = self._look()

    def follow(self, lock: Path | None, stop: threading.Event) -> Iterator[Saved]:
        """What was saved, as it is, until ``stop`` is set."""
        from watchfiles import watch

        seen = _time_of(lock)
        changes = watch(
            self._folder,
            watch_filter=lambda change, path: self._counts(Path(path)) and Path(path) != (lock and lock.resolve()),
            debounce=BURST,
            step=QUIET,
            rust_timeout=IDLE,
            yield_on_timeout=True,
            stop_event=stop,
            recursive=self._deep,
        )
        for nth, found in enumerate(changes):
            now = _time_of(lock)
            if found or (nth == 0 and self._look() != self._stamp):
                yield "notes"
            elif now != seen:
                yield "lock"
            else:
                yield ""
            seen = now

    def _look(self) -> Stamp:
        paths = self._folder.rglob("*") if self._deep else self._folder.glob("*")
        found = {}
        for path in paths:
            with suppress(OSError):  # it may go while we look
                if self._counts(path) and path.is_file() and not path.name.endswith(".lock"):
                    found[str(path)] = (path.stat().st_mtime_ns, path.stat().st_size)
        return found

    def _counts(self, path: Path) -> bool:
        """Whether a change of this file can change what the page shows."""
        if path.is_relative_to(self._ignored) or not path.is_relative_to(self._folder):
            return False
        below = path.relative_to(self._folder)
        hidden = any(part.startswith(".") and part != ".obsidian" for part in below.parts)
        return not hidden and not path.name.endswith(_PASSING)


def _time_of(lock: Path | None) -> int:
    try:
        return lock.stat().st_mtime_ns if lock else 0
    except OSError:
        return 0
