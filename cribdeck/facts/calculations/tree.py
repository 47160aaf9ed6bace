"""An arithmetic expression as a tree of values."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral."""

    below: ClassVar[tuple["Node", ...]] = ()
    value: Fraction
    shown: str
    """As it stands in the notes."""
    ulp: Fraction = Fraction(1)
    """What one more in its last digit would add."""

    def __hash__(self) -> int:
        return hash(self.shown)  # a string keeps its hash, a fraction works it out each time


@dataclass(frozen=True, slots=True)
class Name:
    """A constant such as pi, or a variable that the caller allowed."""

    below: ClassVar[tuple["Node", ...]] = ()
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted or measured: ``km/h`` is (("km", 1), ("h", -1))."""

    factors: tuple[tuple[str, int], ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the unit written beside it."""

    inner: "Node"
    unit: Unit

    @property
    def below(self) -> tuple["Node", ...]:
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values joined; ``op`` is one of ``+ - * / ^`` or ``&``, a whole number with a fraction right beside it."""

    op: str
    left: "Node"
    right: "Node"
    sign: str = ""
    """The sign in the notes; nothing for an implied product."""

    @property
    def below(self) -> tuple["Node", ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Negative:
    inner: "Node"

    @property
    def below(self) -> tuple["Node", ...]:
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Group:
    """A value in brackets."""

    inner: "Node"

    @property
    def below(self) -> tuple["Node", ...]:
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or two values: ``sqrt``, ``ceil``, ``log``…"""

    name: str
    inputs: tuple["Node", ...]

    @property
    def below(self) -> tuple["Node", ...]:
        return self.inputs


Node = Number | Name | Measured | Operation | Negative | Group | Call
"""Each knows what is right below it, from left to right."""


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if below := node.below:
            waiting.extend(reversed(below))


def numbers(node: Node) -> tuple[Number, ...]:
    """The numerals, from left to right."""
    return tuple(found for found in walk(node) if isinstance(found, Number))


def swap(node: Node, old: Node, new: Node) -> Node:
    """The tree with ``new`` in the place of that very ``old`` (the same object, not an equal one)."""
    if node is old:
        return new
    match node:
        case Operation(op, left, right, sign):
            return Operation(op, swap(left, old, new), swap(right, old, new), sign)
        case Measured(inner, unit):
            return Measured(swap(inner, old, new), unit)
        case Negative(inner):
            return Negative(swap(inner, old, new))
        case Group(inner):
            return Group(swap(inner, old, new))
        case Call(name, inputs):
            return Call(name, tuple(swap(each, old, new) for each in inputs))
        case _:
            return node


def bare(node: Node) -> Node:
    """The node without brackets around it."""
    while isinstance(node, Group):
        node = node.inner
    return node


def tidy(node: Node) -> Node:
    """The tree without brackets that hold nothing together."""
    return bare(_tidy(node))


def _tidy(node: Node) -> Node:
    match node:
        case Group(inner):
            inner = bare(_tidy(inner))
            return inner if isinstance(inner, Number | Name | Call) else Group(inner)
        case Operation(op, left, right, sign):
            return Operation(op, _tidy(left), _tidy(right), sign)
        case Measured(inner, unit):
            return Measured(_tidy(inner), unit)
        case Negative(inner):
            return Negative(_tidy(inner))
        case Call(name, inputs):
            return Call(name, tuple(bare(_tidy(each)) for each in inputs))
        case _:
            return node


def has_step(node: Node) -> bool:
    """Whether there is something to work out."""
    return any(isinstance(part, Operation | Call) for part in walk(node))


def is_result(node: Node) -> bool:
    """Whether nothing is left to work out: a number, perhaps negative, a simple fraction, with or without a unit."""
    match bare(node):
        case Number():
            return True
        case Measured(inner) | Negative(inner):
            return is_result(inner)
        case Operation("/" | "&", left, right):
            return all(isinstance(bare(each), Number | Negative) and is_result(each) for each in (left, right)) or (
                isinstance(left, Number) and is_result(right)
            )
        case Operation("*", left, Operation("^", Number(shown="10"), power)):
            return is_result(left) and is_result(power)  # 6.02 × 10^23
        case Operation("^", Number(shown="10"), power):
            return is_result(power)
        case _:
            return False
