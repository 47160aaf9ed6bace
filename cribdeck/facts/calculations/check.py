"""Whether a working adds up: it holds, rounds, fails, or was not checked; and why."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from cribdeck.facts.calculations.agree import agree, readings_for
from cribdeck.facts.calculations.chain import Chain, Side, read_chain, read_tex_chains
from cribdeck.facts.calculations.doubt import bases_of, doubt
from cribdeck.facts.calculations.evaluate import Reading, evaluate
from cribdeck.facts.calculations.results import has_part, scale_of, unit_of
from cribdeck.facts.calculations.rounding import Rounding, find_rounding, say, shown, told_by_parts
from cribdeck.facts.calculations.tokens import MOST_TEX, Decimal, UnclearError, decimal_of
from cribdeck.facts.calculations.tree import Node, Number, Operation, bare, has_step, numbers
from cribdeck.model import Verdict

MOST_NUMBERS = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """A chain and what became of checking it."""

    chain: Chain | None
    verdict: Verdict
    why: str = ""
    rounding: Rounding | None = None

    @property
    def result(self) -> Node | None:
        return self.chain.sides[-1].node if self.chain else None

    @property
    def value(self) -> Fraction | None:
        """The number that the working ends with, as it is written."""
        try:
            return evaluate(self.result).number if self.result is not None else None
        except UnclearError:
            return None

    @property
    def unit(self) -> str:
        unit = unit_of(self.result) if self.result is not None else None
        return unit.shown if unit else ""


def check(source: str, *, lang: str = "en", tex: bool = False) -> Checked:
    """The verdict on a working. Whatever cannot be read is unchecked; nothing in it is ever run."""
    found = check_all(source, lang=lang, tex=tex)
    return found[-1] if found else Checked(None, "unchecked", "this is no chain of arithmetic, or too long a one")


def check_all(source: str, *, lang: str = "en", tex: bool = False) -> tuple[Checked, ...]:
    """The verdict on each chain in a line of plain arithmetic, or in a formula set in TeX.

    A comma is read as the language has it; if that does not add up, the other way round.
    """
    if len(source) > MOST_TEX:
        return ()
    first = decimal_of(lang)
    found = _read_and_check(source, first, tex)
    adds_up = bool(found) and all(each.verdict in ("holds", "rounds") for each in found)
    if adds_up or not re.search(r"\d[.,]\d", source):
        return found
    other = _read_and_check(source, "." if first == "," else ",", tex)
    return other if other and (not found or all(each.verdict == "holds" for each in other)) else found


def _read_and_check(source: str, decimal: Decimal, tex: bool) -> tuple[Checked, ...]:
    if tex:
        chains = read_tex_chains(source, decimal=decimal)
    else:
        chain = read_chain(source, decimal=decimal)
        chains = (chain,) if chain else ()
    return tuple(check_chain(chain) for chain in chains)


def check_chain(chain: Chain) -> Checked:
    """The verdict on a chain: the worst of its steps."""
    try:
        return _check_chain(chain)
    except UnclearError as error:
        return Checked(chain, "unchecked", str(error))


def _check_chain(chain: Chain) -> Checked:
    unread = [side for side in chain.worked if side.node is None]
    if unread:
        return Checked(chain, "unchecked", unread[0].unread)
    if sum(len(numbers(side.node)) for side in chain.worked if side.node) > MOST_NUMBERS:
        return Checked(chain, "unchecked", "the working is too long")
    steps = [
        _step(left, right, chain.worked[: nth + 1])
        for nth, (left, right) in enumerate(zip(chain.worked, chain.worked[1:], strict=False))
    ]
    for verdict in ("fails", "unchecked", "rounds"):
        for step in steps:
            if step.verdict == verdict:
                return Checked(chain, step.verdict, step.why, step.rounding)
    remarks = [step.why for step in steps if step.why]
    return Checked(chain, "holds", remarks[0] if remarks else "")


@dataclass(frozen=True, slots=True)
class _Step:
    verdict: Verdict
    why: str = ""
    rounding: Rounding | None = None


def _step(left: Side, right: Side, earlier: tuple[Side, ...]) -> _Step:
    """The verdict on two neighbouring sides; ``earlier`` are the left one and all before it."""
    assert left.node is not None and right.node is not None
    readings = tuple(readings_for(left.node, right.node))
    if agree(left.node, right.node, readings, near=right.near):
        return _Step("holds")
    for side in earlier[:-1]:
        # Rounded on the way for show, and worked on with the full number.
        if side.node is not None and agree(
            side.node, right.node, tuple(readings_for(side.node, right.node)), near=right.near
        ):
            return _Step("holds")
    if rounding := find_rounding(left.node, right.node, readings):
        return _Step("holds" if right.near else "rounds", "" if right.near else say(rounding), rounding)
    if carried := _carried(left.node, right.node, readings):
        return carried
    if len(earlier) == 1 and not has_step(left.node):
        return _Step("unchecked", "the first side may only name what is worked out")
    if reason := doubt(left.node, right.node, near=right.near):
        return _Step("unchecked", reason)
    return _Step("fails", _right_value(left, right))


def _carried(left: Node, right: Node, readings: tuple[Reading, ...]) -> _Step | None:
    """``5 + 3 = 8 * 2``: the right side begins with what the left comes to, and goes on from there."""
    start = _leftmost(right)
    if start is right or not isinstance(start, Number) or not isinstance(bare(right), Operation):
        return None
    for reading in readings:
        value = evaluate(left, reading)
        if value.number == start.value:
            return _Step("holds", f"after {start.shown} the working goes on from there")
        if value.number.denominator != 1 and start.value in (math.ceil(value.number), math.floor(value.number)):
            rounding = told_by_parts(left, value.number, start.value)
            return _Step("rounds", say(rounding), rounding)
    return None


def _leftmost(node: Node) -> Node:
    while node.below:
        node = node.below[0]
    return node


def _right_value(left: Side, right: Side) -> str:
    assert left.node is not None and right.node is not None
    if not has_step(left.node):
        return f"{left.shown} is not {right.shown}"
    unit = unit_of(right.node)
    value = evaluate(left.node).number
    if bases_of(left.node) or has_part(left.node) or has_part(right.node):
        value = evaluate(left.node, Reading(convert=True)).number / scale_of(right.node, Reading(convert=True))
    said = f"{shown(value)} {unit.shown}" if unit else shown(value)
    return f"{left.shown} is {said}, not {right.shown}"
