"""Splits and merges: when one row became two or two became one, the other part is no rival."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from cribdeck.identity.nearness import Near
from cribdeck.identity.scene import Pair, Scene

_MOST = 0.75
"""How much of the whole its parts must hold."""


def is_split(scene: Scene, old: int, new: int, rest: int) -> bool:
    """Whether the old row was taken apart into two new ones of which ``new`` is the one that goes on."""
    whole, part, other = scene.pairs.old.tokens(old), scene.pairs.new.tokens(new), scene.pairs.new.tokens(rest)
    return _are_parts(scene, whole, part, other, first=new < rest)


def is_merge(scene: Scene, old: int, new: int, rest: int) -> bool:
    """Whether the new row was put together from two old ones of which ``old`` is the one that goes on."""
    whole, part, other = scene.pairs.new.tokens(new), scene.pairs.old.tokens(old), scene.pairs.old.tokens(rest)
    return _are_parts(scene, whole, part, other, first=old < rest)


def _are_parts(scene: Scene, whole: list[str], part: list[str], other: list[str], *, first: bool) -> bool:
    """Whether both hold something of the whole that the other has not; the first of them goes on, or the far larger."""
    all_, one, two = Counter(whole), Counter(part), Counter(other)
    total = scene.weights.total(all_)
    share_one, share_two = scene.weights.total(all_ & one) / total, scene.weights.total(all_ & two) / total
    both = scene.weights.total(all_ & (one + two)) / total
    return both > max(share_one, share_two) + 0.04 and both > _MOST and (first or share_one > share_two + 0.1)


def prefer_beginnings(scene: Scene, found: Sequence[Pair]) -> list[Pair]:
    """The pairs, those first in which an old row was split and the new one is how it began."""
    by_old: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        if pair.place.near >= Near.FILE and pair.likeness.change in ("cut", "words", "typo"):
            by_old[pair.old].append(pair)
    beginnings = {}
    for pairs in by_old.values():
        top = max(pair.rank for pair in pairs)
        first = next((pair for pair in pairs if _is_beginning(scene, pair, pairs)), None)
        if first is not None:
            # Ahead of every other part, by so much that the next best is no rival.
            beginnings[id(first)] = replace(first, score=max(first.score, 0.6, first.score + top + 0.05 - first.rank))
    found = [beginnings.get(id(pair), pair) for pair in found]
    return sorted(found, key=lambda pair: (-pair.rank, pair.old, pair.new))


def _is_beginning(scene: Scene, pair: Pair, others: Sequence[Pair]) -> bool:
    old, new = scene.pairs.old.keys[pair.old], scene.pairs.new.keys[pair.new]
    same = next((nth for nth, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same < max(8, 0.8 * len(new)) or pair.likeness.contained <= 0.8:
        return False
    return any(other is not pair and is_split(scene, pair.old, pair.new, other.new) for other in others)
