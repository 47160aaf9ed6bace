"""An expression set in TeX, for cards and paper."""

import re

from cribdeck.facts.calculations.tree import Call, Group, Measured, Name, Negative, Node, Number, Operation, Unit

SIGNS = {"+": "+", "-": "-", "*": r"\times", "/": r"\div"}
NAMED = ("ln", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "exp", "min", "max", "log", "lg")
BRACKETS = {"ceil": (r"\lceil", r"\rceil"), "floor": (r"\lfloor", r"\rfloor")}
ESCAPES = {"\\": r"\backslash ", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
           "^": r"\^{}", "~": r"\sim "}  # fmt: skip


def to_tex(node: Node) -> str:
    """The TeX of an expression; ``from_tex`` and ``parse`` read the same value out of it."""
    match node:
        case Number(_, shown):
            return _number(shown)
        case Name(name):
            return {"pi": r"\pi", "e": "e"}.get(name, text(name))
        case Measured(inner, unit):
            return _measured(inner, unit)
        case Negative(inner):
            return "-" + to_tex(inner)
        case Group(inner):
            return to_tex(inner) if _is_fraction(inner) else rf"\left({to_tex(inner)}\right)"
        case Call(name, inputs):
            return _call(name, inputs)
        case Operation():
            return _operation(node)


def text(words: str) -> str:
    """Words set upright."""
    return r"\text{" + "".join(ESCAPES.get(letter, letter) for letter in words) + "}"


def _number(shown: str) -> str:
    if shown.isdecimal():
        return shown  # as most are
    mantissa, exponent, power = shown.lower().partition("e")
    digits = re.sub(r"[\u00a0\u202f\u2009 ]", r"\\,", re.sub(r"[’'_]", "{,}", mantissa).replace(",", "{,}"))
    digits = digits.replace("{{,}}", "{,}")
    return rf"{digits} \times 10^{{{int(power)}}}" if exponent else _VULGAR.get(shown, digits)


_VULGAR = {"½": r"\frac{1}{2}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}",
           "⅕": r"\frac{1}{5}", "⅖": r"\frac{2}{5}", "⅗": r"\frac{3}{5}", "⅘": r"\frac{4}{5}", "⅙": r"\frac{1}{6}",
           "⅚": r"\frac{5}{6}", "⅛": r"\frac{1}{8}", "⅜": r"\frac{3}{8}", "⅝": r"\frac{5}{8}", "⅞": r"\frac{7}{8}",
           "⅒": r"\frac{1}{10}"}  # fmt: skip


def _measured(inner: Node, unit: Unit) -> str:
    if unit.shown in ("€", "£", "¥", "$") and isinstance(inner, Number):
        return text(unit.shown) + to_tex(inner)
    if unit.shown == "%":
        return to_tex(inner) + r"\,\%"
    if unit.shown == "°":
        return to_tex(inner) + r"^{\circ}"
    return to_tex(inner) + r"\," + _unit(unit.shown)


def _unit(shown: str) -> str:
    """``m/s²`` with its power raised, ``WCU`` upright."""
    raised = shown.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    pieces = re.split(r"\^?\(?(-?\d+)\)?", raised) if re.search(r"\d", raised) else [raised]
    return "".join(
        (rf"^{{{piece}}}" if nth % 2 else text(piece.replace("^", ""))) for nth, piece in enumerate(pieces) if piece
    )


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Operation) and node.op == "/" and node.sign not in ("÷", ":")


def _call(name: str, inputs: tuple[Node, ...]) -> str:
    inside = [to_tex(_inner(each)) for each in inputs]
    if name == "sqrt":
        return rf"\sqrt{{{inside[0]}}}"
    if name in ("root", "cbrt"):
        return rf"\sqrt[{inside[0] if name == 'root' else 3}]{{{inside[-1]}}}"
    if name in BRACKETS:
        opening, closing = BRACKETS[name]
        return rf"\left{opening} {inside[0]} \right{closing}"
    if name == "!":
        return _base(inputs[0], to_tex(inputs[0])) + "!"
    if name in ("log_2", "log2", "log_10", "log10"):
        return rf"\log_{{{name.removeprefix('log').strip('_')}}}\left({inside[0]}\right)"
    command = rf"\{name}" if name in NAMED else rf"\operatorname{{{name}}}"
    return rf"{command}\left({', '.join(inside)}\right)"


def _inner(node: Node) -> Node:
    return node.inner if isinstance(node, Group) else node


def _operation(node: Operation) -> str:
    left, right = to_tex(node.left), to_tex(node.right)
    if node.sign in ("÷", ":") and r"\times" in right and not right.startswith(r"\left("):
        right = rf"\left({right}\right)"  # 1 ÷ 2e3, whose power of ten is a product in TeX
    match node.op:
        case "/" if node.sign not in ("÷", ":"):
            return rf"\frac{{{to_tex(_inner(node.left))}}}{{{to_tex(_inner(node.right))}}}"
        case "^":
            return rf"{_base(node.left, left)}^{{{to_tex(_inner(node.right))}}}"
        case "&":
            return left + right
        case "*" if not node.sign:
            return left + (r"\,\cdot\," if re.match(r"\\?[\dd]|\\frac", right) else "") + right
        case "*" if node.sign == "·":
            return rf"{left} \cdot {right}"
        case "/":
            return rf"{left} {':' if node.sign == ':' else SIGNS['/']} {right}"
        case _:
            return rf"{left} {SIGNS[node.op]} {right}"


def _base(node: Node, tex: str) -> str:
    """A fraction or a number with its own power keeps brackets below a power."""
    whole = isinstance(node, Number) and tex == node.shown
    return tex if whole or tex.startswith(r"\left(") else rf"\left({tex}\right)"
