"""What reading the notes and checking their calculations found wrong."""

from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.study import Study


def as_read(study: Study) -> Iterator[Problem]:
    """Files that cannot be read, Markdown that is never closed, workings that do not add up."""
    yield from study.problems
