"""Worked examples as the search for a formula sees them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cribdeck.facts.calculations.find import Found
from cribdeck.facts.calculations.from_tex import from_tex
from cribdeck.facts.calculations.mentions import Mention, mentions
from cribdeck.facts.calculations.tokens import Decimal, UnclearError, decimal_of
from cribdeck.facts.calculations.tree import Call, Node, Operation, walk
from cribdeck.model import Text


@dataclass(frozen=True)
class Example:
    """A worked example: its problem's words and numbers, its working, its result."""

    found: Found
    words: str
    mentions: tuple[Mention, ...]
    node: Node | None
    """The first side that has something to work out."""
    value: Fraction
    decimal: Decimal

    @cached_property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """What kinds of number the problem gives, whatever their values."""
        return tuple(sorted({each.kind for each in self.mentions}))

    def is_like(self, other: "Example") -> bool:
        """Whether both give the same kinds of numbers; bare numbers are of a kind only in like words."""
        if self.kinds != other.kinds:
            return False
        if self.counts_something:
            return True
        mine, theirs = self.long_words, other.long_words
        return 2 * len(mine & theirs) >= min(len(mine), len(theirs))

    @property
    def counts_something(self) -> bool:
        """Whether one of its numbers has a unit: then its kinds alone say which other examples are like it."""
        return any(unit for unit, _ in self.kinds)

    @cached_property
    def long_words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[^\W\d_]{4,}", self.words.lower()))

    @property
    def fixed(self) -> tuple[Mention, ...]:
        """Numbers in brackets: they belong to the thing that the problem is about, as in "water (18 g/mol)"."""
        spans = [(match.start(), match.end()) for match in re.finditer(r"\([^()]*\)", self.words)]
        return tuple(each for each in self.mentions if any(a < each.start and each.end < b for a, b in spans))


def example(found: Found) -> Example | None:
    """The example behind a calculation that can be learned from: told in words, and right."""
    calculation = found.calculation
    if not found.stated or calculation.verdict not in ("holds", "rounds") or calculation.value is None:
        return None
    decimal = decimal_of(found.lang)
    words = plain_words(calculation.problem)
    return Example(found, words, mentions(words, decimal=decimal), _steps(found), calculation.value, decimal)


def plain_words(text: Text) -> str:
    """A problem's words with formulas in plain signs."""
    out, at = "", 0
    for start, end in text.spans("math"):
        try:
            plain = from_tex(text.plain[start:end])
        except UnclearError:
            plain = text.plain[start:end]
        out += text.plain[at:start] + plain
        at = end
    return re.sub(r"\s+", " ", out + text.plain[at:]).replace(" ,", ",").strip()


def _steps(found: Found) -> Node | None:
    chain = found.checked.chain if found.checked else None
    if chain is None:
        return None
    nodes = (side.node for side in chain.worked if side.node is not None)
    return next((node for node in nodes if any(isinstance(part, Operation | Call) for part in walk(node))), None)
