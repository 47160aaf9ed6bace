"""Families: facts that differ in nothing but numbers, where an edited one can say what another one said before."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cribdeck.identity.keys import skeleton
from cribdeck.identity.pairs import Pairs
from cribdeck.identity.tree import NOWHERE, Tree


@dataclass(frozen=True, slots=True)
class Families:
    """How many statements share a skeleton, before and now."""

    old: Counter[str]
    new: Counter[str]

    def is_one(self, key: str) -> bool:
        """Whether the old notes held more than one like it."""
        return self.old[skeleton(key)] > 1


def find_families(pairs: Pairs) -> Families:
    skeleton_of = cache(skeleton)  # most texts stand on both sides
    return Families(_count(pairs.old, skeleton_of), _count(pairs.new, skeleton_of))


def _count(tree: Tree, skeleton_of: Callable[[str], str]) -> Counter[str]:
    return Counter(skeleton_of(key) for row, key in enumerate(tree.keys) if tree.is_statement(row))


def is_awaited(pairs: Pairs, new: int) -> bool:
    """Whether the place of a new row had an old owner, not found yet, that differs from it in numbers only.

    ``59*8*2`` may be the fact that said ``60*8*2`` in this very place, though another fact said ``59*8*2`` elsewhere.
    """
    family = skeleton(pairs.new.keys[new])
    parent = pairs.new.parents[new]
    if any(_is_relative(pairs, old, family) for old in _beside(pairs, new)):
        return True
    if parent == NOWHERE:
        return False
    old_parent = pairs.to_old[parent]
    if old_parent != NOWHERE:
        return any(_is_relative(pairs, old, family) for old in pairs.old.children[old_parent])
    # The parent is not known yet: it may be edited itself, and this its only child.
    return pairs.new.is_statement(parent) and len(pairs.new.children[parent]) == 1


def _beside(pairs: Pairs, new: int) -> list[int]:
    """The old rows beside the partners of a new row's neighbours."""
    neighbours = (pairs.new.before(new), pairs.new.after(new))
    partners = [pairs.to_old[row] for row in neighbours if row != NOWHERE and pairs.to_old[row] != NOWHERE]
    found = [side(partner) for partner in partners for side in (pairs.old.before, pairs.old.after)]
    return [row for row in found if row != NOWHERE]


def _is_relative(pairs: Pairs, old: int, family: str) -> bool:
    return pairs.to_new[old] == NOWHERE and skeleton(pairs.old.keys[old]) == family
