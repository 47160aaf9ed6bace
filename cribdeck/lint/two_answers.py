"""Questions that the notes answer in two ways: nobody can know which one a card wants."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cribdeck.errors import Problem
from cribdeck.facts.candidates import Asked
from cribdeck.model import Candidate, Statement
from cribdeck.study import Study

CODE = "two-answers"

SAYS_WHAT_IT_IS = ("definition", "term", "does", "used-for")
"""Rules whose answer tells what a term is."""

GUESSES = ("only-child", "deed", "label-does")
"""Rules whose question is one of many that the line could answer, or is one of many that its label does."""

_WHAT = re.compile(r"^What (?:is|are|does|do) (?P<term>.+?)(?P<does> do| primarily do)?\?$")
_BARE = re.compile(r"^(?P<term>[^?:]+)\?$")
_NAME = re.compile(r"[A-Z].*[A-Z\d]|\d")


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer that a statement gives."""

    statement: Statement
    candidate: Candidate
    whole: bool = True
    """A sentence asks for the term, not only a name over or before the answer."""

    @property
    def listed(self) -> bool:
        """It stands in a list, which sets its members apart in a few words; what one is, its own section says."""
        return self.statement.parent.text.plain.rstrip().endswith(":")


def two_answers(study: Study) -> Iterator[Problem]:
    """A warning where one topic gives a question two answers; a note where two topics tell what a term is."""
    seen: set[frozenset[int]] = set()
    groups = [(True, told) for told in _by_front(study).values()] + [(False, told) for told in _by_term(study).values()]
    for same_topic, (first, *others) in groups:
        for other in others:
            pair = frozenset((id(first.statement), id(other.statement)))
            if _differ(first, other) and pair not in seen and (same_topic or _rivals(first, other)):
                seen.add(pair)
                yield _problem(first, other, same_topic=same_topic)
                break


def _by_front(study: Study) -> dict[tuple[tuple[str, ...], str], list[_Told]]:
    """What is told by topic and question."""
    found: dict[tuple[tuple[str, ...], str], list[_Told]] = {}
    for asked in study.asked:
        # The further ways to ask a statement are in nobody's way.
        for candidate in (each for each in _basic(asked) if each is (asked.riddle or asked.candidates[0])):
            key = tuple(map(str.casefold, candidate.topic)), candidate.prompt.plain.casefold()
            found.setdefault(key, []).append(_Told(asked.statement, candidate))
    return found


def _by_term(study: Study) -> dict[str, list[_Told]]:
    """What is told of each proper name, whatever the topic."""
    found: dict[str, list[_Told]] = {}
    for statement, candidate in ((asked.statement, each) for asked in study.asked for each in _basic(asked)):
        prompt = candidate.prompt.plain
        if candidate.kind != "definition" or candidate.rule not in SAYS_WHAT_IT_IS:
            continue
        match = _WHAT.match(prompt) or _BARE.match(prompt)
        if match and _NAME.search(match["term"]) and len(match["term"].split()) <= 4:
            found.setdefault(match["term"].casefold(), []).append(
                _Told(statement, candidate, whole=prompt.startswith("What "))
            )
    return _without_owner(found)


def _without_owner(found: dict[str, list[_Told]]) -> dict[str, list[_Told]]:
    """The same with a maker's name dropped from before a term that the notes also use alone: "Acme Widget"."""
    owners: dict[str, set[str]] = {}
    for term in found:
        first, _, rest = term.partition(" ")
        if rest in found:
            owners.setdefault(first, set()).add(rest)
    makers = {first for first, rests in owners.items() if len(rests) > 1}
    merged: dict[str, list[_Told]] = {}
    for term, told in found.items():
        first, _, rest = term.partition(" ")
        merged.setdefault(rest if first in makers and rest in found else term, []).extend(told)
    return {term: sorted(told, key=lambda each: each.statement.source) for term, told in merged.items()}


def _basic(asked: Asked) -> Iterator[Candidate]:
    for candidate in (*filter(None, (asked.riddle,)), *asked.candidates):
        if candidate.note_type == "basic" and candidate.offered and candidate.rule not in GUESSES:
            yield candidate


def _rivals(one: _Told, other: _Told) -> bool:
    """Whether two topics claim to say what a term is."""
    return (one.whole or other.whole) and not (one.listed or other.listed)


def _differ(one: _Told, other: _Told) -> bool:
    if one.statement.item is other.statement.item or one.statement.item in other.statement.path:
        return False
    return _plain(one.candidate) != _plain(other.candidate)


def _plain(candidate: Candidate) -> list[str]:
    return [re.sub(r"\W+", " ", answer).strip().casefold() for answer in candidate.asked]


def _problem(first: _Told, other: _Told, *, same_topic: bool) -> Problem:
    question = first.candidate.prompt.plain if first.whole else other.candidate.prompt.plain
    place = other.statement.source
    message = f"“{question}” has another answer at {first.statement.source}."
    cure = "Join the two, or ask more exactly." if same_topic else "Keep one of them, or let both say the same."
    return Problem(place, CODE, f"{message} {cure}", "warning" if same_topic else "note")
