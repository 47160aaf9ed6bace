"""All checks of notes, in the order in which their problems are told for a line."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from cribdeck.errors import Problem
from cribdeck.lint.as_read import as_read
from cribdeck.lint.conflict_copies import conflict_copies
from cribdeck.lint.images import images
from cribdeck.lint.limits import limits_contradict
from cribdeck.lint.links import links
from cribdeck.lint.long_lists import long_lists
from cribdeck.lint.nesting import nesting
from cribdeck.lint.no_card import no_card
from cribdeck.lint.silence import unsilenced
from cribdeck.lint.stated_twice import stated_twice
from cribdeck.lint.to_do import to_do
from cribdeck.lint.two_answers import two_answers
from cribdeck.lint.unfinished import unfinished
from cribdeck.study import Study

Check = Callable[[Study], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    as_read,
    conflict_copies,
    unfinished,
    to_do,
    images,
    links,
    nesting,
    two_answers,
    limits_contradict,
    stated_twice,
    long_lists,
    no_card,
)


def lint(study: Study) -> tuple[Problem, ...]:
    """What is worth mending in the notes, by file and line, without what comments of the author's silence."""
    copies = tuple(conflict_copies(study))
    rest = _without(study, {problem.source.file for problem in copies})
    found = [*copies, *(problem for check in CHECKS for problem in check(rest))]
    return tuple(sorted(dict.fromkeys(unsilenced(found, study)), key=lambda problem: problem.source))


def _without(study: Study, files: Collection[str]) -> Study:
    """The study without these files: of a copy all would be told twice, and twice told all the more."""
    if not files:
        return study
    return replace(
        study,
        outlines=tuple(each for each in study.outlines if each.file not in files),
        asked=tuple(each for each in study.asked if each.statement.source.file not in files),
        found=tuple(each for each in study.found if each.at.file not in files),
        problems=tuple(each for each in study.problems if each.source.file not in files),
    )
