"""The scene of the third stage: the rows that are left over, who could be whom, and who else is alike."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from cribdeck.identity.families import Families
from cribdeck.identity.keys import FUNCTION_WORDS
from cribdeck.identity.likeness import Likeness, Weights, compare, weigh
from cribdeck.identity.nearness import Near, Nearness, find_moved_blocks, measure
from cribdeck.identity.pairs import Pairs
from cribdeck.identity.tree import NOWHERE, Tree

_ALIKE = 8
"""How many old rows, most alike by rare words, are looked at for a new one, apart from those of its place."""

_COMMON = 400
"""A word that more left-over rows hold finds nobody."""

_BROTHERS = 200
_MATES = 50
"""How many left-over rows below one parent are looked at: the same parent, or one whose block moved."""

_RELATIVES = 4
_RAREST = 8
_COMMON_AMONG_ALL = 600
_BESIDE = 4
"""Relatives of a left-over row among those that were found again: the most alike by its rarest words, and the brothers
that stand around it."""

_LEAST, _LEAST_ALONE = 0.2, 0.05
"""Likeness below which a pair is not even doubtful; and, alone between the same neighbours, how much of the words."""

_WHOLE = 0.9
"""How much of the lesser text must stand in the other for it to be all of it."""

_PLACE_WORTH: Mapping[Near, float] = {
    Near.GAP: 0.20,
    Near.BESIDE: 0.10,
    Near.PARENT: 0.06,
    Near.BLOCK: 0.05,
    Near.FILE: 0.03,
    Near.ELSEWHERE: 0.0,
}
_CHILDREN_WORTH = 0.3
_LEAD_WORTH = 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """An old row and a new one that may be the same fact."""

    old: int
    new: int
    likeness: Likeness
    place: Nearness
    children: float
    """How much of what is below them is shared, up to 1."""
    same_lead: bool
    """Led in by the same term, below the same parent."""
    score: float
    """The likeness of the texts, or of the part of one that the other is."""

    @property
    def rank(self) -> float:
        """Who is looked at first: likeness, and what the place adds to it."""
        bonus = _CHILDREN_WORTH * self.children + (_LEAD_WORTH if self.same_lead else 0.0)
        return self.score + _PLACE_WORTH[self.place.near] + bonus


@dataclass(slots=True)
class Scene:
    """What is left over on both sides, and all that is known about it."""

    pairs: Pairs
    families: Families
    old_left: Sequence[int]
    new_left: Sequence[int]
    weights: Weights
    old_relatives: Mapping[int, Sequence[int]]
    """For a left-over new row, the old rows most like it that were found again elsewhere."""
    new_relatives: Mapping[int, Sequence[int]]
    """For a left-over old row, the new rows most like it that are other facts already."""
    new_wholes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """For an old row, the new ones that hold all it said; and the other way round. Filled as pairs are looked at."""
    old_wholes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _likeness: dict[tuple[int, int], Likeness] = field(default_factory=dict)

    def likeness(self, old: int, new: int) -> Likeness:
        """How alike any two rows are; asked often, worked out once."""
        found = self._likeness.get((old, new))
        if found is None:
            one = self.pairs.old.keys[old], self.pairs.old.tokens(old)
            other = self.pairs.new.keys[new], self.pairs.new.tokens(new)
            found = self._likeness[old, new] = compare(one, other, self.weights)
        return found

    def find_pairs(self) -> list[Pair]:
        """Who could be whom, the likeliest first."""
        self.old_left = self.pairs.free_old(self.old_left)
        self.new_left = self.pairs.free_new(self.new_left)
        moved = find_moved_blocks(self.pairs)
        candidates = _candidates(self, moved)
        found = [self._pair(old, new, moved) for new in self.new_left for old in sorted(candidates[new])]
        return sorted((pair for pair in found if pair), key=lambda pair: (-pair.rank, pair.old, pair.new))

    def _pair(self, old: int, new: int, moved: Counter[tuple[int, int]]) -> Pair | None:
        likeness = self.likeness(old, new)
        if likeness.contained > _WHOLE:
            self.new_wholes[old].append(new)
            self.old_wholes[new].append(old)
        place = measure(self.pairs, old, new, moved)
        children = _shared_children(self.pairs, old, new)
        lead = self.pairs.old.lead(old)
        same_lead = place.near >= Near.PARENT and bool(lead) and lead == self.pairs.new.lead(new)
        some = likeness.score >= _LEAST or likeness.contained >= (_LEAST_ALONE if place.alone else 0.5)
        if not some and children < 0.5 and not same_lead:
            return None
        score = max(likeness.score, self._contained(old, new, likeness, place.near))
        return Pair(old, new, likeness, place, children, same_lead, score)

    def _contained(self, old: int, new: int, likeness: Likeness, near: Near) -> float:
        """The likeness of a text and one that holds all of it, and more: a fact that was extended, split or merged."""
        keys = self.pairs.old.keys[old], self.pairs.new.keys[new]
        if likeness.contained <= _WHOLE or near < Near.FILE or min(map(len, keys)) < 15:
            return 0.0
        least = 2 if near >= Near.PARENT else 4
        if min(_size(self.pairs.old, old), _size(self.pairs.new, new)) < least or fuzz.partial_ratio(*keys) < 80:
            return 0.0
        return (0.85 if near >= Near.PARENT else 0.75) * likeness.contained


def set_scene(pairs: Pairs, families: Families, weights: Weights | None = None) -> Scene:
    """The scene as it is now; ``weights`` are those of an earlier one, if there was one."""
    old_left = _left_over(pairs.old, pairs.to_new)
    new_left = _left_over(pairs.new, pairs.to_old)
    if not old_left or not new_left:
        return Scene(pairs, families, (), (), weights or weigh(()), {}, {})
    if weights is None:
        # What is paired says nearly the same on both sides: it counts once.
        texts = (pairs.old.tokens(row) for row in range(len(pairs.old)) if pairs.old.is_statement(row))
        weights = weigh(itertools.chain(texts, (pairs.new.tokens(row) for row in new_left)))
    of_new = _relatives((pairs.new, pairs.to_old), (pairs.old, pairs.to_new), new_left, weights)
    of_old = _relatives((pairs.old, pairs.to_new), (pairs.new, pairs.to_old), old_left, weights)
    return Scene(pairs, families, old_left, new_left, weights, of_new, of_old)


def _left_over(tree: Tree, partners: Sequence[int]) -> list[int]:
    return [row for row in range(len(tree)) if partners[row] == NOWHERE and tree.is_statement(row) and tree.keys[row]]


def _size(tree: Tree, row: int) -> int:
    return sum(token not in FUNCTION_WORDS for token in tree.tokens(row))


def _shared_children(pairs: Pairs, old: int, new: int) -> float:
    ours, theirs = pairs.old.children[old], pairs.new.children[new]
    if not ours or not theirs:
        return 0.0
    shared = pairs.shared_children(old, new)
    share = shared / max(len(ours), len(theirs))
    return min(share, 0.6) if shared == 1 else share  # a single child can be moved


# --- who could be whom ------------------------------------------------------


def _candidates(scene: Scene, moved: Mapping[tuple[int, int], int]) -> dict[int, set[int]]:
    """For each left-over new row the old ones to look at: by place, and by rare words."""
    by_parent: dict[int, list[int]] = defaultdict(list)
    for row in scene.old_left:
        by_parent[scene.pairs.old.parents[row]].append(row)
    mates: dict[int, list[int]] = defaultdict(list)
    for old_parent, new_parent in moved:
        if old_parent != NOWHERE and old_parent in by_parent:
            mates[new_parent].append(old_parent)
    left, postings = set(scene.old_left), _postings(scene)
    found = {}
    for new in scene.new_left:
        parent = scene.pairs.new.parents[new]
        near = set(by_parent.get(_partner(scene.pairs.to_old, parent), ())[:_BROTHERS])
        near.update(row for mate in mates.get(parent, ()) for row in by_parent[mate][:_MATES])
        near.update(row for row in _around(scene.pairs, new) if row in left)
        near.update(_alike(scene.pairs.new.tokens(new), postings, scene.weights, _COMMON, _ALIKE))
        found[new] = near
    return found


def _partner(partners: Sequence[int], row: int) -> int:
    return partners[row] if row != NOWHERE else NOWHERE


def _around(pairs: Pairs, new: int) -> list[int]:
    """The old rows above the partners of a new row's children, and beside those of its neighbours."""
    partners = (pairs.to_old[child] for child in pairs.new.children[new])
    found = [pairs.old.parents[partner] for partner in partners if partner != NOWHERE]
    for neighbour in (pairs.new.before(new), pairs.new.after(new)):
        partner = _partner(pairs.to_old, neighbour)
        if partner != NOWHERE:
            found += [pairs.old.before(partner), pairs.old.after(partner)]
    return found


def _postings(scene: Scene) -> dict[str, list[int]]:
    """The left-over old rows that hold a word of some left-over new row."""
    wanted = {token for row in scene.new_left for token in scene.pairs.new.tokens(row)}
    return _index(scene.pairs.old, scene.old_left, wanted)


def _index(tree: Tree, rows: Iterable[int], wanted: set[str]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for token in wanted.intersection(tree.tokens(row)):
            postings[token].append(row)
    return postings


def _alike(
    tokens: Iterable[str], postings: Mapping[str, Sequence[int]], weights: Weights, common: int, most: int
) -> list[int]:
    """The rows that share the most with these tokens; of equals, the first."""
    shared: dict[int, float] = {}
    for token in dict.fromkeys(tokens):
        rows = postings.get(token, ())
        if len(rows) <= common:
            weight = weights(token)
            for row in rows:
                shared[row] = shared.get(row, 0.0) + weight
    return sorted(shared, key=lambda row: (-shared[row], row))[:most]


# --- who else is alike ------------------------------------------------------

_Side = tuple[Tree, Sequence[int]]
"""A tree, and for each of its rows the partner in the other one."""


def _relatives(side: _Side, other: _Side, left: Sequence[int], weights: Weights) -> dict[int, list[int]]:
    """For each left-over row of one side, the rows of the other that are like it and not left over."""
    tree, (theirs, their_partners) = side[0], other
    frequency = weights.frequencies
    wanted = {token for row in left for token in tree.tokens(row) if frequency.get(token, 0) <= _COMMON_AMONG_ALL}
    paired = (row for row in range(len(theirs)) if their_partners[row] != NOWHERE and theirs.is_statement(row))
    postings = _index(theirs, paired, wanted)
    found = {}
    for row in left:
        known = [token for token in dict.fromkeys(tree.tokens(row)) if token in postings]
        rarest = sorted(known, key=lambda token: len(postings[token]))[:_RAREST]
        alike = _alike(rarest, postings, weights, _COMMON_AMONG_ALL, _RELATIVES)
        found[row] = list(dict.fromkeys([*alike, *_brothers(side, theirs, row)]))
    return found


def _brothers(side: _Side, theirs: Tree, row: int) -> list[int]:
    """The partners of the siblings around a row whose parent was found again."""
    tree, partners = side
    if _partner(partners, tree.parents[row]) == NOWHERE:
        return []
    position = tree.positions[row]
    around = tree.siblings(row)[max(0, position - _BESIDE) : position + _BESIDE + 1]
    found = (partners[sibling] for sibling in around)
    return [partner for partner in found if partner != NOWHERE and theirs.is_statement(partner)]
