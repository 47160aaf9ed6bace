"""Numbers with their units, and words that say that one is a limit."""

import re
from collections import defaultdict
from collections.abc import Collection
from fractions import Fraction
from functools import cached_property

from cribdeck.facts.words.lexicon import Lexicon, phrases
from cribdeck.facts.words.memory import remembered

_NUMBER = r"\d+(?:[.,]\d+)*(?:\s?[×x*]\s?10\^?-?\d+)?"
_START = r"(?=[\d<>≤≥~≈−±$€£¥-])"
_DIGIT = re.compile(r"\d")
"""Most texts hold no figure: this is found at once, while the patterns below try every offset."""
_DECADE = re.compile(r"(?:1\d|20)\d0s|[2-9]0s", re.I)
"""The 1750s and the 40s are no seconds."""
_RANGE = r"\s*(?:-|–|—|to|and|±)\s*"
_SIZES = {"kb": 1, "mb": 2, "gb": 3, "tb": 4, "pb": 5, "kib": 1, "mib": 2, "gib": 3, "tib": 4, "pib": 5}


class Numbers(Lexicon):
    """Where numbers stand, and what they are worth."""

    @remembered
    def number_units(self, text: str) -> tuple[tuple[int, int], ...]:
        """Start and end of every number with its unit: "128 MB – 10 GB", "5 MB/s", "2-4 days", "30 %", "$5"."""
        if not _DIGIT.search(text):
            return ()
        return tuple([match.span() for match in self._quantity.finditer(text) if not _DECADE.fullmatch(match[0])])

    @remembered
    def numbers(self, text: str) -> tuple[tuple[int, int], ...]:
        """Start and end of every number, with its unit if it has one; not of digits inside a name ("EC2")."""
        return tuple([match.span() for match in self._any_number.finditer(text)]) if _DIGIT.search(text) else ()

    def quantity(self, text: str) -> bool:
        """Whether the text is a number with its unit and nothing else."""
        return bool(_DIGIT.search(text) and self._quantity.fullmatch(text.strip()))

    def limit_cue(self, text: str) -> bool:
        """Whether something marks a number as a limit: "up to", "max", "per", ">"."""
        return bool(self._limit.search(text))

    def numeral(self, lead_in: str) -> int | None:
        """How many a lead-in promises: 3 for "There are three main kinds of"; None if it says none."""
        for match in self._counted.finditer(lead_in):
            word, noun = match.groups(default="")
            if noun and noun.lower() not in self.units:
                return int(word) if word.isdigit() else self._numeral_values[word.lower()]
        return None

    def same_value(self, answer: str, text: str) -> str:
        """The quantity or number in ``text`` that says the same as the answer, or nothing."""
        if not _DIGIT.search(answer) and answer.strip().lower() not in self._numeral_values:
            return ""
        wanted = self._worth(answer)
        if wanted is None:
            return ""
        for start, end in self.numbers(text):
            if self._worth(text[start:end]) == wanted:
                return text[start:end]
        return ""

    @remembered
    def _worth(self, quantity: str) -> tuple[str, Fraction] | None:
        """Kind of unit and amount, alike for "900 seconds" and "15 minutes"; None for what is no single quantity."""
        quantity = quantity.strip().strip("()~≈<>=≤≥ ")
        if quantity.lower() in self._numeral_values:
            return "", Fraction(self._numeral_values[quantity.lower()])
        amount, unit = _amount(quantity)
        if amount is None:
            return None
        if unit.lower() in _SIZES:
            return "size", amount * 1024 ** _SIZES[unit.lower()]
        kind, factor = self._scales.get(unit, (unit.lower().rstrip("s"), Fraction(1)))
        return kind, amount * factor

    @cached_property
    def _scales(self) -> dict[str, tuple[str, Fraction]]:
        rows = (row.split(":") for row in self.unit_scales)
        return {unit: (kind, Fraction(factor)) for unit, kind, factor in rows}

    @cached_property
    def _numeral_values(self) -> dict[str, int]:
        return {word: int(value) for word, value in (row.split(":") for row in self.numerals)}

    @cached_property
    def _unit_pattern(self) -> str:
        units = _by_first_letter(self.units)
        signs = "|".join(sorted(self.unit_signs))
        one = rf"(?:(?:{units})|(?-i:{signs}))(?![^\W_])"
        return rf"{one}(?:\s?(?:/|per\s)\s?(?:{one}|[^\W\d_]+)(?:[²³]|\^\d)?)*"

    @cached_property
    def _quantity(self) -> re.Pattern[str]:
        unit = rf"[\s\-]?{self._unit_pattern}"
        many = rf"(?:\s(?:{'|'.join(sorted(self.multipliers))}))?"
        ranged = rf"{_NUMBER}{many}(?:(?:{unit})?{_RANGE}{_NUMBER})?"
        amount = rf"[$€£¥]\s?{_NUMBER}(?:\s?[kKMB]\b)?{many}"
        money = rf"{amount}(?:{_RANGE}[$€£¥]?\s?{_NUMBER})?(?:\s?/\s?\w+)?"
        # What a number may start with is looked for first: all that follows is then tried at few offsets.
        return re.compile(rf"{_START}(?<![\w.,/^$€£])(?:(?:[<>≤≥~≈]=?\s?|[-−±])?{ranged}{unit}|{money})", re.I)

    @cached_property
    def _any_number(self) -> re.Pattern[str]:
        lone = rf"{_START}(?<![\w.,/^\-])(?:[<>≤≥~≈]=?\s?|[-−±])?{_NUMBER}(?:{_RANGE}{_NUMBER})?(?![\w\-])"
        return re.compile(rf"{self._quantity.pattern}|{lone}", re.I)

    @cached_property
    def _limit(self) -> re.Pattern[str]:
        cues = phrases(self.limit_cues)
        return re.compile(rf"(?<![\w-])(?:{cues})(?![^\W\d])(?!-)|(?<![-=<])[<>≤≥]=?\s?(?=\d)", re.IGNORECASE)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        words = "|".join(sorted(word for word, value in self._numeral_values.items() if value > 1))
        names = "|".join(sorted(self.numbered_names))
        plurals = "|".join(sorted(self.irregular_plurals))
        singular = "|".join(sorted(word for word in self.singular_in_s if len(word) < 6))
        noun = rf"(?!(?:{singular})\b)(?:[^\W\d_][\w-]*[^s]s|{plurals})"
        return re.compile(
            rf"(?:\b(?:{names})\s+\S+|(?<![\w.,$€£/-])({words}|[2-9]|1\d|20)\s+(?:[^\W\d_][\w-]*\s+){{0,3}}?({noun}))\b",
            re.IGNORECASE,
        )


def _by_first_letter(units: Collection[str]) -> str:
    """A pattern for any of the units, the longest first: few are tried where each first letter is tried once."""
    rows: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: (-len(unit), unit)):
        rows[unit[0].casefold()].append(re.escape(unit[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(rows.items()))


def _amount(quantity: str) -> tuple[Fraction | None, str]:
    match = re.fullmatch(r"([\d.,]+)[\s\-]*(.*)", quantity)
    if not match:
        return None, ""
    digits = re.sub(r",(?=\d{3}\b)", "", match.group(1)).replace(",", ".")
    try:
        return Fraction(digits), match.group(2)
    except ValueError:
        return None, ""
