"""The number that a working rounds without saying so: ``10 * (6/4) = 20`` takes 6 up to 8."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.agree import agree_in
from cribdeck.facts.calculations.evaluate import Reading, evaluate
from cribdeck.facts.calculations.results import last_digit, number_of, scale_of, unit_of
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import Call, Measured, Name, Node, Number, Operation, bare, swap, walk


@dataclass(frozen=True, slots=True)
class Rounding:
    """A number that a working rounds without saying so."""

    before: Fraction
    after: Fraction
    node: Node | None = None
    """What is rounded, as it stands."""

    @property
    def up(self) -> bool:
        return self.after > self.before


def find_rounding(left: Node, right: Node, readings: tuple[Reading, ...]) -> Rounding | None:
    """The one number on the left that, taken up or down to the next whole one, makes the sides agree."""
    if cut := _cut(left, right, readings):
        return cut
    for reading in readings:
        if not reading.convert and _stays_whole(left):
            continue
        for node in walk(left):
            if isinstance(node, Operation | Number | Measured | Call) and (
                found := _rounded(left, right, node, reading)
            ):
                return found
    return None


def _stays_whole(node: Node) -> bool:
    """Whether nothing but whole numbers can come up, so that there is nothing to round."""
    return all(part.value.denominator == 1 if isinstance(part, Number) else not _may_part(part) for part in walk(node))


def _may_part(node: Node) -> bool:
    """Whether it may make a fraction of whole numbers."""
    return isinstance(node, Call | Name) or (isinstance(node, Operation) and node.op not in ("+", "-", "*"))


def _rounded(left: Node, right: Node, node: Node, reading: Reading) -> Rounding | None:
    if isinstance(node, Number) and node.value.denominator == 1:
        return None
    try:
        before = evaluate(node, reading).number
    except UnclearError:
        return None
    if before.denominator == 1:
        return None
    for after in (Fraction(math.ceil(before)), Fraction(math.floor(before))):
        if not after:
            continue
        whole = Number(after, str(after))
        swapped = swap(left, node, Measured(whole, node.unit) if isinstance(node, Measured) else whole)
        try:
            agree = agree_in(swapped, right, reading, near=False)
        except UnclearError:
            continue
        if agree:
            return told_by_parts(node, before, after) if node is not left else Rounding(before, after)
    return None


def told_by_parts(node: Node, before: Fraction, after: Fraction) -> Rounding:
    """A quotient of two numbers is told by what was divided: not "1.5 rounds up to 2" but "6 rounds up to 8"."""
    match bare(node):
        case Operation("/", left, right):
            try:
                top, bottom = evaluate(left).number, evaluate(right).number
            except UnclearError:
                return Rounding(before, after, node=node)
            if bottom.denominator == 1 and isinstance(number_of(left), Number):
                return Rounding(top, after * bottom, node=left)
    return Rounding(before, after, node=node)


def _cut(left: Node, right: Node, readings: tuple[Reading, ...]) -> Rounding | None:
    """A result whose last digit is one off because the rest was cut, or went up: 0.666… as 0.66; 246,912 as 247,000."""
    number = number_of(right)
    if not isinstance(number, Number):
        return None
    for reading in readings:
        try:
            one, other = evaluate(left, reading), evaluate(right, reading)
        except UnclearError:
            continue
        if one.dimensions != other.dimensions and one.dimensions and other.dimensions and reading.convert:
            continue
        ulp = last_digit(right, near=_significant(number) >= 2) * scale_of(right, reading)
        if abs(one.number - other.number) < ulp and (
            ulp < 1 or one.number.denominator != 1 or _significant(number) >= 2
        ):
            scale = scale_of(right, reading)
            return Rounding(one.number / scale, other.number / scale)
    return None


def _significant(number: Number) -> int:
    return len(re.sub(r"\D", "", number.shown).strip("0"))


def say(rounding: Rounding, unit: str = "") -> str:
    """``6 KB rounds up to 8 KB``; ``unit`` is for a number that carries none."""
    if rounding.node is not None and (own := unit_of(rounding.node)):
        unit = own.shown
    before, after = (" ".join(filter(None, (shown(value), unit))) for value in (rounding.before, rounding.after))
    return f"{before} rounds {'up' if rounding.up else 'down'} to {after}"


def shown(value: Fraction) -> str:
    """A number for a reader: exact where that is short, else to a few digits and ``…``."""
    if value.denominator == 1:
        return f"{int(value):,}" if abs(value) >= 10000 else str(int(value))
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    exact = rest == 1 and len(str(value.denominator)) <= 6
    places = max(2, 3 - int(math.log10(abs(float(value))))) if abs(value) < 10**15 else 2
    digits = f"{float(value):.10f}".rstrip("0") if exact else f"{float(value):.{places}f}"
    return digits if exact else digits + "…"
