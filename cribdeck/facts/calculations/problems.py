"""What is worth mending in worked calculations."""

from collections.abc import Iterable

from cribdeck.errors import Problem
from cribdeck.facts.calculations.find import Found


def calculation_problems(found: Iterable[Found]) -> tuple[Problem, ...]:
    """A problem for each working that does not add up, and a remark on each that rounds without saying so."""
    return tuple(problem for each in found if (problem := _problem(each)) is not None)


def _problem(found: Found) -> Problem | None:
    calculation = found.calculation
    match calculation.verdict:
        case "fails":
            message = f"This working does not add up: {calculation.why}. Put the right value in."
            return Problem(found.at, "calculation-fails", message)
        case "rounds":
            message = f"This working rounds without a word: {calculation.why}. Say so beside it, or write ≈."
            return Problem(found.at, "calculation-rounds", message, severity="note")
        case _:
            return None
