"""The formula that a working itself writes out: each of its numbers is one of the problem's, or a constant."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from cribdeck.facts.calculations.drill import Blank, Drill, Slot, spell, without
from cribdeck.facts.calculations.evaluate import evaluate
from cribdeck.facts.calculations.examples import Example
from cribdeck.facts.calculations.mentions import Mention
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import Group, Measured, Name, Node, Number, numbers, swap, walk
from cribdeck.facts.calculations.units import CURRENCIES, PARTS, singular

MOST_SLOTS = 6
MOST_VALUES = 400
LEAST_VALUES = 12

# What a percentage may look like in a working: 5 % as 5, 0.05, 1.05 or 0.95.
PERCENT: tuple[tuple[Callable[[Fraction], Fraction], str], ...] = (
    (lambda share: share / 100, "{} / 100"),
    (lambda share: 1 + share / 100, "(1 + {} / 100)"),
    (lambda share: 1 - share / 100, "(1 - {} / 100)"),
)


def written(examples: Sequence[Example], sentences: Sequence[str]) -> dict[int, Drill]:
    """The drill of each example whose working says its formula beyond doubt.

    Every number of the problem must stand in the working exactly once, no two alike, and the formula must give
    the right result for every other example that is given the same kinds of numbers.
    """
    del sentences  # the working alone decides
    found = {}
    for nth, example in enumerate(examples):
        drill = _drill(example, examples)
        if drill is not None:
            found[nth] = drill
    return found


def _drill(example: Example, examples: Sequence[Example]) -> Drill | None:
    calculation = example.found.calculation
    if example.node is None or calculation.verdict != "holds" or calculation.why:
        return None
    keys = list(dict.fromkeys(each.key for each in example.mentions))
    if not 1 <= len(keys) <= MOST_SLOTS or len({value for value, _, _ in keys}) != len(keys):
        return None
    names = _names(example, keys)
    node = _without_units(_bound(example.node, keys, names))
    if node is None or not _reproduces(node, keys, names, example, examples):
        return None
    slots = tuple(_slot(example, key, name, examples) for key, name in zip(keys, names, strict=True))
    if any(len(slot.values) < LEAST_VALUES for slot in slots):
        return None
    places, exact = _result(example, node, keys, names)
    return Drill(
        words=tuple(_words(example, keys, names)),
        slots=slots,
        formula=spell(node),
        node=node,
        unit=calculation.unit,
        places=places,
        rounded=not exact,
        decimal=example.decimal,
        prefix=calculation.unit in CURRENCIES and calculation.answer.startswith(calculation.unit),
    )


Key = tuple[Fraction, str, str]


def _bound(node: Node, keys: Sequence[Key], names: Sequence[str]) -> Node | None:
    """The working with each number of the problem replaced by its name; None unless each is there exactly once."""
    used: list[str] = []
    for number in numbers(node):
        new = _meaning(number, node, keys, names)
        if new is None:
            continue
        used += [part.name for part in walk(new) if isinstance(part, Name)]
        node = swap(node, number, new)
    return node if sorted(used) == sorted(names) else None


def _meaning(number: Number, node: Node, keys: Sequence[Key], names: Sequence[str]) -> Node | None:
    """The problem's number that a number of the working is, as it stands or as a percentage."""
    unit = _unit_of(number, node)
    for (value, said, _), name in zip(keys, names, strict=True):
        if number.value == value and (not unit or not said or singular(unit) == said or said not in unit):
            return Name(name)
    for (value, said, _), name in zip(keys, names, strict=True):
        if said in PARTS and not unit:
            for share, template in PERCENT:
                if share(value) == number.value:
                    return Group(parse(template.format(name), names=names))
    return None


def _unit_of(number: Number, node: Node) -> str:
    found = (part.unit.shown for part in walk(node) if isinstance(part, Measured) and part.inner is number)
    return next(found, "")


def _without_units(node: Node | None) -> Node | None:
    """The bare numbers; a percentage keeps its sign, for it is a hundredth."""
    if node is None:
        return None
    for part in list(walk(node)):
        if isinstance(part, Measured):
            plain = part.inner
            if part.unit.shown in PARTS:
                plain = Group(
                    parse(
                        f"({spell(plain)}) / 100", names=[each.name for each in walk(plain) if isinstance(each, Name)]
                    )
                )
            return _without_units(swap(node, part, plain))
    return node


def _reproduces(
    node: Node, keys: Sequence[Key], names: Sequence[str], own: Example, examples: Sequence[Example]
) -> bool:
    """Whether the formula gives the result of its own example, and of all that are given the same kinds of numbers."""
    alike = [example for example in examples if example.kinds == own.kinds]
    kinds = [(unit, over) for _, unit, over in keys]
    if len(alike) > 1 and len(set(kinds)) != len(kinds):
        return False
    for example in alike:
        values = {(each.unit, each.over): each.value for each in example.mentions}
        inputs = dict(zip(names, (values[kind] for kind in kinds), strict=True))
        if example is own:
            inputs = dict(zip(names, (value for value, _, _ in keys), strict=True))
        if not _gives(node, inputs, example):
            return False
    return True


def _gives(node: Node, inputs: dict[str, Fraction], example: Example) -> bool:
    try:
        value = evaluate(node, names=inputs).number
    except UnclearError:
        return False
    places = _places(example)
    return abs(value - example.value) <= Fraction(1, 2 * 10**places) if places else value == example.value


def _places(example: Example) -> int:
    checked = example.found.checked
    result = checked.result if checked else None
    found = numbers(result) if result is not None else ()
    return len(str(found[0].ulp.denominator)) - 1 if len(found) == 1 else 0


def _result(example: Example, node: Node, keys: Sequence[Key], names: Sequence[str]) -> tuple[int, bool]:
    """Decimals of the answer, and whether the example's own came out even."""
    inputs = dict(zip(names, (value for value, _, _ in keys), strict=True))
    value = evaluate(node, names=inputs)
    return _places(example), value.exact and value.number == example.value


def _names(example: Example, keys: Sequence[Key]) -> list[str]:
    """A name for each number: what it counts, else a letter."""
    names: list[str] = []
    for nth, (_, unit, _) in enumerate(keys):
        name = "".join(letter for letter in unit.lower() if letter.isascii() and letter.isalpha())
        name = {"": "abcdefgh"[nth % 8]}.get(name, name) if unit not in PARTS else "percent"
        names.append(name)
    return names if len(set(names)) == len(names) else list("abcdefgh"[: len(keys)])


def _slot(example: Example, key: Key, name: str, examples: Sequence[Example]) -> Slot:
    """Numbers of the same make: as round, with as many decimals, of about the same size."""
    value, unit, _ = key
    mention = next(each for each in example.mentions if each.key == key)
    step = _step(mention)
    low, high = max(1, int(value / 3 / step)), max(int(3 * value / step), int(value / 3 / step) + 2 * LEAST_VALUES)
    if unit in PARTS and value <= 100:
        high = min(high, int(100 / step) - 1)
    stride = max(1, (high - low) // MOST_VALUES)
    values = [step * nth for nth in range(low, high + 1, stride)]
    kind = (mention.unit, mention.over)
    taken = [each.value for other in examples for each in other.mentions if (each.unit, each.over) == kind]
    return Slot(name, without(values, taken), mention.places)


def _step(mention: Mention) -> Fraction:
    if mention.places:
        return Fraction(1, 10**mention.places)
    step = 1
    while mention.value % (step * 10) == 0 and mention.value >= 20 * step:
        step *= 10
    return Fraction(step if mention.value >= 5 * step else max(1, step // 10))


def _words(example: Example, keys: Sequence[Key], names: Sequence[str]) -> Iterator[str | Blank]:
    at = 0
    for mention in example.mentions:
        yield example.words[at : mention.start]
        yield Blank(Name(names[keys.index(mention.key)]), mention.places)
        at = mention.end
    yield example.words[at:]
