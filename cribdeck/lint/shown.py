"""Problems of notes as lines for a person and as values for a program."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from cribdeck.errors import Problem
from cribdeck.lint.links import CODE as MISSING_LINK
from cribdeck.lint.no_card import CODE as NO_CARD
from cribdeck.report import problem_row
from cribdeck.terminal import one_line

FEW = 2
"""Links of a file to what is yet to be written that are shown one by one; --json has all."""


def as_json(problems: Sequence[Problem]) -> str:
    return json.dumps([problem_row(problem) for problem in problems], ensure_ascii=False, indent=1, sort_keys=True)


def as_lines(problems: Sequence[Problem]) -> str:
    """A line a problem, then how many there are; what comes in dozens is counted."""
    shown = (one_line(str(problem)) for problem in _fewer(problems))
    return "\n".join([*shown, *_without_a_card(problems), _count(problems)])


def _fewer(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The same without sentences that give no card, and with one line for the many unwritten notes of a file."""
    for _, of_file in groupby(problems, lambda problem: problem.source.file):
        told = [problem for problem in of_file if problem.code != NO_CARD]
        unwritten = [problem for problem in told if problem.code == MISSING_LINK and problem.severity == "note"]
        dropped = unwritten[1:] if len(unwritten) > FEW else []
        for problem in told:
            if problem not in dropped:
                yield problem
            elif problem is dropped[0]:
                message = f"{len(dropped)} more links lead to what is not there yet; --json names all."
                yield Problem(problem.source, MISSING_LINK, message, "note")


def _without_a_card(problems: Sequence[Problem]) -> Iterator[str]:
    """One line for all: each is true, and a hundred of them would hide the rest."""
    found = [problem for problem in problems if problem.code == NO_CARD]
    if len(found) == 1:
        yield one_line(str(found[0]))
    elif found:
        first = found[0]
        yield (
            f"{len(found)} sentences without a card would give one with a term in bold, the first at {first.source}; "
            f"--json names them. [{NO_CARD}]"
        )


def _count(problems: Sequence[Problem]) -> str:
    notes = sum(problem.severity == "note" for problem in problems)
    found = len(problems) - notes
    if not problems:
        return "Nothing to mend."
    return f"{found} to mend, {notes} to consider."
