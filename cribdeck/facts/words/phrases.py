"""Phrases: which may be hidden as the name of a thing, and which do not stand by themselves."""

import re
from functools import cached_property

from cribdeck.facts.words.lexicon import bare, phrases, whole_words
from cribdeck.facts.words.memory import remembered
from cribdeck.facts.words.verbs import Verbs

LONGEST_NAME = 6

_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.I)
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_NO_NAME = re.compile(r"[,;:!?()\[\]=<>|\\]|\s[-–—/+&]\s|->|→")
_OF_THE = re.compile(r"\bof (?:the |an? )?")
_FIRST_WORDS = re.compile(r"[\W_]*([^\W_]+)((?:['’]\w+)?)\s*([^\W_]*)")
_HEAD_ENDS = re.compile(r"\s(?:of|for|in|to|that|which)\s")
_SAID = re.compile(r"[\w'’]+")
_CODE = re.compile(r"[a-z]+[A-Z]\w*|\w+(?:::|[_.])\w[\w:.]*(?:\(\))?|--?[a-z][\w-]*|[\w:]+\(\)")


class Phrases(Verbs):
    """Noun phrases, and words that lean on what stands elsewhere."""

    @remembered
    def clean_noun_phrase(self, text: str) -> bool:
        """Whether the text names one thing: "the loop of Henle", "user pool"; not "used widely"."""
        core = _ARTICLE.sub("", _BRACKET.sub("", text.strip().strip("\"“”'‘’").rstrip(".:;,")))
        words = core.split()
        if not words or len(words) > LONGEST_NAME or not any(char.isalpha() for char in core):
            return False
        if len(words) == 1 and _CODE.fullmatch(core):
            return True
        if _NO_NAME.search(core):
            return False
        lows = [bare(word) for word in words]
        return self._closed_words_fit(words, lows) and self._opens_well(words, lows) and self._ends_well(words, lows)

    @remembered
    def starts_with_pronoun(self, text: str) -> bool:
        """Whether the subject of the text is a word for something said before: "It stores …", "This allows …"."""
        first = _FIRST_WORDS.match(text)
        if not first:
            return False
        word, after = first.group(1).lower(), first.group(3).lower()
        if word in ("this", "that", "these", "those", "such"):
            return True
        return word in ("it", "its", "they", "their", "he", "his", "she", "her", "them") and after != "depends"

    @remembered
    def dangles(self, text: str) -> bool:
        """Whether the text leans on what it does not hold: "these cells", "It binds", not "cells and their walls"."""
        low = text.lower()
        if self._pointing.search(low):
            return True
        start = len(low) - len(low.lstrip(" \t*_\"'“‘(["))
        if self._opening_pointer.match(low, start) and not self._opening_name.match(low, start):
            return True
        back = self._back.search(low)
        return back is not None and not self._names_something(low[: back.start()])

    def function_word(self, word: str) -> bool:
        """Whether the word belongs to a closed class: articles, prepositions, pronouns, auxiliaries…"""
        return bare(word) in self.function_words

    def is_name_like(self, text: str) -> bool:
        """Whether the text may be a member of a list of names: a noun phrase, or "renal" and "Enhanced"."""
        core = _ARTICLE.sub("", _BRACKET.sub("", text.strip().rstrip(".:;,")))
        words = core.split()
        if not words or len(words) > LONGEST_NAME or not any(char.isalpha() for char in core):
            return False
        lows = [bare(word) for word in words]
        return (
            self._closed_words_fit(words, lows) and lows[0] not in self.phrase_openers and not self._all_generic(lows)
        )

    @remembered
    def generic_answer(self, text: str) -> bool:
        """Whether the text could be anything as an answer: "a number", "the best way", "main types"."""
        core = _HEAD_ENDS.split(_ARTICLE.sub("", text.strip()), maxsplit=1)[0]
        lows = [bare(word) for word in core.split()]
        if not lows or not any(low[:1].isalnum() for low in lows):
            return True
        return _singular(lows[-1]) in self.stop_heads or lows[-1] in self.stop_heads or self._all_generic(lows)

    def is_everyday(self, word: str) -> bool:
        """Whether everybody uses the word every day: "area", "weeks"; not "enzyme"."""
        low = bare(word)
        return low in self.everyday or _singular(low) in self.everyday

    @remembered
    def lacks_subject(self, text: str) -> bool:
        """Whether the text leaves out what it speaks of: "Can be raised", "Started by a timer", "By default it is"."""
        lows = [bare(word) for word in text.split()[:4]]
        if not lows:
            return False
        if lows[0] in self.finite_auxiliaries or (self.participle(lows[0]) and (*lows, "")[1] in self.prepositions):
            return True
        if self.participle(lows[0]) and not (*text.split(), "", "")[1][:1].isupper() and self.is_fragment(text):
            return True
        behind = lows[2:] if lows[0] in self.prepositions else []
        return any(low in self.subject_pronouns and low in self.back_pronouns for low in behind)

    def names_nothing(self, text: str) -> bool:
        """Whether a phrase names no thing by itself: "consumers reading", "whatever service", "the respective user"."""
        lows = [bare(word) for word in _ARTICLE.sub("", text.strip()).split()]
        if not lows or lows[0] in self.indefinite_words or lows[0] in self.pointing_adjectives:
            return True
        return len(lows) > 1 and lows[-1].endswith("ing") and lows[-1] not in self.gerund_exceptions

    def starts_with_person(self, text: str) -> bool:
        """Whether the subject is whoever reads or writes: "you", "we", "one"."""
        return bare(text.split(" ", 1)[0]) in self.persons

    def people(self, text: str) -> bool:
        """Whether the text speaks of people: "users", "a team"."""
        last = bare(text.split()[-1]) if text.split() else ""
        return last in self.people_nouns

    def empty_kind(self, genus: str) -> bool:
        """Whether to be of this kind says nothing: "a new concept", "the base entity"."""
        last = bare(genus.split()[-1]) if genus.split() else ""
        return last in self.empty_kinds or _singular(last) in self.empty_kinds

    def names_notes(self, label: str) -> bool:
        """Whether a label names what one writes down, and no thing: "Trigger concepts", "Design consideration"."""
        last = bare(label.split()[-1]) if label.split() else ""
        return last in self.nouns_of_notes or f"{last}s" in self.nouns_of_notes

    def evaluative(self, text: str) -> bool:
        """Whether one of the first three words only praises or ranks: "an important hormone"."""
        return any(bare(word) in self.evaluative_words for word in text.split()[:3])

    @remembered
    def praised(self, text: str) -> bool:
        """Whether a phrase opens by saying that its thing matters: "an incredibly important service"."""
        return any(bare(word) in self.importance for word in text.split()[:4])

    @remembered
    def negated(self, text: str) -> bool:
        """Whether the text denies something."""
        return any(word in self.negations or word.endswith("n't") for word in map(bare, _SAID.findall(text)))

    def _names_something(self, text: str) -> bool:
        """Whether a noun stands in the text: a word that is no function word, verb or adverb."""
        return any(
            low not in self.function_words and low not in self._verb_forms and not low.endswith("ly") and len(low) > 1
            for low in map(bare, re.findall(r"[^\W\d_][\w'’-]*", text))
        )

    def _closed_words_fit(self, words: list[str], lows: list[str]) -> bool:
        """No function word but one "of (the)" inside, which capitals excuse ("AND gate", "Lord of the Rings")."""
        inner = " ".join(lows)
        ofs = lows.count("of")
        if ofs > 1 or (ofs and not 0 < lows.index("of") < len(lows) - 1):
            return False
        inner = _OF_THE.sub("", inner) if "of " in inner else inner
        spelled = {bare(word) for nth, word in enumerate(words) if word.isupper() and (nth or len(word) > 1)}
        return not any(low in self.function_words and low not in spelled for low in inner.split())

    def _opens_well(self, words: list[str], lows: list[str]) -> bool:
        first = lows[0]
        if first in self.phrase_openers or any(low in self._clear_third_person for low in lows[1:]):
            return False
        if len(words) > 1 and words[0].islower() and first in self._third_person:
            return False
        gerund = first.endswith("ing") and len(first) > 5 and first not in self.gerund_exceptions
        return not (gerund and len(words) > 1 and words[0][0].isupper() and words[1][0].islower() and lows[1] != "of")

    def _ends_well(self, words: list[str], lows: list[str]) -> bool:
        last = lows[-1]
        if len(words) == 1 and last in self.verbs and last not in self.noun_verbs and not words[0].isupper():
            return False
        if any(low.endswith("ly") and low not in self.ly_exceptions and len(low) > 4 for low in lows):
            return False
        if self._all_generic(lows):
            return False
        if last.endswith("ed") and last not in self.ed_exceptions and len(last) > 4:
            return False
        return (len(words) > 1 and words[-1][0].isupper()) or not self.adjective(last)

    @cached_property
    def _pointing(self) -> re.Pattern[str]:
        return whole_words(self.pointing_phrases)

    @cached_property
    def _opening_pointer(self) -> re.Pattern[str]:
        return whole_words(self.opening_pointers)

    @cached_property
    def _opening_name(self) -> re.Pattern[str]:
        return re.compile(phrases(self.opening_names))

    @cached_property
    def _back(self) -> re.Pattern[str]:
        return whole_words(tuple(sorted(self.back_pronouns)))

    def _all_generic(self, lows: list[str]) -> bool:
        return all(low in self._general or _singular(low) in self._general or low in self.determiners for low in lows)

    @cached_property
    def _general(self) -> frozenset[str]:
        return self.generic_nouns | self.stop_heads | self.evaluative_words

    @cached_property
    def _clear_third_person(self) -> frozenset[str]:
        return frozenset(form for form, base in self._third_person.items() if base not in self.noun_verbs)

    @cached_property
    def _verb_forms(self) -> frozenset[str]:
        return frozenset(self._forms()) - self.noun_verbs


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
