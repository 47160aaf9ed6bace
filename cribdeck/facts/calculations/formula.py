"""The formula behind worked examples of one unit, searched in a small, readable family."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from cribdeck.facts.calculations.drill import LEAST, POOL, Drill, practise
from cribdeck.facts.calculations.examples import Example, example
from cribdeck.facts.calculations.find import Found
from cribdeck.facts.calculations.rule import defining, openings, rule_for
from cribdeck.facts.calculations.stepped import stepped
from cribdeck.facts.calculations.units import is_measure, singular
from cribdeck.facts.calculations.written import written
from cribdeck.model import Practice, Statement

Family = Callable[[Sequence[Example], Sequence[str]], dict[int, Drill]]

ROUNDED_PLACES = 2

MOST_LEARNT = 100
"""Worked examples of a file that formulas are looked for in; the rest of such a collection asks its own numbers."""
FRESH_OF_A_FILE = 600
"""Fresh problems that the calculations of a file share out, where they are so many that each has fewer than POOL."""

FAMILIES: tuple[Family, ...] = (stepped, written)
"""Each gives a drill for the examples (by their place) whose formula it is sure of; the first that does wins."""


class Practise(Protocol):
    """Makes fresh problems, as `practise` does."""

    def __call__(self, drill: Drill, *, seed: str, count: int) -> tuple[Practice, ...]: ...


def with_formulas(
    found: Sequence[Found], statements: Sequence[Statement], *, count: int = POOL, practise: Practise = practise
) -> tuple[Found, ...]:
    """The calculations of all notes with rule sentence, formula and fresh problems, where these are certain.

    The fresh problems come in an order that the problem's own words decide; ``practise`` makes others.
    """
    working = frozenset(
        (each.calculation.source.file, line)
        for each in found
        for line in range(each.calculation.source.first, each.calculation.source.last + 1)
    )
    opened = openings(statements, working) if found else []
    definitions = {unit: defining(unit, opened) for unit in sorted({each.calculation.unit for each in found})}
    by_file: dict[str, list[Statement]] = {each.calculation.source.file: [] for each in found}
    for statement in statements:
        if statement.source.file in by_file:
            by_file[statement.source.file].append(statement)
    drills = _drills(found, {unit: [each.text.plain for each in said] for unit, said in definitions.items()})
    drilled = Counter(found[nth].calculation.source.file for nth in drills)
    done = []
    for nth, each in enumerate(found):
        around = by_file[each.calculation.source.file]
        rule = rule_for(each.calculation, definitions[each.calculation.unit], around, working)
        ruled = replace(each.calculation, rule=rule.text if rule else None)
        wanted = _share(count, drilled[each.calculation.source.file])
        done.append(_drilled(replace(each, calculation=ruled), drills.get(nth), wanted, practise))
    return tuple(done)


def _share(count: int, drilled: int) -> int:
    """How many of the fresh problems of a file with so many drills each of them gets."""
    return min(count, max(LEAST, FRESH_OF_A_FILE // max(1, drilled)))


def _drills(found: Sequence[Found], sentences: dict[str, list[str]]) -> dict[int, Drill]:
    units: dict[str, list[tuple[int, Example]]] = {}
    learnt: Counter[str] = Counter()
    for nth, each in enumerate(found):
        file = each.calculation.source.file
        if learnt[file] < MOST_LEARNT and (known := example(each)) is not None:
            learnt[file] += 1
            units.setdefault(singular(each.calculation.unit), []).append((nth, known))
    drills: dict[int, Drill] = {}
    for group in units.values():
        places, examples = [nth for nth, _ in group], [known for _, known in group]
        said = [sentence for nth in places[:1] for sentence in sentences[found[nth].calculation.unit]]
        for family in reversed(FAMILIES):
            drills.update({places[at]: drill for at, drill in family(examples, said).items()})
    return drills


def _drilled(found: Found, drill: Drill | None, count: int, practise: Practise) -> Found:
    if drill is None:
        return found
    calculation = found.calculation
    for each in (drill, *_rounded(drill)):
        practice = practise(each, seed=calculation.problem.plain, count=count)
        if len(practice) >= min(LEAST, count):
            ready = replace(calculation, formula=each.formula, practice=practice)
            return replace(found, calculation=ready, drill=each)
    return replace(found, calculation=replace(calculation, formula=drill.formula))


def _rounded(drill: Drill) -> Iterator[Drill]:
    """The same drill with rounded answers, for what is measured: few numbers come out even, and half a person never."""
    if not drill.rounded and (not drill.unit or is_measure(drill.unit)):
        yield replace(drill, rounded=True, places=max(drill.places, ROUNDED_PLACES))
