"""TeX for paper: simple arithmetic in the sheet's own type, everything else as SVG by ziamath."""

import html
import itertools
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4000
"""More TeX than this is shown as its source: no formula on a crib sheet is longer, and parsers suffer."""
TALLEST = 24.0
"""A formula that comes out taller, in em, was set wrongly."""
WIDE = 18.0
"""A wider formula, in em, may be broken before a relation: a column may be as narrow as this."""
_SIZE = 24.0


@lru_cache(maxsize=4096)
def tex_svg(tex: str, *, display: bool = False) -> str | None:
    """The formula as an inline SVG that sits on the line, or None when it cannot be set."""
    if len(tex) > LONGEST:
        return None
    plain = _prepared(tex)
    whole = _set(plain, display=display)
    if whole is None:
        return None
    parts = [whole]
    if whole.width > WIDE:
        sides = [_set(side, display=display) for side in _sides(plain)]
        if None not in sides:
            parts = [side for side in sides if side]
    kind = "math shown" if display else "math"
    drawn = " ".join(part.svg for part in parts)
    return f'<span class="{kind}" role="math" aria-label="{html.escape(tex)}">{drawn}</span>'


@dataclass(frozen=True, slots=True)
class _Set:
    """A formula, or a side of one, as an SVG that sits on the line."""

    svg: str
    width: float
    """In em."""


def _set(tex: str, *, display: bool) -> _Set | None:
    # ziamath stretches brackets around a sum or an integral beyond all measure in display style, not in line.
    for style in (True, False) if display else (False,):
        svg = _svg(tex, display=style)
        placed = svg and _placed(svg)
        if placed:
            return placed
    return None


def _svg(tex: str, *, display: bool) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ziamath 0.13 reads its font in a way that Python dropped
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # else every formula brings <symbol> ids of its own, which collide in one document
    try:
        return str(Latex(tex, size=_SIZE, inline=not display).svg())
    except Exception:  # ziamath raises whatever its parser stumbles over; the source is shown instead
        return None


def unknown_commands(tex: str) -> list[str]:
    """The commands that ziamath does not know and would set as plain letters."""
    known = _known_commands()
    return sorted({name for name in re.findall(r"\\([A-Za-z]+)", tex) if name not in known})


_OURS = {"text", "dfrac", "tfrac", "left", "right", "middle", "begin", "end", "limits", "nolimits", "tag", "label"}


@lru_cache(maxsize=1)
def _known_commands() -> frozenset[str]:
    from latex2mathml import commands, symbols_parser

    named = {
        value.lstrip("\\")
        for name, value in vars(commands).items()
        if name.isupper() and isinstance(value, str) and value.startswith("\\")
    }
    grouped = {
        str(one).lstrip("\\")
        for name, values in vars(commands).items()
        if name.isupper() and isinstance(values, (tuple, list, set, frozenset, dict))
        for one in values
        if isinstance(one, str) and one.startswith("\\")
    }
    symbols = {name.lstrip("\\") for name in symbols_parser.parse_symbols() if name.startswith("\\")}
    return frozenset(named | grouped | symbols | _OURS)


def _prepared(tex: str) -> str:
    """TeX as ziamath reads it: comments and equation numbers gone, no blank lines."""
    plain = re.sub(r"(?<!\\)%[^\n]*", "", tex)
    plain = re.sub(r"\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag)\b", "", plain)
    return re.sub(r"\s*\n\s*", " ", plain).strip()


_VIEW = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


def _placed(svg: str) -> _Set | None:
    view = _VIEW.search(svg)
    if not view:
        return None
    _, top, width, height = (float(edge) / _SIZE for edge in view.groups())
    if height > TALLEST:
        return None
    bare = re.sub(r'\s(?:width|height)="[^"]*"', "", svg[: svg.index(">")]) + svg[svg.index(">") :]
    style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-(top + height):.3f}em"
    return _Set(bare.replace("<svg", f'<svg style="{style}"', 1), width)


_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)
_OPEN = ("{", "(", "[", r"\left", r"\begin", r"\{", r"\lceil", r"\lfloor", r"\langle")
_CLOSE = ("}", ")", "]", r"\right", r"\end", r"\}", r"\rceil", r"\rfloor", r"\rangle")
_NAMES = ("le", "leq", "ge", "geq", "ne", "neq", "approx", "equiv", "sim", "propto", "to")
_ARROWS = ("rightarrow", "Rightarrow", "implies", "iff", "Leftrightarrow", "leftrightarrow")
_RELATIONS = {"=", "<", ">", *(rf"\{name}" for name in (*_NAMES, *_ARROWS))}


def _sides(tex: str) -> list[str]:
    """The formula cut before each relation that stands outside of all brackets: there a line may end."""
    cuts, depth, before = [0], 0, ""
    for token in _TOKEN.finditer(tex):
        sign = token[0]
        if sign.isspace():
            continue
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign in _RELATIONS and depth == 0 and before and before not in ("_", "^", *_RELATIONS):
            cuts.append(token.start())
        before = sign
    return [tex[start:end] for start, end in itertools.pairwise([*cuts, len(tex)])]


_SIMPLE = re.compile(
    r"\\(?:text|mathrm|operatorname)\{(?P<words>[^{}\\]*)\}"
    r"|\\(?P<sign>times|cdot|div|approx|leq?|geq?|ne|lceil|rceil|lfloor|rfloor|pm|[%,;:! $])(?![A-Za-z])"
    r"|\\(?:left|right)(?=[()\[\]|])"
    r"|(?P<char>[0-9A-Za-z.,:%()\[\]+\-*/=<>|'\s]|[^\x00-\x7f])"
    r"|\{,\}(?=\d)"
    r"|\\d?frac\{(?P<over>[\w.,]+)\}\{(?P<under>[\w.,]+)\}(?!\s*(?:/|\\div))"
)
_SIGNS = {
    "times": " × ",
    "cdot": " · ",
    "div": " ÷ ",
    "approx": " ≈ ",
    "le": " ≤ ",
    "leq": " ≤ ",
    "ge": " ≥ ",
    "geq": " ≥ ",
    "ne": " ≠ ",
    "lceil": "⌈",
    "rceil": "⌉",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "pm": " ± ",
    "%": "%",
    "$": "$",
    "!": "",
}


def plain_tex(tex: str) -> str | None:
    """Arithmetic as a line of text: ``10 \\times 2\\,\\text{KB}`` is 10 × 2 KB; None when it is more than that."""
    at, parts = 0, []
    while at < len(tex):
        found = _SIMPLE.match(tex, at)
        if not found or found.end() == at:
            return None
        words, sign, char = found["words"], found["sign"], found["char"]
        if words is not None:
            parts.append(words)
        elif sign is not None:
            parts.append(_SIGNS.get(sign, " "))
        elif char is not None:
            parts.append({"-": " − ", "+": " + ", "=": " = "}.get(char, char))
        elif found["over"] is not None:
            if "".join(parts).rstrip().endswith(("÷", "/")):
                return None
            parts.append(f"{found['over']}/{found['under']}")
        elif found[0] == "{,}":
            parts.append(",")
        at = found.end()
    return re.sub(r"(?<=[(⌈])\s*−\s+", "−", re.sub(r"\s+", " ", "".join(parts))).strip()
