"""What of a folder was taken for notes and what was left out: to be said once, before anybody trusts a large deck."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cribdeck.read.vault import Vault

MANY = 200
"""Files from which a first build says what it took."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Numbers of note files, the largest first."""

    folders: tuple[tuple[str, int], ...]
    """By folder of the first level; what lies in none is under ``.``."""
    left: tuple[tuple[str, int], ...]
    """By the reason why they were left out."""

    @property
    def taken(self) -> int:
        return sum(count for _, count in self.folders)

    @property
    def is_large(self) -> bool:
        return self.taken + sum(count for _, count in self.left) > MANY


def intake_of(vault: Vault) -> Intake:
    """What was taken of the notes folder, and what was not."""
    folders = (outline.file.partition("/")[0] if "/" in outline.file else "." for outline in vault.outlines)
    return Intake(_counted(folders), _counted(one.why for one in vault.left_out))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
