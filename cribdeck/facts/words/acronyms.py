"""Acronyms and what they stand for."""

import re
from collections.abc import Sequence
from functools import cached_property

from cribdeck.facts.words.lexicon import Lexicon
from cribdeck.facts.words.memory import remembered

ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z][A-Za-z0-9&]*[A-Z0-9]|[a-z]{1,2}[A-Z][A-Z0-9]+)s?(?![\w-])")

_GAP = re.compile(r"[\s\-–/]+|(?<=[a-z])(?=[A-Z])")
_PART = re.compile(r"(?<=[aior])[^aeiou\W\d_](?=[aeiouhlry][^\W\d_]{2})")
"""Where a part of a compound may begin: "tri-phosphate", "hyper-text", "anti-diuretic"."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Acronyms(Lexicon):
    """Initials of words."""

    def is_acronym_of(self, short: str, long: str) -> bool:
        """Whether ``short`` is made of the initials of ``long``: "S3" of "Simple Storage Service"."""
        words = _words_of(long)
        if not self.may_have_acronym(long):
            return False
        letters = _letters(short)
        if len(letters) < 2 or len(words) > 2 * len(letters):
            return False
        telling = [word for word in words if word.lower() not in self._small]
        return any(
            _initials(letters, chosen)
            for chosen in (words, telling)
            if len(chosen) > 1 and chosen[0][0].lower()[0] == letters[0]
        )

    def may_have_acronym(self, long: str) -> bool:
        """Whether there are words enough for an acronym of them."""
        return len(_words_of(long)) > 1

    def expansion(self, short: str, text: str) -> str:
        """The run of words in ``text`` whose initials ``short`` is, or nothing."""
        words = [match.span() for match in _WORD.finditer(text)]
        size = len(_letters(short))
        for nth, (start, _) in enumerate(words):
            if text[start].lower() == short[:1].lower():
                for _, end in words[nth + 1 : nth + size + 3]:
                    if self.is_acronym_of(short, text[start:end]):
                        return text[start:end]
        return ""

    @cached_property
    def _small(self) -> frozenset[str]:
        return self.determiners | self.prepositions | self.conjunctions


@remembered
def _words_of(long: str) -> tuple[str, ...]:
    return tuple(word for word in _GAP.split(long.strip()) if word[:1].isalnum())


@remembered
def _letters(short: str) -> str:
    """The letters of an acronym, in lower case, digits as repetitions: "VPCs" is vpc, "EC2" ecc, "W3C" wwwc."""
    parts = re.findall(r"[A-Za-z]\d?|\d[A-Za-z]", re.sub(r"(?<=[A-Z0-9])s$", "", short))
    return "".join(_repeated(part) for part in parts).lower()


def _repeated(part: str) -> str:
    letter, digit = (part[0], part[1:]) if part[0].isalpha() else (part[1], part[0])
    return letter * int(digit or 1)


def _initials(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are the words' initials, or these with further letters of the words between them."""
    initials = (word if word.isupper() and len(word) < len(letters) else word[0] for word in words)
    if letters == "".join(initials).lower():  # "RNA" in "messenger RNA" counts whole
        return True
    if len(letters) < 3 or not len(words) <= len(letters) <= 2 * len(words):
        return False
    return _takes(letters, tuple(word.lower() for word in words))


def _takes(letters: str, words: tuple[str, ...]) -> bool:
    """Whether every word gives its first letter and those of its later parts ("triphosphate"), until all are used."""
    if not words or not letters:
        return not words and not letters
    word, rest = words[0], words[1:]
    if word[0] != letters[0]:
        return False
    at = 0
    for used in range(1, len(letters) - len(rest) + 1):
        if used > 1:
            at = next((part.start() for part in _PART.finditer(word, at + 1) if part.group() == letters[used - 1]), -1)
            if at < 0:
                return False
        if _takes(letters[used:], rest):
            return True
    return False
