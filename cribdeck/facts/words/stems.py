"""Likeness of words: what is left of them without their endings."""

import re
from collections.abc import Callable, Set
from functools import cached_property

from cribdeck.facts.words.lexicon import Lexicon
from cribdeck.facts.words.memory import remembered

LEAST_STEM = 4
SAME_START = 5

_PART = re.compile(r"[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z]+(?:['’][a-z]+)?|[A-Z]+|\d+(?:[.,]\d+)*|[^\W\d_A-Za-z]+[^\W\d_]*")


class Stems(Lexicon):
    """The words of a text that carry meaning, and their stems."""

    def stem(self, word: str) -> str:
        """The word without its ending, so that "encryption", "encrypted" and "encrypts" are one."""
        return self._stems[word]

    @remembered
    def content_words(self, text: str) -> tuple[str, ...]:
        """The words that carry meaning, in lower case and in order; ``camelCase`` and ``a::b_c`` count in parts."""
        closed = self.function_words
        return tuple([word for word in map(str.lower, _PART.findall(text)) if len(word) > 1 and word not in closed])

    @remembered
    def stems(self, text: str) -> frozenset[str]:
        """The stems of the words that carry meaning."""
        return frozenset(map(self._stems.__getitem__, self.content_words(text)))

    def _cut(self, word: str) -> str:
        word = word.removesuffix("'s")
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
                if ending == "y" and word[-2] in "aeou":
                    continue  # "deploy" beside "deployment"
                word = word[: -len(ending)]
                break
        else:
            if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
                word = word[:-1]
        if len(word) >= LEAST_STEM and word[-1] == word[-2] and word[-1] not in "sl":
            word = word[:-1]  # "mapped" and "map"
        return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return tuple(sorted(self.endings, key=lambda ending: (-len(ending), ending)))

    @cached_property
    def _stems(self) -> "_Known":
        """A memory of stems already cut: notes say the same words over and over."""
        return _Known(self._cut)


class _Known(dict[str, str]):
    """Stems by their words; one that is not known is cut."""

    def __init__(self, cut: Callable[[str], str]) -> None:
        self._cut = cut

    def __missing__(self, word: str) -> str:
        self[word] = stem = self._cut(word.lower().replace("’", "'"))
        return stem


class Seen:
    """Words in sight, to look up whether one like another is among them."""

    def __init__(self, stems: Set[str], stem: Callable[[str], str]) -> None:
        self._stem, self._stems = stem, stems

    def __contains__(self, word: str) -> bool:
        stem = self._stem(word)
        if stem in self._stems:
            return True
        start = stem[:SAME_START]
        return len(start) == SAME_START and any(_alike(stem, seen) for seen in self._stems if seen.startswith(start))


def _alike(one: str, other: str) -> bool:
    """Whether two stems share their first five letters and four fifths of the shorter one: "replica", "replicat"."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SAME_START or len(longer) - len(shorter) > 4:
        return False
    same = next((nth for nth, char in enumerate(shorter) if char != longer[nth]), len(shorter))
    return 5 * same >= 4 * len(shorter)
