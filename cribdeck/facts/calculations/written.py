"""The formula that a working itself writes out: each of its numbers is one of the problem's, or a constant."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from cribdeck.facts.calculations.drill import Blank, Drill, is_even, spell
from cribdeck.facts.calculations.evaluate import evaluate
from cribdeck.facts.calculations.examples import Example
from cribdeck.facts.calculations.givens import Given, givens, slot_for, taken_by
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.facts.calculations.tree import (
    Group,
    Measured,
    Name,
    Node,
    Number,
    Operation,
    numbers,
    swap,
    tidy,
    walk,
)
from cribdeck.facts.calculations.units import CURRENCIES, PARTS, singular

MOST_GIVENS = 6
LEAST_VALUES = 6

# What a percentage may look like in a working: 5 % as 5, 0.05, 1.05 or 0.95.
PERCENT: tuple[tuple[Callable[[Fraction], Fraction], str], ...] = (
    (lambda share: share / 100, "{} / 100"),
    (lambda share: 1 + share / 100, "(1 + {} / 100)"),
    (lambda share: 1 - share / 100, "(1 - {} / 100)"),
)
CONSTANTS = frozenset(
    map(Fraction, ("1", "2", "1/2", "10", "24", "60", "100", "1000", "1024", "3600", "3.6", "7", "8", "12", "365"))
)
"""Numbers that are the same in every problem of a kind, however they came about: factors between units, halves."""
LONG = 3
"""With so many digits, a constant is one of nature's, and no number that was worked out from the problem's."""


def written(examples: Sequence[Example], sentences: Sequence[str]) -> dict[int, Drill]:
    """The drill of each example whose working says its formula beyond doubt.

    Every number of the problem must stand in the working, no two alike, what else stands there must be a constant,
    and the formula must give the right result for every other example that is given the same kinds of numbers.
    """
    del sentences  # the working alone decides
    peers, taken = Peers(examples), taken_by(examples)
    drills = ((nth, _drill(example, peers, taken)) for nth, example in enumerate(examples))
    return {nth: drill for nth, drill in drills if drill is not None}


def _drill(example: Example, peers: "Peers", taken: Mapping[tuple[str, str], Collection[Fraction]]) -> Drill | None:
    calculation = example.found.calculation
    given = givens(example)
    if example.node is None or calculation.verdict != "holds" or calculation.why:
        return None
    if not 1 <= len(given) <= MOST_GIVENS or len({each.value for each in given}) != len(given):
        return None
    bound = _bound(example.node, given, example)
    node = tidy(_without_units(bound)) if bound else None
    if node is None or not _reproduces(node, given, example, peers):
        return None
    slots = tuple(slot_for(each, taken[each.kind]) for each in given)
    if any(len(slot.values) < LEAST_VALUES for slot in slots):
        return None
    value = evaluate(node, names=_inputs(given)).number
    return Drill(
        words=tuple(_words(example, given)),
        slots=slots,
        formula=spell(node),
        node=node,
        unit=calculation.unit,
        places=_places(example),
        rounded=not is_even(value, example.value),
        decimal=example.decimal,
        prefix=calculation.unit in CURRENCIES and calculation.answer.startswith(calculation.unit),
    )


def _inputs(given: Sequence[Given]) -> dict[str, Fraction]:
    return {each.name: each.value for each in given}


# --- binding ----------------------------------------------------------------


def _bound(node: Node, given: Sequence[Given], example: Example) -> Node | None:
    """The working with each number of the problem replaced by its name; None when one is missing or in doubt."""
    used: list[str] = []
    for number in numbers(node):
        new = _meaning(number, node, given)
        if new is not None:
            used += [part.name for part in walk(new) if isinstance(part, Name)]
            node = swap(node, number, new)
        elif not _is_constant(number, given, example):
            return None
    once = all(used.count(each.name) == 1 or (used.count(each.name) > 1 and each.distinct) for each in given)
    return node if once else None


def _meaning(number: Number, node: Node, given: Sequence[Given]) -> Node | None:
    """The problem's number that a number of the working is, as it stands or as a percentage."""
    unit = next((part.unit for part in walk(node) if isinstance(part, Measured) and part.inner is number), None)
    counted = singular(unit.factors[0][0]) if unit else ""
    for each in given:
        if number.value == each.value and (not counted or not each.unit or counted == each.unit):
            return Name(each.name)
    shares = [each for each in given if each.unit in PARTS and not counted]
    for each in shares:
        for share, template in PERCENT:
            if share(each.value) == number.value:
                return Group(parse(template.format(each.name), names=[each.name]))
    return None


def _is_constant(number: Number, given: Sequence[Given], example: Example) -> bool:
    """Whether a number of the working does not come from the problem's: the 5 in ``6 * 5 / 2`` does."""
    value = number.value
    if value in CONSTANTS or any(mention.value == value for mention in example.fixed):
        return True
    if len(given) >= 3 and value == len(given):
        return True  # the mean of three numbers
    return sum(letter.isdigit() for letter in number.shown.strip("0.,")) >= LONG and not _worked_out(value, given)


def _worked_out(value: Fraction, given: Sequence[Given]) -> bool:
    """Whether a value is what a simple step makes of one or two of the problem's numbers."""
    known = [each.value for each in given]
    pairs = [(one, other) for one in known for other in (*known, Fraction(1), Fraction(2), Fraction(100))]
    return any(
        value in {one + other, one - other, other - one, one * other, *([one / other] if other else [])}
        for one, other in pairs
    )


def _without_units(node: Node) -> Node:
    """The bare numbers; a percentage becomes hundredths, and hundredths of what it is added to."""
    for part in walk(node):
        if isinstance(part, Operation) and part.op in "+-" and _percent(part.right) and not _percent(part.left):
            assert isinstance(part.right, Measured)
            change = Operation(part.op, Number(Fraction(1), "1"), _hundredths(part.right), part.op)
            return _without_units(swap(node, part, Operation("*", part.left, Group(change), "*")))
    for part in walk(node):
        if isinstance(part, Measured):
            return _without_units(swap(node, part, _hundredths(part) if _percent(part) else part.inner))
    return node


def _percent(node: Node) -> bool:
    return isinstance(node, Measured) and node.unit.shown in PARTS


def _hundredths(part: Measured) -> Node:
    return Group(Operation("/", part.inner, Number(Fraction(100), "100"), "/"))


# --- proof ------------------------------------------------------------------


class Peers:
    """Examples by the kinds of number that they are given, and which of them a formula does not reproduce."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._alike: dict[tuple[tuple[str, str], ...], list[Example]] = {}
        self._against: dict[object, list[Example]] = {}
        for example in examples:
            self._alike.setdefault(example.kinds, []).append(example)

    def others(self, own: Example) -> list[Example]:
        """Those that are like an example."""
        return [example for example in self._alike[own.kinds] if example is not own and own.is_like(example)]

    def against(self, node: Node, given: Sequence[Given], own: Example) -> list[Example]:
        """Other examples of the same kinds that a formula gives another result for, two at most.

        Where units say which examples are alike, one search does for all that are worked out by the same formula.
        """
        if not own.counts_something:
            return _failing(node, given, self.others(own))
        key = own.kinds, node, tuple((each.name, each.kind) for each in given)
        if key not in self._against:
            self._against[key] = _failing(node, given, self._alike[own.kinds])
        return [example for example in self._against[key] if example is not own]


def _failing(node: Node, given: Sequence[Given], examples: Iterable[Example]) -> list[Example]:
    """The first two that a formula gives another result for: one of them may be the example that it comes from."""
    return list(islice((each for each in examples if not _gives(node, _inputs_of(each, given), each)), 2))


def _inputs_of(example: Example, given: Sequence[Given]) -> dict[str, Fraction]:
    """The numbers of another example by the names of those that it is given the kinds of."""
    values = {each.kind: each.value for each in example.mentions}
    return {each.name: values[each.kind] for each in given}


def _reproduces(node: Node, given: Sequence[Given], own: Example, peers: Peers) -> bool:
    """Whether the formula gives the result of its own example, and of all that are given the same kinds of numbers."""
    if not _gives(node, _inputs(given), own):
        return False
    kinds = [each.kind for each in given]
    if len(set(kinds)) != len(kinds):
        return not peers.others(own)  # which number of the others is which?
    return not peers.against(node, given, own)


def _gives(node: Node, inputs: Mapping[str, Fraction], example: Example) -> bool:
    try:
        value = evaluate(node, names=inputs).number
    except UnclearError:
        return False
    places = _places(example)
    return abs(value - example.value) <= (Fraction(1, 2 * 10**places) if places else 0)


def _places(example: Example) -> int:
    """Decimals of the result."""
    result = example.found.checked.result if example.found.checked else None
    found = numbers(result) if result is not None else ()
    return len(str(found[0].ulp.denominator)) - 1 if len(found) == 1 else 0


def _words(example: Example, given: Sequence[Given]) -> Iterator[str | Blank]:
    at = 0
    names = {each.key: each for each in given}
    for mention in example.mentions:
        yield example.words[at : mention.start]
        each = names.get(mention.key)
        yield Blank(Name(each.name), each.places) if each else mention.shown
        at = mention.end
    yield example.words[at:]
