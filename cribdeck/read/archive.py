"""An export in a zip, unpacked where it can do no harm."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cribdeck.errors import CribdeckError

MOST_FILES = 50_000
MOST_BYTES = 1_000_000_000
LARGEST = 200_000_000
_CHUNK = 1 << 20


def unpack(path: Path, folder: Path) -> Path:
    """Unpack the files of a zip into ``folder`` and say which folder holds the notes: its only one, or itself.

    Names that lead out of the folder, links and encrypted files are passed over. Zips inside it (Notion splits large
    exports so) are unpacked too, one level deep. Raises CribdeckError for what is no zip, or too large a one.
    """
    budget = _Budget(path)
    try:
        _unpack(path, folder, budget)
        for part in sorted(folder.rglob("*.zip")):
            _unpack(part, part.parent, budget)
            part.unlink()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise CribdeckError(f"{path}: cannot be unpacked ({error}). Export it again, or unpack it yourself.") from error
    inside = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith((".", "__MACOSX"))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


class _Budget:
    """What may still be unpacked. Sizes are counted as they come: a zip's own figures may lie."""

    def __init__(self, path: Path) -> None:
        self._path, self._files, self._bytes = path, MOST_FILES, MOST_BYTES

    def take(self, *, files: int = 0, size: int = 0) -> None:
        self._files -= files
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            raise CribdeckError(
                f"{self._path}: unpacks to more than {MOST_FILES:,} files or {MOST_BYTES // 10**9} GB. "
                "Unpack it yourself and name the folder."
            )


def _unpack(path: Path, folder: Path, budget: _Budget) -> None:
    with zipfile.ZipFile(path) as archive:
        for entry, target in _entries(archive, folder):
            budget.take(files=1)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as sink:
                size = 0
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    budget.take(size=len(chunk) if size <= LARGEST else MOST_BYTES)
                    sink.write(chunk)


def _entries(archive: zipfile.ZipFile, folder: Path) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        unsafe = name.is_absolute() or ".." in name.parts or any(":" in part or "\0" in part for part in name.parts[:1])
        linked = stat.S_ISLNK(entry.external_attr >> 16)
        encrypted = bool(entry.flag_bits & 1)
        if name.parts and not (entry.is_dir() or unsafe or linked or encrypted):
            yield entry, folder.joinpath(*name.parts)
