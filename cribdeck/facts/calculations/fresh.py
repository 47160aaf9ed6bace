r"""The working of a fresh problem in TeX: ``3 \times \left\lceil \frac{9}{4} \right\rceil = 3 \times 3 = 9``."""

from collections.abc import Mapping
from fractions import Fraction

from cribdeck.facts.calculations.evaluate import evaluate
from cribdeck.facts.calculations.to_tex import BRACKETS, to_tex
from cribdeck.facts.calculations.tree import Call, Name, Node, Number, Operation, swap, tidy, walk

ROUNDINGS = (*BRACKETS, "round")


def fresh_steps(node: Node, numbers: Mapping[str, Number]) -> tuple[str, ...]:
    """The formula with its numbers; then, led by its sign, the same with what is rounded worked out."""
    filled = tidy(_without_idle(_filled(_without_ones(node), numbers)))
    rounded = tidy(_rounded(filled))
    if not isinstance(rounded, Operation) or rounded == filled:
        return (to_tex(filled),)
    return to_tex(filled), f"= {to_tex(rounded)}"


def _filled(node: Node, numbers: Mapping[str, Number]) -> Node:
    for part in list(walk(node)):
        if isinstance(part, Name) and part.name in numbers:
            node = swap(node, part, numbers[part.name])
    return node


def _without_ones(node: Node) -> Node:
    """``ceil(size)`` for ``ceil(size / 1)``: nobody writes the division that rounds up to whole ones."""
    for part in walk(node):
        match part:
            case Call(name, (Operation("/", left, Number(value=Fraction(numerator=1, denominator=1))),)) if (
                name in ROUNDINGS
            ):
                return _without_ones(swap(node, part, Call(name, (left,))))
    return node


def _without_idle(node: Node) -> Node:
    """``6`` for ``ceil(6)``."""
    for part in walk(node):
        match part:
            case Call(name, (Number(value) as whole,)) if name in ROUNDINGS and _is_whole(value):
                return _without_idle(swap(node, part, whole))
    return node


def _rounded(node: Node) -> Node:
    for part in walk(node):
        if isinstance(part, Call) and part.name in ROUNDINGS:
            value = evaluate(part).number
            return _rounded(swap(node, part, Number(value, str(value)))) if _is_whole(value) else node
    return node


def _is_whole(value: Fraction) -> bool:
    return value.denominator == 1 and value >= 0
