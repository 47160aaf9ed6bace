"""A working cut at its signs of equality: ``10 * (6/4) = 10 * 2 ≈ 20 RCU`` has three sides."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cribdeck.facts.calculations.from_tex import from_tex
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.to_tex import text, to_tex
from cribdeck.facts.calculations.tokens import LONGEST, MOST_TEX, Decimal, UnclearError
from cribdeck.facts.calculations.tree import Node, has_step, is_result

MOST_SIDES = 16

EQUAL = re.compile(r"≈|≅|≃|~=|=~|=|(?<=\s)~(?=\s)")
NOT_EQUAL = re.compile(
    r"[=<>!:+*/&|^-]=|(?<!\d)%=|=[=<>&|]|[<>≤≥≠≡⊕⇔∈∼∝±]|<-|\bmod\b|\bmodulo\b|\bxor\b|\\", re.IGNORECASE
)
"""Signs that make a line no chain of equal values: comparisons, assignments of code, modular arithmetic."""
ARROW = re.compile(r"⇒|→|=>|->|-->|⟹|⟶")
HEDGE = re.compile(
    r"^(?:~|about|around|approx(?:imately|\.)?|roughly|nearly|almost|ca\.?|circa|c\.|etwa|rund|ungefähr|environ"
    r"|omkring|cirka|unos|aproximadamente)\s*(?=[\d.(€$£√-])",
    re.IGNORECASE,
)
"""Words before a result that say it is rounded."""
REMARK = re.compile(r"\s*\((?=[^()]*[^\W\d_]{2})[^()]*\)$")
"""A remark in brackets after the result: "(rounded up)"."""
ROW = re.compile(r"\\\\(?:\[[^\]]*\])?|\\newline|\\cr\b")
FRAME = re.compile(
    r"\\(?:begin|end)\{(?:aligned|align\*?|split|gathered|gather\*?|equation\*?|array|eqnarray\*?)\}(?:\{[^}]*\})?"
)
LABEL = re.compile(r"\\(?:tag|label)\{[^}]*\}|\\(?:nonumber|notag)\b|&")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a working."""

    shown: str
    """As it stands."""
    tex: str
    node: Node | None
    """What it says as arithmetic, or None: a name, a formula, or something that could not be read."""
    near: bool = False
    """Only nearly equal to the side before: ``≈``, "about"."""
    unread: str = ""
    """Why it is no arithmetic."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A working: at least one side is to be worked out, and the last says what it comes to."""

    sides: tuple[Side, ...]
    first: int
    """The first side that is arithmetic; names and formulas may lead up to it."""

    @property
    def worked(self) -> tuple[Side, ...]:
        return self.sides[self.first :]

    @property
    def tex(self) -> tuple[str, ...]:
        """The sides as TeX, each but the first led by its sign."""
        signs = ["", *(r"\approx " if side.near else "= " for side in self.sides[1:])]
        return tuple(sign + side.tex for sign, side in zip(signs, self.sides, strict=True))


@lru_cache(maxsize=256)
def read_chain(source: str, *, decimal: Decimal = ".") -> Chain | None:
    """The chain that a line of plain arithmetic is, or None when it is none."""
    if len(source) > LONGEST or NOT_EQUAL.search(source):
        return None
    source = REMARK.sub("", source.strip().rstrip(".,;")).strip()
    return _first_chain([_sides(piece, decimal) for piece in ARROW.split(source)])


def read_tex_chains(source: str, *, decimal: Decimal = ".") -> tuple[Chain, ...]:
    """The chains in a formula set in TeX: rows that begin with a sign go on with the row before."""
    if len(source) > MOST_TEX:
        return ()
    lines: list[str] = []
    for row in ROW.split(LABEL.sub("", FRAME.sub("", source))):
        if lines and re.match(r"\s*(?:=|\\approx)", row):
            lines[-1] += " " + row.strip()
        else:
            lines.append(row.strip())
    chains = (_tex_chain(line.rstrip(" .,;"), decimal) for line in lines)
    return tuple(chain for chain in chains if chain is not None)


def _first_chain(pieces: list[list[Side]]) -> Chain | None:
    """The last piece that is a chain: ``x = 6 ⇒ 3 * 6 = 18`` works out 18."""
    chains = [chain for piece in pieces if (chain := _chain(piece)) is not None]
    return chains[-1] if chains else None


def _chain(sides: list[Side]) -> Chain | None:
    """The sides from the first that is to be worked out, when the last of them is a plain result."""
    if not 2 <= len(sides) <= MOST_SIDES or sides[-1].node is None or not is_result(sides[-1].node):
        return None
    first = next(nth for nth, side in enumerate(sides) if side.node is not None)
    worked = sides[first:]
    if not any(side.node is not None and has_step(side.node) for side in worked[:-1]):
        return None  # "4 shards = 4 consumers" states something, it works nothing out
    if any(side.node is None and not re.search(r"\d", side.shown) for side in worked):
        return None
    return Chain(tuple(sides), first)


def _sides(source: str, decimal: Decimal) -> list[Side]:
    pieces = EQUAL.split(source)
    if len(pieces) > MOST_SIDES:
        return []
    signs = ["=", *EQUAL.findall(source)]
    return [_side(piece.strip(), sign, decimal) for piece, sign in zip(pieces, signs, strict=True)]


def _side(shown: str, sign: str, decimal: Decimal) -> Side:
    bare = HEDGE.sub("", shown)
    node, why = _read(bare, decimal)
    tex = to_tex(node) if node is not None else text(shown)
    return Side(shown, tex, node, near=sign != "=" or bare != shown, unread=why)


def _read(source: str, decimal: Decimal) -> tuple[Node | None, str]:
    try:
        return parse(source, decimal=decimal), ""
    except UnclearError as error:
        return None, str(error)


def _tex_chain(source: str, decimal: Decimal) -> Chain | None:
    pieces = re.split(r"\\Rightarrow|\\implies|\\to\b|\\rightarrow|\\Longrightarrow", source)
    return _first_chain([_tex_sides(piece, decimal) for piece in pieces])


def _without_brackets(shown: str) -> str:
    """Without the one pair of brackets that only holds a fraction together."""
    inner = shown[1:-1]
    return inner if shown.startswith("(") and shown.endswith(")") and not re.search(r"[()]", inner) else shown


TEX_EQUAL = re.compile(r"=|≈|\\approx(?![A-Za-z])|\\simeq(?![A-Za-z])|\\cong(?![A-Za-z])")


def _tex_sides(source: str, decimal: Decimal) -> list[Side]:
    try:
        plain = from_tex(source)
    except UnclearError:
        return []
    pieces = TEX_EQUAL.split(source)
    if NOT_EQUAL.search(plain.replace("\\", " ")) or len(pieces) > MOST_SIDES:
        return []
    signs = ["=", *TEX_EQUAL.findall(source)]
    return [_tex_side(piece.strip(), sign, decimal) for piece, sign in zip(pieces, signs, strict=True)]


def _tex_side(tex: str, sign: str, decimal: Decimal) -> Side:
    try:
        shown = REMARK.sub("", from_tex(tex)).strip()
    except UnclearError as error:
        return Side(tex, tex, None, near=sign != "=", unread=str(error))
    bare = HEDGE.sub("", shown)
    node, why = _read(bare, decimal)
    return Side(_without_brackets(shown), tex.strip(), node, near=sign != "=" or bare != shown, unread=why)
