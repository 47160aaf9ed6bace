"""How much of the place of an old row and a new one agrees: parents, neighbours, children, file."""

from dataclasses import dataclass

from cribdeck.identity.pairs import Pairs
from cribdeck.identity.tree import NOWHERE, Tree


def agreement(pairs: Pairs, old: int, new: int) -> float:
    """What speaks for these two being one, by all that is paired around them; words do not count.

    A paired parent 3, each paired neighbour 1, paired children up to 4, a paired file ½; where something is not paired
    but says the same, a part of that.
    """
    return (
        _parents(pairs, old, new)
        + _neighbour(pairs, pairs.old.before(old), pairs.new.before(new), pairs.same_parent(old, new))
        + _neighbour(pairs, pairs.old.after(old), pairs.new.after(new), pairs.same_parent(old, new))
        + _children(pairs, old, new)
        + (0.5 if pairs.old.files[old] != old and pairs.same_file(old, new) else 0.0)
    )


def is_in_company(pairs: Pairs, old: int, new: int) -> bool:
    """Whether what stands above or beside says the same: then these two came along with it."""
    tree, other = pairs.old, pairs.new
    places = (
        (tree.parents[old], other.parents[new]),
        (tree.before(old), other.before(new)),
        (tree.after(old), other.after(new)),
    )
    return any(NOWHERE not in (one, two) and tree.keys[one] == other.keys[two] for one, two in places)


def _parents(pairs: Pairs, old: int, new: int) -> float:
    ours, theirs = pairs.old.parents[old], pairs.new.parents[new]
    if NOWHERE in (ours, theirs):
        return 0.0
    if pairs.joined(ours, theirs):
        return 3.0
    return 0.6 if pairs.old.keys[ours] == pairs.new.keys[theirs] else 0.0


def _neighbour(pairs: Pairs, old: int, new: int, same_parent: bool) -> float:
    if old == new == NOWHERE:
        return 0.25 if same_parent else 0.0
    if NOWHERE in (old, new):
        return 0.0
    if pairs.joined(old, new):
        return 1.0
    return 0.3 if pairs.old.keys[old] == pairs.new.keys[new] else 0.0


def _children(pairs: Pairs, old: int, new: int) -> float:
    ours, theirs = pairs.old.children[old], pairs.new.children[new]
    if not ours or not theirs:
        return 0.0
    shared: float = pairs.shared_children(old, new)
    if not shared:
        alike = {pairs.old.keys[child] for child in ours} & {pairs.new.keys[child] for child in theirs}
        shared = 0.5 * len(alike)
    return 3 * shared / max(len(ours), len(theirs)) + min(1.0, shared)


@dataclass(frozen=True, slots=True)
class Gap:
    """The space between two siblings that stayed: what else stands in it came, went or was changed."""

    above: int
    below: int
    open: int
    """How many statements in it are not paired yet."""


def old_gap(pairs: Pairs, row: int) -> Gap:
    return _gap(pairs.old, row, pairs.to_new, pairs.new)


def new_gap(pairs: Pairs, row: int) -> Gap:
    return _gap(pairs.new, row, pairs.to_old, pairs.old)


def _gap(tree: Tree, row: int, partners: list[int], other: Tree) -> Gap:
    siblings, home = tree.siblings(row), partners[tree.parents[row]]

    def stayed(sibling: int) -> bool:
        partner = partners[sibling]
        return partner != NOWHERE and other.parents[partner] == home

    first = last = tree.positions[row]
    while first > 0 and not stayed(siblings[first - 1]):
        first -= 1
    while last + 1 < len(siblings) and not stayed(siblings[last + 1]):
        last += 1
    return Gap(
        siblings[first - 1] if first else NOWHERE,
        siblings[last + 1] if last + 1 < len(siblings) else NOWHERE,
        sum(partners[inside] == NOWHERE and tree.is_statement(inside) for inside in siblings[first : last + 1]),
    )
