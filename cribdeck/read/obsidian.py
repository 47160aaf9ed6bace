"""What an Obsidian vault's own settings say of its folders."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SETTINGS = ".obsidian"

_FOLDERS = (
    ("daily-notes.json", "folder", "daily notes"),
    ("templates.json", "folder", "templates"),
    ("plugins/templater-obsidian/data.json", "templates_folder", "templates"),
    ("plugins/periodic-notes/data.json", "daily", "daily notes"),
)
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Obsidian:
    """The vault that a notes folder is, or lies in."""

    name: str = ""
    """Its name, as in ``obsidian://open?vault=NAME``; empty when there is none."""
    folder: str = ""
    """The path of the notes folder inside the vault, empty when it is the vault."""
    attachments: str = ""
    """Where attachments go: a folder relative to the notes folder, or ``./x`` for one beside each note."""
    set_aside: tuple[tuple[str, str], ...] = ()
    """Folders, relative to the notes folder, that hold no study notes, and what they hold."""


def read_obsidian(root: Path) -> Obsidian:
    """The settings of the vault around a notes folder; what cannot be read counts as not set."""
    vault = next((folder for folder in (root, *root.parents) if (folder / SETTINGS).is_dir()), None)
    if vault is None:
        return Obsidian()
    folder = "" if vault == root else root.relative_to(vault).as_posix()
    attachments = _read(vault, "app.json").get("attachmentFolderPath", "")
    return Obsidian(vault.name, folder, _attachments(attachments, folder), tuple(_set_aside(vault, folder)))


def _attachments(given: object, folder: str) -> str:
    if not isinstance(given, str) or given.startswith("./"):
        return given if isinstance(given, str) else ""
    return _inside(given, folder) or ""


def _set_aside(vault: Path, folder: str) -> Iterator[tuple[str, str]]:
    for file, key, what in _FOLDERS:
        value = _read(vault, file).get(key, "")
        if isinstance(value, dict):  # Periodic Notes keeps its settings a level deeper
            value = value.get("folder", "")
        inside = _inside(value, folder) if isinstance(value, str) else None
        if inside:
            yield inside, what


def _inside(path: str, folder: str) -> str | None:
    """A path of the vault as one of the notes folder, if it lies in it."""
    path = path.strip("/")
    if not folder:
        return path
    return path[len(folder) + 1 :] if path.startswith(folder + "/") else None


def _read(vault: Path, name: str) -> dict[str, object]:
    path = vault / SETTINGS / name
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
