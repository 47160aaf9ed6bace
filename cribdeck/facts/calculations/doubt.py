"""Why two sides that disagree may both be right all the same: then nothing is said against them."""

import math
import re
from collections.abc import Callable
from fractions import Fraction

from cribdeck.facts.calculations.agree import agree_in, must_be_possible, slack_of
from cribdeck.facts.calculations.evaluate import Reading, evaluate
from cribdeck.facts.calculations.results import unit_of
from cribdeck.facts.calculations.rounding import shown
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import (
    Group,
    Measured,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    numbers,
    swap,
    walk,
)
from cribdeck.facts.calculations.units import KNOWN, PARTS, sizes_beside, worth

CLOSE = Fraction(1, 1000)
"""A result this near, relative to it, was probably rounded on the way."""
ROUGH = Fraction(1, 4)
"""How far off, relative to it, a side after ``≈`` may be before it is wrong."""


def doubt(left: Node, right: Node, *, near: bool) -> str:
    """Why two sides that disagree may both be right all the same, or nothing."""
    must_be_possible(left, right)
    if any(isinstance(part, Name) for side in (left, right) for part in walk(side)):
        return "it works with a constant that can be rounded in many ways"
    if _strange_units(left, right):
        return "the units of the two sides were not matched"
    for reason, doubtful in DOUBTS:
        if doubtful(left, right):
            return reason
    one, other = evaluate(left).number, evaluate(right).number
    decimal = any(number.ulp < 1 for side in (left, right) for number in numbers(side))
    if near and _bare_power(right) and one > 0 and abs(math.log10(one / other)) <= 1:
        return "it only names the order of magnitude"
    if other and 0 < abs(one - other) <= (ROUGH if near else CLOSE * decimal) * abs(other):
        return f"it comes to {shown(one)}; something was rounded on the way"
    return ""


def _bare_power(node: Node) -> bool:
    """``10^7``"""
    return isinstance(node, Operation) and node.op == "^" and isinstance(node.left, Number) and node.left.shown == "10"


def _strange_units(left: Node, right: Node) -> bool:
    """Whether a unit stands on one side that the other does not account for."""
    one, other = bases_of(left), bases_of(right)
    if one == other:
        return _differ(left, right)
    return bool(one)


def bases_of(node: Node) -> frozenset[str]:
    units = [part.unit for part in walk(node) if isinstance(part, Measured)]
    return frozenset(base for unit in units for base, _ in worth(unit)[1])


def _differ(left: Node, right: Node) -> bool:
    """Whether the sides, of the same base units, are of different dimensions (an area beside a length)."""
    try:
        return evaluate(left, Reading(convert=True)).dimensions != evaluate(
            right, Reading(convert=True)
        ).dimensions and bool(bases_of(left))
    except UnclearError:
        return True


def _lost_power(left: Node, right: Node) -> bool:
    """Whether the sides agree once a number like ``103`` is read as 10³, which pasting makes of it."""
    found = [number for number in numbers(left) if re.fullmatch(r"\d{1,2}[2-9]|10\d\d", number.shown)]
    powers = {id(number): _as_power(number) for number in found}
    trees = [swap(left, number, powers[id(number)]) for number in found]
    if len(found) > 1:
        every = left
        for number in found:
            every = swap(every, number, powers[id(number)])
        trees.append(every)
    return _any_agrees(trees, right)


def _long_denominator(left: Node, right: Node) -> bool:
    """Whether the sides agree once all that follows a division bar is below it: ``60 / 3 * 4 = 5``."""
    found = [
        part
        for part in walk(left)
        if isinstance(part, Operation) and part.op == "*" and isinstance(part.left, Operation) and part.left.op == "/"
    ]
    trees = []
    for part in found:
        over = part.left
        assert isinstance(over, Operation)
        trees.append(swap(left, part, Operation("/", over.left, Operation("*", over.right, part.right))))
    return _any_agrees(trees, right)


def _change_in_percent(left: Node, right: Node) -> bool:
    """Whether the percentage is what changed: ``60 / 50 = 20 %`` (more)."""
    unit = unit_of(right)
    if unit is None or unit.shown not in PARTS:
        return False
    change = Operation("-", Group(left), Number(Fraction(1), "1"))
    return _any_agrees([change, Negative(Group(change))], right, near=True)


def _unit_left_out(left: Node, right: Node) -> bool:
    """Whether the sides agree once the left one gets a unit of the same kind: ``1000 * 60 = 1 min`` (in ms)."""
    unit = unit_of(right)
    if unit is None or bases_of(left) or len(unit.factors) != 1 or unit.factors[0][0] not in KNOWN:
        return False
    [(name, power)] = unit.factors
    reading = Reading(convert=True)
    try:
        one, other = evaluate(left, reading), evaluate(right, reading)
        slack = slack_of(left, right, other, reading, near=False)
    except UnclearError:
        return False
    measured = worth(unit)[1]
    if one.dimensions or (other.dimensions and measured and other.dimensions != measured):
        return False
    # Each unit is a factor and no more, so what it would have to be is worked out once: bytes come in dozens of sizes.
    sizes = sizes_beside(name, power)
    if not one.number:
        return bool(sizes) and abs(other.number) <= slack
    least, most = sorted(((other.number - slack) / one.number, (other.number + slack) / one.number))
    return any(least <= size <= most for size in sizes)


def _any_agrees(trees: list[Node], right: Node, *, near: bool = False) -> bool:
    measured = any(isinstance(part, Measured) for side in (*trees[:1], right) for part in walk(side))
    readings = (Reading(), Reading(convert=True))[: 1 + measured]
    return any(_agrees_if_possible(tree, right, reading, near=near) for tree in trees for reading in readings)


def _agrees_if_possible(left: Node, right: Node, reading: Reading, *, near: bool) -> bool:
    try:
        return agree_in(left, right, reading, near=near)
    except UnclearError:
        return False


_THIRDS = re.compile(r"\d*\.(?:3{2,}|6+7|16+7|83{2,})")
"""What thirds and sixths look like to a few places."""


def _third(left: Node, right: Node) -> bool:
    """Whether the sides agree, but for a whole number, once 0.67 is two thirds: ``300 * 0.67 = 200``."""
    found = [number for number in numbers(left) if _THIRDS.fullmatch(number.shown)]
    try:
        result = evaluate(right).number
        for number in found:
            sixths = Fraction(round(number.value * 6), 6)
            value = evaluate(swap(left, number, Number(sixths, number.shown))).number
            if result in (value, math.floor(value), math.ceil(value)):
                return True
    except UnclearError:
        return False
    return False


def _binary(left: Node, right: Node) -> bool:
    """Whether a number may be binary: ``1.101 * 2^3 = 13``."""
    shown = [number.shown.replace(".", "") for side in (left, right) for number in numbers(side)]
    return any(set(digits) <= {"0", "1"} and digits.count("1") > 1 and len(digits) > 2 for digits in shown)


def _ratio(left: Node, right: Node) -> bool:
    """Whether a colon says how two numbers compare: ``12 : 18 = 2 : 3``."""
    return any(isinstance(part, Operation) and part.sign == ":" for part in walk(right)) and bool(left)


DOUBTS: tuple[tuple[str, Callable[[Node, Node], bool]], ...] = (
    ("the left side may be in another unit", _unit_left_out),
    ("a power may have lost its raised digit", _lost_power),
    ("the division can be read in two ways; brackets would help", _long_denominator),
    ("the percentage may be the change", _change_in_percent),
    ("a number may stand for a third", _third),
    ("a number may be binary", _binary),
    ("a colon may stand for a ratio", _ratio),
)


def _as_power(number: Number) -> Node:
    base, power = number.shown[:-1], number.shown[-1]
    return Operation("^", Number(Fraction(base), base), Number(Fraction(power), power), "^")
