"""Copies that a sync service left beside a note: their facts would be asked twice."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from cribdeck.errors import Problem
from cribdeck.model import Outline, Source
from cribdeck.study import Study

CODE = "conflict-copy"
ALIKE = 0.5
"""The share of lines that two files have in common when one may be a copy of the other."""

_SURE = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}(?:-\w+)?$"  # Syncthing
    r"|\s\([^()]*(?:conflicted copy|case conflict|in conflict)[^()]*\)$"  # Dropbox, Nextcloud, OneDrive
    r"|\s?[-_]conflict(?:ed)?[-_]\d[\d_-]*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s\(\d{1,2}\)$|\s\d$|\s(?:-\s)?copy(?:\s\d)?$", re.IGNORECASE)
"""What iCloud, Google Drive and people call copies; chapters are called so too."""


def conflict_copies(study: Study) -> Iterator[Problem]:
    """A problem for each note file that is the copy of another one."""
    by_file = {outline.file: outline for outline in study.outlines}
    for outline in study.outlines:
        original = _original(outline, by_file)
        if original is not None:
            message = f"This is a copy that a sync left beside {original}. Keep what is new in it and delete it."
            yield Problem(Source(outline.file), CODE, message)


def _original(outline: Outline, by_file: Mapping[str, Outline]) -> str | None:
    path = PurePosixPath(outline.file)
    if _SURE.search(path.stem):
        return path.with_name(_SURE.sub("", path.stem) + path.suffix).as_posix()
    if not _NUMBERED.search(path.stem):
        return None
    original = path.with_name(_NUMBERED.sub("", path.stem) + path.suffix).as_posix()
    return original if original in by_file and _alike(outline, by_file[original]) else None


def _alike(one: Outline, other: Outline) -> bool:
    lines, others = ({line.strip() for line in each.lines if line.strip()} for each in (one, other))
    return len(lines & others) > ALIKE * min(len(lines), len(others))
