"""Problems of notes as lines for a person and as values for a program."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from cribdeck.errors import Problem
from cribdeck.lint.no_card import CODE as NO_CARD
from cribdeck.report import problem_row
from cribdeck.terminal import one_line

EXAMPLES = 1
"""Sentences without a card that are shown of a file; --json has all."""


def as_json(problems: Sequence[Problem]) -> str:
    return json.dumps([problem_row(problem) for problem in problems], ensure_ascii=False, indent=1, sort_keys=True)


def as_lines(problems: Sequence[Problem]) -> str:
    """A line a problem, then how many there are; of the sentences without a card one a file."""
    return "\n".join([*(one_line(str(problem)) for problem in _fewer(problems)), _count(problems)])


def _fewer(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The same with one line a file in place of the many sentences without a card."""
    for _, of_file in groupby(problems, lambda problem: problem.source.file):
        more: list[Problem] = []
        shown = 0
        for problem in of_file:
            shown += problem.code == NO_CARD
            if problem.code == NO_CARD and shown > EXAMPLES:
                more.append(problem)
            else:
                yield problem
        if more:
            rest = f"{len(more)} more sentences" if len(more) > 1 else "One more sentence"
            message = f"{rest} from here on would give a card after such a change; --json names all."
            yield Problem(more[0].source, NO_CARD, message, "note")


def _count(problems: Sequence[Problem]) -> str:
    notes = sum(problem.severity == "note" for problem in problems)
    found = len(problems) - notes
    if not problems:
        return "Nothing to mend."
    return f"{found} to mend, {notes} to consider."
