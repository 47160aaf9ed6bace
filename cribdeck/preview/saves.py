"""The saves in a folder of notes, a burst of them as one."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from cribdeck.keeping import Keeping

Saved = Literal["notes", "lock", ""]
"""What was saved; nothing when only time has passed."""

QUIET, BURST, IDLE = 60, 400, 1000
"""Milliseconds: so long must it be quiet before a save counts; so long may a burst go on; so often is looked around."""

_PASSING = ("~", ".swp", ".swx", ".tmp", ".part", ".crdownload")
"""How the files end that editors make and take away again."""


def saves(notes: Path, out: Path, keeping: Keeping, stop: threading.Event) -> Iterator[Saved]:
    """What was saved, as it is, until ``stop`` is set."""
    from watchfiles import watch

    folder = (notes if notes.is_dir() else notes.parent).resolve()
    ignored = out.resolve()
    seen = _stamp(keeping.lock)
    changes = watch(
        folder,
        watch_filter=lambda change, path: _counts(Path(path), folder, ignored, keeping.lock),
        debounce=BURST,
        step=QUIET,
        rust_timeout=IDLE,
        yield_on_timeout=True,
        stop_event=stop,
        recursive=notes.is_dir(),
    )
    for found in changes:
        stamp = _stamp(keeping.lock)
        if found:
            yield "notes"
        elif stamp != seen:
            yield "lock"
        else:
            yield ""
        seen = stamp


def _counts(path: Path, folder: Path, ignored: Path, lock: Path | None) -> bool:
    """Whether a change of this file can change what the page shows."""
    if path.is_relative_to(ignored) or not path.is_relative_to(folder):
        return False
    below = path.relative_to(folder)
    hidden = any(part.startswith(".") and part != ".obsidian" for part in below.parts)
    return not hidden and not path.name.endswith(_PASSING) and path != (lock and lock.resolve())


def _stamp(lock: Path | None) -> int:
    try:
        return lock.stat().st_mtime_ns if lock else 0
    except OSError:
        return 0
