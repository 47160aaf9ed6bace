"""What is worth mending in worked calculations."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cribdeck.errors import Problem
from cribdeck.facts.calculations.find import Found

_ROUNDS = re.compile(r"\bround", re.IGNORECASE)


def calculation_problems(found: Iterable[Found], lines: Mapping[str, Sequence[str]]) -> tuple[Problem, ...]:
    """A problem for each working that does not add up, and a remark on each that rounds without saying so; ``lines``
    are those of each file."""
    return tuple(problem for each in found if (problem := _problem(each, lines)) is not None)


def _problem(found: Found, lines: Mapping[str, Sequence[str]]) -> Problem | None:
    calculation = found.calculation
    at = calculation.source
    match calculation.verdict:
        case "rounds" if any(map(_ROUNDS.search, lines[at.file][at.first - 1 : at.last])):
            return None  # a line from the problem down to the working says so: "round up, then multiply"
        case "fails":
            message = f"This working does not add up: {calculation.why}. Put the right value in."
            return Problem(found.at, "calculation-fails", message)
        case "rounds":
            message = f"This working rounds without a word: {calculation.why}. Say so beside it, or write ≈."
            return Problem(found.at, "calculation-rounds", message, severity="note")
        case _:
            return None
