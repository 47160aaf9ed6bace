"""Matching: which rows of the new notes are which rows of the old ones, how that is known, and what is in doubt."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from cribdeck.identity.contents import pair_by_contents
from cribdeck.identity.elsewhere import pair_by_text
from cribdeck.identity.exact import pair_by_block, pair_by_place
from cribdeck.identity.families import find_families
from cribdeck.identity.gaps import find_left_in_gaps
from cribdeck.identity.guards import Contest, Verdict, is_doubtful, judge
from cribdeck.identity.keys import make_key
from cribdeck.identity.nearness import Near
from cribdeck.identity.pairs import How, Pairs
from cribdeck.identity.rows import Row
from cribdeck.identity.scene import Scene, set_scene
from cribdeck.identity.splits import prefer_beginnings
from cribdeck.identity.tree import NOWHERE, make_tree

_ROUNDS = 4

_SOMEWHAT_ALIKE = 0.3
"""Likeness from which on a row may be an edit of what stood there, and that, where it is said elsewhere, a copy."""


@dataclass(frozen=True, slots=True)
class Found:
    """A new row that was found to be an old one."""

    old: int
    how: How
    sure: float = 1.0
    near: Near = Near.GAP
    """Of those found by likeness: how near the place where it stood."""
    doubtful: bool = False
    """One may have left and another come in its place: worth a look."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two rows that may be one fact, but were not taken for it."""

    old: int
    new: int
    score: float
    near: Near
    why: Verdict


@dataclass(frozen=True, slots=True)
class Matched:
    """For each new row that is an old one, which; and the pairs in doubt, those that stand in one place first."""

    found: Mapping[int, Found]
    doubts: tuple[Doubt, ...] = ()


def match(old: Sequence[Row], new: Sequence[Row], key_of: Callable[[str], str] | None = None) -> Matched:
    """Match the rows of the notes as they were with those of the notes as they are.

    What is certain goes first, since everything later is judged by the place that it gives: block ids, the same text
    in the same place, the same text elsewhere; likeness on what is left; then both once more, by what that settled.
    ``key_of`` is `make_key`, or one that remembers.
    """
    if not old:
        return Matched({})
    if old == new:
        return Matched({row: Found(row, "place") for row in range(len(new))})
    key_of = key_of or cache(make_key)
    pairs = Pairs(make_tree(old, key_of), make_tree(new, key_of))
    families = find_families(pairs)
    doubts: dict[tuple[int, int], Doubt] = {}
    taken: dict[int, Found] = {}
    pair_by_block(pairs)
    pair_by_place(pairs)
    pair_by_text(pairs, families, wait=True, ties=False)
    pair_by_contents(pairs, "file")
    pair_by_contents(pairs, "topic")
    pair_by_text(pairs, families, wait=True)
    scene = set_scene(pairs, families)
    settled = _pair_by_likeness(scene, taken, doubts)
    known = len(pairs.how)
    pair_by_text(pairs, families, wait=False, weights=scene.weights, followed=_followed(pairs, doubts.values()))
    if not settled or len(pairs.how) > known:
        _pair_by_likeness(set_scene(pairs, families, scene.weights), taken, doubts)
    found = {
        row: taken.get(row) or Found(partner, *pairs.how[row])
        for row, partner in enumerate(pairs.to_old)
        if partner != NOWHERE
    }
    for old_row, new_row in find_left_in_gaps(pairs, scene.old_left):
        likeness = scene.likeness(old_row, new_row).score
        doubts.setdefault((old_row, new_row), Doubt(old_row, new_row, likeness, Near.GAP, "unlike"))
    open_ = (doubt for doubt in doubts.values() if pairs.free(doubt.old, doubt.new))
    return Matched(found, tuple(sorted(open_, key=_by_place_and_likeness)))


def _followed(pairs: Pairs, doubts: Iterable[Doubt]) -> Set[int]:
    """The old rows in whose place something stands now that they may be."""
    near = (doubt for doubt in doubts if doubt.near >= Near.BESIDE and doubt.score >= _SOMEWHAT_ALIKE)
    return {doubt.old for doubt in near if pairs.free(doubt.old, doubt.new)}


def _by_place_and_likeness(doubt: Doubt) -> tuple[bool, float, int, int]:
    """However much a far-off text shares with an old one, what stands in its place now is looked at first."""
    return doubt.near < Near.PARENT, -doubt.score, doubt.old, doubt.new


def _pair_by_likeness(scene: Scene, found: dict[int, Found], doubts: dict[tuple[int, int], Doubt]) -> bool:
    """The third stage, in rounds: what one settles is the place by which others are known. Whether all is settled."""
    for _ in range(_ROUNDS if scene.old_left and scene.new_left else 0):
        taken, refused = _one_round(scene)
        found.update(taken)
        doubts.update(((doubt.old, doubt.new), doubt) for doubt in refused)
        if not taken:
            return True
        pair_by_contents(scene.pairs, "topic")
    return not scene.old_left or not scene.new_left


def _one_round(scene: Scene) -> tuple[dict[int, Found], list[Doubt]]:
    ranked = prefer_beginnings(scene, scene.find_pairs())
    of_old, of_new = defaultdict(list), defaultdict(list)
    for pair in ranked:
        of_old[pair.old].append(pair)
        of_new[pair.new].append(pair)
    taken: dict[int, Found] = {}
    refused: list[Doubt] = []
    for pair in ranked:
        if not scene.pairs.free(pair.old, pair.new):
            continue
        contest = Contest(scene, pair, of_old[pair.old], of_new[pair.new])
        verdict = judge(contest)
        if verdict == "same":
            sure = min(1.0, pair.score)
            taken[pair.new] = Found(pair.old, "like", sure, pair.place.near, is_doubtful(contest))
            scene.pairs.add(pair.old, pair.new, "like", sure)
        else:
            refused.append(Doubt(pair.old, pair.new, pair.score, pair.place.near, verdict))
    return taken, refused
