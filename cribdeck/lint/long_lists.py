"""Lists that are too long to learn as one."""

from collections.abc import Iterator

from cribdeck.errors import Problem, Severity
from cribdeck.model import Candidate
from cribdeck.study import Study

CODE = "long-list"
HARD, TOO_LONG = 7, 15
"""Members from which on a list is hard to hold in mind, and not to be held at all."""


def long_lists(study: Study) -> Iterator[Problem]:
    """A note on each list of more than seven members that a card asks as a whole, a warning above fifteen."""
    for asked in study.asked:
        sizes = [_size(candidate) for candidate in asked.candidates if candidate.kind in ("list", "procedure")]
        if sizes and sizes[0] > HARD:
            cure = "Part it into groups with a name each, and each group becomes a card."
            severity: Severity = "warning" if sizes[0] > TOO_LONG else "note"
            yield Problem(asked.statement.source, CODE, f"A list of {sizes[0]} is hard to learn. {cure}", severity)


def _size(candidate: Candidate) -> int:
    if candidate.note_type == "cloze":
        return len(candidate.groups)
    return sum(len(block.rows) for block in candidate.answer if block.kind in ("list", "steps"))
