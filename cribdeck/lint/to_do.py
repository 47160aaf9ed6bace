"""Lines on which the author left work for later: ``TODO: add a diagram``, ``come back to this``."""

import re
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.model import Statement
from cribdeck.study import Study

CODE = "to-do"

_LEFT_FOR_LATER = re.compile(
    r"\b(?:needs?|needed|want|add|get|find|take|write)\b[^.;]{0,20}\b(?:more|better) "
    r"(?:notes?|details?|examples?|info(?:rmation)?)\b"
    r"|\b(?:come|go|get) back to (?:this|it|that|these)\b",
    re.IGNORECASE,
)
"""Said of the notes themselves; only asked of lines that the rules take for talk about studying."""


def to_do(study: Study) -> Iterator[Problem]:
    """A problem for each line of work that is left to do."""
    for statement in study.statements:
        if _is_left(statement):
            yield Problem(statement.source, CODE, "Work is left to do here. Do it, or take the line away.")
        elif statement.item.info == "task: " and not statement.nth:
            yield Problem(statement.source, CODE, "This task is open. Do it, or tick it off.", "note")


def _is_left(statement: Statement) -> bool:
    if statement.suppressed == "to do":
        return True
    return statement.suppressed == "study talk" and bool(_LEFT_FOR_LATER.search(statement.text.plain))
