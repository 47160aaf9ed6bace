"""Where a notes folder's settings and its lock stand."""

from dataclasses import dataclass
from pathlib import Path

from cribdeck.config import NAME as CONFIG
from cribdeck.identity.lock import NAME as LOCK
from cribdeck.options import BuildOptions

TOPS = (CONFIG, ".obsidian", ".git")
"""What marks the top of a vault."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The places of what is kept between builds."""

    folder: Path
    """Where `cribdeck.toml` may stand."""
    lock: Path | None
    """None for a throw-away build."""
    name: str
    """The notes folder's name: the namespace of a first build."""


def find_keeping(options: BuildOptions) -> Keeping:
    """Where the settings and the lock of these notes stand, or are to be made.

    The lock is looked for from the notes folder upward to the top of the vault, and made there.
    """
    notes = options.notes.absolute()
    folder = notes if notes.is_dir() else notes.parent
    name = notes.name if notes.is_dir() else notes.stem
    above = _upward(folder)
    settings = next((place for place in above if (place / CONFIG).is_file()), folder)
    if options.throw_away:
        return Keeping(settings, None, name)
    if options.lock is not None:
        return Keeping(settings, options.lock.absolute(), name)
    if notes.suffix.lower() == ".zip":
        return Keeping(settings, notes.with_suffix(".lock"), name)
    kept = next((place for place in above if (place / LOCK).is_file()), None)
    return Keeping(settings, (kept or above[-1]) / LOCK, name)


def _upward(folder: Path) -> list[Path]:
    """The folder and those above it, up to the first that is the top of a vault; the folder alone if none is."""
    above: list[Path] = []
    for place in (folder, *folder.parents):
        above.append(place)
        if any((place / mark).exists() for mark in TOPS):
            return above
    return [folder]
