"""Units of measure: what they come to in base units, so that sides in different ones can be compared."""

import re
from collections import Counter
from fractions import Fraction
from functools import lru_cache

from cribdeck.facts.calculations.tree import Unit

Dimensions = tuple[tuple[str, int], ...]
"""Base units and their powers, sorted: a speed is (("m", 1), ("s", -1))."""

CURRENCIES = ("€", "$", "£", "¥", "EUR", "USD", "GBP", "DKK", "CHF", "kr")

PREFIXES = {"": 0, "n": -9, "µ": -6, "μ": -6, "m": -3, "c": -2, "d": -1, "h": 2, "k": 3, "M": 6, "G": 9, "T": 12}
"""A letter and its power of ten."""

# A symbol, the prefixes that go with it, its worth in base units, and those units.
SYMBOLS: tuple[tuple[str, str, Fraction, dict[str, int]], ...] = (
    ("m", "nµμmcdk", Fraction(1), {"m": 1}),
    ("g", "nµμmk", Fraction(1, 1000), {"kg": 1}),
    ("t", "", Fraction(1000), {"kg": 1}),
    ("s", "nµμm", Fraction(1), {"s": 1}),
    ("L", "µμmcdh", Fraction(1, 1000), {"m": 3}),
    ("l", "µμmcdh", Fraction(1, 1000), {"m": 3}),
    ("A", "nµμmk", Fraction(1), {"A": 1}),
    ("K", "m", Fraction(1), {"K": 1}),
    ("mol", "µμmk", Fraction(1), {"mol": 1}),
    ("M", "µμm", Fraction(1000), {"mol": 1, "m": -3}),
    ("N", "mkM", Fraction(1), {"kg": 1, "m": 1, "s": -2}),
    ("J", "mkMG", Fraction(1), {"kg": 1, "m": 2, "s": -2}),
    ("W", "mkMG", Fraction(1), {"kg": 1, "m": 2, "s": -3}),
    ("Wh", "kMGT", Fraction(3600), {"kg": 1, "m": 2, "s": -2}),
    ("Pa", "hkM", Fraction(1), {"kg": 1, "m": -1, "s": -2}),
    ("V", "µμmkM", Fraction(1), {"kg": 1, "m": 2, "s": -3, "A": -1}),
    ("Ω", "mkM", Fraction(1), {"kg": 1, "m": 2, "s": -3, "A": -2}),
    ("C", "nµμm", Fraction(1), {"A": 1, "s": 1}),
    ("F", "nµμm", Fraction(1), {"kg": -1, "m": -2, "s": 4, "A": 2}),
    ("Hz", "kMGT", Fraction(1), {"s": -1}),
    ("cal", "k", Fraction(4184, 1000), {"kg": 1, "m": 2, "s": -2}),
)  # fmt: skip

BYTE_POWERS = {"k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5}

# Further names of units, as people write them beside numbers, in some languages.
NAMES: tuple[tuple[str, Fraction, dict[str, int]], ...] = (
    ("%", Fraction(1, 100), {}),
    ("‰", Fraction(1, 1000), {}),
    ("° deg", Fraction(1), {"°": 1}),
    ("percent", Fraction(1, 100), {}),
    ("ppm", Fraction(1, 10**6), {}),
    ("dozen", Fraction(12), {}),
    ("thousand", Fraction(1000), {}),
    ("million", Fraction(10**6), {}),
    ("billion", Fraction(10**9), {}),
    ("sec secs second seconds", Fraction(1), {"s": 1}),
    ("Sekunde Sekunden sekund sekunder seconde secondes segundo segundos", Fraction(1), {"s": 1}),
    ("min mins minute minutes Minute Minuten minut minutter minuto minutos", Fraction(60), {"s": 1}),
    ("h hr hrs hour hours Stunde Stunden timer heure heures hora horas", Fraction(3600), {"s": 1}),
    ("d day days Tag Tage Tagen dage jour jours día días", Fraction(86400), {"s": 1}),
    ("week weeks Woche Wochen uger semaine semaines semana semanas", Fraction(604800), {"s": 1}),
    ("meter metre meters metres", Fraction(1), {"m": 1}),
    ("kilometer kilometre kilometers kilometres", Fraction(1000), {"m": 1}),
    ("gram grams", Fraction(1, 1000), {"kg": 1}),
    ("kilogram kilograms", Fraction(1), {"kg": 1}),
    ("liter litre liters litres", Fraction(1, 1000), {"m": 3}),
    ("inch inches", Fraction(254, 10000), {"m": 1}),
    ("ft foot feet", Fraction(3048, 10000), {"m": 1}),
    ("mi mile miles", Fraction(1609344, 1000), {"m": 1}),
    ("lb lbs", Fraction(45359237, 10**8), {"kg": 1}),
    ("ha", Fraction(10**4), {"m": 2}),
    ("kmh kph", Fraction(1000, 3600), {"m": 1, "s": -1}),
    ("mph", Fraction(1609344, 3600 * 1000), {"m": 1, "s": -1}),
    ("bit bits b", Fraction(1), {"bit": 1}),
    ("byte bytes B", Fraction(8), {"bit": 1}),
)  # fmt: skip


def _dimensions(powers: dict[str, int]) -> Dimensions:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _known() -> dict[str, tuple[Fraction, Dimensions]]:
    """Each unit's worth in base units, and which they are."""
    found = {
        prefix + symbol: (worth * Fraction(10) ** PREFIXES[prefix], _dimensions(powers))
        for symbol, prefixes, worth, powers in SYMBOLS
        for prefix in ("", *prefixes)
    }
    for letter, power in BYTE_POWERS.items():
        for symbol, bits in (("B", 8), ("bit", 1), ("b", 1), ("bps", 1), ("bit/s", 1)):
            time = {"s": -1} if symbol == "bps" else {}
            found[letter + symbol] = (bits * Fraction(1000) ** power, _dimensions({"bit": 1, **time}))
        found[letter.upper() + "iB"] = (8 * Fraction(1024) ** power, (("bit", 1),))
    for names, worth, powers in NAMES:
        found.update(dict.fromkeys(names.split(), (worth, _dimensions(powers))))
    return found


KNOWN = _known()
BINARY = {letter + "B": 8 * Fraction(1024) ** power for letter, power in BYTE_POWERS.items()}
"""What a KB and its like come to where the notes count in 1,024s."""
TIMES = frozenset(name for name, (_, dimensions) in KNOWN.items() if dimensions == (("s", 1),))
PARTS = ("%", "‰", "percent")


@lru_cache(maxsize=1000)
def worth(unit: Unit, *, binary: bool = False) -> tuple[Fraction, Dimensions]:
    """What one of this unit comes to, and in which base units; a unit that nobody knows is its own base."""
    size, powers = Fraction(1), Counter[str]()
    for name, power in unit.factors:
        one, dimensions = KNOWN.get(name) or (Fraction(1), ((singular(name), 1),))
        if binary:
            one = BINARY.get(name, one)
        size *= one**power
        for base, exponent in dimensions:
            powers[base] += exponent * power
    return size, _dimensions(powers)


@lru_cache(maxsize=1000)
def sizes_beside(name: str, power: int) -> frozenset[Fraction]:
    """What one of each unit that measures the same as the one of this name comes to, raised to a power."""
    _, dimensions = KNOWN[name]
    sizes = (size for other, (size, base) in KNOWN.items() if base and base == dimensions and other != name)
    return frozenset(size**power for size in sizes)


def singular(name: str) -> str:
    """The name that one and many of a counted thing share: "item" for "items"."""
    return name[:-1] if len(name) > 2 and name.endswith("s") and not name.endswith("ss") else name


def is_measure(shown: str) -> bool:
    """Whether a unit is made of measures that everybody knows: ``km/h``, not ``WCU``."""
    words = [word for word in re.split(r"[\W\d⁰¹²³⁴⁵⁶⁷⁸⁹_]+", shown) if word]
    return all(word in KNOWN or word in CURRENCIES or word == "per" for word in words)


def bases() -> frozenset[str]:
    """The base units; every other name in dimensions is a thing that is counted."""
    return frozenset(base for _, dimensions in KNOWN.values() for base, _ in dimensions)


BASES = bases()
