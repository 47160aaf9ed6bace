"""Of a collection that says in two ways what a thing is, neither is a card: nobody can know which one is wanted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cribdeck.facts.candidates import Asked, best_first
from cribdeck.model import Candidate

_WHAT_IS = re.compile(r"^What (?:is|are) (?:an? |the )?(?P<term>.+)\?$", re.IGNORECASE)


def with_one_meaning(files: Sequence[tuple[Asked, ...]]) -> list[tuple[Asked, ...]]:
    """The same with "What is law?" proposed only, where two lines of whatever files answer it in two ways."""
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for candidate in _cards(each for file in files for each in file):
        if term := _term(candidate):
            meanings.setdefault(term, set()).add(tuple(map(str.casefold, candidate.asked)))
    doubtful = {term for term, told in meanings.items() if len(told) > 1}
    return [tuple(_without(each, doubtful) for each in file) for file in files] if doubtful else list(files)


def _cards(asked: Iterable[Asked]) -> Iterable[Candidate]:
    return (each.candidates[0] for each in asked if each.strict)


def _term(candidate: Candidate) -> str:
    """The thing that a card asks what it is, or nothing."""
    match = _WHAT_IS.match(candidate.prompt.plain) if candidate.kind == "definition" else None
    return match["term"].casefold() if match and candidate.rule in ("definition", "term", "label-definition") else ""


def _without(each: Asked, doubtful: set[str]) -> Asked:
    """A statement whose cards ask for none of these terms; what the author wants to be asked stays."""
    if "card" in each.statement.item.flags or not any(
        candidate.strict and _term(candidate) in doubtful for candidate in each.candidates
    ):
        return each
    found = [
        candidate.rated(strict=False) if _term(candidate) in doubtful and not candidate.explicit else candidate
        for candidate in each.candidates
    ]
    return replace(each, candidates=best_first(found))
