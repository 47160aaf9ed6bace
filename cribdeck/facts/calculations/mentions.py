"""The numbers that a problem mentions, each with its unit and the time it is counted over."""

from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.tokens import Decimal, Token, UnclearError, read_number, tokens
from cribdeck.facts.calculations.units import CURRENCIES, TIMES, singular

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
    unit: str = ""
    """The word right beside it, in the singular: a unit, or what is counted."""
    over: str = ""
    """The time that it is counted over: "second" for "10 items per second"."""

    @property
    def key(self) -> tuple[Fraction, str, str]:
        """Two mentions of the same key are one number told twice."""
        return self.value, self.unit, self.over


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
    return Mention(token.start, token.end, value, token.text, places, _unit(found, nth), _over(found, nth))


def _unit(found: list[Token], nth: int) -> str:
    if nth and found[nth - 1].text in CURRENCIES:
        return found[nth - 1].text
    after = found[nth + 1] if nth + 1 < len(found) else None
    if after is None or (after.kind != "word" and after.text != "-"):
        return ""
    if after.text == "-":  # a 5-litre tank
        after = found[nth + 2] if nth + 2 < len(found) and not found[nth + 2].spaced else None
    return singular(after.text) if after is not None and after.kind == "word" else ""


def _over(found: list[Token], nth: int) -> str:
    """The time unit after the first "per" that follows, before another number or the end of the phrase."""
    for at in range(nth + 1, min(nth + 1 + WITHIN, len(found) - 1)):
        token = found[at]
        if token.kind in ("number", "comma") or token.text in (".", ";", "?"):
            return ""
        if token.text.lower() in OVER and found[at + 1].text in TIMES:
            return found[at + 1].text
    return ""


def key_of(mention: Mention) -> tuple[str, str]:
    """What kind of number it is, whatever its value."""
    return mention.unit, mention.over
