"""The first stages: rows that are known by their block id, and the same text in the same place."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

from cribdeck.identity.pairs import Pairs
from cribdeck.identity.tree import NOWHERE, Tree


def pair_by_block(pairs: Pairs) -> None:
    """Pair statements whose block id stands once on both sides: in the vault, or in files of one name."""
    for old_ids, new_ids in (
        (_blocks(pairs.old, whole_vault=True), _blocks(pairs.new, whole_vault=True)),
        (_blocks(pairs.old, whole_vault=False), _blocks(pairs.new, whole_vault=False)),
    ):
        for block, old in old_ids.items():
            new = new_ids.get(block, NOWHERE)
            if new != NOWHERE and pairs.free(old, new):
                pairs.add(old, new, "block")


def _blocks(tree: Tree, *, whole_vault: bool) -> dict[tuple[str, str], int]:
    """The block ids that stand once, and their rows."""
    found = [
        (("" if whole_vault else tree.rows[tree.files[index]].text, row.block), index)
        for index, row in enumerate(tree.rows)
        if row.block
    ]
    count = Counter(block for block, _ in found)
    return {block: index for block, index in found if count[block] == 1}


def pair_by_place(pairs: Pairs) -> None:
    """Pair rows that say the same below the same parents all the way up.

    First those with the same rows below them too, then any; several pair in order if they are as many as before, those
    of the same letters first.
    """
    old_rest, new_rest = _pair_untouched(pairs)
    old, new = _Paths(pairs.old, old_rest), _Paths(pairs.new, new_rest)
    names: dict[Hashable, int] = {}
    old_paths, new_paths = old.downwards(names), new.downwards(names)
    old_trees, new_trees = old.upwards(names), new.upwards(names)
    _pair_in_order(pairs, _grouped(old_rest, old_paths, old_trees), _grouped(new_rest, new_paths, new_trees))
    _pair_in_order(pairs, _grouped(old_rest, old_paths), _grouped(new_rest, new_paths))


def _pair_untouched(pairs: Pairs) -> tuple[Sequence[int], Sequence[int]]:
    """Pair the rows of every file that says line by line what it said; what is left are the rows of the others.

    The words of a path begin with its file, so no row of another file could be meant.
    """
    before, now = _files(pairs.old), _files(pairs.new)
    old_rest, new_rest = set(range(len(pairs.old))), set(range(len(pairs.new)))
    for name in before.keys() & now.keys():
        ours, theirs = before[name], now[name]
        if pairs.old.rows[ours.start : ours.stop] == pairs.new.rows[theirs.start : theirs.stop]:
            for old, new in zip(ours, theirs, strict=True):
                if pairs.free(old, new):
                    pairs.add(old, new, "place")
            old_rest.difference_update(ours)
            new_rest.difference_update(theirs)
    return sorted(old_rest), sorted(new_rest)


def _files(tree: Tree) -> Mapping[str, range]:
    """The rows of each file, by its name; of two of one name (in a lock that was merged), of neither."""
    starts = [nth for nth, row in enumerate(tree.rows) if row.kind == "file"]
    count = Counter(tree.rows[start].text for start in starts)
    ends = pairwise([*starts, len(tree)])
    return {tree.rows[start].text: range(start, end) for start, end in ends if count[tree.rows[start].text] == 1}


class _Paths:
    """Names rows by what they say and what is above or below them; equal names mean equal words, not equal hashes."""

    def __init__(self, tree: Tree, rows: Sequence[int]) -> None:
        self._tree, self._rows = tree, rows

    def downwards(self, names: dict[Hashable, int]) -> dict[int, int]:
        """For each row the name of its own words and those of all its parents."""
        found = {NOWHERE: NOWHERE}
        for row in self._rows:
            path = ("path", found[self._tree.parents[row]], self._tree.rows[row].kind, self._tree.keys[row])
            found[row] = names.setdefault(path, len(names))
        return found

    def upwards(self, names: dict[Hashable, int]) -> dict[int, int]:
        """For each row the name of its own words and of all that is below it."""
        found: dict[int, int] = {}
        for row in reversed(self._rows):
            below = tuple(found[child] for child in self._tree.children[row])
            found[row] = names.setdefault(("tree", self._tree.keys[row], below), len(names))
        return found


_Groups = Mapping[Hashable, Sequence[int]]


def _grouped(rows: Sequence[int], *names: Mapping[int, int]) -> _Groups:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row in rows:
        groups[tuple(each[row] for each in names)].append(row)
    return groups


def _pair_in_order(pairs: Pairs, ours: _Groups, theirs: _Groups) -> None:
    for name in ours:
        if name in theirs:
            _pair_group(pairs, ours[name], theirs[name])


def _pair_group(pairs: Pairs, ours: Sequence[int], theirs: Sequence[int]) -> None:
    free_old, free_new = pairs.free_old(ours), pairs.free_new(theirs)
    if len(free_old) != len(free_new):
        return
    for old, new in _lined_up(pairs, free_old, free_new):
        parents = pairs.old.parents[old], pairs.new.parents[new]
        # Of two equal branches, no row may be paired across into the other one.
        if parents[0] == NOWHERE or pairs.joinable(*parents):
            pairs.add(old, new, "place")


def _lined_up(pairs: Pairs, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """As many rows of the same words, two by two: those first whose letters are the same, then the others in order."""
    of_text: dict[str, list[int]] = defaultdict(list)
    for new in reversed(theirs):
        of_text[pairs.new.rows[new].text].append(new)
    texts = ((old, of_text.get(pairs.old.rows[old].text)) for old in ours)
    same = {old: found.pop() for old, found in texts if found}
    rest = iter(sorted(set(theirs) - set(same.values())))
    return ((old, same[old] if old in same else next(rest)) for old in ours)
