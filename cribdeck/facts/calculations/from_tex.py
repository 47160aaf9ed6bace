"""TeX's arithmetic in plain signs: ``\\frac{120}{60} \\cdot 2\\,\\text{KB}`` is ``((120)/(60)) · 2 KB``."""

import re

from cribdeck.facts.calculations.tokens import MOST_TEX, UnclearError
from cribdeck.facts.calculations.units import KNOWN

SIGNS = {
    "times": "×", "cdot": "·", "ast": "*", "div": "÷", "pm": "±", "approx": "≈", "simeq": "≈", "cong": "≈",
    "doteq": "≈", "pi": "π", "mu": "µ", "Omega": "Ω", "euro": "€", "degree": "°", "circ": "°", "lceil": "⌈",
    "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "lbrack": "[", "rbrack": "]", "colon": ":", "%": "%", "$": "$",
    ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "quad": " ", "qquad": " ", "left": "", "right": "", "big": "",
    "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "displaystyle": "", "limits": "", "therefore": "",
    "thinspace": " ", "\n": " ", "exp": " exp", "ln": " ln", "log": " log", "lg": " lg", "sin": " sin",
    "cos": " cos", "tan": " tan", "arcsin": " arcsin", "arccos": " arccos", "arctan": " arctan", "min": " min",
    "max": " max", "ldotp": ".", "lt": "<", "gt": ">", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "ne": "≠",
    "neq": "≠", "equiv": "≡", "bmod": " mod ", "mod": " mod ", "pmod": " mod ", "to": "→", "Rightarrow": "⇒",
    "implies": "⇒", "rightarrow": "→", "Leftrightarrow": "⇔", "iff": "⇔", "oplus": "⊕", "gets": "←",
}  # fmt: skip
WORDS = (
    "text",
    "mathrm",
    "textrm",
    "mbox",
    "operatorname",
    "textnormal",
    "mathsf",
    "textsf",
    "unit",
    "mathit",
    "textit",
)
"""Commands whose argument is a word: a unit, a name."""
LOOKS = ("mathbf", "textbf", "boldsymbol", "bm", "boxed", "underline", "cancel", "bcancel", "emph", "fbox")
"""Commands that change how their argument looks, not what it says."""
FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac")
DEEPEST = 24

TOKEN = re.compile(r"\\([A-Za-z]+)\*? *|\\(.|\n)|([{}])|([\^_])|(~|&)|\{,\}|(\s+)|(.)", re.DOTALL)


def from_tex(source: str) -> str:
    """The expression as ``parse`` reads it. Raises UnclearError when it is not closed or too long."""
    if len(source) > MOST_TEX:
        raise UnclearError("the working is too long")
    plain = re.sub(r"  +", " ", _Scanner(source.replace("{,}", "‚")).run()).replace("‚", ",").strip()
    return re.sub(r"° *([CF])\b", r"°\1", plain)


def _is_unit(part: str) -> bool:
    """Whether a part of a fraction is a unit alone: the m and the s² of 9.81 m/s²."""
    words = re.findall(r"[^\W\d_]+", part)
    return (
        bool(words) and all(word in KNOWN for word in words) and not re.search(r"\d", re.sub(r"\^\(-?\d\)", "", part))
    )


def _bracketed(part: str) -> str:
    return part.strip() if re.fullmatch(r" *[\d.,‚]+ *", part) else f"({part})"


class _Scanner:
    """A place in the TeX source; ``run`` reads up to the end of the group."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def run(self, depth: int = 0) -> str:
        if depth > DEEPEST:
            raise UnclearError("the TeX is nested too deep")
        out = ""
        while self.at < len(self.source):
            if self.source[self.at] == "}":
                if not depth:
                    raise UnclearError("a brace is not opened")
                return out
            out += self.piece(depth, out)
        if depth:
            raise UnclearError("a brace is not closed")
        return out

    def piece(self, depth: int, before: str) -> str:
        match = TOKEN.match(self.source, self.at)
        assert match is not None  # the last alternative takes any character
        self.at = match.end()
        command, escaped, brace, script, tie, space, other = match.groups()
        if command:
            return self.command(command, depth, before)
        if escaped:
            return SIGNS.get(escaped, " \\" + escaped + " ")
        if brace == "{":
            return self.closed(depth)
        if script == "^":
            inner = self.argument(depth)
            return inner if inner in ("°", "'") else f"^({inner})"
        if script == "_":
            return "_" + re.sub(r"\W", "", self.argument(depth)) + " "
        return " " if tie or space else other or ""

    def closed(self, depth: int) -> str:
        inner = self.run(depth + 1)
        self.at += 1
        return inner

    def argument(self, depth: int) -> str:
        """The next group, or the single piece that stands there without braces."""
        self.space()
        if self.source[self.at : self.at + 1] == "{":
            self.at += 1
            return self.closed(depth)
        if self.at >= len(self.source) or self.source[self.at] == "}":
            raise UnclearError("a command has no argument")
        if depth > DEEPEST:
            raise UnclearError("the TeX is nested too deep")
        return self.piece(depth + 1, "")

    def space(self) -> None:
        while self.source[self.at : self.at + 1].isspace():
            self.at += 1

    def command(self, name: str, depth: int, before: str) -> str:
        if name in FRACTIONS:
            top, bottom = self.argument(depth), self.argument(depth)
            if _is_unit(top) and _is_unit(bottom):
                return f" {top.strip()}/{bottom.strip()} "
            # A whole number right beside it is a mixed number, or a product: the reader decides.
            beside = "&" if re.search(r"(?<![\d.,])\d+ *$", before) else ""
            over = f"{_bracketed(top)}/{_bracketed(bottom)}"
            return beside + over if beside else f"({over})"
        if name == "sqrt":
            return self.root(depth)
        if name in WORDS:
            return " " + self.argument(depth) + " "
        if name in LOOKS:
            return self.argument(depth)
        if name == "log" and self.source[self.at : self.at + 1] == "_":
            self.at += 1
            return f" log_{self.argument(depth).strip()}"
        sign = SIGNS.get(name)
        return sign if sign is not None else f" \\{name} "

    def root(self, depth: int) -> str:
        self.space()
        if self.source[self.at : self.at + 1] != "[":
            return f"sqrt({self.argument(depth)})"
        degree, closed, _ = self.source[self.at + 1 :].partition("]")
        if not closed or "{" in degree:
            raise UnclearError("a root's degree is not closed")
        self.at += len(degree) + 2
        return f"root({degree}, {self.argument(depth)})"
