"""What a plain sentence says of its subject: proposals where no turn of phrase tells which part is the answer."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import is_participle, outside_atoms, telling
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Candidate, Statement, Text

Span = tuple[int, int]

LONGEST_SENTENCE, LONGEST_REST, SHORTEST_REST = 16, 6, 2
LONGEST_SUBJECT = 6

_WORD = re.compile(r"\S+")


def rest_of_sentence(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Keys never leave the vault`` hides what its verb leads to."""
    for span in _rests(statement.text, place.words) if place.words else ():
        yield hides(statement, span, kind="cloze", rule="rest", strict=False)


def tail(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal, where nothing better is found: ``Price discrimination increases the profits of a monopolist``."""
    for span in _rests(statement.text, place.words) if place.words else ():
        yield hides(statement, span, kind="cloze", rule="tail", strict=False)


@remembered
def _rests(text: Text, words: Words) -> tuple[Span, ...]:
    """Where what the verb of a short sentence leads to stands: all of it, and the thing that it names first."""
    return tuple(_rests_in(text, words))


def _rests_in(text: Text, words: Words) -> Iterator[Span]:
    if len(text.words) > LONGEST_SENTENCE or not text.plain[:1].isalnum():
        return
    end = len(text.plain.rstrip(" .!"))
    start = _after_verb(text.plain, words)
    if start is None:
        return
    sight = words.turn("predicates.left-in-sight").match(text.plain, start)
    start = sight.end() if sight else start
    rest = text.plain[start:end]
    if sight and _opens_a_clause(sight[0], words) and words.has_finite_verb(rest):
        return
    if (
        not SHORTEST_REST <= len(rest.split()) <= LONGEST_REST
        or words.turn("predicates.several").search(rest)
        or words.evaluative(rest)
    ):
        return
    if (
        text.cuts(start, end, "code", "math", "link")
        or not outside_atoms(text, start)
        or words.dangles(rest)
        or words.turn("predicates.here").search(rest)
    ):
        return
    first = rest.split()[0].lower()
    if first in words.listed("predicates.no-start") or (
        words.function_word(first) and first not in ("after", "before", "while")
    ):
        return
    if len(words.content_words(rest)) >= 2:
        yield start, end
    thing = words.turn("predicates.further").split(rest)[0]
    if thing != rest and telling(thing) and words.clean_noun_phrase(thing):
        yield start, start + len(thing)


def _opens_a_clause(before: str, words: Words) -> bool:
    """Whether the words before what is hidden lead to a clause: "as the" before "steam cools"."""
    return any(word.lower() in words.subordinators for word in before.split())


def _after_verb(plain: str, words: Words) -> int | None:
    """Where what follows the verb of a short sentence starts, if its subject stands at its head."""
    if somebody := words.turn("predicates.somebody").match(plain):
        verb = _WORD.match(plain, somebody.end())
        return _next(plain, verb.end()) if verb and _is_base(verb[0], words) else None
    found = list(_WORD.finditer(plain))
    if not found or words.starts_with_pronoun(plain):
        return None
    if words.third_person_verb(found[0][0].lower()) and found[0][0].lower() not in words.finite_auxiliaries:
        return _next(plain, found[0].end())
    for nth, word in enumerate(found[1 : LONGEST_SUBJECT + 1], 1):
        subject = plain[: word.start()].strip()
        auxiliary = word[0].lower() in words.finite_auxiliaries
        if not auxiliary and not (word[0].islower() and _goes_with(_noun_before(found, nth, words), word[0], words)):
            continue
        if not _is_subject(subject, words):
            return None
        return _behind(plain, found, nth, words) if auxiliary else _next(plain, word.end())
    return None


def _behind(plain: str, found: list[re.Match[str]], nth: int, words: Words) -> int | None:
    """Behind an auxiliary and the verb that it helps: "can only be attached", "does not store"."""
    for word in found[nth + 1 :]:
        low = word[0].lower()
        if low in words.auxiliaries or low in words.adverbs or low in words.negations or low.endswith("ly"):
            continue
        helped = low == "used" or is_participle(word[0], words) or _is_base(low, words) or low.endswith("ing")
        return _next(plain, word.end()) if helped else word.start()
    return None


def _is_subject(subject: str, words: Words) -> bool:
    return (
        bool(words.content_words(subject)) and not words.has_finite_verb(subject) and not re.search(r"[,:;(]", subject)
    )


def _noun_before(found: list[re.Match[str]], nth: int, words: Words) -> str:
    """The word before a verb, adverbs passed over: "keys" in "keys never leave"."""
    before = [word[0] for word in found[:nth] if word[0].lower() not in words.adverbs]
    return before[-1] if before else found[0][0]


def _goes_with(noun: str, word: str, words: Words) -> bool:
    return (_is_base(word, words) or words.third_person_verb(word)) and words.agrees(noun, word)


def _is_base(word: str, words: Words) -> bool:
    return word.lower() in words.verbs or word.lower() in words.noun_verbs


def _next(plain: str, end: int) -> int:
    return min(len(plain), end + 1)
