"""What an expression comes to, exactly where it can be, within hard limits."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import Call, Group, Measured, Name, Negative, Node, Number, Operation
from cribdeck.facts.calculations.units import PARTS, Dimensions, worth

MOST_BITS = 2048
"""No value with more digits than this is worked out."""
HIGHEST_FACTORIAL = 170


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what notes leave open."""

    convert: bool = False
    """Units count with their worth; otherwise they are labels, and numbers are compared as they stand."""
    binary: bool = False
    """A KB has 1,024 bytes."""
    natural: bool = False
    """``log`` is the natural one."""
    degrees: bool = False
    """Angles are in degrees."""
    mixed: bool = True
    """``2`` right beside a fraction adds; otherwise it multiplies."""


PLAIN = Reading()
"""Numbers as they stand."""


class Value(NamedTuple):
    """What an expression comes to, and what it is measured in."""

    number: Fraction
    dimensions: Dimensions = ()
    exact: bool = True


def evaluate(node: Node, reading: Reading = PLAIN, names: Mapping[str, Fraction] | None = None) -> Value:
    """What the expression comes to in one reading. Raises UnclearError when that is undefined or too large."""
    if names or isinstance(node, Number):
        return _evaluate(node, reading, names or {})
    return _evaluate_plain(node, reading)


@lru_cache(maxsize=256)
def _evaluate_plain(node: Node, reading: Reading) -> Value:
    """The same without variables, remembered: whether two sides agree is asked in one way after the other."""
    return _evaluate(node, reading, {})


def _evaluate(node: Node, reading: Reading, names: Mapping[str, Fraction]) -> Value:
    value = _value(node, reading, names)
    top, bottom = value.number.as_integer_ratio()
    if top.bit_length() > MOST_BITS or bottom.bit_length() > MOST_BITS:
        raise UnclearError("a number is too large to work out")
    return value


def _value(node: Node, reading: Reading, names: Mapping[str, Fraction]) -> Value:
    match node:
        case Number(number):
            return Value(number)
        case Name(name):
            return Value(names[name]) if name in names else Value(_CONSTANTS[name], exact=False)
        case Group(inner):
            return _evaluate(inner, reading, names)
        case Negative(inner):
            value = _evaluate(inner, reading, names)
            return Value(-value.number, value.dimensions, value.exact)
        case Measured(inner, unit):
            value = _evaluate(inner, reading, names)
            size, dimensions = worth(unit, binary=reading.binary)
            number = value.number * size if reading.convert else value.number
            return Value(number, _times(value.dimensions, dimensions), value.exact)
        case Call(name, inputs):
            return _call(name, [_evaluate(each, reading, names) for each in inputs], reading, node)
        case Operation():
            return _operation(node, reading, names)


def _operation(node: Operation, reading: Reading, names: Mapping[str, Fraction]) -> Value:
    left, right = _evaluate(node.left, reading, names), _evaluate(node.right, reading, names)
    exact = left.exact and right.exact
    match node.op:
        case "+" | "-":
            return _sum(node, left, right, reading)
        case "*":
            return Value(left.number * right.number, _times(left.dimensions, right.dimensions), exact)
        case "/":
            if not right.number:
                raise UnclearError("something is divided by zero")
            return Value(left.number / right.number, _times(left.dimensions, right.dimensions, -1), exact)
        case "^":
            return _power(left, right)
        case _:
            both = left.number + right.number if reading.mixed else left.number * right.number
            return Value(both, left.dimensions or right.dimensions, exact)


def _sum(node: Operation, left: Value, right: Value, reading: Reading) -> Value:
    sign = 1 if node.op == "+" else -1
    exact = left.exact and right.exact
    if reading.convert and _part(node.right) and not _part(node.left):
        return Value(left.number * (1 + sign * right.number), left.dimensions, exact)  # 50 € + 20 %
    if left.dimensions != right.dimensions and left.dimensions and right.dimensions and reading.convert:
        raise UnclearError("unlike units are added")
    if not reading.convert and _scale(node.left) != _scale(node.right) and left.dimensions == right.dimensions:
        raise UnclearError("units of different size are added")  # 1 h + 30 min is not 31 of anything
    return Value(left.number + sign * right.number, left.dimensions or right.dimensions, exact)


def _part(node: Node) -> bool:
    return isinstance(node, Measured) and node.unit.shown in PARTS


def _scale(node: Node) -> Fraction | None:
    return worth(node.unit)[0] if isinstance(node, Measured) else None


def _power(base: Value, exponent: Value) -> Value:
    power = exponent.number
    if exponent.dimensions:
        raise UnclearError("a power has a unit")
    if power.denominator != 1:
        return _root_power(base, power)
    if not base.number and power < 0:
        raise UnclearError("something is divided by zero")
    size = max(base.number.numerator.bit_length(), base.number.denominator.bit_length())
    if abs(power) * size > MOST_BITS and abs(base.number) != 1:
        raise UnclearError("a power is too large to work out")
    if abs(power) > MOST_BITS:
        power = power % 2  # only 1 and -1 get here
    dimensions = tuple((name, exponent * int(power)) for name, exponent in base.dimensions if power)
    return Value(base.number ** int(power), dimensions, base.exact and exponent.exact)


def _root_power(base: Value, power: Fraction) -> Value:
    if base.number < 0:
        raise UnclearError("a root of a negative number is taken")
    dimensions = tuple((name, int(exponent * power)) for name, exponent in base.dimensions)
    if any(exponent * power != int(exponent * power) for _, exponent in base.dimensions):
        dimensions = ()
    if power == Fraction(1, 2) and (root := _exact_root(base.number)) is not None:
        return Value(root, dimensions, base.exact)
    return Value(_float(lambda x: x ** float(power), base.number), dimensions, exact=False)


def _exact_root(number: Fraction) -> Fraction | None:
    root = Fraction(math.isqrt(number.numerator), math.isqrt(number.denominator))
    return root if root * root == number else None


_CONSTANTS = {"pi": Fraction(math.pi), "e": Fraction(math.e)}

_REAL: dict[str, Callable[[float], float]] = {
    "log": math.log10, "log_10": math.log10, "log10": math.log10, "lg": math.log10, "ln": math.log,
    "log_2": math.log2, "log2": math.log2, "exp": math.exp, "cbrt": math.cbrt,
    "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan,
}  # fmt: skip
_ANGLES = ("sin", "cos", "tan")
_INVERSE = ("arcsin", "arccos", "arctan")


def _call(name: str, inputs: list[Value], reading: Reading, node: Call) -> Value:
    first = inputs[0]
    exact = all(value.exact for value in inputs)
    match name:
        case "!":
            return Value(_factorial(first.number))
        case "sqrt":
            return _power(first, Value(Fraction(1, 2)))
        case "root":
            if not first.number:
                raise UnclearError("a root has no degree")
            return _power(inputs[1], Value(1 / first.number))
        case "abs":
            return Value(abs(first.number), first.dimensions, exact)
        case "ceil":
            return Value(Fraction(math.ceil(first.number)), first.dimensions, exact)
        case "floor":
            return Value(Fraction(math.floor(first.number)), first.dimensions, exact)
        case "round":
            return Value(Fraction(math.floor(first.number + Fraction(1, 2))), first.dimensions, exact)
        case "min" | "max":
            pick = min if name == "min" else max
            return Value(pick(value.number for value in inputs), first.dimensions, exact)
    function = math.log if name == "log" and reading.natural else _REAL[name]
    angle = reading.degrees or any(isinstance(each, Measured) and each.unit.shown == "°" for each in node.inputs)
    if name in _ANGLES and angle:
        return Value(_tidy(_float(lambda x: function(math.radians(x)), first.number)), exact=False)
    if name in _INVERSE and reading.degrees:
        return Value(_float(lambda x: math.degrees(function(x)), first.number), exact=False)
    return Value(_tidy(_float(function, first.number)), exact=False)


def _factorial(number: Fraction) -> Fraction:
    if number.denominator != 1 or not 0 <= number <= HIGHEST_FACTORIAL:
        raise UnclearError("a factorial cannot be worked out")
    return Fraction(math.factorial(int(number)))


def _float(function: Callable[[float], float], number: Fraction) -> Fraction:
    try:
        return Fraction(function(float(number)))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise UnclearError("a function is undefined there, or its value too large") from error


def _tidy(number: Fraction) -> Fraction:
    """The twelve-digit number that a float stands for: sin 30° is a half."""
    return Fraction(f"{float(number):.12g}")


def _times(left: Dimensions, right: Dimensions, sign: int = 1) -> Dimensions:
    if not right:
        return left  # as nearly always
    powers = Counter(dict(left))
    for name, power in right:
        powers[name] += sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


READINGS = tuple(
    Reading(convert, binary, natural, degrees, mixed)
    for convert in (False, True)
    for binary in (False, True)
    for natural in (False, True)
    for degrees in (False, True)
    for mixed in (True, False)
    if convert or not binary
)
"""All readings, the likeliest first."""
