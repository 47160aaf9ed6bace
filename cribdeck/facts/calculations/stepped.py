"""Capacity that is used up in whole steps: ``factor * rate * ceil(size / quantum)``."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from cribdeck.facts.calculations.drill import Blank, Drill, Slot, without
from cribdeck.facts.calculations.examples import Example
from cribdeck.facts.calculations.mentions import Mention, mentions
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.tree import Operation, numbers, walk
from cribdeck.facts.calculations.units import KNOWN

ROUNDINGS = ("ceil", "floor")
FACTORS = tuple(Fraction(*pair) for pair in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (4, 1), (1, 4)))
RATES = tuple(map(Fraction, (*range(2, 31), 35, 40, 45, 50, 60, 75, 80, 100, 120, 150)))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What all examples of a unit must share."""

    quantum: Fraction
    measure: str
    """The quantum's unit."""
    rounding: str
    time: str
    """The time that the unit counts over."""


@dataclass(frozen=True, slots=True)
class _Roles:
    """Which number of a problem is which."""

    rate: Mention
    size: Mention
    others: tuple[Mention, ...]


def stepped(examples: Sequence[Example], sentences: Sequence[str]) -> dict[int, Drill]:
    """The drill of each example, by its place, if one rule and no other reproduces them all.

    The quantum comes from the sentences that define the unit, never from the numbers: 4 and 5 may both fit those.
    """
    roles = [_roles(example) for example in examples]
    if not examples or any(role is None for role in roles):
        return {}
    known = [role for role in roles if role is not None]
    fitting = [rule for rule in _rules(known, sentences) if _fits_all(rule, examples, known)]
    if len(fitting) != 1:
        return {}
    rates, sizes = {role.rate.value for role in known}, {role.size.value for role in known}
    return {
        nth: _drill(fitting[0], example, role, rates, sizes)
        for nth, (example, role) in enumerate(zip(examples, known, strict=True))
    }


def _roles(example: Example) -> _Roles | None:
    rates = [each for each in example.mentions if each.over]
    sizes = [each for each in example.mentions if not each.over and each.unit in KNOWN and KNOWN[each.unit][1]]
    if len({each.key for each in rates}) != 1 or not sizes:
        return None
    size = sizes[0]
    rest = tuple(each for each in example.mentions if each.key not in (rates[0].key, size.key))
    if any(KNOWN[each.unit][1] != KNOWN[size.unit][1] for each in sizes):
        return None
    return _Roles(rates[0], size, rest)


def _rules(roles: Sequence[_Roles], sentences: Sequence[str]) -> Iterator[_Rule]:
    dimensions = KNOWN[roles[0].size.unit][1]
    told = [each for sentence in sentences for each in mentions(sentence)]
    quanta = {(each.value, each.unit) for each in told if KNOWN.get(each.unit, (0, ()))[1] == dimensions and each.value}
    times = {time for sentence in sentences for time in _times(sentence)} or {role.rate.over for role in roles}
    for (quantum, measure), rounding, time in product(sorted(quanta), ROUNDINGS, sorted(times)):
        yield _Rule(quantum, measure, rounding, time)


def _times(sentence: str) -> set[str]:
    words = sentence.replace("/", " per ").split()
    return {
        after.strip(".,;:()")
        for word, after in pairwise(words)
        if word in ("per", "pro", "par", "por", "pr.", "each", "every")
        and KNOWN.get(after.strip(".,;:()"), (0, ()))[1] == (("s", 1),)
    }


def _fits_all(rule: _Rule, examples: Sequence[Example], roles: Sequence[_Roles]) -> bool:
    return all(_factor(rule, example, role) is not None for example, role in zip(examples, roles, strict=True))


def _factor(rule: _Rule, example: Example, role: _Roles) -> Fraction | None:
    """By what the rule has to be multiplied for this example, if its own working shows that factor."""
    steps = _steps(rule, role.size)
    rate = role.rate.value * _per(rule, role)
    if not steps or not rate:
        return None
    factor = example.value / (rate * steps)
    if factor not in FACTORS or not _told(rule, role):
        return None
    return factor if factor == 1 or _shows(example, factor) else None


def _steps(rule: _Rule, size: Mention) -> Fraction:
    share = size.value * _measure(rule, size) / rule.quantum
    return Fraction(math.ceil(share) if rule.rounding == "ceil" else math.floor(share))


def _measure(rule: _Rule, size: Mention) -> Fraction:
    return KNOWN[size.unit][0] / KNOWN[rule.measure][0]


def _per(rule: _Rule, role: _Roles) -> Fraction:
    """How many of the rule's times the problem's time is one of: a sixtieth, when it counts per minute."""
    return KNOWN[rule.time][0] / KNOWN[role.rate.over][0]


def _told(rule: _Rule, role: _Roles) -> bool:
    """Whether every further number of the problem is the size taken to whole quanta: "6 KB rounds up to 8 KB"."""
    whole = _steps(rule, role.size) * rule.quantum / _measure(rule, role.size)
    return all(
        other.value in (role.size.value, whole) and other.unit in (role.size.unit, *_LINKS) for other in role.others
    )


_LINKS = ("", "to", "up", "auf", "til", "à")
"""Words after a number that are no unit: "round 4.5 to the next KB"."""


def _shows(example: Example, factor: Fraction) -> bool:
    if example.node is None:
        return False
    shown = {number.value for number in numbers(example.node)}
    divided = {
        number.value
        for part in walk(example.node)
        if isinstance(part, Operation) and part.op == "/"
        for number in numbers(part.right)
    }
    return factor in shown or 1 / factor in divided


# --- drills -----------------------------------------------------------------


def _drill(rule: _Rule, example: Example, role: _Roles, rates: set[Fraction], sizes: set[Fraction]) -> Drill:
    """The drill of an example; the rates and sizes that the notes give are none to ask."""
    factor = _factor(rule, example, role)
    assert factor is not None  # the rule fits all examples
    formula = _formula(rule, role, factor)
    unit = example.found.calculation.unit
    return Drill(
        words=tuple(_words(rule, example, role)),
        slots=(_rate(rule, role, rates), _size(rule, example, role, sizes)),
        formula=formula,
        node=parse(formula, names=("rate", "size")),
        unit=unit,
        decimal=example.decimal,
    )


def _formula(rule: _Rule, role: _Roles, factor: Fraction) -> str:
    per = 1 / _per(rule, role)
    rate = "rate" if per == 1 else f"(rate / {per})" if per.denominator == 1 else f"rate * {1 / per}"
    scale = _measure(rule, role.size)
    size = "size" if scale == 1 else f"size * {scale}" if scale.denominator == 1 else f"size / {1 / scale}"
    whole = f"{size} / {rule.quantum}"
    steps = f"{rule.rounding}({whole})"
    lead = "" if factor == 1 else f"{factor} * "
    return f"{lead}{rate} * {steps}"


def _words(rule: _Rule, example: Example, role: _Roles) -> Iterator[str | Blank]:
    at = 0
    scale, quantum = _measure(rule, role.size), rule.quantum
    whole = f"{rule.rounding}(size * {scale} / {quantum}) * {quantum} / {scale}"
    for mention in example.mentions:
        yield example.words[at : mention.start]
        if mention.key == role.rate.key:
            yield Blank(parse("rate", names=("rate",)))
        elif mention.value == role.size.value:
            yield Blank(parse("size", names=("size",)))
        else:
            yield Blank(parse(whole, names=("size",)))
        at = mention.end
    yield example.words[at:]


def _rate(rule: _Rule, role: _Roles, taken: set[Fraction]) -> Slot:
    """Rates that give a whole number for the unit's own time, none of them the notes'."""
    per = 1 / _per(rule, role)
    every = [rate * per for rate in RATES] if per > 1 else RATES
    return Slot("rate", without(every, taken))


def _size(rule: _Rule, example: Example, role: _Roles, taken: set[Fraction]) -> Slot:
    """Sizes about the quantum's, most of them no multiple of it; only such, where the words speak of rounding."""
    quantum = rule.quantum / _measure(rule, role.size)
    step = Fraction(1, 2) if quantum <= 2 or role.size.places else Fraction(1)
    while quantum / step > 20:
        step *= 10 if quantum / step > 200 else 5
    sizes = [step * nth for nth in range(1, int(8 * quantum / step) + 1)]
    if quantum <= 2:
        sizes = [step * nth for nth in range(1, 25)]
    broken = [size for size in sizes if (size / quantum).denominator != 1]
    whole = [size for size in sizes if (size / quantum).denominator == 1]
    speaks = len([each for each in example.mentions if each.value == role.size.value]) > 1 or role.others
    values = broken if speaks else [*broken, *whole[: len(broken) // 2]]
    return Slot("size", without(values, taken))
