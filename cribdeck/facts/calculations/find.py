"""Worked calculations in an outline: each with its problem, its steps and its verdict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cribdeck.facts.calculations.check import Checked
from cribdeck.facts.calculations.drill import Drill
from cribdeck.facts.calculations.mentions import mentions
from cribdeck.facts.calculations.rounding import say
from cribdeck.facts.calculations.stating import ASKS, own_words, stating
from cribdeck.facts.calculations.to_tex import text
from cribdeck.facts.calculations.tokens import raised
from cribdeck.facts.calculations.tree import has_step
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN
from cribdeck.facts.calculations.workings import Working, workings_in
from cribdeck.model import Calculation, Item, Mark, Outline, Source, Text, Verdict

SEVERITY: tuple[Verdict, ...] = ("fails", "unchecked", "rounds", "holds")


@dataclass(frozen=True, slots=True)
class Found:
    """A worked calculation and the items it is made of."""

    calculation: Calculation
    working: Item
    """The item that holds the working, and is asked by this calculation alone."""
    at: Source
    """The lines of the working."""
    problem: Item | None = None
    """The item that states the problem, when it is another one."""
    stated: bool = True
    """The problem is told in words and numbers; otherwise it is only "what does this come to?"."""
    checked: Checked | None = None
    """The working as it was read; None where several lines make one working."""
    drill: Drill | None = None
    """The kind of problem that it is, once the formula behind it is certain."""
    lang: str = "en"


def find_calculations(outline: Outline) -> tuple[Found, ...]:
    """The worked calculations of a note file, in the order of the notes."""
    found: list[Found] = []
    for item, path in _walk(outline.root, ()):
        workings = workings_in(item, path, outline.lang)
        for nth, working in enumerate(workings):
            since = workings[nth - 1].end if nth else 0
            until = workings[nth + 1].start if nth + 1 < len(workings) else None
            found.append(_found(working, since, until, outline.lang))
    return tuple(_joined(found))


def _walk(item: Item, path: tuple[Item, ...]) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    yield item, path
    for child in item.children:
        yield from _walk(child, (*path, item))


def _found(working: Working, since: int, until: int | None, lang: str) -> Found:
    after = _unit_after(working)
    calculation = Calculation(
        source=_lines(working),
        problem=Text(""),
        expression=" ".join(working.run.shown.split()),
        steps=_steps(working.checked, after),
        value=working.checked.value,
        answer=f"{_answer(working.checked)} {after}".strip(),
        unit=working.checked.unit or after,
        verdict=working.checked.verdict,
        why=working.checked.why,
    )
    found = Found(calculation, working.item, calculation.source, checked=working.checked, lang=lang)
    told = stating(working, since, until)
    if told is None:
        return _bare(found, working, since)
    words, above = told
    if above is not None:
        first, last = sorted((above.source, calculation.source))
        calculation = replace(calculation, source=Source(first.file, first.first, last.last))
    return _asked(replace(found, calculation=calculation, problem=above), words, working.checked)


def _lines(working: Working) -> Source:
    item = working.item
    if item.kind != "fence":
        return item.lines_of(working.start, working.end)
    first, last = (item.source.first + item.text.plain.count("\n", 0, at) for at in (working.start, working.end))
    return Source(item.source.file, first, last)


def _steps(checked: Checked, unit: str) -> tuple[str, ...]:
    """The sides as TeX; ``unit`` is one that stands after a formula."""
    steps = checked.chain.tex if checked.chain else ()
    return (*steps[:-1], steps[-1] + rf"\,{text(unit)}") if unit else steps


def _unit_after(working: Working) -> str:
    """The unit that stands right after a formula: ``$33 / 0.15 = 220$ Hz``."""
    if working.run.form != "tex" or working.checked.unit or working.item.kind == "math":
        return ""
    after = re.match(r"\s?([^\W\d_°]{1,4}|°[CF]|%)(?![\w/-])", working.item.text.plain[working.end :])
    return after[1] if after and (after[1] in KNOWN or after[1] in CURRENCIES) else ""


def _answer(checked: Checked) -> str:
    """The result as it stands: "20 WCU"."""
    if checked.chain is None:
        return ""
    shown = raised(checked.chain.sides[-1].shown)
    return " ".join(re.sub(r"(?<=\d)(?=[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{2})| ?(?=[·×])|(?<=[·×]) ?", " ", shown).split())


def _asked(found: Found, problem: Text, checked: Checked) -> Found:
    """With the problem, and with what is asked for when its own words do not ask."""
    unit = found.calculation.unit
    if unit and not ASKS.search(problem.plain):
        problem = problem.strip(" .:;,") + _question(unit, found.lang)
    calculation = replace(found.calculation, problem=problem, why=_why(checked, problem))
    return replace(found, calculation=calculation)


def _question(unit: str, lang: str) -> str:
    if not lang.startswith("en"):
        return f" = ? {unit}"
    return f". How much is that in {unit}?" if unit in (*CURRENCIES, "%") else f". How many {unit}?"


def _bare(found: Found, working: Working, since: int) -> Found:
    """Without a problem in words and numbers, the first side itself is to be worked out."""
    asked = _first_step(working)
    clause = own_words(working, since, None)[0].split(r"[,;]\s")[-1]
    problem = clause + ": " + asked if len(clause.words) > 1 else asked
    return replace(found, calculation=replace(found.calculation, problem=problem), stated=False)


def _first_step(working: Working) -> Text:
    """``3 * 4 = ?``, as a formula where the working is one."""
    sides = working.checked.chain.worked if working.checked.chain else ()
    first = next(side for side in sides if side.node is not None and has_step(side.node))
    if working.run.form == "tex":
        return Text(first.tex, (Mark(0, len(first.tex), "math"),)) + " = ?"
    return Text(f"{first.shown} = ?")


def _why(checked: Checked, problem: Text) -> str:
    """The remark, with the unit that the problem gives to the number that is rounded."""
    if checked.rounding is None or checked.verdict != "rounds":
        return checked.why
    before = checked.rounding.before
    units = (each.unit for each in mentions(problem.plain) if each.value == before)
    return say(checked.rounding, next(units, ""))


def _joined(found: list[Found]) -> Iterator[Found]:
    """Workings that follow each other under one problem, without words of their own, are one working."""
    waiting: Found | None = None
    for each in found:
        if waiting and waiting.problem is not None and each.problem is waiting.problem:
            waiting = _join(waiting, each)
            continue
        if waiting:
            yield waiting
        waiting = each
    if waiting:
        yield waiting


def _join(first: Found, then: Found) -> Found:
    one, other = first.calculation, then.calculation
    worse = min((one, other), key=lambda each: SEVERITY.index(each.verdict))
    together = replace(
        other,
        problem=other.problem,
        source=replace(other.source, first=one.source.first),
        expression=f"{one.expression}; {other.expression}",
        steps=(*one.steps, *other.steps),
        verdict=worse.verdict,
        why=worse.why,
    )
    return replace(then, calculation=together, checked=None)
