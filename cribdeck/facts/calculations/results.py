"""The parts of a plain result: its number, its last digit, its unit."""

from fractions import Fraction

from cribdeck.facts.calculations.evaluate import Reading, evaluate
from cribdeck.facts.calculations.tree import Measured, Negative, Node, Number, Operation, Unit, bare, numbers, walk
from cribdeck.facts.calculations.units import PARTS, worth


def unit_of(node: Node) -> Unit | None:
    """The unit of a plain result."""
    match bare(node):
        case Measured(_, unit):
            return unit
        case Negative(inner):
            return unit_of(inner)
        case _:
            return None


def scale_of(node: Node, reading: Reading) -> Fraction:
    unit = unit_of(node)
    return worth(unit, binary=reading.binary)[0] if reading.convert and unit else Fraction(1)


def number_of(node: Node) -> Node:
    """The number in a plain result, without sign, unit and brackets; of ``1.2 × 10^5``, the 1.2."""
    while True:
        match bare(node):
            case Measured(inner) | Negative(inner):
                node = inner
            case Operation("*", Number() as mantissa, Operation("^", Number(shown="10"), _)):
                return mantissa
            case found:
                return found


def is_scientific(node: Node) -> bool:
    return any(isinstance(part, Operation) and part.op == "^" for part in walk(node)) or any(
        "e" in number.shown.lower() for number in numbers(node)
    )


def last_digit(node: Node, *, near: bool) -> Fraction:
    """What one more in the last digit of a plain result adds; for ``≈``, final zeros are no digits."""
    number = number_of(node)
    assert isinstance(number, Number)
    ulp = number.ulp
    if near and ulp >= 1 and number.value:
        while (number.value / (ulp * 10)).denominator == 1:
            ulp *= 10
    for part in walk(node):
        if isinstance(part, Operation) and part.op == "^":
            return ulp * evaluate(part).number
    return ulp


def has_part(node: Node) -> bool:
    return any(isinstance(part, Measured) and part.unit.shown in PARTS for part in walk(node))
