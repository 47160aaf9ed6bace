"""A folder of notes, one note or an export in a zip: everything that is read from it."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cribdeck.config import Config
from cribdeck.errors import CribdeckError, Problem
from cribdeck.model import Outline, Source
from cribdeck.read.archive import unpack
from cribdeck.read.attachments import with_links
from cribdeck.read.drawings import is_drawn
from cribdeck.read.embeds import with_embeds
from cribdeck.read.encoding import NotText, decode
from cribdeck.read.media import Media, index
from cribdeck.read.notion_tables import linked_tables, read_table
from cribdeck.read.obsidian import Obsidian, read_obsidian
from cribdeck.read.outline import read_outline
from cribdeck.read.patterns import matches
from cribdeck.read.walk import NOTES, Found, walk

LARGEST = 10_000_000
"""Bytes in a note file."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is there and was not read as a note."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Vault:
    """The notes as read."""

    root: Path
    """The folder that all paths are relative to."""
    title: str
    outlines: tuple[Outline, ...]
    """In the order of their paths."""
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    media: Media
    obsidian: Obsidian

    def find_media(self, target: str, from_file: str) -> Path | None:
        """The file that ``target`` means in a note, or nothing; never one outside the notes folder."""
        return self.media.find(target, from_file)


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one note file."""

    outline: Outline | None = None
    problems: tuple[Problem, ...] = ()
    left: str = ""


class Read(Protocol):
    """Makes the outline of a note file's text, as `read_outline` does."""

    def __call__(self, source: str, file: str, *, lang: str = "") -> tuple[Outline, tuple[Problem, ...]]: ...


def read_vault(
    notes: Path,
    config: Config,
    *,
    output: Path | None = None,
    scratch: Path | None = None,
    read: Read = read_outline,
) -> Vault:
    """All notes of ``notes``: a folder, a Markdown file or a zip.

    Nothing in ``output`` is a note. A zip is unpacked into ``scratch``, or else into a folder that lasts as long as
    the program. Raises CribdeckError where there is nothing to read; a file that cannot be read is a problem, and the
    others are read all the same.
    """
    root, files, name = _open(notes, output, scratch)
    if not any(_is_note(found) for found in files):
        raise CribdeckError(f"{notes}: holds no Markdown. Name the folder that your .md files are in.")
    obsidian = read_obsidian(root)
    outlines: list[Outline] = []
    problems: list[Problem] = []
    left: list[LeftOut] = []
    for found in files:
        one = _read(found, config, obsidian, read)
        problems += one.problems
        outlines += [one.outline] if one.outline else []
        left += [LeftOut(found.file, one.left)] if one.left else []
    if not outlines:
        first = problems[0] if problems else f"{left[0].file}: {left[0].why}"
        raise CribdeckError(f"{notes}: none of the notes can be used. {first}")
    media = index(_paths(files, notes=False), obsidian.attachments)
    title = config.title or (outlines[0].root.text.plain if len(outlines) == 1 else name)
    tables, wrong = _with_tables(outlines, media, config)
    # The neighbours of a single note are not read, so that nothing can be said of them.
    found_notes = index(_paths(files, notes=True))
    tables = [with_links(outline, media, obsidian) for outline in tables]
    shown, missing = with_embeds(tables, found_notes, [one.file for one in left])
    problems += (*wrong, *(missing if notes.is_dir() else ()))
    return Vault(root, title, shown, tuple(problems), tuple(left), media, obsidian)


def _paths(files: Iterable[Found], *, notes: bool) -> dict[str, Path]:
    return {found.file: found.path for found in files if not found.left and _is_note(found) == notes}


def _with_tables(outlines: Iterable[Outline], media: Media, config: Config) -> tuple[list[Outline], list[Problem]]:
    """The outlines, each followed by the Notion tables that are first linked from it."""
    found: dict[str, Outline] = {}
    problems: list[Problem] = []
    for outline in outlines:
        found[outline.file] = outline
        for file in linked_tables(outline, media):
            read = None if file in found else _read_table(file, media.paths[file], config)
            problems += read.problems if read else ()
            found |= {file: read.outline} if read and read.outline else {}
    return list(found.values()), problems


def _read_table(file: str, path: Path, config: Config) -> _Read:
    found = Found(file, path)
    source = _source(found)
    if isinstance(source, _Read):
        return source
    try:
        return _Read(read_table(source, file, lang=config.lang))
    except ValueError as error:
        return _unreadable(found, f"it is no table ({error})", 0)


def _open(notes: Path, output: Path | None, scratch: Path | None) -> tuple[Path, list[Found], str]:
    """The folder that holds the notes, its files, and what it is called."""
    try:
        if notes.is_dir():
            root = notes.resolve()
            return root, walk(root, without=output), root.name
        if not notes.is_file():
            raise CribdeckError(f"{notes}: there is no such folder. Name the folder that your notes are in.")
        if notes.suffix.lower() == ".zip":
            root = unpack(notes, scratch or _scratch()).resolve()
            return root, walk(root), notes.stem
    except OSError as error:
        raise CribdeckError(f"{notes}: cannot be read ({error.strerror}).") from error
    if notes.suffix.lower() not in NOTES:
        raise CribdeckError(f"{notes}: is no Markdown file. Name a folder, a file that ends in .md, or a zip.")
    root = notes.resolve().parent
    # The file may lie in a folder of everything that its owner has.
    others = [found for found in walk(root, without=output, deepest=2) if not _is_note(found)]
    return root, [*others, Found(notes.name, notes)], notes.stem


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cribdeck-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _read(found: Found, config: Config, obsidian: Obsidian, read: Read) -> _Read:
    why = found.left or _why_unread(found.file, config, obsidian)
    if found.unreadable:
        return _unreadable(found, why, 0)
    if why or not _is_note(found):
        return _Read(left=why)
    source = _source(found)
    if isinstance(source, _Read):
        return source
    outline, problems = read(source, found.file, lang=config.lang)
    why = _why_unused(outline, config)
    return _Read(left=why) if why else _Read(outline, problems)


def _source(found: Found) -> str | _Read:
    """The text of a file, or why there is none."""
    try:
        if found.path.stat().st_size > LARGEST:
            return _unreadable(found, f"it is larger than {LARGEST // 10**6} MB", 0)
        return decode(found.path.read_bytes())
    except OSError as error:
        return _unreadable(found, f"it cannot be read ({error.strerror})", 0)
    except NotText as error:
        return _unreadable(found, f"{error}; save it as UTF-8", error.line)


def _unreadable(found: Found, why: str, line: int) -> _Read:
    source = Source(found.file or ".", line, line)
    return _Read(problems=(Problem(source, "unreadable", f"Left out: {why}.", "error"),), left=why)


def _why_unread(file: str, config: Config, obsidian: Obsidian) -> str:
    """Why a file is left out by its name."""
    name = file.lower()
    if name.endswith((".excalidraw", ".excalidraw.md")):
        return "Excalidraw drawing"
    if name.endswith(".canvas"):
        return "canvas"
    if Path(name).suffix not in NOTES:
        return ""
    if config.include and not matches(file, config.include):
        return "not among the files to include"
    if matches(file, config.exclude):
        return "excluded"
    return next((what for folder, what in obsidian.set_aside if file.startswith(folder + "/")), "")


def _why_unused(outline: Outline, config: Config) -> str:
    """Why a note is left out by what it says."""
    if str(outline.settings.get("cribdeck", "")).lower() in ("false", "no", "off"):
        return "cribdeck: false"
    if is_drawn(outline.settings) and not outline.root.children:
        return "Excalidraw drawing"
    wanted = tuple(tag.lstrip("#").lower() for tag in config.tags)
    tagged = any(tag.lower() == want or tag.lower().startswith(want + "/") for tag in outline.tags for want in wanted)
    return "" if tagged or not wanted else "none of the tags asked for"


def _is_note(found: Found) -> bool:
    return Path(found.file.lower()).suffix in NOTES
