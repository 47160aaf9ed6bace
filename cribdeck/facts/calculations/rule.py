"""The sentence of the notes that a calculation rests on: what its unit is, or the formula it follows."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from cribdeck.facts.calculations.units import is_measure
from cribdeck.model import Calculation, Statement

EARLY = 4
"""A sentence that defines a unit names it among its first words."""
_DIGIT = re.compile(r"\d")
FORMULA = re.compile(r"[^\W\d_][\w\s()/,'’{}\\]*\s*=\s*.*(?:[*×·÷/+]|\\frac|\\cdot|\\times| - ).*[^\W\d_]")


Opening = tuple[str, Statement]


def openings(statements: Iterable[Statement], working: frozenset[tuple[str, int]]) -> list[Opening]:
    """The sentences that may define a unit, each with its first words, in the order of the notes.

    ``working`` are the lines of calculations: they use, and do not define.
    """
    return [
        (" ".join(statement.text.plain.split(None, EARLY)[:EARLY]), statement)
        for statement in statements
        if (statement.source.file, statement.source.first) not in working and _DIGIT.search(statement.text.plain)
    ]


def defining(unit: str, openings: Iterable[Opening]) -> list[Statement]:
    """The sentences that say what one of this unit is. Units that everybody knows are not defined by notes."""
    if not re.match(r"[^\W\d_]", unit) or is_measure(unit):
        return []
    name = re.compile(rf"(?<![\w-]){re.escape(unit)}s?(?![\w-])", re.IGNORECASE if unit.islower() else 0)
    return [statement for opening, statement in openings if name.search(opening)]


def rule_for(
    calculation: Calculation,
    found: Sequence[Statement],
    around: Sequence[Statement],
    working: frozenset[tuple[str, int]],
) -> Statement | None:
    """The sentence that this calculation rests on: of those that define its unit the first of its file, the last
    formula written out above it in its own section otherwise. ``around`` are the statements of its file, in order."""
    here = [each for each in found if each.source.file == calculation.source.file]
    if here or found:
        above = [each for each in here if each.source.first <= calculation.source.first]
        return (above or here or list(found))[0]
    first, last = (
        bisect_left(around, line, key=_line) for line in (calculation.source.first - NEAR, calculation.source.first)
    )
    formulas = [
        each
        for each in around[first:last]
        if (each.source.file, each.source.first) not in working and FORMULA.fullmatch(each.text.plain.strip())
    ]
    return formulas[-1] if formulas else None


def _line(statement: Statement) -> int:
    return statement.source.first


NEAR = 20
"""How many lines above a calculation the formula that it follows may stand."""
