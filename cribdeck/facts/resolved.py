"""Whether what a card points at, or sets against something else, stands on it: "such tables", "here", "her"."""

import re

from cribdeck.facts.asking import LISTED
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement


def names_what_it_points_at(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "packs this code and uploads it", with no code named before, nor "the winner here"."""
    words = place.words
    if words is None or not _is_weighed(candidate):
        return True
    said = f"{candidate.prompt.plain} – {' '.join(candidate.asked)}"
    if place.turn("resolved.elsewhere").search(said):
        return False
    if candidate.note_type != "basic":
        return True  # that a sentence points at nothing, `accept` has seen to
    about = words.stems(" ".join(candidate.topic))
    pointed = place.turn("resolved.pointing").finditer(said)
    return all(_is_named(match, about | words.stems(said[: match.start()]), words) for match in pointed)


def _is_named(pointed: re.Match[str], before: frozenset[str], words: Words) -> bool:
    """Whether "this" goes with no noun, or with one that was named before."""
    first = bare(pointed["noun"].split()[0])
    if words.function_word(first) or words.third_person_verb(first):
        return True
    return not words.stems(pointed["noun"]).isdisjoint(before)


def names_whom_it_speaks_of(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Thornfield? where she meets her employer": who, nobody says; "a patient's fear of his own body" does."""
    words = place.words
    if words is None or not _is_weighed(candidate) or candidate.note_type != "basic":
        return True
    answer = " ".join(candidate.asked)
    person = place.turn("resolved.person").search(answer)
    said = f"{candidate.prompt.plain} {answer[: person.start()]}" if person else ""
    return person is None or any(words.people(re.sub(r"['’]s?$", "", word)) for word in said.split())


def names_what_it_differs_from(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "a protein with a different motif": than which one?"""
    if not _is_weighed(candidate) or candidate.note_type != "basic":
        return True
    return place.turn("resolved.differs").search(" ".join(candidate.asked)) is None


def _is_weighed(candidate: Candidate) -> bool:
    return not candidate.explicit and candidate.note_type != "calculation" and candidate.kind not in LISTED


RESOLVED_CHECKS = (names_what_it_points_at, names_whom_it_speaks_of, names_what_it_differs_from)
"""Each says whether a candidate may be a card."""
