"""Whether an answer tells the one thing that is asked, and no example or second fact behind it."""

import re

from cribdeck.facts.place import Place
from cribdeck.facts.rules.definitions import opens_a_clause
from cribdeck.model import Candidate, Statement

FEWEST_SAID = 2
"""Words of substance outside the brackets of an answer."""
_BRACKET = re.compile(r"\([^()]*\)")


def holds_no_example(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Keep it simple, e.g. read the date with one call": a learner says the rule, and not that example."""
    return not _tells(candidate) or place.turn("one_thing.example").search(_answer(candidate)) is None


def holds_no_second_fact(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "packs a program with all it needs, and Docker is the usual format"."""
    words = place.words
    if words is None or not _tells(candidate):
        return True
    answer = _answer(candidate)
    joined = place.turn("one_thing.second").finditer(answer)
    return not any(opens_a_clause(answer[match.end() :], words) for match in joined)


def says_it_outside_brackets(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "a plus (such as a second language)", which says nothing without its bracket."""
    words = place.words
    if words is None or not _tells(candidate) or "(" not in " ".join(candidate.asked):
        return True
    if any(cell.spans("math") for block in candidate.answer for row in block.rows for cell in row):
        return True  # a formula says it
    return len(words.content_words(_answer(candidate))) >= FEWEST_SAID


def _tells(candidate: Candidate) -> bool:
    return not candidate.explicit and candidate.note_type == "basic" and candidate.kind == "definition"


def _answer(candidate: Candidate) -> str:
    """The answer without its brackets, in which anything may stand."""
    return _BRACKET.sub("", " ".join(candidate.asked))


ONE_THING_CHECKS = (holds_no_example, holds_no_second_fact, says_it_outside_brackets)
"""Each says whether a candidate may be a card."""
