"""Fresh problems for a printed page, of as many kinds as the notes have."""

import random
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from cribdeck.facts.calculations.drill import practise
from cribdeck.facts.calculations.find import Found
from cribdeck.model import Practice

LONGEST = 600
"""Characters of a problem: a longer one is no exercise, and would not fit into a column."""


def practice_page(found: Iterable[Found], *, count: int, seed: str) -> tuple[Practice, ...]:
    """Up to ``count`` problems, all kinds in turn, in an order that only ``seed`` decides; none of them twice."""
    drills = [each.drill for each in found if each.drill is not None]
    random.Random(seed).shuffle(drills)
    pools = [practise(drill, seed=f"{seed} {nth}", count=count) for nth, drill in enumerate(drills)]
    return tuple(_each_once(problem for turn in zip_longest(*pools) for problem in turn))[:count]


def _each_once(problems: Iterable[Practice | None]) -> Iterator[Practice]:
    seen = set()
    for problem in problems:
        if problem is not None and len(problem.problem) <= LONGEST and problem.problem not in seen:
            seen.add(problem.problem)
            yield problem
