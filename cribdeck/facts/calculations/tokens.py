"""Plain arithmetic cut into tokens, with exact numbers."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

LONGEST = 600
"""No working that somebody wrote by hand is longer, in characters."""
MOST_TEX = 4 * LONGEST
"""And in TeX, whose commands are long."""
MOST_DIGITS = 40

Decimal = Literal[".", ","]
COMMA_LANGUAGES = ("cs", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt", "ru", "sv", "tr")
Kind = Literal["number", "word", "op", "open", "close", "comma", "power", "other"]


class UnclearError(Exception):
    """An expression cannot be read or worked out; the message says why, for the report."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False
    """White space stands before it."""


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8),
          "⅝": (5, 8), "⅞": (7, 8), "⅙": (1, 6), "⅚": (5, 6),
          "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅒": (1, 10)}  # fmt: skip
SIGNS = {"×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "*": "*", "÷": "/", ":": "/", "∕": "/", "⁄": "/", "/": "/",
         "−": "-", "–": "-", "-": "-", "+": "+", "^": "^", "**": "^", "!": "!", "√": "√", "&": "&",
         "of": "*"}  # fmt: skip

TOKEN = re.compile(
    r"""
      (?P<space>[ \t\n]+)
    | (?P<other>0[xXbBoO][0-9a-fA-F]+\b | \d+(?:st|nd|rd|th)\b)
    | (?P<number>\d{1,3}(?:[ ]\d{3})+(?![\d.,]*\d)
        | \d(?:[\d.,'’\u00a0\u202f\u2009_]*\d)?(?:[eE][+-]?\d{1,3}(?![\w.]))?
        | (?<![\w)\]])\.\d+)
    | (?P<vulgar>[½⅓⅔¼¾⅕⅛⅜⅝⅞⅙⅚⅖⅗⅘⅒])
    | (?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)
    | (?P<times>(?<=[\d)\]½])[xX](?=[\d(]))
    | (?P<word>°[CF]\b | [°%‰€$£¥] | [^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹½⅓⅔¼¾⅕⅛⅜⅝⅞⅙⅚⅖⅗⅘⅒]+(?:_\w+)?\d*)
    | (?P<op>\*\*|[×·⋅∙∗*÷∕⁄/−–+^!√&-]|(?<=[ ]):(?=[ ]))
    | (?P<open>[(\[⌈⌊])
    | (?P<close>[)\]⌉⌋])
    | (?P<comma>[,;])
    """,
    re.VERBOSE,
)


def decimal_of(lang: str) -> Decimal:
    """The decimal sign of a language."""
    return "," if lang.split("-")[0] in COMMA_LANGUAGES else "."


def tokens(source: str) -> list[Token]:
    """The tokens of an expression; what is no arithmetic comes as ``other``, a character each."""
    found: list[Token] = []
    at, spaced = 0, False
    while at < len(source):
        match = TOKEN.match(source, at)
        kind = (match.lastgroup or "other") if match else "other"
        text = match.group() if match else source[at]
        if kind == "space":
            spaced = True
        else:
            found.append(_token(kind, text, at, spaced))
            spaced = False
        at += len(text)
    return _crosses(found)


def _token(kind: str, text: str, at: int, spaced: bool) -> Token:
    match kind:
        case "vulgar":
            return Token("number", text, at, at + len(text), spaced)
        case "times":
            return Token("op", "×", at, at + len(text), spaced)
        case _:
            return Token(kind, text, at, at + len(text), spaced)  # type: ignore[arg-type]  # a name of TOKEN's groups


def _crosses(found: list[Token]) -> list[Token]:
    """An ``x`` between two values is a sign: ``1 x 4KB``, ``(2) x (3)``."""
    for nth in range(1, len(found) - 1):
        token, before, after = found[nth], found[nth - 1], found[nth + 1]
        if token.text in ("x", "X") and before.kind != "op" and before.kind != "open" and after.kind in _VALUES:
            found[nth] = Token("op", "×", token.start, token.end, token.spaced)
    return found


_VALUES = ("number", "open")

GROUPED = {
    ".": re.compile(r"\d{1,3}([,'’ \u00a0\u202f\u2009_])\d{3}(?:\1\d{3})*(?:\.\d+)?|\d*(?:\.\d+)?"),
    ",": re.compile(r"\d{1,3}([.'’ \u00a0\u202f\u2009_])\d{3}(?:\1\d{3})*(?:,\d+)?|\d*(?:,\d+)?"),
}


ONE = Fraction(1)


def read_number(shown: str, decimal: Decimal = ".") -> tuple[Fraction, Fraction]:
    """The exact value of a numeral, and what one more in its last digit would add.

    Raises UnclearError for what is no numeral: ``007``, ``1.2.3``, ``1,5`` where the comma groups thousands.
    """
    if shown.isascii() and shown.isdecimal() and shown[0] != "0" and len(shown) <= MOST_DIGITS:
        return Fraction(int(shown)), ONE  # as most are
    if shown in VULGAR:
        return Fraction(*VULGAR[shown]), Fraction(0)
    mantissa, _, exponent = shown.lower().partition("e")
    if len(mantissa) > MOST_DIGITS:
        raise UnclearError("a number is too long")
    if not GROUPED[decimal].fullmatch(mantissa):
        raise UnclearError(f"{shown} is no number")
    if re.match(r"0\d", mantissa):
        raise UnclearError(f"{shown} starts with a zero")
    whole, _, digits = mantissa.partition(decimal)
    whole = re.sub(r"\D", "", whole)
    shift = int(exponent or 0) - len(digits)
    ulp = Fraction(10) ** shift
    return int(whole + digits) * ulp, ulp


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(plain: str) -> str:
    """With powers as superscripts: ``m/s^(2)`` as m/s²."""
    return re.sub(r" ?\^ ?(?:\((-?\d+)\)|(-?\d+))", lambda match: (match[1] or match[2]).translate(_RAISED), plain)


def spelled(found: list[Token], start: int, end: int) -> str:
    """The tokens between two offsets as they stand, white space folded."""
    inside = [token for token in found if start <= token.start and token.end <= end]
    return "".join((" " if token.spaced and nth else "") + token.text for nth, token in enumerate(inside))
