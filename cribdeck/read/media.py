"""Finding the file that an image or a sound in a note names."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_TAIL = re.compile(r"[?#][^/]*$")


@dataclass(frozen=True, slots=True)
class Media:
    """The files of a notes folder that are no notes. A file that is not among them is never opened."""

    paths: Mapping[str, Path]
    """By path relative to the notes folder."""
    by_name: Mapping[str, tuple[str, ...]]
    """The relative paths by folded name."""
    attachments: str = ""

    def find(self, target: str, file: str) -> Path | None:
        """The file that ``target`` means in the note ``file``.

        A path is looked up from the note's folder, from the notes folder and from the attachments' folder; else, as in
        Obsidian, the one file whose path ends in ``target``; each exactly first, then without regard to case.
        Nothing for URLs, for paths that lead out of the notes folder, and for names that fit several files.
        """
        found = self.locate(target, file)
        return None if found is None else self.paths[found]

    def locate(self, target: str, file: str) -> str | None:
        """The relative path of the file that ``find`` finds."""
        for path in _spellings(target):
            found = self._by_path(path, file) or self._by_end(path, _same) or self._by_end(path, _folded)
            if found:
                return found
        return None

    def _by_path(self, path: str, file: str) -> str | None:
        folder = posixpath.dirname(file)
        beside = posixpath.join(folder, self.attachments) if self.attachments.startswith("./") else self.attachments
        for start in ("",) if path.startswith("/") else (folder, "", beside):
            candidate = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
            if candidate in self.paths:
                return candidate
        return None

    def _by_end(self, path: str, form: Callable[[str], str]) -> str | None:
        """The one file whose path ends so; among several, the one nearest the top if it is alone there."""
        end = form(posixpath.normpath(path.lstrip("/")))
        if end.startswith(".."):
            return None
        named = self.by_name.get(_folded(posixpath.basename(end)), ())
        fits = [found for found in named if form("/" + found).endswith("/" + end)]
        least = min((found.count("/") for found in fits), default=0)
        nearest = [found for found in fits if found.count("/") == least]
        return nearest[0] if len(nearest) == 1 else None


def index(paths: Mapping[str, Path], attachments: str = "") -> Media:
    """Media that can be found by name."""
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(_folded(posixpath.basename(path)), []).append(path)
    return Media(paths, {name: tuple(found) for name, found in by_name.items()}, attachments)


def _spellings(target: str) -> Iterator[str]:
    """The path as typed, with %20 decoded, and without ``#…`` or ``?…`` at its end."""
    given = target.strip()
    if _ELSEWHERE.match(given) or "\0" in given:
        return
    yield from dict.fromkeys(_nonempty((given, unquote(given), _TAIL.sub("", given), unquote(_TAIL.sub("", given)))))


def _nonempty(paths: Iterable[str]) -> Iterator[str]:
    return (path for path in paths if path and not _ELSEWHERE.match(path) and "\0" not in path)


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
