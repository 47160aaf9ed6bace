"""The first clause of a sentence, which may tell by itself what the whole of it tells with too much beside."""

from dataclasses import replace

from cribdeck.facts.balance import is_balanced
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Statement

SHORTEST, FEWEST_OF_SUBSTANCE = 4, 2
"""Words of a clause, and words of substance in it, that tell something."""


def with_first_clause(statement: Statement, place: Place) -> Statement | None:
    """The statement up to where its next clause begins; nothing where it is one clause, or the first tells little.

    ``Shards can be split if one is hot, or even merged -> this takes a while`` tells when shards can be split.
    """
    words, text = place.words, statement.text
    if words is None or statement.item.kind == "row" or text.plain.rstrip().endswith((":", "?")):
        return None
    for match in place.turn("first_clause.goes-on").finditer(text.plain):
        head = text.cut(0, match.start()).strip(" ,;")
        if not outside_atoms(text, match.start()) or (
            match["joint"] and not is_clause(text.plain[match.end() :], words)
        ):
            continue
        if _tells_something(head.plain, words):
            return replace(statement, text=head)
    return None


def is_clause(rest: str, words: Words) -> bool:
    """Whether what "and" joins to a sentence is a clause of its own, and no further member of a list."""
    said = rest.split()
    first = said[0].lower() if said else ""
    opens = first in words.subject_pronouns or first in words.finite_auxiliaries or words.third_person_verb(first)
    return opens or words.has_finite_verb(" ".join(said[:4]))


def _tells_something(head: str, words: Words) -> bool:
    said = head.split()
    if len(said) < SHORTEST or not is_balanced(head) or words.turn("first_clause.case").match(head):
        return False
    last = said[-1].lower()
    if (
        last in words.prepositions
        or last in words.conjunctions
        or last in words.determiners
        or last in words.auxiliaries
    ):
        return False
    return words.has_finite_verb(head) and len(words.content_words(head)) >= FEWEST_OF_SUBSTANCE
