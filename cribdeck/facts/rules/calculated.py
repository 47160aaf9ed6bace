"""A worked calculation: the problem in front, the result and its working behind."""

from collections.abc import Iterator

from cribdeck.facts.place import Place
from cribdeck.model import Block, Candidate, Statement, Text


def calculation(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``We write 10 items of 2 KB`` over ``10 * 2 = 20 WCU`` asks for the result."""
    worked = place.calculation
    if worked is None or statement.nth:
        return
    yield Candidate(
        "calculation",
        "calculation",
        "calculation",
        worked.problem,
        answer=(Block.text(Text(worked.answer)),),
        remark=_remark(worked.verdict, worked.why),
        calculation=worked,
    )


def _remark(verdict: str, why: str) -> str:
    match verdict:
        case "rounds":
            return why
        case "fails":
            return f"The steps in the notes do not add up: {why}" if why else "The steps in the notes do not add up."
        case _:
            return ""
