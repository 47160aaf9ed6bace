"""Meaning: whether an edit changed a number or turned a statement round, so that a long interval may be wrong now."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from cribdeck.facts.words.negations import negations_of, negations_of_all
from cribdeck.identity.keys import make_key, numbers, split_tokens

_LONG_ENOUGH = 4
"""Letters of a word that another beginning turns into its opposite; what is shorter is another word."""

_BEGINNING = 3
"""Letters of a beginning in a language of which none are known, and from which on it may stand by itself ("non")."""


def changes_meaning(was: str, now: str, lang: str = "en") -> bool:
    """Whether a number or a negation came, went or became another."""
    before, after = make_key(was), make_key(now)
    if before == after:
        return False
    if sorted(numbers(before)) != sorted(numbers(after)) or before.count("!=") != after.count("!="):
        return True
    old, new = Counter(split_tokens(before)), Counter(split_tokens(after))
    return _turns_round(list((old - new).elements()), list((new - old).elements()), lang)


def is_negation(token: str) -> bool:
    """Whether a word of a key is a negation in any language."""
    return token in _keys_of_all()


def _turns_round(cut: Sequence[str], added: Sequence[str], lang: str) -> bool:
    """Whether one of the words that were cut or added makes a statement its opposite.

    Where the negations of a language are not known, any word may be one that came or went alone.
    """
    known = negations_of(lang)
    words = _keys_of(lang) if known else _keys_of_all()
    if sum(map(words.__contains__, cut)) != sum(map(words.__contains__, added)):
        return True
    if known is None and len(cut) + len(added) == 1:
        return True
    prefixes = known.prefixes if known else None
    return any(_is_opposite(one, other, prefixes) for one in cut for other in added)


def _is_opposite(one: str, other: str, prefixes: Collection[str] | None) -> bool:
    """Whether the words differ in nothing but a beginning: "reversible" and "irreversible"."""
    short, long = sorted((one, other), key=len)
    beginning = long.removesuffix(short)
    if len(short) < _LONG_ENOUGH or beginning == long:
        return False
    return len(beginning) <= _BEGINNING if prefixes is None else beginning in prefixes


@cache
def _keys_of(lang: str) -> frozenset[str]:
    known = negations_of(lang)
    return _keyed(known.words | {each for each in known.prefixes if len(each) >= _BEGINNING}) if known else frozenset()


@cache
def _keys_of_all() -> frozenset[str]:
    return _keyed(negations_of_all())


def _keyed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(make_key, words))
