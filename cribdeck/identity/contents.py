"""Files and headings that were renamed, known by what stands in them."""

from collections import Counter
from collections.abc import Sequence

from cribdeck.identity.pairs import Pairs
from cribdeck.identity.rows import RowKind
from cribdeck.identity.tree import NOWHERE, Tree

_ENOUGH = 0.4
"""How much of an old file or topic must have come along."""


def pair_by_contents(pairs: Pairs, kind: RowKind) -> None:
    """Pair the files, or the topics, that hold the same statements: each the most of the other."""
    if not _has_free(pairs.old, pairs.to_new, kind) or not _has_free(pairs.new, pairs.to_old, kind):
        return
    old_boxes, new_boxes = _boxes(pairs.old, kind), _boxes(pairs.new, kind)
    size = Counter(box for row, box in enumerate(old_boxes) if pairs.old.is_statement(row))
    shared = _shared(pairs, old_boxes, new_boxes)
    most_of_old, most_of_new = Counter[int](), Counter[int]()
    for (old, new), count in shared.items():
        most_of_old[old] = max(most_of_old[old], count)
        most_of_new[new] = max(most_of_new[new], count)
    for (old, new), count in sorted(shared.items(), key=lambda found: (-found[1], found[0])):
        mutual = count == most_of_old[old] == most_of_new[new]
        if mutual and count >= _ENOUGH * size[old] and pairs.free(old, new):
            pairs.add(old, new, "contents", count / size[old])


def _has_free(tree: Tree, partners: Sequence[int], kind: RowKind) -> bool:
    return any(partner == NOWHERE and tree.rows[row].kind == kind for row, partner in enumerate(partners))


def _boxes(tree: Tree, kind: RowKind) -> list[int]:
    """For each row the file, or the nearest topic, that it stands in."""
    boxes: list[int] = []
    for row, parent in enumerate(tree.parents):
        boxes.append(row if tree.rows[row].kind == kind else boxes[parent] if parent != NOWHERE else NOWHERE)
    return boxes


def _shared(pairs: Pairs, old_boxes: list[int], new_boxes: list[int]) -> Counter[tuple[int, int]]:
    """How many statements each two boxes share, of those boxes that have no partner."""
    shared: Counter[tuple[int, int]] = Counter()
    for new, old in enumerate(pairs.to_old):
        if old != NOWHERE and pairs.new.is_statement(new):
            boxes = old_boxes[old], new_boxes[new]
            if NOWHERE not in boxes and pairs.free(*boxes):
                shared[boxes] += 1
    return shared
