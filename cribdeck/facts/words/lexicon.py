"""The words of one language, as its data file beside this module names them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from cribdeck.facts.words.memory import remembered

Forms = tuple[str, str, str]

WORD = re.compile(r"[^\W_]+(?:['’.\-_/+&][^\W_]+)*|[^\W_]")
"""A word as people write it: "don't", "i.e", "side-effects", "TCP/IP" are one each."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the data file of a language says. Sets hold lower-case words; tuples hold phrases, in order."""

    lang: str
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    relatives: frozenset[str]
    subordinators: frozenset[str]
    question_words: frozenset[str]
    pronouns: frozenset[str]
    persons: frozenset[str]
    subject_pronouns: frozenset[str]
    back_pronouns: frozenset[str]
    pointing_phrases: tuple[str, ...]
    opening_pointers: tuple[str, ...]
    opening_names: tuple[str, ...]
    auxiliaries: frozenset[str]
    finite_auxiliaries: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    denying_auxiliaries: frozenset[str]
    denying_adverbs: frozenset[str]
    denying_determiners: frozenset[str]
    loose_denials: frozenset[str]
    loose_auxiliaries: frozenset[str]
    answer_no: tuple[str, ...]
    deed_endings: frozenset[str]
    contrasting_words: frozenset[str]
    turning_words: frozenset[str]
    outcome_question: tuple[str, ...]
    asking_auxiliaries: tuple[str, ...]
    limiting_words: frozenset[str]
    negating_prefixes: frozenset[str]
    numerals: frozenset[str]
    hedges: tuple[str, ...]
    pointing_adjectives: frozenset[str]
    indefinite_words: frozenset[str]
    known_nouns: frozenset[str]
    verbs: frozenset[str]
    noun_verbs: frozenset[str]
    irregular_verbs: tuple[str, ...]
    intransitive_verbs: frozenset[str]
    light_verbs: frozenset[str]
    verbs_of_intent: frozenset[str]
    nouns_of_intent: frozenset[str]
    generic_nouns: frozenset[str]
    everyday: frozenset[str]
    stop_heads: frozenset[str]
    phrase_openers: frozenset[str]
    kind_nouns: frozenset[str]
    people_nouns: frozenset[str]
    nouns_of_notes: frozenset[str]
    empty_kinds: frozenset[str]
    measure_nouns: frozenset[str]
    adjective_suffixes: frozenset[str]
    adjective_exceptions: frozenset[str]
    plain_adjectives: frozenset[str]
    ly_exceptions: frozenset[str]
    ed_exceptions: frozenset[str]
    gerund_exceptions: frozenset[str]
    irregular_plurals: frozenset[str]
    singular_in_s: frozenset[str]
    evaluative_words: frozenset[str]
    endings: frozenset[str]
    set_nouns: frozenset[str]
    ordered_set_nouns: frozenset[str]
    multipliers: frozenset[str]
    units: frozenset[str]
    unit_signs: frozenset[str]
    unit_scales: frozenset[str]
    limit_cues: tuple[str, ...]
    study_talk_phrases: tuple[str, ...]
    study_talk_in_passing: tuple[str, ...]
    to_do_marks: tuple[str, ...]
    to_do_phrases: tuple[str, ...]
    importance: frozenset[str]
    importance_nouns: frozenset[str]
    importance_degrees: frozenset[str]
    importance_tails: tuple[str, ...]
    no_last_words: frozenset[str]
    leading_words: frozenset[str]
    numbered_names: frozenset[str]
    generic_labels: frozenset[str]
    generic_label_phrases: tuple[str, ...]
    schema_keys: frozenset[str]
    example_sections: frozenset[str]
    example_section_phrases: tuple[str, ...]
    course_files: frozenset[str]
    course_files_alone: frozenset[str]
    course_file_rest: frozenset[str]
    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    discourse: tuple[str, ...]
    discourse_bare: tuple[str, ...]
    fragments: Mapping[str, str]
    """Parts that many turns of phrase share: what stands for ``{stop}`` in them."""
    turns: Mapping[str, str]
    """Regular expressions, by the rule that reads them and their name: "definitions.is"."""
    cues: Mapping[str, str]
    """Of turns that are asked for often, the words of which one stands wherever they do."""
    lists: Mapping[str, str]
    """Short lists of words, named in the same way."""

    @cached_property
    def function_words(self) -> frozenset[str]:
        """The closed classes: words that only hold a sentence together."""
        return (
            self.determiners | self.prepositions | self.conjunctions | self.pronouns | self.auxiliaries | self.adverbs
        )

    @cached_property
    def only_verbs(self) -> frozenset[str]:
        """Verbs that are never nouns."""
        return self.verbs - self.noun_verbs


_BRACKET = re.compile(r"(?<!\\)\((?!\?)")
_FILES = {"en": "english.toml"}


@cache
def read_lexicon(lang: str) -> dict[str, object] | None:
    """The fields of a Lexicon for this language code ("en", "en-GB"), or None where there is no data file."""
    code = code_of(lang)
    if code not in _FILES:
        return None
    found = tomllib.loads((Path(__file__).parent / _FILES[code]).read_text(encoding="utf-8"))
    return {"lang": code} | {field.name: _value(found[field.name]) for field in fields(Lexicon) if field.name != "lang"}


def code_of(lang: str) -> str:
    """The language itself: "en" for "en-GB"."""
    return re.split(r"[-_]", lang.strip().lower())[0]


def _value(found: object) -> frozenset[str] | tuple[str, ...] | dict[str, str]:
    if isinstance(found, str):
        return frozenset(found.split())
    if isinstance(found, dict):
        return dict(_named(found))
    assert isinstance(found, list)
    return tuple(found)


def _named(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """The entries of nested tables by their full names; one that is too long for a line stands in parts."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _named(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value if isinstance(value, str) else "".join(value)  # type: ignore[arg-type]


def phrases(patterns: tuple[str, ...]) -> str:
    """A regular expression for any of these phrases: "…" stands for up to three words, a space for white space."""
    return "|".join(
        _BRACKET.sub("(?:", phrase)
        .replace("… ", r"(?:\S+ ){0,3}?")
        .replace("…", r"\S+")
        .replace(" ", r"\s+")
        .replace("'", "['’]")
        for phrase in patterns
    )


def whole_words(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A regular expression that finds any of these phrases as whole words of a text in lower case.

    In whatever case it would take five times as long.
    """
    return re.compile(rf"(?<![\w-])(?:{phrases(patterns)})(?![\w-])")


@remembered
def bare(word: str) -> str:
    """The word in lower case, with a straight apostrophe, without a possessive ``'s`` or a full stop."""
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'.")
