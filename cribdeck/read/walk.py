"""Which files a notes folder holds, without ever leaving it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IGNORED = frozenset({"node_modules", "__MACOSX"})
NOTES = frozenset({".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the notes folder, or something in it that is not read."""

    file: str
    """The path relative to the folder, with ``/``."""
    path: Path
    left: str = ""
    """Why it is not read."""
    unreadable: bool = False


def walk(root: Path, *, without: Path | None = None, deepest: int = 1_000) -> list[Found]:
    """All files below ``root`` by path, but hidden ones and what is in ``without``, the folder for outputs.

    Links are followed only to files inside ``root``. Folders more than ``deepest`` levels down are not looked into.
    """
    real = root.resolve()
    skipped = without.resolve() if without else None
    found = _walk(real, skipped if skipped != real else None, deepest)
    return sorted(found, key=lambda found: found.file)


def _walk(root: Path, skipped: Path | None, deepest: int) -> Iterator[Found]:
    folders = [(root, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Found(prefix.rstrip("/"), folder, f"the folder cannot be read ({error.strerror})", unreadable=True)
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in IGNORED:
                continue
            file, path = prefix + _shown(entry.name), folder / entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield _found(file, path, entry, root)
            elif path != skipped and prefix.count("/") < deepest:
                folders.append((path, file + "/"))


def _found(file: str, path: Path, entry: os.DirEntry[str], root: Path) -> Found:
    if not entry.is_symlink():
        kind = entry.stat(follow_symlinks=False).st_mode
        return Found(file, path, "" if stat.S_ISREG(kind) else "not a file")
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Found(file, path, "a link that leads nowhere")
    if not target.is_relative_to(root) or any(part.startswith(".") for part in target.relative_to(root).parts):
        return Found(file, path, "a link out of the notes folder")
    return Found(file, path, "" if target.is_file() else "a link to a folder")


def _shown(name: str) -> str:
    """A name that can be written down: bytes that are no text become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
