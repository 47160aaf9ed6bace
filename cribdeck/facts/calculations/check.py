"""Whether a working adds up: it holds, rounds, fails, or was not checked; and why."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from cribdeck.facts.calculations.chain import Chain, Side, read_chain, read_tex_chains
from cribdeck.facts.calculations.evaluate import READINGS, Reading, Value, evaluate
from cribdeck.facts.calculations.tokens import Decimal, UnclearError
from cribdeck.facts.calculations.tree import (
    Call,
    Measured,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    Unit,
    bare,
    is_result,
    numbers,
    parts,
    swap,
    walk,
)
from cribdeck.facts.calculations.units import BASES, BINARY, worth
from cribdeck.model import Verdict

COMMA_LANGUAGES = ("da", "de", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt", "sv", "cs", "ru", "tr")
CLOSE = Fraction(1, 1000)
"""A result this near, relative to it, was probably rounded on the way."""
NEAR = Fraction(1, 20)
"""How far off, relative to it, ``≈`` may be at most before it is wrong."""
FUZZ = Fraction(1, 10**9)
"""What a function computed in floating point may be off."""
MOST_NUMBERS = 40
USUAL_FACTORS = frozenset(map(Fraction, (7, 24, 60, 100, 1000, 1024)))
"""Factors between units, of which two are often multiplied one by one: 24 · 60 minutes a day."""


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


@dataclass(frozen=True, slots=True)
class Checked:
    """A chain and what became of checking it."""

    chain: Chain | None
    verdict: Verdict
    why: str = ""
    rounding: Rounding | None = None

    @property
    def result(self) -> Node | None:
        return self.chain.sides[-1].node if self.chain else None

    @property
    def value(self) -> Fraction | None:
        """The number that the working ends with, as it is written."""
        try:
            return evaluate(self.result).number if self.result is not None else None
        except UnclearError:
            return None

    @property
    def unit(self) -> str:
        unit = unit_of(self.result) if self.result is not None else None
        return unit.shown if unit else ""


def check(source: str, *, lang: str = "en", tex: bool = False) -> Checked:
    """The verdict on a working. Whatever cannot be read is unchecked; nothing in it is ever run."""
    found = check_all(source, lang=lang, tex=tex)
    return found[-1] if found else Checked(None, "unchecked", "this is no chain of arithmetic, or too long a one")


def check_all(source: str, *, lang: str = "en", tex: bool = False) -> tuple[Checked, ...]:
    """The verdict on each chain in a line of plain arithmetic, or in a formula set in TeX.

    A comma is read as the language has it; if that does not add up, the other way round.
    """
    first: Decimal = "," if lang.split("-")[0] in COMMA_LANGUAGES else "."
    found = _read_and_check(source, first, tex)
    adds_up = bool(found) and all(each.verdict in ("holds", "rounds") for each in found)
    if adds_up or not re.search(r"\d[.,]\d", source):
        return found
    other = _read_and_check(source, "." if first == "," else ",", tex)
    return other if other and (not found or all(each.verdict == "holds" for each in other)) else found


def _read_and_check(source: str, decimal: Decimal, tex: bool) -> tuple[Checked, ...]:
    if tex:
        chains = read_tex_chains(source, decimal=decimal)
    else:
        chain = read_chain(source, decimal=decimal)
        chains = (chain,) if chain else ()
    return tuple(check_chain(chain) for chain in chains)


def check_chain(chain: Chain) -> Checked:
    """The verdict on a chain: the worst of its steps."""
    try:
        return _check_chain(chain)
    except UnclearError as error:
        return Checked(chain, "unchecked", str(error))


def _check_chain(chain: Chain) -> Checked:
    unread = [side for side in chain.worked if side.node is None]
    if unread:
        return Checked(chain, "unchecked", unread[0].unread)
    if sum(len(numbers(side.node)) for side in chain.worked if side.node) > MOST_NUMBERS:
        return Checked(chain, "unchecked", "the working is too long")
    steps = [
        _step(left, right, chain.worked[: nth + 1])
        for nth, (left, right) in enumerate(zip(chain.worked, chain.worked[1:], strict=False))
    ]
    for verdict in ("fails", "unchecked", "rounds"):
        for step in steps:
            if step.verdict == verdict:
                return Checked(chain, step.verdict, step.why, step.rounding)
    remarks = [step.why for step in steps if step.why]
    return Checked(chain, "holds", remarks[0] if remarks else "")


@dataclass(frozen=True, slots=True)
class _Step:
    verdict: Verdict
    why: str = ""
    rounding: Rounding | None = None


def _step(left: Side, right: Side, earlier: tuple[Side, ...]) -> _Step:
    """The verdict on two neighbouring sides; ``earlier`` are the left one and all before it."""
    assert left.node is not None and right.node is not None
    readings = tuple(_readings(left.node, right.node))
    if _agree(left.node, right.node, readings, near=right.near):
        return _Step("holds")
    for side in earlier[:-1]:
        # Rounded on the way for show, and worked on with the full number.
        if side.node is not None and _agree(
            side.node, right.node, tuple(_readings(side.node, right.node)), near=right.near
        ):
            return _Step("holds")
    if rounding := _rounding(left.node, right.node, readings):
        return _Step("holds" if right.near else "rounds", "" if right.near else say(rounding), rounding)
    if carried := _carried(left.node, right.node, readings):
        return carried
    if doubt := _doubt(left.node, right.node, readings):
        return _Step("unchecked", doubt)
    return _Step("fails", _right_value(left, right))


# --- readings ---------------------------------------------------------------


def _readings(left: Node, right: Node) -> Iterator[Reading]:
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


# --- agreement --------------------------------------------------------------


def _agree(left: Node, right: Node, readings: tuple[Reading, ...], *, near: bool) -> bool:
    return any(_agree_in(left, right, reading, near=near) for reading in readings)


def _agree_in(left: Node, right: Node, reading: Reading, *, near: bool) -> bool:
    try:
        one, other = evaluate(left, reading), evaluate(right, reading)
    except UnclearError:
        if not reading.convert:
            _must_be_possible(left, right)
        return False
    if reading.convert and one.dimensions != other.dimensions and one.dimensions and other.dimensions:
        return False
    if not reading.convert and _mislabelled(left, right, one, other):
        return False
    return abs(one.number - other.number) <= _slack(left, right, other, reading, near=near)


def _must_be_possible(left: Node, right: Node) -> None:
    """Raise UnclearError when a side cannot be worked out in any reading."""
    for side in (left, right):
        try:
            evaluate(side)
        except UnclearError:
            evaluate(side, Reading(convert=True))


def _slack(left: Node, right: Node, value: Value, reading: Reading, *, near: bool) -> Fraction:
    """How far apart two sides may be: half a last digit of each number that the left side does not have."""
    slack = abs(value.number) * FUZZ
    known = {number.value for number in numbers(left)}
    scale = _scale(right, reading)
    if isinstance(_number_of(right), Number):
        ulp = _last_digit(right, near=near)
        return slack + (ulp * scale if near else ulp * scale / 2 if ulp < 1 or _scientific(right) else 0)
    for number in numbers(right):
        if number.ulp < 1 and number.value not in known:
            nudged = swap(right, number, Number(number.value + number.ulp / 2, number.shown, number.ulp))
            slack += abs(evaluate(nudged, reading).number - value.number)
    return slack


def _scale(node: Node, reading: Reading) -> Fraction:
    unit = unit_of(node)
    return worth(unit, binary=reading.binary)[0] if reading.convert and unit else Fraction(1)


def _number_of(node: Node) -> Node:
    """The number in a plain result, without sign, unit and brackets; of ``1.2 × 10^5``, the 1.2."""
    while True:
        match bare(node):
            case Measured(inner) | Negative(inner):
                node = inner
            case Operation("*", Number() as mantissa, Operation("^", Number(shown="10"), _)):
                return mantissa
            case found:
                return found


def _scientific(node: Node) -> bool:
    return any(isinstance(part, Operation) and part.op == "^" for part in walk(node)) or any(
        "e" in number.shown.lower() for number in numbers(node)
    )


def _last_digit(node: Node, *, near: bool) -> Fraction:
    """What one more in the last digit of a plain result adds; for ``≈``, final zeros are no digits."""
    number = _number_of(node)
    assert isinstance(number, Number)
    ulp = number.ulp
    if near and ulp >= 1 and number.value:
        while (number.value / (ulp * 10)).denominator == 1:
            ulp *= 10
    for part in walk(node):
        if isinstance(part, Operation) and part.op == "^":
            return ulp * evaluate(part).number
    return ulp


def _mislabelled(left: Node, right: Node, one: Value, other: Value) -> bool:
    """Whether equal numbers carry units of one kind and different size: ``2 * 30 min = 60 h``.

    Not when a side has the very factor between the two among its numbers: ``90 km/h / 3.6 = 25 m/s``.
    """
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


# --- rounding ---------------------------------------------------------------


def _rounding(left: Node, right: Node, readings: tuple[Reading, ...]) -> Rounding | None:
    """The one number on the left that, taken up or down to the next whole one, makes the sides agree."""
    for reading in readings:
        for node in walk(left):
            if isinstance(node, Operation | Number | Measured | Call) and (
                found := _rounded(left, right, node, reading)
            ):
                return found
    return _cut(left, right, readings)


def _rounded(left: Node, right: Node, node: Node, reading: Reading) -> Rounding | None:
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
            agree = _agree_in(swapped, right, reading, near=False)
        except UnclearError:
            continue
        if agree:
            return _told(node, before, after) if node is not left else Rounding(before, after)
    return None


def _told(node: Node, before: Fraction, after: Fraction) -> Rounding:
    """A quotient of two numbers is told by what was divided: not "1.5 rounds up to 2" but "6 rounds up to 8"."""
    match bare(node):
        case Operation("/", left, right):
            try:
                top, bottom = evaluate(left).number, evaluate(right).number
            except UnclearError:
                return Rounding(before, after, node=node)
            if bottom.denominator == 1 and isinstance(_number_of(left), Number):
                return Rounding(top, after * bottom, node=left)
    return Rounding(before, after, node=node)


def _cut(left: Node, right: Node, readings: tuple[Reading, ...]) -> Rounding | None:
    """A result whose last digit is one off because the rest was cut, or went up: 0.666… as 0.66; 246,912 as 247,000."""
    number = _number_of(right)
    if not isinstance(number, Number):
        return None
    for reading in readings:
        try:
            one, other = evaluate(left, reading), evaluate(right, reading)
        except UnclearError:
            continue
        if one.dimensions != other.dimensions and one.dimensions and other.dimensions and reading.convert:
            continue
        ulp = _last_digit(right, near=_significant(number) >= 2) * _scale(right, reading)
        if abs(one.number - other.number) < ulp and (
            ulp < 1 or one.number.denominator != 1 or _significant(number) >= 2
        ):
            scale = _scale(right, reading)
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


# --- carried on -------------------------------------------------------------


def _carried(left: Node, right: Node, readings: tuple[Reading, ...]) -> _Step | None:
    """``5 + 3 = 8 * 2``: the right side begins with what the left comes to, and goes on from there."""
    start = _leftmost(right)
    if start is right or not isinstance(start, Number) or not isinstance(bare(right), Operation):
        return None
    for reading in readings:
        value = evaluate(left, reading)
        if value.number == start.value:
            return _Step("holds", f"after {start.shown} the working goes on from there")
        if value.number.denominator != 1 and start.value in (math.ceil(value.number), math.floor(value.number)):
            rounding = _told(left, value.number, start.value)
            return _Step("rounds", say(rounding), rounding)
    return None


def _leftmost(node: Node) -> Node:
    while below := parts(node):
        node = below[0]
    return node


# --- doubt ------------------------------------------------------------------


def _doubt(left: Node, right: Node, readings: tuple[Reading, ...]) -> str:
    """Why two sides that disagree may both be right all the same, or nothing."""
    _must_be_possible(left, right)
    if any(isinstance(part, Name) for side in (left, right) for part in walk(side)):
        return "it works with a constant that can be rounded in many ways"
    if _strange_units(left, right):
        return "the units of the two sides were not matched"
    if _lost_power(left, right):
        return "a power may have lost its raised digit"
    one, other = evaluate(left).number, evaluate(right).number
    decimal = any(number.ulp < 1 for side in (left, right) for number in numbers(side))
    if other and abs(one - other) <= CLOSE * abs(other) and decimal:
        return f"it comes to {shown(one)}; something was rounded on the way"
    return ""


def _strange_units(left: Node, right: Node) -> bool:
    """Whether a unit stands on one side that the other does not account for."""
    one, other = _bases(left), _bases(right)
    if one == other:
        return _differ(left, right)
    return bool(one)


def _bases(node: Node) -> frozenset[str]:
    units = [part.unit for part in walk(node) if isinstance(part, Measured)]
    return frozenset(base for unit in units for base, _ in worth(unit)[1])


def _differ(left: Node, right: Node) -> bool:
    """Whether the sides, of the same base units, are of different dimensions (an area beside a length)."""
    try:
        return evaluate(left, Reading(convert=True)).dimensions != evaluate(
            right, Reading(convert=True)
        ).dimensions and bool(_bases(left))
    except UnclearError:
        return True


def _lost_power(left: Node, right: Node) -> bool:
    """Whether the sides agree once a number like ``103`` is read as 10³, which pasting makes of it."""
    found = [number for number in numbers(left) if re.fullmatch(r"\d{1,2}[2-9]", number.shown)]
    powers = {id(number): _as_power(number) for number in found}
    trees = [swap(left, number, powers[id(number)]) for number in found]
    if len(found) > 1:
        every = left
        for number in found:
            every = swap(every, number, powers[id(number)])
        trees.append(every)
    reading = Reading()
    return any(_agree_in(tree, right, reading, near=False) for tree in trees)


def _as_power(number: Number) -> Node:
    base, power = number.shown[:-1], number.shown[-1]
    return Operation("^", Number(Fraction(base), base), Number(Fraction(power), power), "^")


def unit_of(node: Node) -> Unit | None:
    """The unit of a plain result."""
    match bare(node):
        case Measured(_, unit):
            return unit
        case Negative(inner):
            return unit_of(inner)
        case _:
            return None


def _right_value(left: Side, right: Side) -> str:
    assert left.node is not None and right.node is not None
    if is_result(left.node):
        return f"{left.shown} is not {right.shown}"
    unit = unit_of(right.node)
    value = evaluate(left.node)
    if unit and not _bases(left.node) and unit.shown:
        return f"{left.shown} is {shown(value.number)} {unit.shown}, not {right.shown}"
    return f"{left.shown} is {shown(value.number)}, not {right.shown}"
