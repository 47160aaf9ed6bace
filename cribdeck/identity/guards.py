"""Guards: why two rows that are alike are, or are not, the same fact. A stolen history is worse than a lost one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cribdeck.identity.keys import FUNCTION_WORDS, is_number, numbers, skeleton
from cribdeck.identity.nearness import Near
from cribdeck.identity.scene import Pair, Scene
from cribdeck.identity.splits import is_merge, is_split
from cribdeck.identity.tree import NOWHERE, Tree

Verdict = Literal["same", "lead-in", "number", "unlike", "rival", "family"]
"""``same``, or what speaks against it: the term is asked by another row; a member of a number family; too little in
common; another left-over row fits as well; a fact that lives on is as alike."""

_LEAST: Mapping[Near, float] = {
    Near.GAP: 0.45,
    Near.BESIDE: 0.45,
    Near.PARENT: 0.50,
    Near.BLOCK: 0.55,
    Near.FILE: 0.62,
    Near.ELSEWHERE: 0.74,
}
_LEAST_OF_SAME_SUBJECT = 0.30
"""Alone between the same neighbours, and starting with the same telling words."""

_SUBJECT = 2 / 3
"""The weight of the words that two texts must start with to be about the same, as a part of a unique word's."""

_LEAST_EVER = 0.15
_SURE = 0.45
"""Likeness below which a pair that was taken is shown as unsure."""

_LONG_FRAME = 25
"""Characters around its numbers by which the only text of a family is known wherever it stands."""

_A_PHRASE = 1.5
"""The weight of the words that two texts must share to be known by them alone, in unique words."""

_CHILDREN_REPLACE = 0.25
"""What is shared below two rows stands for so much likeness of their own words."""

_CLEARLY = 0.08
"""By how much the best must be better than the next."""

_SLIGHTLY = 0.12
_CLOSE_RELATIVE = 0.8
_TELLING = 1.5
"""The weight from which on words tell one fact from another."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A pair, and the other pairs that want one of its two rows, best first."""

    scene: Scene
    pair: Pair
    of_old: Sequence[Pair]
    of_new: Sequence[Pair]

    @property
    def keys(self) -> tuple[str, str]:
        return self.scene.pairs.old.keys[self.pair.old], self.scene.pairs.new.keys[self.pair.new]

    @property
    def alone_in_gap(self) -> bool:
        return self.pair.place.near == Near.GAP and self.pair.place.alone


def judge(contest: Contest) -> Verdict:
    """The verdict of the first guard that has one."""
    verdicts = (guard(contest) for guard in GUARDS)
    return next((verdict for verdict in verdicts if verdict), "same")


def is_doubtful(contest: Contest) -> bool:
    """Whether a pair that was taken may have been an old fact that left and a new one that came in its place.

    ``Price: 800 euros`` that stands elsewhere in its list as ``Price: 950 euros`` has the same term, and that is all.
    """
    if lead_in(contest) == "same":
        return contest.pair.place.near < Near.BESIDE and contest.pair.likeness.change in ("number", "words")
    (old, new), families, pairs = contest.keys, contest.scene.families, contest.scene.pairs
    terms = pairs.old.lead(contest.pair.old).split(), pairs.new.lead(contest.pair.new).split()
    other_term = all(terms) and not set(terms[0]) & set(terms[1]) and contest.pair.likeness.change == "words"
    family = skeleton(old)
    one_of_many = family == skeleton(new) and (families.is_one(old) or families.new[family] > 1)
    ladder = one_of_many and (len(numbers(old)) > 1 or not _is_only_member(contest, family))
    return contest.pair.score < _SURE or other_term or ladder


def lead_in(contest: Contest) -> Verdict | None:
    """The same unique term under the same parent is the same question, whatever the answer says now.

    A term that another row asks still (or asked before) is another question, however alike the answers.
    """
    pair, pairs = contest.pair, contest.scene.pairs
    if pair.place.near < Near.PARENT:
        return None
    old, new = pairs.old.lead(pair.old), pairs.new.lead(pair.new)
    if old and old == new:
        return "same" if _is_only_one(contest, old) else None
    return "lead-in" if any(term and _is_only_one(contest, term) for term in (old, new)) else None


def number_family(contest: Contest) -> Verdict | None:
    """Texts that differ in nothing but numbers: one fact whose number was mended, or two of a family."""
    (old, new), pair, families = contest.keys, contest.pair, contest.scene.families
    family = skeleton(old)
    if family != skeleton(new):
        return None
    count = families.old[family], families.new[family]
    before, now = numbers(old), numbers(new)
    if contest.alone_in_gap and (count[0] == 1 or len(before) < 2 or any(map(str.__eq__, before, now))):
        return "same"
    if count == (1, 1):
        return "same" if pair.place.near >= Near.FILE or len(family) >= _LONG_FRAME else "number"
    if pair.place.near >= Near.PARENT and _is_only_member(contest, family):
        return "same"
    return "number" if pair.children < 0.5 else None


def grown_in_place(contest: Contest) -> Verdict | None:
    """The old text, going on, where nothing else came or went."""
    old, new = contest.keys
    return "same" if contest.alone_in_gap and new.startswith(old + " ") else None


def unlike(contest: Contest) -> Verdict | None:
    """The further apart the places, the more alike the texts must be; never position alone."""
    pair = contest.pair
    least = _LEAST_OF_SAME_SUBJECT if _is_rewritten(contest) else _LEAST[pair.place.near]
    return "unlike" if pair.score < max(least - _CHILDREN_REPLACE * pair.children, _LEAST_EVER) else None


def too_little_to_tell(contest: Contest) -> Verdict | None:
    """Away from where it stood, a text in which words were replaced must share rare words, not a turn of phrase."""
    pair, pairs = contest.pair, contest.scene.pairs
    if pair.place.near > Near.FILE or pair.likeness.change in ("none", "order", "typo", "number"):
        return None
    shared = set(pairs.old.tokens(pair.old)) & set(pairs.new.tokens(pair.new))
    most = contest.scene.weights.most
    weights = map(contest.scene.weights, _telling(sorted(shared)))
    rare = sum(weight for weight in weights if weight >= most / 2)
    return "unlike" if rare < _A_PHRASE * most and pair.children < 0.5 else None


def still_said(contest: Contest) -> Verdict | None:
    """A text that stands whole in a row that is another fact lives on there: it was merged into it, or split off."""
    pair, pairs, scene = contest.pair, contest.scene.pairs, contest.scene
    if pair.place.near > Near.FILE:
        return None
    old, new = contest.keys
    merged = (row for row in scene.new_wholes.get(pair.old, ()) if pairs.to_old[row] not in (NOWHERE, pair.old))
    split = (row for row in scene.old_wholes.get(pair.new, ()) if pairs.to_new[row] not in (NOWHERE, pair.new))
    said = any(old in pairs.new.keys[row] for row in merged) or any(new in pairs.old.keys[row] for row in split)
    return "family" if said else None


def rival_left_over(contest: Contest) -> Verdict | None:
    """Another left-over row that fits about as well, and is not just the other part of a split or a merge."""
    pair, pairs = contest.pair, contest.scene.pairs
    of_old = next((one for one in contest.of_old if one.new != pair.new and pairs.to_old[one.new] == NOWHERE), None)
    of_new = next((one for one in contest.of_new if one.old != pair.old and pairs.to_new[one.old] == NOWHERE), None)
    split = of_old and is_split(contest.scene, pair.old, pair.new, of_old.new)
    merge = of_new and is_merge(contest.scene, pair.old, pair.new, of_new.old)
    if of_old and of_old.rank > pair.rank - _CLEARLY and not split:
        return "rival"
    return "rival" if of_new and of_new.rank > pair.rank - _CLEARLY and not merge else None


def family_words_only(contest: Contest) -> Verdict | None:
    """What the two share must tell them from every relative that lives on; where words were replaced, that is all."""
    pair, pairs, scene = contest.pair, contest.scene.pairs, contest.scene
    if pair.likeness.change != "words":
        return None
    shared = (set(pairs.old.tokens(pair.old)) & set(pairs.new.tokens(pair.new))) - FUNCTION_WORDS
    for tokens, likeness in _relatives(contest):
        own = [token for token in shared - tokens if not is_number(token)]
        if (
            sum(map(scene.weights, sorted(own))) < _TELLING
            and len(shared & tokens) >= 0.9 * len(shared)
            and likeness > pair.score - 0.15
        ):
            return "family"
    return None


def relative_lives_on(contest: Contest) -> Verdict | None:
    """About as like a fact that is still there: a variant in a family, unless the edit is a small one in its place."""
    pair, pairs = contest.pair, contest.scene.pairs
    closest = _closest_relative(contest)
    if closest <= pair.score - _CLEARLY and closest < _CLOSE_RELATIVE:
        return None
    change, near = pair.likeness.change, pair.place.near
    small = change in ("none", "order", "typo", "number", "added", "cut")
    clearly = pair.score > closest + _CLEARLY
    same_question = near >= Near.PARENT and pair.same_lead and _is_only_one(contest, pairs.old.lead(pair.old))
    excused = (
        (contest.alone_in_gap and closest < _CLOSE_RELATIVE and closest <= pair.score + _SLIGHTLY)
        or (contest.alone_in_gap and small and pair.score >= closest - 0.25)
        or (near >= Near.PARENT and change in ("typo", "order") and not pair.likeness.negation and pair.score > closest)
        or (clearly and near >= Near.PARENT and small)
        or (clearly and pair.children >= 0.5)
        or (same_question and closest < pair.score + 0.1)
    )
    return "same" if excused else "family"


GUARDS: tuple[Callable[[Contest], Verdict | None], ...] = (
    lead_in,
    number_family,
    grown_in_place,
    unlike,
    too_little_to_tell,
    still_said,
    rival_left_over,
    family_words_only,
    relative_lives_on,
)


def _is_rewritten(contest: Contest) -> bool:
    """Whether nothing else came or went here, and both texts start with the same telling words."""
    pair, pairs = contest.pair, contest.scene.pairs
    if not contest.alone_in_gap:
        return False
    weight = 0.0
    for old, new in zip(_telling(pairs.old.tokens(pair.old)), _telling(pairs.new.tokens(pair.new)), strict=False):
        if old != new:
            break
        weight += contest.scene.weights(old)
    return weight >= _SUBJECT * contest.scene.weights.most


def _telling(tokens: Iterable[str]) -> Iterator[str]:
    return (token for token in tokens if token not in FUNCTION_WORDS and not is_number(token))


def _is_only_one(contest: Contest, term: str) -> bool:
    """Whether one sibling is led in by the term on both sides."""
    pairs, pair = contest.scene.pairs, contest.pair
    return _count_leads(pairs.old, pair.old, term) == 1 == _count_leads(pairs.new, pair.new, term)


def _count_leads(tree: Tree, row: int, term: str) -> int:
    return sum(tree.is_statement(sibling) and tree.lead(sibling) == term for sibling in tree.siblings(row))


def _is_only_member(contest: Contest, family: str) -> bool:
    """Whether one sibling is of this number family on both sides."""
    pairs, pair = contest.scene.pairs, contest.pair
    return _count_members(pairs.old, pair.old, family) == 1 == _count_members(pairs.new, pair.new, family)


def _count_members(tree: Tree, row: int, family: str) -> int:
    return sum(skeleton(tree.keys[sibling]) == family for sibling in tree.siblings(row))


def _relatives(contest: Contest) -> Iterator[tuple[set[str], float]]:
    """The words of each relative that lives on, and how like it is to the row that is not its own."""
    pair, pairs, scene = contest.pair, contest.scene.pairs, contest.scene
    for old in scene.old_relatives.get(pair.new, ()):
        if pairs.old.keys[old] not in contest.keys:
            yield set(pairs.old.tokens(old)), scene.likeness(old, pair.new).score
    for new in scene.new_relatives.get(pair.old, ()):
        if pairs.new.keys[new] not in contest.keys:
            yield set(pairs.new.tokens(new)), scene.likeness(pair.old, new).score


def _closest_relative(contest: Contest) -> float:
    """The likeness of the relative that comes closest to either row.

    Below the same parent, an exact copy of the old row says nothing against the one in its place.
    """
    pair, pairs, scene = contest.pair, contest.scene.pairs, contest.scene
    copy = contest.keys[0] if pair.place.near >= Near.PARENT else None
    of_new = (
        scene.likeness(old, pair.new).score
        for old in scene.old_relatives.get(pair.new, ())
        if pairs.old.keys[old] != copy
    )
    of_old = (
        scene.likeness(pair.old, new).score
        for new in scene.new_relatives.get(pair.old, ())
        if pairs.new.keys[new] != copy
    )
    return max((*of_new, *of_old), default=0.0)
