"""Where the verb of a sentence stands."""

import re

from cribdeck.facts.rules.meaning import irregular_forms
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered

LONGEST_SUBJECT = 5
_WORD = re.compile(r"\S+")


@remembered
def verb_after_subject(plain: str, words: Words) -> tuple[int, int] | None:
    """Where the verb stands that agrees with a clean noun phrase at the start of the sentence."""
    found = list(_WORD.finditer(plain))
    first = found[0][0].lower() if found else ""
    if words.third_person_verb(first) or first in words.only_verbs:  # an order or a verb without subject
        return None
    for nth, word in enumerate(found[1 : LONGEST_SUBJECT + 3], 1):
        subject, before = plain[: word.start()].strip(), found[nth - 1][0]
        if (before in words.listed("clauses.modals") or before in words.listed("clauses.between")) and (
            modal := words.turn("clauses.modal").search(subject)
        ):
            bare_subject = subject[: modal.start()]
            short = len(bare_subject.split()) <= LONGEST_SUBJECT
            if is_base(word[0], words) and words.clean_noun_phrase(bare_subject) and short:
                return word.span()
            continue
        if not word[0].isalpha() or word[0].lower() in words.listed("clauses.not-transitive"):
            continue
        if word[0][0].isupper():
            continue  # "SSM Parameter Store" is a name, and its Store no verb
        if not _may_be_verb_of(before, word[0], words) or words.starts_with_pronoun(subject):
            continue
        if words.clean_noun_phrase(subject):
            return word.span()
    return None


def _may_be_verb_of(noun: str, word: str, words: Words) -> bool:
    """Whether a word is a form of a known verb that goes with the noun before it: "enzymes release", "Rome fell"."""
    if is_base(word, words) or words.third_person_verb(word):
        return words.agrees(noun, word)
    stem = word.removesuffix("ed")
    regular = stem != word and any(is_base(base, words) for base in (stem, stem + "e", stem[:-1]))
    return regular or word in irregular_forms(words)[0]


def is_base(word: str, words: Words) -> bool:
    """Whether a word is the plain form of a listed verb."""
    return word in words.verbs or word in words.noun_verbs
