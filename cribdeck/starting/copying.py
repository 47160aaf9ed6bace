"""Copying what is shipped into a folder of the user's, over nothing that is there."""

import os
from pathlib import Path

from cribdeck.errors import CribdeckError
from cribdeck.shipped import shipped_templates

STARTER = Path(__file__).parent / "folder"
"""Settings, each with its meaning, and one note to replace."""


def start_notes(folder: Path) -> tuple[Path, ...]:
    """The files of a new notes folder, once they stand there. Raises CribdeckError when one is there already."""
    return _copy(STARTER, folder)


def start_templates(folder: Path) -> tuple[Path, ...]:
    """Copies of the shipped templates, once they stand there. Raises CribdeckError when one is there already."""
    return _copy(shipped_templates(), folder)


def _copy(shipped: Path, folder: Path) -> tuple[Path, ...]:
    copies = {path: folder / path.relative_to(shipped) for path in sorted(shipped.rglob("*")) if path.is_file()}
    there = [copy for copy in copies.values() if os.path.lexists(copy)]
    if there:
        raise CribdeckError(f"{there[0]}: is there already, and nothing is overwritten. Name another folder.")
    for path, copy in copies.items():
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("xb") as file:  # fails rather than overwrites, whatever happened meanwhile
                file.write(path.read_bytes())
        except FileExistsError as error:
            raise CribdeckError(f"{error.filename}: is there already. Name another folder.") from error
    return tuple(copies.values())
