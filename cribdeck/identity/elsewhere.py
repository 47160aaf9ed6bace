"""The second stage: the same text in another place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from cribdeck.identity.families import Families, is_awaited
from cribdeck.identity.gaps import is_followed
from cribdeck.identity.keys import is_informative, is_number
from cribdeck.identity.likeness import Weights
from cribdeck.identity.pairs import Pairs
from cribdeck.identity.place import agreement, is_in_company
from cribdeck.identity.tree import NOWHERE, Tree

_ROUNDS = 6
_MANY = 4000
"""Pairs of equal texts from which on only those near to something paired are looked at."""

_TIES = 60
_OLD_AND_NEW = 2
"""The texts that hold a word which only one row says, before and now."""

_OTHER_LETTERS = 0.25
"""What speaks against two rows of the same words where another has the same letters, too: less than any neighbour."""

_CLEARLY = 0.2
"""By how much the best place must agree better than the next."""


@dataclass(frozen=True, slots=True)
class _Equals:
    """Rows of the same words that are not paired yet."""

    key: str
    old: Sequence[int]
    new: Sequence[int]


_NONE_FOLLOWED: Set[int] = frozenset()


def pair_by_text(
    pairs: Pairs,
    families: Families,
    *,
    wait: bool,
    ties: bool = True,
    weights: Weights | None = None,
    followed: Set[int] = _NONE_FOLLOWED,
) -> None:
    """Pair rows of the same words, wherever they stand; of several, those whose place agrees best.

    A short text says too little alone: something of its place must agree, or, by ``weights``, one of its words be said
    nowhere else. With ``wait``, one of a number family is left where its new place had an owner that may only have got
    another number; and, where nothing of the two places agrees, one that may be a copy: another row said the same
    before, or there is one left over where it stood. Of rows that said the same, those ``followed`` by such a one that
    they may be are then left for good. Without ``ties``, equals whose places agree equally are left until more of
    their places is known.
    """
    groups = list(_groups(pairs))
    if not groups:
        return
    search = _Search(pairs, families, wait, weights, followed, _count(pairs.old), _count(pairs.new))
    for turn in range(_ROUNDS):
        # What one group settles is the place by which another is known: so again, until nothing moves. Short texts
        # take part from the second turn on.
        if sum(search.settle(group, turn) for group in groups) or not turn:
            continue
        if not ties or not sum(map(search.settle_ties, groups)):
            return


def _groups(pairs: Pairs) -> Iterator[_Equals]:
    groups: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, tree, partners in ((0, pairs.old, pairs.to_new), (1, pairs.new, pairs.to_old)):
        for row, partner in enumerate(partners):
            kind, key = tree.rows[row].kind, tree.keys[row]
            if partner == NOWHERE and kind != "file" and key:
                groups[kind, key][side].append(row)
    return (_Equals(key, old, new) for (_, key), (old, new) in groups.items() if old and new)


def _count(tree: Tree) -> Counter[str]:
    return Counter(key for row, key in enumerate(tree.keys) if tree.is_statement(row))


@dataclass(frozen=True, slots=True)
class _Search:
    pairs: Pairs
    families: Families
    wait: bool
    weights: Weights | None
    followed: Set[int]
    old_count: Counter[str]
    new_count: Counter[str]

    def settle(self, group: _Equals, turn: int) -> bool:
        """Pair what is beyond doubt; whether anything was."""
        old, new = self.pairs.free_old(group.old), self.pairs.free_new(group.new)
        if not old or not new:
            return False
        if len(old) == len(new) == 1:
            agreed = agreement(self.pairs, old[0], new[0])
            if not self._is_same(group.key, old[0], new[0], agreed, turn):
                return self._settle_best(group, old, new)
            self.pairs.add(old[0], new[0], "text")
            return True
        return self._settle_best(group, old, new)

    def _is_same(self, key: str, old: int, new: int, agreed: float, turn: int) -> bool:
        """Whether a text that is left over once on both sides is the same fact."""
        if self._must_wait(key, old, new, agreed):
            return False
        if is_informative(key) or agreed >= 3:
            return True
        if turn == 0:
            return False
        only = self.old_count[key] == 1 == self.new_count[key]
        return agreed >= 1 or (only and (agreed >= 0.5 or self._says_its_own(new)))

    def _says_its_own(self, new: int) -> bool:
        """Whether a text of several words has one that no other row says."""
        words = [token for token in self.pairs.new.tokens(new) if not is_number(token)]
        return self.weights is not None and len(words) > 1 and min(map(self.weights.count, words)) <= _OLD_AND_NEW

    def _must_wait(self, key: str, old: int, new: int, agreed: float) -> bool:
        if agreed >= 1:
            return False
        twin = self.old_count[key] > 1
        if not self.wait:
            return twin and old in self.followed
        return twin or is_followed(self.pairs, old) or (self.families.is_one(key) and is_awaited(self.pairs, new))

    def _settle_best(self, group: _Equals, old: Sequence[int], new: Sequence[int]) -> bool:
        """Pair those whose places agree best, both ways and clearly."""
        ranked = [self._ranked(a, b) for a, b in self._candidates(old, new)]
        least = 0.5 if is_informative(group.key) else 1.0
        by_old, by_new = defaultdict(list), defaultdict(list)
        for fit, _, a, b in ranked:
            by_old[a].append(fit)
            by_new[b].append(fit)
        settled = False
        for fit, agreed, a, b in sorted(ranked, key=lambda found: (-found[0], found[2], found[3])):
            if agreed < least or self._must_wait(group.key, a, b, agreed):
                continue
            if self.pairs.free(a, b) and _stands_out(fit, by_old[a]) and _stands_out(fit, by_new[b]):
                self.pairs.add(a, b, "text")
                settled = True
        return settled

    def settle_ties(self, group: _Equals) -> bool:
        """Pair what is left of an informative text, best place first: whichever way, a learner sees the same words.

        Of rows that said the same, those of which nothing tells which is which are left: each had reviews of its own.
        """
        old, new = self.pairs.free_old(group.old)[:_TIES], self.pairs.free_new(group.new)[:_TIES]
        if not old or not new or not is_informative(group.key) or not self.pairs.old.is_statement(old[0]):
            return False
        settled = False
        alone = self.old_count[group.key] == 1 or len(old) == len(new) == 1
        ranked = (self._ranked(a, b) for a in old for b in new)
        for _, agreed, a, b in sorted(ranked, key=lambda found: (-found[0], found[2], found[3])):
            if not alone and not is_in_company(self.pairs, a, b):
                continue
            if self.pairs.free(a, b) and not self._must_wait(group.key, a, b, agreed):
                self.pairs.add(a, b, "text")
                settled = True
        return settled

    def _ranked(self, old: int, new: int) -> tuple[float, float, int, int]:
        """How well two rows fit, how much of that is their places, and the rows."""
        agreed = agreement(self.pairs, old, new)
        same_letters = self.pairs.old.rows[old].text == self.pairs.new.rows[new].text
        return agreed if same_letters else agreed - _OTHER_LETTERS, agreed, old, new

    def _candidates(self, old: Sequence[int], new: Sequence[int]) -> Iterable[tuple[int, int]]:
        if len(old) * len(new) <= _MANY:
            return ((a, b) for a in old for b in new)
        within = set(new)
        return ((a, b) for a in old for b in sorted(self._near(a) & within))

    def _near(self, old: int) -> set[int]:
        """The new rows that stand where something beside, above or below an old row was found again."""
        pairs, near = self.pairs, set[int]()
        parent = pairs.old.parents[old]
        if parent != NOWHERE and pairs.to_new[parent] != NOWHERE:
            near.update(pairs.new.children[pairs.to_new[parent]])
        found = (pairs.to_new[child] for child in pairs.old.children[old])
        near.update(pairs.new.parents[child] for child in found if child != NOWHERE)
        for neighbour, side in ((pairs.old.before(old), pairs.new.after), (pairs.old.after(old), pairs.new.before)):
            if neighbour != NOWHERE and pairs.to_new[neighbour] != NOWHERE:
                near.add(side(pairs.to_new[neighbour]))
        return near


def _stands_out(agreed: float, others: Sequence[float]) -> bool:
    return agreed >= max(others) and sum(other >= agreed - _CLEARLY for other in others) == 1
