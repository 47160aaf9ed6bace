"""Where a notes folder's settings and its lock stand, and what they say."""

from dataclasses import dataclass, replace
from pathlib import Path

from cribdeck.config import NAME as CONFIG
from cribdeck.config import Config, read_config
from cribdeck.errors import CribdeckError
from cribdeck.identity.lock import NAME as LOCK
from cribdeck.identity.lock import Lock, read_lock
from cribdeck.options import BuildOptions

TOPS = (CONFIG, ".obsidian", ".git")
"""What marks the top of a vault."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept between builds, and where."""

    folder: Path
    """Where `cribdeck.toml` stands, or may stand."""
    config: Config
    lock: Path | None
    """None for a throw-away build."""
    name: str
    """The notes folder's name: the namespace of a first build."""
    top: Path | None = None
    """The folder of which the lock names the files; None where it names those of the notes alone."""

    @property
    def templates(self) -> Path | None:
        """The user's own folder of templates. Raises CribdeckError when it is named and not there."""
        if not self.config.templates:
            return None
        folder = self.folder / self.config.templates
        if not folder.is_dir():
            raise CribdeckError(f"{folder}: there is no such folder. Mend `templates` in {self.folder / CONFIG}.")
        return folder

    def folder_of(self, root: Path) -> str:
        """Where the notes stand, seen from the top of the vault whose lock it is: nothing where they stand there."""
        if self.top is None or not root.is_relative_to(self.top.resolve()):
            return ""
        path = root.relative_to(self.top.resolve()).as_posix()
        return "" if path == "." else path

    def old_lock(self) -> Lock | None:
        """The lock of the last build, or None before the first one. Raises CribdeckError when it is not sound."""
        if self.lock is None:
            return None
        try:
            return read_lock(self.lock.read_text(encoding="utf-8"), str(self.lock))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise CribdeckError(f"{self.lock}: is no text. Restore it from a backup or from git.") from error


def find_keeping(options: BuildOptions) -> Keeping:
    """Where the settings and the lock of these notes stand, or are to be made.

    The lock is looked for from the notes folder upward to the top of the vault, and made there.
    """
    notes = options.notes.absolute()
    folder = notes if notes.is_dir() else notes.parent
    name = notes.name if notes.is_dir() else notes.stem
    above = _upward(folder)
    settings = next((place for place in above if (place / CONFIG).is_file()), folder)
    lock = None if options.throw_away else options.lock.absolute() if options.lock else _lock(notes, above)
    # A lock of its own, named on the command line, is for these notes: a copy of them elsewhere is the same notes.
    top = lock.parent if lock and lock == _lock(notes, above) else None
    return Keeping(settings, _config(settings, options), lock, name, top)


def _lock(notes: Path, above: list[Path]) -> Path:
    """Where the lock of these notes stands if none is named."""
    if notes.suffix.lower() == ".zip":
        return notes.with_suffix(".lock")
    kept = next((place for place in above if (place / LOCK).is_file()), above[-1])
    return kept / LOCK


def _config(folder: Path, options: BuildOptions) -> Config:
    config = read_config(folder)
    if config.extra:  # a misspelt setting must not be taken for a default in silence
        unknown = ", ".join(sorted(config.extra))
        raise CribdeckError(f"{folder / CONFIG}: there is no setting {unknown}. Mend its spelling or take it away.")
    return replace(config, level=options.level or config.level)


def _upward(folder: Path) -> list[Path]:
    """The folder and those above it, up to the first that is the top of a vault; the folder alone if none is."""
    above: list[Path] = []
    for place in (folder, *folder.parents):
        above.append(place)
        if any((place / mark).exists() for mark in TOPS):
            return above
    return [folder]
