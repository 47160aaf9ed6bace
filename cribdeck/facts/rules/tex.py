"""What a piece of TeX is: a formula or no more than a value, and the letter that it is solved for."""

import re

LONGEST = 200

_GREEK = (
    r"\\(?:[aA]lpha|[bB]eta|[gG]amma|[dD]elta|(?:var)?[eE]psilon|[zZ]eta|[eE]ta|(?:var)?[tT]heta|[kK]appa|[lL]ambda|[mM]u"
    r"|[nN]u|[xX]i|[rR]ho|[sS]igma|[tT]au|(?:var)?[pP]hi|[cC]hi|[pP]si|[oO]mega)(?![A-Za-z])"
)
_SIGN = re.compile(r"=|\\(?:le|ge|leq|geq|approx|propto|equiv|to|rightarrow)(?![A-Za-z])|<|>")
_ARROW = re.compile(r"\\(?:to|rightarrow|longrightarrow|rightleftharpoons)(?![A-Za-z])")
_SYMBOL = re.compile(
    r"\s*(?:\\boxed\s*\{)?\s*(?:\\(?:vec|hat|bar|mathbf|mathrm|mathcal)\s*\{?)?(?P<letter>[A-Za-z])(?![A-Za-z])"
)
_INDEX = re.compile(r"[\s}]*(?:_\s*(?:\{[^{}]*\}|\w))?[\s}]*=")
_NAME = re.compile(r"[\s{]*\\(?:text|mathrm|operatorname)\s*\{")
_VARIABLE = re.compile(rf"(?<![\\A-Za-z])[A-Za-z]|{_GREEK}")
_UNIT = r"(?:\\(?:text|mathrm)\{[^{}]*\}|\\circ|[°µΩ%A-Za-z])"
_WITH_UNIT = re.compile(rf"\d[\d.,]*\s?{_UNIT}*")
# "9.81 m/s^2" and "6 \cdot 10^{23}"; "4a" is four times a.
_VALUE = re.compile(
    r"[\s(-]*(?:\d[\d.,]+|\d(?=[\s\\)]|$))(?:\s*\\(?:cdot|times)\s*10\s*\^\s*(?:\{-?\d+\}|\d))?"
    rf"(?:(?:\s|\\[,;: ]|~|[/^·()-]|\\cdot|\{{-?\d\}}|\d)*+{_UNIT}++)*+(?:\^\{{?-?\d\}}?)?[\s.}})]*"
)
_ARITHMETIC = re.compile(r"(?:[\d\s.,*+/(){}^·-]|\\(?:cdot|times|[dt]?frac|sqrt|left|right)(?![A-Za-z]))+")


def is_formula(tex: str) -> bool:
    """Whether it says on one line what something equals: no value, and no figures worked out."""
    if len(tex) > LONGEST or "\\\\" in tex:
        return False
    first, *others = _SIGN.split(tex)
    return _names_something(first) and not all(map(_is_value, others))


def is_reaction(tex: str) -> bool:
    """Whether an arrow says what becomes of something: ``HCl \\rightarrow H^+ + Cl^-``, which no name stands for."""
    return "=" not in tex and _ARROW.search(tex) is not None


def is_worked_out(tex: str) -> bool:
    """Whether it is figures worked out: ``3.4 ms + 1000 \\cdot 0.05 ms \\approx 55 ms``."""
    first, *others = _SIGN.split(tex)
    return bool(others) and any(map(str.isdigit, first)) and not any(map(_names_something, (first, *others)))


def symbol(tex: str) -> str:
    """The letter that stands alone left of the sign: "r" of ``r = mv/qB``, "E" of ``E_k = …``; or nothing."""
    match = _SYMBOL.match(tex)
    return match["letter"] if match and _INDEX.match(tex, match.end()) else ""


def is_initial(letter: str, name: str) -> bool:
    """Whether a letter gives a name away: "r" the radius, "E" the kinetic energy."""
    return bool(letter) and letter.lower() in {word[0].lower() for word in name.split()}


def _names_something(side: str) -> bool:
    """Whether one side is of something: not ``1000 \\cdot 5.45 ms``, nor ``133^3``."""
    return _NAME.match(side) is not None or _VARIABLE.search(_WITH_UNIT.sub(" ", side)) is not None


def _is_value(side: str) -> bool:
    return _VALUE.fullmatch(side) is not None or _ARITHMETIC.fullmatch(side) is not None
