"""Likeness: how much two texts share, weighed by how much it says, and what kind of edit lies between them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from cribdeck.identity.keys import FUNCTION_WORDS, is_number
from cribdeck.identity.meaning import is_negation

Change = Literal["none", "order", "typo", "number", "added", "cut", "words"]
"""The least that an editor must have done: moved words, mended letters, changed numbers, added or cut words; ``words``
when some were replaced."""

_WORDS, _LETTERS = 0.65, 0.35
"""How much shared words and shared letters count."""

_TYPO_CREDIT = 0.9
_TYPO_WORTH = 6.0
_NUMBER_WORTH = 2.0
"""A number is what gets edited, a word is what is asked: however rare, a number counts no more than this."""

_PUZZLE = 400
"""Pairs of unshared words from which on no typos are looked for: the texts have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one text has of another."""

    score: float
    """From 0 to 1 (the same)."""
    contained: float
    """How much of the lesser text stands in the other."""
    change: Change = "words"
    negation: bool = False
    """Whether one of them says "not" and the other does not."""


SAME = Likeness(1.0, 1.0, "none")
UNLIKE = Likeness(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a token says: the rarer in the notes, the more."""

    frequencies: Mapping[str, int]
    size: int
    _known: dict[str, float]

    def __call__(self, token: str) -> float:
        if token not in self._known:
            weight = math.log(1 + self.size / max(self.frequencies.get(token, 0), 1))
            self._known[token] = min(weight, _NUMBER_WORTH) if is_number(token) else weight
        return self._known[token]

    def count(self, token: str) -> int:
        """In how many texts a token stands."""
        return self.frequencies.get(token, 0)

    @property
    def most(self) -> float:
        """What a word weighs that stands in one text."""
        return math.log(1 + self.size)

    def total(self, tokens: Mapping[str, int]) -> float:
        return sum(self(token) * count for token, count in tokens.items())


def weigh(texts: Iterable[Iterable[str]]) -> Weights:
    """Weights by the number of texts that hold a token."""
    frequencies: Counter[str] = Counter()
    size = 0
    for tokens in texts:
        frequencies.update(set(tokens))
        size += 1
    return Weights(frequencies, size, {})


def compare(old: tuple[str, list[str]], new: tuple[str, list[str]], weights: Weights) -> Likeness:
    """How alike two texts are, each given as its key and its tokens."""
    if old[0] == new[0]:
        return SAME
    ours, theirs = Counter(old[1]), Counter(new[1])
    shared = ours & theirs
    left, right = ours - shared, theirs - shared
    negation = any(map(is_negation, left)) != any(map(is_negation, right))
    common, of_old, of_new = weights.total(shared), weights.total(ours), weights.total(theirs)
    typos = _mend(left, right, weights)
    for was, became in typos:
        worth = min(weights(was), weights(became), _TYPO_WORTH)
        common += worth * _TYPO_CREDIT
        # A misspelt word is rarer than it should be: it weighs no more than the right one.
        of_old -= max(0.0, weights(was) - worth)
        of_new -= max(0.0, weights(became) - worth)
    if of_old <= 0 or of_new <= 0:
        return UNLIKE
    score = _WORDS * 2 * common / (of_old + of_new) + _LETTERS * Indel.normalized_similarity(old[0], new[0])
    contained = common / min(of_old, of_new)
    change = _change(left, right, mended=bool(typos))
    return Likeness(min(score, 1.0), min(contained, 1.0), change, negation)


def _mend(left: Counter[str], right: Counter[str], weights: Weights) -> list[tuple[str, str]]:
    """The words that are one word with a typo or another ending; they are taken out of both sides."""
    if not left or not right or len(left) * len(right) >= _PUZZLE:
        return []
    mended = []
    for was in list(left):
        became = _same_word(was, right) if len(was) >= 4 and not is_number(was) else None
        if became is not None:
            mended.append((was, became))
            del left[was]
            right[became] -= 1
            if not right[became]:
                del right[became]
    return mended


def _same_word(was: str, words: Iterable[str]) -> str | None:
    """The word that differs by a slip of the pen, else one that goes on where the other ends."""
    best: tuple[int, str] | None = None
    for word in words:
        if len(word) < 3 or is_number(word) or abs(len(was) - len(word)) > 2:
            continue
        slips = OSA.distance(was, word, score_cutoff=2)
        # Who mistypes a word twice has its first letter right; another word that is so like it need not.
        if slips <= (2 if min(len(was), len(word)) >= 7 and was[0] == word[0] else 1):
            best = min(best, (slips, word), key=lambda found: found[0]) if best else (slips, word)
        elif best is None and len(word) >= 4 and (was.startswith(word) or word.startswith(was)):
            best = (2, word)
    return best[1] if best else None


def _change(left: Iterable[str], right: Iterable[str], *, mended: bool) -> Change:
    cut, added = _telling(left), _telling(right)
    old_numbers, new_numbers = any(map(is_number, left)), any(map(is_number, right))
    if not cut and not added:
        if old_numbers or new_numbers:
            return "number"
        return "typo" if mended else "order"
    if not cut and not old_numbers:
        return "added"
    if not added and not new_numbers:
        return "cut"
    return "words"


def _telling(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if not is_number(token) and token not in FUNCTION_WORDS]
