"""The sheets of a build, as the other outputs know them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cribdeck.commit import Staged
from cribdeck.errors import Problem

if TYPE_CHECKING:
    from cribdeck.outputs.sheet.values import SheetReport


@dataclass(frozen=True, slots=True)
class Printed:
    """The sheets under their temporary names, or why there are none."""

    staged: Staged | None = None
    report: "SheetReport | None" = None
    """Of the first sheet."""
    others: tuple[Staged, ...] = ()
    problems: tuple[Problem, ...] = ()
