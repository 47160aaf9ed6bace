"""Verbs and number: whether a text is a sentence, and what agrees with what."""

import re
from collections.abc import Iterator
from functools import cached_property

from cribdeck.facts.words.lexicon import WORD, Lexicon
from cribdeck.facts.words.memory import remembered

_CONTRACTED = re.compile(r"(?:n't|'ll|'re|'ve|'d|'m)$")
_DOUBLES = re.compile(r"[^aeiou][aeiou][bdgklmnprtv]$")
_TOKEN = re.compile(rf"{WORD.pattern}|[,;:()]")


class Verbs(Lexicon):
    """Forms of the listed verbs, and the words that agree with them."""

    def third_person_verb(self, word: str) -> bool:
        """Whether the word is the -s form of a listed verb: "contains", "blocks", "does"."""
        return word.lower() in self._third_person

    def past_verb(self, word: str) -> bool:
        """Whether the word is the past form of a listed verb, and nothing else: "began", not "designed"."""
        return word.lower() in self._pure_past

    def is_verb(self, word: str) -> bool:
        """Whether the word is the plain form of a listed verb."""
        return word.lower() in self.verbs or word.lower() in self.noun_verbs

    def base_verb(self, word: str) -> str:
        """The plain form of a form of a listed verb; nothing for any other word."""
        low = word.lower()
        return low if low in self._bases else self._third_person.get(low) or self._past.get(low) or ""

    def light_verb(self, word: str) -> bool:
        """Whether a form of a verb goes with any object: "makes", "used", not "inhibits"."""
        return self.base_verb(word) in self.light_verbs

    def participle(self, word: str) -> bool:
        """Whether a word is the past participle of a verb: "encrypted", "written"; not "red" or "speed"."""
        low = word.lower()
        if low.endswith("ed") and len(low) > 4:
            return low not in self.ed_exceptions
        return low in self._irregular_participles

    def is_order(self, text: str) -> bool:
        """Whether the text tells somebody to do something: "Add salt to the water", not "Water flows"."""
        words = [word.replace("’", "'") for word in _TOKEN.findall(text)]
        return len(words) > 1 and words[0].lower() in self._bases and self._finite_base(words, 0)

    def plural(self, word: str) -> bool:
        """Whether the word looks like a plural: "cells", "criteria", "VPCs", but not "analysis" or "gas"."""
        low = word.lower().replace("’", "'")
        if low in self.irregular_plurals:
            return True
        if len(low) < 3 or not low.endswith("s") or low.endswith(("ss", "us", "is", "'s")) or low in self.singular_in_s:
            return False
        # "DNS" and "AWS" are no plurals; "VPCs" is.
        return not (word.isupper() and len(word) <= 5)

    def agrees(self, noun: str, verb: str) -> bool:
        """Whether ``verb`` may be the verb of ``noun``: "enzyme releases", "enzymes release", "can release"."""
        low, before = verb.lower(), noun.lower()
        if before in self.modals:
            return low not in self._third_person
        if before in self.determiners or before in self.prepositions or self.adjective(before):
            return before in self.subject_pronouns and self._agrees_with_pronoun(before, low)
        if before in self.subject_pronouns:
            return self._agrees_with_pronoun(before, low)
        return self.plural(noun) != (low in self._third_person)

    @remembered
    def has_finite_verb(self, text: str) -> bool:
        """Whether the main clause has a finite verb: "Iron rusts", not "Iron that rusts" or "when iron rusts"."""
        words = [word.replace("’", "'") for word in _TOKEN.findall(text)]
        asks = text.rstrip().endswith("?")
        waiting = 0  # subordinate clauses that still want their verb
        last_finite = -9
        for nth, word in enumerate(words):
            low = word.lower()
            if word == "," and waiting == 1 and words[0].lower() in self.subordinators and nth > 2:
                waiting = 0  # "When the pump stops, the tank …": whatever its verb was, that clause ends here
            elif low in self._clause_openers:
                waiting += self._opens_clause(words, nth, asks)
            elif self._finite(words, nth):
                coordinated = nth > 0 and words[nth - 1].lower() in ("and", "or", ",")
                if not waiting and not (last_finite >= 0 and coordinated):
                    return True
                last_finite = nth
                waiting = max(0, waiting - 1)
        return False

    @remembered
    def is_fragment(self, text: str) -> bool:
        """Whether the text is a phrase, without a finite verb of its own."""
        return not self.has_finite_verb(text)

    def adjective(self, word: str) -> bool:
        """Whether the word looks like an adjective: "renal", "soluble", "active", but not "signal" or "table"."""
        low = word.lower()
        if low in self.plain_adjectives:
            return True
        return len(low) > 4 and low.endswith(self._adjective_endings) and low not in self.adjective_exceptions

    def _agrees_with_pronoun(self, pronoun: str, verb: str) -> bool:
        singular = pronoun in ("he", "she", "it", "this", "that", "one")
        return singular == (verb in self._third_person)

    def _opens_clause(self, words: list[str], nth: int, asks: bool) -> bool:
        low = words[nth].lower()
        if nth == 0:
            return low in self.subordinators or not asks
        before = words[nth - 1].lower()
        if low == "that":
            return before not in self.prepositions
        if low in self.prepositions:
            # "after the war", "as a solvent": a clause only if a subject pronoun or a verb follows soon
            return any(word.lower() in self.finite_auxiliaries for word in words[nth + 1 : nth + 4])
        return True

    def _finite(self, words: list[str], nth: int) -> bool:
        """Whether the word at ``nth`` is a finite verb where it stands."""
        low = words[nth].lower()
        before = words[nth - 1].lower() if nth else ""
        if low in self.finite_auxiliaries:
            return before != "to" and not (words[nth].isupper() and low in ("are", "can", "may", "might", "will"))
        if "'" in low and self._contracted(low):
            return True
        if low in self._third_person:
            return self._finite_third(words, nth)
        if low in self._past:
            return self._finite_past(words, nth)
        return low in self._bases and self._finite_base(words, nth)

    def _contracted(self, low: str) -> bool:
        """Whether an auxiliary hangs on the word: "isn't", "they're", "what's"; not "Newton's"."""
        asks = low.endswith("'s") and (low[:-2] in self.subject_pronouns or low[:-2] in self.question_words)
        return asks or bool(_CONTRACTED.search(low))

    def _finite_third(self, words: list[str], nth: int) -> bool:
        low = words[nth].lower()
        if nth == 0 or words[nth - 1] == ":":
            return self._third_person[low] not in self.noun_verbs or not self._noun_stays(words, nth)
        if words[nth].istitle() and not words[nth - 1].istitle():
            return False
        if self._third_person[low] not in self.noun_verbs:
            return True
        return self.agrees(words[nth - 1], low) and not self._noun_stays(words, nth)

    def _noun_stays(self, words: list[str], nth: int) -> bool:
        """Whether a word that is noun or verb is the noun here: it ends the text, or a preposition of nouns follows."""
        after = words[nth + 1].lower() if nth + 1 < len(words) else ""
        return (
            not after[:1].isalnum()
            or after in ("of", "for", "and", "or", "in", "at")
            or after in self.finite_auxiliaries
        )

    def _finite_past(self, words: list[str], nth: int) -> bool:
        low = words[nth].lower()
        if nth == 0:
            return False
        before = words[nth - 1]
        if nth == 1 and before.lower() in ("who", "what"):
            return True
        if before.lower() in self.subject_pronouns and before.lower() not in ("this", "that", "these", "those", "one"):
            return True
        if before.lower() in self._closed or before in ",;:()" or self.adjective(before):
            return False
        if low in self._pure_past:
            return True
        if self._past[low] in self.intransitive_verbs:
            return nth + 1 == len(words) or words[nth + 1].lower() != "by"
        return self._object_follows(words, nth)

    def _finite_base(self, words: list[str], nth: int) -> bool:
        low = words[nth].lower()
        if nth == 0 or words[nth - 1] == ":":  # an imperative: "Use this to scale"
            numbered = len(words) == 2 and words[1][:1].isdigit()  # "Route 53"
            return low not in self.noun_verbs or (self._object_follows(words, nth) and not numbered)
        back = nth - 1
        while back > 0 and words[back].lower() in self.adverbs:
            back -= 1  # "keys never leave the vault"
        before = words[back].lower()
        if before in ("you", "we", "they", "i", "both", "all", "many", "most"):
            return True
        if not self.plural(words[back]):
            open_before = before not in self._closed and before not in self.modals
            return low not in self.noun_verbs and open_before and self._object_follows(words, nth)
        ends = nth + 1 == len(words)
        return low not in self.noun_verbs or ends or not self._noun_stays(words, nth)

    def _object_follows(self, words: list[str], nth: int) -> bool:
        after = words[nth + 1] if nth + 1 < len(words) else ""
        low = after.lower()
        return (
            low in self.determiners
            or low in self.pronouns
            or low.endswith("ly")
            or (after[:1].isdigit())
            or (after[:1].isupper() and not words[nth][:1].isupper())
        )

    @cached_property
    def _clause_openers(self) -> frozenset[str]:
        return self.relatives | self.subordinators | self.question_words

    @cached_property
    def _closed(self) -> frozenset[str]:
        return self.determiners | self.prepositions | self.conjunctions | self.auxiliaries | self.adverbs

    @cached_property
    def _adjective_endings(self) -> tuple[str, ...]:
        return tuple(sorted(self.adjective_suffixes))

    @cached_property
    def _irregular(self) -> dict[str, tuple[str, str]]:
        rows = (line.split() for line in self.irregular_verbs)
        return {base: (past, participle) for base, past, participle in rows}

    @cached_property
    def _bases(self) -> frozenset[str]:
        return (self.verbs | self.noun_verbs | frozenset(self._irregular)) - {"be"}

    @cached_property
    def _third_person(self) -> dict[str, str]:
        return {_s_form(base): base for base in sorted(self._bases)} | {"has": "have", "is": "be"}

    @cached_property
    def _past(self) -> dict[str, str]:
        """Past forms, by their base; those that are bases as well ("put", "read") tell nothing and are left out."""
        regular = {form: base for base in sorted(self._bases - self._irregular.keys()) for form in _ed_forms(base)}
        irregular = {past: base for base, (past, _) in self._irregular.items()}
        return {form: base for form, base in (regular | irregular).items() if form not in self._bases}

    @cached_property
    def _pure_past(self) -> frozenset[str]:
        """Past forms that are no participles: "began", "wrote"."""
        return frozenset(past for past, participle in self._irregular.values() if past != participle) - self._bases

    @cached_property
    def _irregular_participles(self) -> frozenset[str]:
        return frozenset(participle for _, participle in self._irregular.values())

    def _forms(self) -> Iterator[str]:
        yield from self._bases
        yield from self._third_person
        yield from self._past


def _s_form(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _ed_forms(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y") and base[-2] not in "aeiou":
        return (base[:-1] + "ied",)
    return (base + "ed", base + base[-1] + "ed") if _DOUBLES.search(base) else (base + "ed",)
