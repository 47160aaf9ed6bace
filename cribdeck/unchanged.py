"""Whether a build would only write again what is there: then there is nothing to do.

A build leaves a record beside its outputs: a hash over all that it depends on, the hashes of what it wrote, and what
it said. The next one compares before it imports what reads notes, which takes longer than comparing.
"""

import json
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from stat import S_ISREG

from cribdeck.config import NAME as CONFIG
from cribdeck.config import read_config
from cribdeck.errors import CribdeckError
from cribdeck.options import BuildOptions
from cribdeck.shipped import shipped_templates

RECORD = "last-build.json"

LOCK = "cribdeck.lock"

MARKS = (CONFIG, LOCK, ".obsidian", ".git")
"""What a build looks for in the notes' folder and in those above it."""

OBSIDIAN = ("app.json", "daily-notes.json", "templates.json", "plugins/*/data.json")
"""The settings of a vault that say what in it is no note, and where its pictures are."""

READ_WHOLE = (".md", ".markdown", ".csv", ".toml", ".zip")
"""Files that are compared by what they hold; the others, which may be films, by size and times."""

DEEPEST = 2
"""So many folders below that of a single note its pictures may lie."""

FRESH = 2 * 10**9
"""Nanoseconds for which a file's times may not tell two writings apart."""

Part = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build depends on, but the lock and the clock."""

    digest: str
    recent: bool
    """A file that is compared by its times was written so lately that they may not tell its next change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What must still hold for a build to have nothing to do."""

    inputs: str
    since: int
    until: int
    """From when to when, in seconds since 1970, the same notes give the same."""
    files: Mapping[str, str]
    """The hash of every file that it wrote, and of the lock."""
    name: str
    beside: Sequence[str]
    """What the outputs are called, and all names beside them that start so."""
    present: Sequence[str]
    """Notes outside the folder that was read: their cards are kept as long as these are there."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a build wrote, and what else it had to say."""

    written: tuple[Path, ...]
    text: str


def recall(options: BuildOptions) -> Told | None:
    """What the last build told, if another one would write the same; else None."""
    try:
        found = json.loads((options.cache / RECORD).read_text(encoding="utf-8"))
        settled = Settled(**found["settled"])
        told = Told(tuple(Path(str(path)) for path in found["written"]), str(found["text"]))
        holds = settled.since <= options.now < settled.until and _is_in_place(settled, options)
        return told if holds and settled.inputs == inputs_of(options).digest else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, CribdeckError):
        return None  # there is none, it is not one of ours, or something is wrong that a build has to tell


def remember(options: BuildOptions, settled: Settled, told: Told) -> None:
    """Leave the record for the next run. Where that cannot be done, it costs time and nothing else."""
    record = {"settled": asdict(settled), "written": [str(path) for path in told.written], "text": told.text}
    place = options.cache / RECORD
    draft = place.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        options.cache.mkdir(exist_ok=True)
        draft.write_text(json.dumps(record), encoding="utf-8")
        draft.replace(place)


def digest_of(path: Path) -> str:
    """The hash of what a file holds; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def code_digest() -> str:
    """What tells this program from another version of it."""
    return sha256("\n".join(map(repr, _code())).encode("utf-8")).hexdigest()


def names_beside(folder: Path, name: str) -> list[str]:
    """All names in a folder that start so."""
    return [one for one in _names(folder) if one.startswith(name)]


def _is_in_place(settled: Settled, options: BuildOptions) -> bool:
    """Whether all files are as they were written, and nothing is half done or in the way."""
    folders = {options.out, *(Path(path).parent for path in settled.files)}
    return (
        all(digest_of(Path(path)) == digest for path, digest in settled.files.items())
        and not any(_is_at_work(folder, options.cache.name) for folder in folders)
        and all(Path(path).exists() for path in settled.present)
        and settled.beside == names_beside(options.out, settled.name)
    )


def _names(folder: Path | str) -> list[str]:
    return sorted(entry.name for entry in os.scandir(folder))


def _is_at_work(folder: Path, cache: str) -> bool:
    return any(name.startswith(".cribdeck-") and name != cache for name in _names(folder))


# --- what a build depends on --------------------------------------------------


def inputs_of(options: BuildOptions) -> Inputs:
    """A hash over what was asked for, the notes' folder, the settings and the code.

    To be taken before anything is read: then what is saved meanwhile is not taken for what was built. Raises OSError
    where something cannot be read.
    """
    notes = options.notes.absolute()
    folder = notes if notes.is_dir() else notes.parent
    files = list(_notes(notes, options))
    parts = (*_asked(options), *_code(), *_settings(folder), *_obsidian(folder.resolve()), *files)
    digest = sha256("\n".join(map(repr, parts)).encode("utf-8"))  # repr escapes names that are no text
    newest = max((written for part in files for written in part[3:] if isinstance(written, int)), default=0)
    return Inputs(digest.hexdigest(), newest > time.time_ns() - FRESH)


def _asked(options: BuildOptions) -> Iterator[Part]:
    yield repr(replace(options, now=0)), str(Path.cwd())


def _code() -> Iterator[Part]:
    """The program: its files by size and time, as Python itself does before it compiles one again, its libraries by
    name and version."""
    yield sys.version, sys.executable
    for place in filter(None, sys.path):  # an empty one is the current folder, where no libraries stand
        if Path(place).is_dir():
            yield place, *(name for name in _names(place) if name.endswith(".dist-info"))
    for folder in (Path(__file__).parent, shipped_templates()):
        for path, entry in _entries(folder):
            if not path.endswith(".pyc"):
                yield path, entry.stat().st_size, entry.stat().st_mtime_ns


def _settings(folder: Path) -> Iterator[Part]:
    """The settings and all that says where they and the lock are looked for."""
    above = (folder, *folder.parents)
    for place in above:
        yield str(place), *(mark for mark in MARKS if (place / mark).exists()), digest_of(place / CONFIG)
    home = next((place for place in above if (place / CONFIG).is_file()), folder)
    templates = read_config(home).templates
    if templates:
        for path, _ in _entries(home / templates):
            yield path, digest_of(home / templates / path)


def _obsidian(folder: Path) -> Iterator[Part]:
    for place in (folder, *folder.parents):
        for pattern in OBSIDIAN:
            for path in sorted((place / ".obsidian").glob(pattern)):
                yield str(path), digest_of(path)


def _notes(notes: Path, options: BuildOptions) -> Iterator[Part]:
    """Every file that may be read as a note or shown on a card."""
    if notes.is_file():
        yield _stamp(notes.name, notes)
        if notes.suffix.lower() == ".zip":
            return
    root = notes if notes.is_dir() else notes.parent
    own = {str(path.absolute()) for path in (options.out, options.report, options.lock) if path}
    for path, entry in _entries(root, without=own, deepest=1000 if notes.is_dir() else DEEPEST):
        if entry.name != LOCK:
            yield _stamp(path, Path(entry.path))


def _stamp(name: str, path: Path) -> Part:
    """What tells whether a file is still the same one."""
    link = str(path.readlink()) if path.is_symlink() else ""
    try:
        found = path.stat()
    except OSError:
        return name, link, "leads nowhere"
    if S_ISREG(found.st_mode) and path.suffix.lower() in READ_WHOLE:
        return name, link, digest_of(path), str(int(found.st_mtime))  # the sheet shows the newest date
    return name, link, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _entries(
    root: Path, *, without: Collection[str] = (), deepest: int = 1000
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder by its relative path, but hidden ones, in an order that is always the same."""
    folders = [(str(root), "")]
    while folders:
        folder, prefix = folders.pop()
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.path in without:
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield prefix + entry.name, entry
            elif prefix.count("/") < deepest:
                folders.append((entry.path, f"{prefix}{entry.name}/"))
