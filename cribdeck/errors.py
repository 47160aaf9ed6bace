"""What can go wrong: in a student's file (a value) and in the run (an exception)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the model takes longer to import than a build with nothing to do may take
    from cribdeck.model import Source

Severity = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a note file for its author to mend."""

    source: "Source"
    code: str
    """Stable: documentation, tests and silencing comments name it."""
    message: str
    severity: Severity = "warning"

    def __str__(self) -> str:
        place = f"{self.source.file}:{self.source.first}" if self.source.first else self.source.file
        return f"{place}: {self.message} [{self.code}]"


class CribdeckError(Exception):
    """The run cannot go on; the message is one line for the user: where, what is wrong, what to do."""
