"""A kind of problem with room for numbers, and fresh problems of it, each computed and checked."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.agree import FUZZ
from cribdeck.facts.calculations.check import check
from cribdeck.facts.calculations.evaluate import evaluate
from cribdeck.facts.calculations.fresh import fresh_steps
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.to_tex import text, to_tex
from cribdeck.facts.calculations.tokens import Decimal, UnclearError
from cribdeck.facts.calculations.tree import Call, Group, Measured, Name, Negative, Node, Number, Operation, walk
from cribdeck.facts.calculations.units import singular
from cribdeck.model import Practice

POOL = 30
"""Fresh problems a card holds: a month of reviews without a repetition."""
LEAST = 6
"""With fewer, a card had better keep its own problem."""
DRAWS = 50
"""How many numbers are drawn for each problem that is wanted, before giving up."""
MOST_PLACES = 3
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Slot:
    """A number that changes from problem to problem."""

    name: str
    values: tuple[Fraction, ...]
    """What it may be."""
    places: int = 0
    """Decimals that it is always shown with."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a problem's words that shows what an expression over the slots comes to."""

    node: Node
    places: int = 0


@dataclass(frozen=True, slots=True)
class Drill:
    """A problem's words with blanks, and the formula that solves it."""

    words: tuple[str | Blank, ...]
    slots: tuple[Slot, ...]
    formula: str
    """For a reader: ``rate * ceil(size / 4)``."""
    node: Node
    """The same as a tree over the slots' names."""
    unit: str = ""
    places: int = 0
    """Decimals of the answer."""
    rounded: bool = False
    """Answers are rounded to these decimals; otherwise only numbers that come out even are asked."""
    decimal: Decimal = "."
    prefix: bool = False
    """The unit stands before the number: ``$5``."""
    working: tuple[str | Blank, ...] = ()
    """How an author wants the working shown; without it, the formula with its numbers."""


def practise(drill: Drill, *, seed: str, count: int = POOL) -> tuple[Practice, ...]:
    """Up to ``count`` fresh problems in an order that only ``seed`` decides; no two have the same numbers."""
    draw = random.Random(seed)
    found: list[Practice] = []
    seen: set[tuple[Fraction, ...]] = set()
    for _ in range(DRAWS * count):
        if len(found) == count:
            break
        numbers = tuple(draw.choice(slot.values) for slot in drill.slots)
        if numbers not in seen and len(set(numbers)) == len(numbers):
            seen.add(numbers)
            fresh = _problem(drill, dict(zip((slot.name for slot in drill.slots), numbers, strict=True)))
            if fresh is not None:
                found.append(fresh)
    return tuple(found)


def _problem(drill: Drill, numbers: Mapping[str, Fraction]) -> Practice | None:
    """The problem with these numbers, or None when its answer is not one that a person would write down."""
    try:
        answer = evaluate(drill.node, names=numbers).number
    except UnclearError:
        return None
    nearest = _nearest(answer, drill.places)
    even = is_even(answer, nearest)
    if answer <= 0 or not nearest or nearest >= 10**MOST_DIGITS or not (even or drill.rounded):
        return None
    working = spell(drill.node, {name: number.shown for name, number in _shown(drill, numbers).items()})
    sign = "=" if even else "≈"
    said = write(nearest, drill.places if drill.rounded else 0, drill.decimal)
    # Computed above from the formula; here the working that the learner sees is read back and worked out again.
    checked = check(f"{working} {sign} {said}", lang="de" if drill.decimal == "," else "en")
    if checked.verdict != "holds":
        return None
    shown = _words(drill.working, numbers, drill.decimal)
    said = _answer(drill, nearest)
    sides = _told(shown, drill.decimal) if shown else fresh_steps(drill.node, _shown(drill, numbers))
    steps = (*sides, _result(said, sign, drill.decimal)) if sides else ()
    return Practice(_words(drill.words, numbers, drill.decimal), said, shown or working, steps)


def _shown(drill: Drill, numbers: Mapping[str, Fraction]) -> dict[str, Number]:
    """The numbers of a problem as its words show them."""
    places = {slot.name: slot.places for slot in drill.slots}
    return {name: Number(number, write(number, places[name], drill.decimal)) for name, number in numbers.items()}


def _told(working: str, decimal: Decimal) -> tuple[str, ...]:
    """The working that an author has written, or nothing where it is more than an expression."""
    try:
        return (to_tex(parse(working, decimal=decimal)),)
    except UnclearError:
        return ()


def _result(answer: str, sign: str, decimal: Decimal) -> str:
    """The side with the result, led by its sign."""
    lead = r"\approx" if sign == "≈" else "="
    try:
        return f"{lead} {to_tex(parse(answer, decimal=decimal))}"
    except UnclearError:
        return f"{lead} {text(answer)}"


def is_even(number: Fraction, written: Fraction) -> bool:
    """Whether a value is what is written, but for what floating point is off."""
    return abs(number - written) <= FUZZ * abs(written)


def _nearest(number: Fraction, places: int) -> Fraction:
    """Rounded to so many decimals, halves up."""
    scale = 10**places
    if scale % number.denominator == 0:
        return number
    return Fraction((number * scale + Fraction(1, 2)).__floor__(), scale)


def _answer(drill: Drill, number: Fraction) -> str:
    said = write(number, drill.places if drill.rounded else 0, drill.decimal)
    if drill.prefix:
        return f"{drill.unit}{said}"
    unit = singular(drill.unit) if said == "1" and drill.unit.islower() else drill.unit
    return f"{said} {unit}".strip()


def _words(parts: tuple[str | Blank, ...], numbers: Mapping[str, Fraction], decimal: Decimal) -> str:
    return "".join(
        part if isinstance(part, str) else write(evaluate(part.node, names=numbers).number, part.places, decimal)
        for part in parts
    )


def write(number: Fraction, places: int = 0, decimal: Decimal = ".") -> str:
    """A number with at least so many decimals, and more if it needs them."""
    if number.denominator == 1 and not places:
        return str(number.numerator)
    while places < MOST_PLACES + 3 and (number * 10**places).denominator != 1:
        places += 1
    scaled = _nearest(abs(number), places) * 10**places
    digits = str(int(scaled)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if number < 0 else "") + whole + (decimal + rest if rest else "")


def spell(node: Node, names: Mapping[str, str] | None = None) -> str:
    """An expression in plain signs, its names replaced: ``18 * ceil(16/1)``."""
    match node:
        case Number(_, shown):
            return shown
        case Name(name):
            return (names or {}).get(name, name)
        case Negative(inner):
            return f"-{spell(inner, names)}"
        case Group(inner):
            return f"({spell(inner, names)})"
        case Measured(inner, unit):
            return f"{spell(inner, names)} {unit.shown}"
        case Call("!", inputs):
            return f"{spell(inputs[0], names)}!"
        case Call(name, inputs):
            return f"{name}({', '.join(spell(each, names) for each in inputs)})"
        case Operation("&", left, right):
            return f"{spell(left, names)} {spell(right, names)}"
        case Operation(op, left, right):
            close = op == "^" or (op == "/" and not (_named(left, names) or _named(right, names)))
            sign = op if close else f" {op} "
            return f"{spell(left, names)}{sign}{spell(right, names)}"


def _named(node: Node, names: Mapping[str, str] | None) -> bool:
    return not names and any(isinstance(part, Name) for part in walk(node))


def without(values: Collection[Fraction], taken: Collection[Fraction]) -> tuple[Fraction, ...]:
    """The values in order, without those that the notes use themselves."""
    return tuple(sorted(set(values) - set(taken)))
