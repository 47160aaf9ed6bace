"""Nearness: how close the place of a new row is to that of an old one, by what is paired around them."""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

from cribdeck.identity.pairs import Pairs
from cribdeck.identity.place import new_gap, old_gap
from cribdeck.identity.tree import NOWHERE


class Near(IntEnum):
    """From anywhere to the very same place."""

    ELSEWHERE = 0
    FILE = 1
    BLOCK = 2
    """Below parents whose other children were paired: the block moved along."""
    PARENT = 3
    BESIDE = 4
    """Below the same parent, with a neighbour that stayed."""
    GAP = 5
    """Between the same two neighbours."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near, and whether nothing else came or went between the same neighbours."""

    near: Near
    alone: bool = False


def find_moved_blocks(pairs: Pairs) -> Counter[tuple[int, int]]:
    """How many children each two parents share."""
    return Counter(
        (pairs.old.parents[old], pairs.new.parents[new])
        for new, old in enumerate(pairs.to_old)
        if old != NOWHERE and pairs.new.is_statement(new)
    )


def measure(pairs: Pairs, old: int, new: int, moved: Counter[tuple[int, int]]) -> Nearness:
    """How near these two are."""
    if pairs.same_parent(old, new):
        return _below_one_parent(pairs, old, new)
    parents = pairs.old.parents[old], pairs.new.parents[new]
    if moved[parents] >= 2 or (moved[parents] == 1 and _share_a_neighbour(pairs, old, new)):
        return Nearness(Near.BLOCK)
    return Nearness(Near.FILE if pairs.same_file(old, new) else Near.ELSEWHERE)


def _below_one_parent(pairs: Pairs, old: int, new: int) -> Nearness:
    before, now = old_gap(pairs, old), new_gap(pairs, new)
    above = _is_edge(before.above, now.above) or pairs.joined(before.above, now.above)
    below = _is_edge(before.below, now.below) or pairs.joined(before.below, now.below)
    parent = pairs.old.parents[old]
    # Both edges of a file are no place: everything directly below it would be "between the same neighbours".
    bounded = before.above != NOWHERE or before.below != NOWHERE or pairs.old.rows[parent].kind != "file"
    if above and below and (bounded or len(pairs.old.children[parent]) == 1):
        return Nearness(Near.GAP, before.open == now.open == 1)
    if pairs.joined(before.above, now.above) or pairs.joined(before.below, now.below):
        return Nearness(Near.BESIDE)
    return Nearness(Near.PARENT)


def _is_edge(old: int, new: int) -> bool:
    return old == new == NOWHERE


def _share_a_neighbour(pairs: Pairs, old: int, new: int) -> bool:
    above = pairs.joined(pairs.old.before(old), pairs.new.before(new))
    return above or pairs.joined(pairs.old.after(old), pairs.new.after(new))
