"""Negations: the words that turn a statement round, in every language of which a data file names them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cribdeck.facts.words import words_for
from cribdeck.facts.words.lexicon import code_of


@dataclass(frozen=True, slots=True)
class Negations:
    """What turns a statement round in one language, in lower case."""

    words: frozenset[str]
    prefixes: frozenset[str]
    """Beginnings that turn a word into its opposite."""


@cache
def negations_of(lang: str) -> Negations | None:
    """Those of a language by its code ("en", "en-GB"), or None where none are known."""
    words = words_for(lang)
    if words is None:
        return _others().get(code_of(lang))
    return Negations(words.negations | words.limiting_words, words.negating_prefixes)


@cache
def negations_of_all() -> frozenset[str]:
    """The words of all languages together."""
    known = map(negations_of, ("en", *_others()))
    return frozenset[str]().union(*(found.words for found in known if found))


@cache
def _others() -> dict[str, Negations]:
    text = (Path(__file__).parent / "negations.toml").read_text(encoding="utf-8")
    return {
        lang: Negations(frozenset(found["words"].split()), frozenset(found["prefixes"].split()))
        for lang, found in tomllib.loads(text).items()
    }
