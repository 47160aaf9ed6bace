"""A worked calculation: the problem in front, the result and its working behind."""

import re
from collections.abc import Iterator

from cribdeck.facts.place import Place
from cribdeck.model import Block, Calculation, Candidate, Statement, Text

_APPLIED = re.compile(r"\s*(?P<function>[^\W\d_])(?:_\{?\w+\}?)?\s*\(\s*(?P<at>[\d.,]+)\s*\)\s*=")
"""A function of a number: "P_{3}(1) ="."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


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
        strict=_is_posed(worked),
    )


def _is_posed(worked: Calculation) -> bool:
    """Whether the function that is worked out is on the card, or the figures for it: not "$P(1) = 1 + 1/2$" of a P that
    stands elsewhere."""
    applied, problem = _APPLIED.match(worked.expression), worked.problem.plain
    if applied is None or re.search(rf"(?<![^\W\d_]){applied['function']}(?![^\W\d_])", problem):
        return True
    given = {*_FIGURE.findall(problem)} - {applied["at"]}
    return not given.isdisjoint(_FIGURE.findall(worked.expression[applied.end() :]))


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
