"""The numbers that a problem mentions, each with its unit and the time it is counted over."""

from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.tokens import SUPERSCRIPTS, Decimal, Token, UnclearError, read_number, tokens
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN, TIMES, singular

OVER = ("per", "a", "an", "each", "every", "/", "pro", "par", "por", "pr", "al")
WITHIN = 6
"""How many words after a number its "per second" may stand."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text."""

    start: int
    end: int
    value: Fraction
    shown: str
    places: int
    word: str = ""
    """The word right beside it."""
    unit: str = ""
    """The same in the singular, without a power: a unit, or what is counted."""
    power: int = 1
    """Of the unit: 3 for cm³."""
    over: str = ""
    """The time that it is counted over: "second" for "10 items per second"."""

    @property
    def kind(self) -> tuple[str, str]:
        """What it is a number of, whatever its value."""
        return self.unit + (str(self.power) if self.power != 1 else ""), self.over

    @property
    def key(self) -> tuple[Fraction, str, str]:
        """Two mentions of the same key are one number told twice."""
        return self.value, *self.kind


def mentions(words: str, *, decimal: Decimal = ".") -> tuple[Mention, ...]:
    """The numbers of a text in order; those that cannot be read are left out."""
    found = tokens(words)
    return tuple(
        mention
        for nth, token in enumerate(found)
        if token.kind == "number" and (mention := _mention(found, nth, decimal)) is not None
    )


def _mention(found: list[Token], nth: int, decimal: Decimal) -> Mention | None:
    token = found[nth]
    try:
        value, ulp = read_number(token.text, decimal)
    except UnclearError:
        return None
    places = len(str(ulp.denominator)) - 1
    word, power = _unit(found, nth)
    unit = word if word in KNOWN else singular(word)
    return Mention(token.start, token.end, value, token.text, places, word, unit, power, _over(found, nth))


def _unit(found: list[Token], nth: int) -> tuple[str, int]:
    """The word beside a number, and the power it is raised to."""
    if nth and found[nth - 1].text in CURRENCIES:
        return found[nth - 1].text, 1
    at = nth + 1
    if at + 1 < len(found) and found[at].text == "-" and not found[at + 1].spaced:
        at += 1  # a 5-litre tank
    if at >= len(found) or found[at].kind != "word":
        return "", 1
    word = found[at].text
    if word[-1] in "23" and word[:-1] in KNOWN:
        return word[:-1], int(word[-1])
    raised = (
        found[at + 1].text.translate(SUPERSCRIPTS) if at + 1 < len(found) and found[at + 1].kind == "power" else "1"
    )
    return word, int(raised) if raised in ("2", "3") else 1


def _over(found: list[Token], nth: int) -> str:
    """The time unit after the first "per" that follows, before another number or the end of the phrase."""
    for at in range(nth + 1, min(nth + 1 + WITHIN, len(found) - 1)):
        token = found[at]
        if token.kind in ("number", "comma") or token.text in (".", ";", "?"):
            return ""
        if token.text.lower() in OVER and found[at + 1].text in TIMES:
            return found[at + 1].text
    return ""
