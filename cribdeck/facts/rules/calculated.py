"""A worked calculation: the problem in front, the result and its working behind."""

from collections.abc import Iterator

from cribdeck.facts.place import Place
from cribdeck.model import Block, Calculation, Candidate, Statement, Text


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
        answer=(Block.text(Text(_result(worked))),),
        remark=_remark(worked.verdict, worked.why),
        calculation=worked,
    )


def _result(worked: Calculation) -> str:
    """What it comes to; where the notes are wrong, what is wrong with them, since a learner trusts the answer."""
    if worked.verdict == "fails" and worked.why:
        return worked.why.replace(" * ", " × ")
    return worked.answer


def _remark(verdict: str, why: str) -> str:
    match verdict:
        case "rounds":
            return why
        case "fails":
            return "The steps are those of the notes, and they do not add up."
        case _:
            return ""
