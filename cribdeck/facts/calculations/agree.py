"""Whether two sides of a working come to the same, exactly or at the precision written."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement

from cribdeck.facts.calculations.evaluate import READINGS, Reading, Value, evaluate
from cribdeck.facts.calculations.results import has_part, is_scientific, last_digit, number_of, scale_of
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import Call, Measured, Node, Number, Operation, is_result, numbers, swap, walk
from cribdeck.facts.calculations.units import BASES, BINARY

NEAR = Fraction(1, 20)
"""How far off, relative to it, a side after ``≈`` may be that is no plain number."""
FUZZ = Fraction(1, 10**9)
"""What a function computed in floating point may be off."""
USUAL_FACTORS = frozenset(map(Fraction, (7, 24, 60, 100, 1000, 1024)))
"""Factors between units, of which two are often multiplied one by one: 24 · 60 minutes a day."""


def readings_for(left: Node, right: Node) -> Iterator[Reading]:
    """The readings between which these two sides leave a choice."""
    seen = [*walk(left), *walk(right)]
    units = {name for node in seen if isinstance(node, Measured) for name, _ in node.unit.factors}
    calls = {node.name for node in seen if isinstance(node, Call)}
    mixed = any(isinstance(node, Operation) and node.op == "&" and _tex_mixed(node) for node in seen)
    for reading in READINGS:
        if (
            (units or not reading.convert)
            and (units & BINARY.keys() or not reading.binary)
            and ("log" in calls or not reading.natural)
            and (calls & {"sin", "cos", "tan", "arcsin", "arccos", "arctan"} or not reading.degrees)
            and (mixed or reading.mixed)
        ):
            yield reading


def _tex_mixed(node: Operation) -> bool:
    return isinstance(node.right, Operation) and node.right.sign == "frac"


def agree(left: Node, right: Node, readings: tuple[Reading, ...], *, near: bool) -> bool:
    return any(agree_in(left, right, reading, near=near) for reading in readings)


def agree_in(left: Node, right: Node, reading: Reading, *, near: bool) -> bool:
    try:
        one, other = evaluate(left, reading), evaluate(right, reading)
    except UnclearError:
        if not reading.convert:
            must_be_possible(left, right)
        return False
    if reading.convert and one.dimensions != other.dimensions and one.dimensions and other.dimensions:
        return False
    if not reading.convert and _mislabelled(left, right, one, other):
        return False
    apart = abs(one.number - other.number)
    return not apart or apart <= slack_of(left, right, other, reading, near=near)


def must_be_possible(left: Node, right: Node) -> None:
    """Raise UnclearError when a side cannot be worked out in any reading."""
    for side in (left, right):
        try:
            evaluate(side)
        except UnclearError:
            evaluate(side, Reading(convert=True))


def slack_of(left: Node, right: Node, value: Value, reading: Reading, *, near: bool) -> Fraction:
    """How far apart two sides may be: half a last digit of each number that the left side does not have."""
    slack = abs(value.number) * FUZZ
    if isinstance(number_of(right), Number):
        ulp, scale = last_digit(right, near=near), scale_of(right, reading)
        return slack + (
            ulp * scale if near else ulp * scale / 2 if ulp < 1 or is_scientific(right) or has_part(right) else 0
        )
    known = {number.value for number in numbers(left)}
    for number in numbers(right):
        if number.ulp < 1 and number.value not in known:
            nudged = swap(right, number, Number(number.value + number.ulp / 2, number.shown, number.ulp))
            slack += abs(evaluate(nudged, reading).number - value.number)
    return max(slack, NEAR * abs(value.number)) if near else slack


def _mislabelled(left: Node, right: Node, one: Value, other: Value) -> bool:
    """Whether equal numbers carry units of one kind and different size: ``2 * 30 min = 60 h``.

    Not when a side has the very factor between the two among its numbers: ``90 km/h / 3.6 = 25 m/s``.
    """
    if not one.dimensions:
        return False  # as most are
    try:
        first, second = evaluate(left, Reading(convert=True)), evaluate(right, Reading(convert=True))
    except UnclearError:
        return False
    if not first.dimensions or first.dimensions != second.dimensions or not one.number or not other.number:
        return False
    factor = (first.number / one.number) / (second.number / other.number)
    if factor == 1 or {base for base, _ in first.dimensions} - BASES:
        return False
    written = {number.value for side in (left, right) for number in numbers(side) if not is_result(side)}
    usual = sorted(written & USUAL_FACTORS)
    return not {*written, *(a * b for a, b in combinations_with_replacement(usual, 2))} & {factor, 1 / factor}
