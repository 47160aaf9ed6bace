"""The meaning that a sentence gives: cut to what can be said, and told apart from a mere property."""

import re
from functools import cache

from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Text

SHORTEST_MEANING, LONGEST_MEANING = 4, 30


_CLAUSE = re.compile(r"(?:;|,|\s[-–—])\s")


def shortened(text: Text) -> Text:
    """A meaning without its closing stop, cut after a clause when it is too long to be said."""
    text = text.strip(" .;").strip()
    arrow = text.plain.find(" -> ")
    if arrow > 0 and len(text.plain[:arrow].split()) >= SHORTEST_MEANING:
        text = text.cut(0, arrow).strip()
    if len(text.words) <= LONGEST_MEANING:
        return text
    for match in reversed(list(_CLAUSE.finditer(text.plain))):
        end = _before_open_bracket(text.plain[: match.start()])
        if SHORTEST_MEANING <= len(text.plain[:end].split()) <= LONGEST_MEANING:
            return text.cut(0, end)
    return text


def _before_open_bracket(told: str) -> int:
    """Where a text ends, without the bracket that it leaves open."""
    opened = told.rfind("(")
    return len(told[:opened].rstrip()) if opened > told.rfind(")") else len(told)


_CAPITAL_OR_FIGURE = re.compile(r"[A-Z0-9]")


def telling(answer: str) -> bool:
    """Whether an answer is more than one everyday word: two words, a name, or something with a figure."""
    return len(answer.split()) >= 2 or _CAPITAL_OR_FIGURE.search(answer) is not None


def names_a_kind(meaning: str, words: Words, *, several: bool = False) -> bool:
    """Whether a meaning opens with the kind of thing it is: "registry for images", not "found in".

    Of several things the kind is a plural: "barebones virtual machines", not "cross-region".
    """
    match = words.turn("meaning.genus-end").search(meaning)
    genus = meaning[: match.start()] if match else meaning.rstrip(".")
    genus = words.turn("meaning.merely").sub("", genus)
    if not _opens_with_noun(genus, meaning, words):
        return False
    if several and not (genus.split() and words.plural(genus.split()[-1])):
        return False
    return words.clean_noun_phrase(genus) and (len(genus.split()) > 1 or not words.has_finite_verb(genus))


def is_participle(word: str, words: Words) -> bool:
    """Whether a word is the past participle of a verb: "encrypted", "written"; not "red" or "speed"."""
    return words.participle(word)


def ends_a_name(word: str, words: Words) -> bool:
    """Whether a word cannot go on with the name before it: it is a function word, a verb, an adverb."""
    if words.function_word(word) or words.third_person_verb(word) or is_participle(word, words) or word == "used":
        return True
    return word.endswith("ly") or (word.endswith("ing") and len(word) > 5) or word in words.only_verbs


def _opens_with_noun(genus: str, meaning: str, words: Words) -> bool:
    """Whether the kind is a noun: not "built" on, "equal" to, "due" to, nor "setup" within."""
    first, rest = genus.split()[:1], meaning[len(genus) :].split()[:1]
    if not first or len(genus.split()) > 1 or first[0][0].isupper() or not rest:
        return True
    if words.participle(first[0]):
        return False
    goes_on = bare(rest[0])
    return goes_on not in words.prepositions or goes_on in words.listed("meaning.of-nouns") or words.plural(first[0])


@cache
def irregular_forms(words: Words) -> tuple[frozenset[str], frozenset[str]]:
    """The past forms and the participles that do not end in -ed."""
    rows = [row.split() for row in words.irregular_verbs]
    return frozenset(row[1] for row in rows), frozenset(row[2] for row in rows)


def outside_atoms(text: Text, start: int) -> bool:
    """Whether an offset stands in no code, formula or link, where words are not the author's sentence."""
    return not text.inside(start, "code", "math", "link")
