"""What a problem gives: each of its numbers with a name, and other numbers that it might have given as well."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.drill import Slot, without
from cribdeck.facts.calculations.examples import Example
from cribdeck.facts.calculations.mentions import Mention
from cribdeck.facts.calculations.tree import Unit
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN, PARTS, worth

MOST_VALUES = 400
FEWEST_STEPS = 24
DISTINCT = 10
"""From here on, a number that stands twice in a working is the problem's both times."""

QUANTITIES = {
    "m": "length", "m2": "area", "m3": "volume", "s": "time", "kg": "mass", "m s-1": "speed", "m s-2": "acceleration",
    "A": "current", "K": "temperature", "°C": "temperature", "mol": "amount", "s-1": "frequency", "bit": "size",
    "bit s-1": "speed", "kg m s-2": "force", "kg m2 s-2": "energy", "kg m2 s-3": "power", "kg m-1 s-2": "pressure",
    "kg m2 s-3 A-1": "voltage", "kg m2 s-3 A-2": "resistance", "kg m-3": "density", "m3 s-1": "flow", "°": "angle",
}  # fmt: skip
"""What is measured, by its base units."""


@dataclass(frozen=True, slots=True)
class Given:
    """A number that a problem gives."""

    name: str
    mention: Mention

    @property
    def value(self) -> Fraction:
        return self.mention.value

    @property
    def unit(self) -> str:
        return self.mention.unit

    @property
    def key(self) -> tuple[Fraction, str, str]:
        return self.mention.key

    @property
    def kind(self) -> tuple[str, str]:
        return self.mention.kind

    @property
    def places(self) -> int:
        """Decimals to show always: those of an amount of money, or of a number written with a final zero."""
        money = self.unit in CURRENCIES or self.mention.shown.endswith("0")
        return self.mention.places if money else 0

    @property
    def distinct(self) -> bool:
        """It is no number that stands in a working by chance."""
        return self.value >= DISTINCT or self.value.denominator != 1


def givens(example: Example) -> tuple[Given, ...]:
    """The numbers that a problem gives, a number told twice once; those in brackets belong to the thing itself."""
    fixed = {mention.key for mention in example.fixed}
    free = {mention.key: mention for mention in example.mentions if mention.key not in fixed}
    mentions = list(free.values())
    names = [_name(mention) for mention in mentions]
    if "" in names or len(set(names)) != len(names):
        names = list("abcdefghijklmnop"[: len(names)])
    return tuple(Given(name, mention) for name, mention in zip(names, mentions, strict=False))


def _name(mention: Mention) -> str:
    """What a number measures or counts."""
    if mention.unit in PARTS:
        return "percent"
    if mention.unit in CURRENCIES:
        return "money"
    if mention.unit in KNOWN or mention.unit == "°C":
        over = ((mention.over, -1),) if mention.over else ()
        _, dimensions = worth(Unit(((mention.unit, mention.power), *over), ""))
        order = ["kg", "m", "s", "A"]
        ranked = sorted(dimensions, key=lambda each: (order.index(each[0]) if each[0] in order else 9, each[0]))
        return QUANTITIES.get(" ".join(base + ("" if power == 1 else str(power)) for base, power in ranked), "")
    word = mention.word.lower()
    return word if len(word) > 3 and word.isalpha() and word.isidentifier() else ""


def taken_by(examples: Iterable[Example]) -> dict[tuple[str, str], set[Fraction]]:
    """The numbers that examples give of each kind."""
    taken: dict[tuple[str, str], set[Fraction]] = {}
    for example in examples:
        for mention in example.mentions:
            taken.setdefault(mention.kind, set()).add(mention.value)
    return taken


def slot_for(given: Given, taken: Collection[Fraction]) -> Slot:
    """Numbers of the same make, between half and twice as large, and none that the notes give for the same kind."""
    step = _step(given.mention)
    low = max(2 if given.value > step else 1, -int(-given.value / 2 // step))
    high = max(int(2 * given.value / step), low + FEWEST_STEPS)
    if given.unit in PARTS and given.value < 100:
        high = min(high, int(100 / step) - 1)
        low = max(low, int(2 * given.value / step) - int(100 / step))
    stride = max(1, (high - low) // MOST_VALUES)
    values = [step * nth for nth in range(low, high + 1, stride)]
    return Slot(given.name, without(values, taken), given.places)


def _step(mention: Mention) -> Fraction:
    """The last digit that the notes care for: tens for 250, tenths for 2.5."""
    if mention.places:
        return Fraction(1, 10**mention.places)
    step = 1
    while mention.value % (step * 10) == 0 and mention.value >= 20 * step:
        step *= 10
    return Fraction(step if mention.value >= 5 * step else max(1, step // 10))
