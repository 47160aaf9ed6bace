"""Gaps: what is left over on both sides between the same two neighbours, however little the texts share."""

from collections.abc import Iterable, Iterator

from cribdeck.identity.pairs import Pairs
from cribdeck.identity.place import Gap, old_gap
from cribdeck.identity.tree import NOWHERE

_FEW = 3
"""How many may have come or gone in a gap; in one that was rewritten at large, the place says nothing."""


def find_left_in_gaps(pairs: Pairs, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The old rows, of these, that are nowhere any more, each with every new row that is left over in its gap."""
    for old in pairs.free_old(rows):
        for new in _left_in_gap(pairs, old):
            yield old, new


def is_followed(pairs: Pairs, old: int) -> bool:
    """Whether a new row is left over in the gap of an old one."""
    return bool(_left_in_gap(pairs, old))


def _left_in_gap(pairs: Pairs, old: int) -> list[int]:
    parent = pairs.old.parents[old]
    home = pairs.to_new[parent] if parent != NOWHERE else NOWHERE
    if home == NOWHERE:
        return []
    gap = old_gap(pairs, old)
    if gap.open > _FEW or _is_a_whole_file(pairs, old, gap):
        return []
    return _between(pairs, home, gap.above, gap.below)


def _is_a_whole_file(pairs: Pairs, row: int, gap: Gap) -> bool:
    """Whether nothing stayed that stands directly in a file: its two ends are no neighbours."""
    return NOWHERE == gap.above == gap.below and pairs.old.rows[pairs.old.parents[row]].kind == "file"


def _between(pairs: Pairs, parent: int, above: int, below: int) -> list[int]:
    """The statements below a new row that are left over between the partners of two old rows; none if they are many."""
    children = pairs.new.children[parent]
    first = pairs.new.positions[pairs.to_new[above]] + 1 if above != NOWHERE else 0
    last = pairs.new.positions[pairs.to_new[below]] if below != NOWHERE else len(children)
    inside = children[first:last]
    if any(pairs.to_old[row] != NOWHERE and pairs.same_parent(pairs.to_old[row], row) for row in inside):
        return []  # the neighbours changed places, or something came between them
    found = [row for row in pairs.free_new(inside) if pairs.new.is_statement(row) and pairs.new.keys[row]]
    return found if len(found) <= _FEW else []
