"""Worked calculations in an outline: where one stands, what it works out, and the problem that it answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cribdeck.facts.calculations.chain import Side, read_chain
from cribdeck.facts.calculations.check import Checked, check_all
from cribdeck.facts.calculations.drill import Drill
from cribdeck.facts.calculations.mentions import mentions
from cribdeck.facts.calculations.rounding import say
from cribdeck.facts.calculations.runs import Run, runs
from cribdeck.facts.calculations.tokens import raised
from cribdeck.facts.calculations.tree import has_step, numbers
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN
from cribdeck.facts.words import words_for
from cribdeck.model import Calculation, Item, Mark, Outline, Source, Text, Verdict

LEAST_WORDS = 3
LEAST_OWN_WORDS = 2
"""A problem in words has at least so many; fewer will do right before the working."""
PLAIN_FENCES = ("", "text", "txt", "plain", "plaintext", "calc")
TEX_FENCES = ("math", "tex", "latex", "katex")
SEVERITY: tuple[Verdict, ...] = ("fails", "unchecked", "rounds", "holds")
OTHER_ARITHMETIC = re.compile(
    r"\bmod(?:ulo|ular)?\b|\bbinar|\bbitwise|\bboolean|\bbits?\b.*\b[01]{3,}\b|\bhexadecimal|\boctal|\bxor\b"
    r"|\bcongruen|\bcyclic|\\mathbb\{Z\}|\bZ_\{?\d|\bbase[ -]?(?:2|8|16)\b"
    r"|≡|⊕|ℤ|\\oplus|\\pmod|\\bmod|\\equiv|\bGF\(|\bclock arithmetic",
    re.IGNORECASE,
)
"""Words of arithmetics in which 7 + 8 is 3: nothing around them is held against an author."""


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


@dataclass(frozen=True, slots=True)
class _Working:
    """A working where it stands in an item."""

    item: Item
    start: int
    end: int
    run: Run
    checked: Checked
    path: tuple[Item, ...]


def find_calculations(outline: Outline) -> tuple[Found, ...]:
    """The worked calculations of a note file, in the order of the notes."""
    found: list[Found] = []
    for item, path in _walk(outline.root, ()):
        workings = _workings(item, path, outline.lang)
        for nth, working in enumerate(workings):
            since = workings[nth - 1].end if nth else 0
            until = workings[nth + 1].start if nth + 1 < len(workings) else None
            found.append(_found(working, since, until, outline.lang))
    return tuple(_joined(found))


def _walk(item: Item, path: tuple[Item, ...]) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    yield item, path
    for child in item.children:
        yield from _walk(child, (*path, item))


# --- workings ---------------------------------------------------------------


def _workings(item: Item, path: tuple[Item, ...], lang: str) -> list[_Working]:
    if item.kind in ("file", "heading", "aside", "html") or not re.search(r"[=≈≃≅~]|\\approx", item.text.plain):
        return []
    other = bool(OTHER_ARITHMETIC.search(_around(item, path)))
    words = words_for(lang)
    return [
        _Working(item, run.start, run.end, run, checked, path)
        for run in _runs(item, words.function_words if words else frozenset())
        for checked in _checked(run, lang)
        if not _is_none(checked, run, other=other)
    ]


def _around(item: Item, path: tuple[Item, ...]) -> str:
    """The text of an item, of those above it, and of the two before it: they say which arithmetic it is."""
    siblings = path[-1].children if path else ()
    place = next((nth for nth, each in enumerate(siblings) if each is item), 0)
    nearby = (*path, *siblings[max(0, place - 2) : place], item)
    return " ".join(each.text.plain for each in nearby)


def _runs(item: Item, function_words: frozenset[str] = frozenset()) -> Iterator[Run]:
    plain = item.text.plain
    if item.kind == "math":
        yield Run(0, len(plain), plain, "tex")
    elif item.kind == "fence":
        yield from _fence_runs(plain, item.info.split()[0].lower() if item.info.split() else "")
    else:
        yield from runs(item.text, function_words)


def _fence_runs(code: str, info: str) -> Iterator[Run]:
    """The lines of a fence that is no program; a line that begins with ``=`` goes on with the one before."""
    if info in TEX_FENCES:
        yield Run(0, len(code), code, "tex")
    if info not in PLAIN_FENCES:
        return
    for match in re.finditer(r"[^\n]+(?:\n[ \t]*[=≈][^\n]*)*", code):
        shown = " ".join(match.group().split())
        label = re.match(r"[^\W\d][^=:\d]*:\s+", shown)
        yield Run(match.start(), match.end(), shown[label.end() :] if label else shown, "code")


def _checked(run: Run, lang: str) -> tuple[Checked, ...]:
    return check_all(run.shown, lang=lang, tex=run.form == "tex")


def _is_none(checked: Checked, run: Run, *, other: bool) -> bool:
    """Whether a chain that does not add up is something else: bit strings, a range, a date, a score."""
    chain = checked.chain
    if chain is None:
        return True
    if checked.verdict == "holds":
        return False
    digits = [number.shown for side in chain.worked if side.node for number in numbers(side.node)]
    if other or all(set(shown) <= {"0", "1"} for shown in digits):
        return True
    return run.form != "tex" and checked.verdict == "fails" and _is_label(chain.worked[0], run)


def _is_label(first: Side, run: Run) -> bool:
    """Whether a side that does not add up is a range, a date or a score (``5/10/2024``, ``7-1``), or begins with the
    number of a chapter: "Week 3 + 4", "Example 2 - 5 * 6"."""
    if re.fullmatch(r"\d+(?:[-–/]\d+)+", first.shown):
        return True
    return run.after_word and bool(re.match(r"\d+(?: [-–] | ?\+ ?)", first.shown))


# --- problems ---------------------------------------------------------------


def _found(working: _Working, since: int, until: int | None, lang: str) -> Found:
    after = _unit_after(working)
    calculation = Calculation(
        source=working.item.lines_of(working.start, working.end),
        problem=Text(""),
        expression=" ".join(working.run.shown.split()),
        steps=working.checked.chain.tex if working.checked.chain else (),
        value=working.checked.value,
        answer=f"{_answer(working.checked)} {after}".strip(),
        unit=working.checked.unit or after,
        verdict=working.checked.verdict,
        why=working.checked.why,
    )
    found = Found(calculation, working.item, calculation.source, checked=working.checked, lang=lang)
    stating = _stating(working, since, until)
    if stating is None:
        return _bare(found, working, since)
    words, above = stating
    if above is not None:
        first, last = sorted((above.source, calculation.source))
        calculation = replace(calculation, source=Source(first.file, first.first, last.last))
    return _asked(replace(found, calculation=calculation, problem=above), words, working.checked)


def _unit_after(working: _Working) -> str:
    """The unit that stands right after a formula: ``$33 / 0.15 = 220$ Hz``."""
    if working.run.form != "tex" or working.checked.unit or working.item.kind == "math":
        return ""
    after = re.match(r"\s?([^\W\d_°]{1,4}|°[CF]|%)(?![\w/-])", working.item.text.plain[working.end :])
    return after[1] if after and after[1] in (*KNOWN, *CURRENCIES) else ""


def _answer(checked: Checked) -> str:
    """The result as it stands: "20 WCU"."""
    if checked.chain is None:
        return ""
    shown = raised(checked.chain.sides[-1].shown)
    return " ".join(re.sub(r"(?<=\d)(?=[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{2})| ?(?=[·×])|(?<=[·×]) ?", " ", shown).split())


def _stating(working: _Working, since: int, until: int | None) -> tuple[Text, Item | None] | None:
    """The words that state the problem, and the item they stand in if it is another one than the working's.

    The words before the working in its own item, then the items above, then the words after it: the first that
    share a number with the working, else the first at all (but not words after it, which rather explain).
    """
    before, after = _own_words(working, since, until)
    above = [] if before.words else [(_unlabelled(item.text), item) for item in _before(working) if _can_state(item)]
    told: list[tuple[Text, Item | None]] = [(before, None), *above, (after, None)]
    stating = [(words, item) for words, item in told if _is_problem(words, LEAST_WORDS if item else LEAST_OWN_WORDS)]
    sharing = [each for each in stating if _shares(each[0], working.checked)]
    rest = [each for each in stating if each[0] is not after]
    return next(iter([*sharing, *rest]), None)


def _own_words(working: _Working, since: int, until: int | None) -> tuple[Text, Text]:
    """What the working's own item says before and after it."""
    if working.item.kind in ("math", "fence"):
        return Text(""), Text("")
    text = working.item.text
    return _tidy(_last_sentences(text.cut(since, working.start))), _tidy(text.cut(working.end, until))


def _shares(words: Text, checked: Checked) -> bool:
    """Whether the words name a number that the working works with."""
    sides = checked.chain.worked[:-1] if checked.chain else ()
    known = {number.value for side in sides if side.node for number in numbers(side.node)}
    return any(each.value in known for each in mentions(words.plain))


CONNECTIVES = re.compile(
    r"\s*(?:[:=,;.|→⇒–—-]|->|=>|\("
    r"|\b(?:so|thus|hence|then|therefore|that is|i\.e\.|is|are|answer|solution|result)\b)+\s*$",
    re.IGNORECASE,
)
LEADS = re.compile(r"^(?:[\s).,;:–—-]|->|=>|→)+")
EXAMPLE = re.compile(
    r"^\W*(?:example|e\.g\.|ex|beispiel|exemple|ejemplo|eksempel|problem|question)s?\s*\d*\s*[:.]\s*", re.IGNORECASE
)


def _tidy(text: Text) -> Text:
    """The words without what only joins them to the working."""
    text = text.strip()
    lead = LEADS.match(text.plain)
    text = _unlabelled(text.cut(lead.end()) if lead else text)
    while (tail := CONNECTIVES.search(text.plain)) and tail.start() < len(text):
        text = text.cut(0, tail.start())
    return text.strip()


def _unlabelled(text: Text) -> Text:
    """Without "Example:" in front and a colon at the end."""
    label = EXAMPLE.match(text.plain)
    return (text.cut(label.end()) if label else text).strip().strip(":").strip()


def _last_sentences(text: Text) -> Text:
    """From the first sentence with a number on, so that an introduction before the problem stays out."""
    starts = [0, *(match.end() for match in re.finditer(r"[.!?]\s+(?=[^\W\d_a-z])|\n", text.plain))]
    bounds = [*starts[1:], len(text)]
    for start, end in zip(starts, bounds, strict=True):
        if re.search(r"\d", text.plain[start:end]):
            return text.cut(start)
    return text


def _is_problem(text: Text, least: int = LEAST_WORDS) -> bool:
    """Whether the words can be asked: some words, with a number or a question mark, and no working themselves."""
    words = re.findall(r"[^\W\d_]{2,}", text.plain)
    asks = re.search(r"\d", text.plain) or text.plain.rstrip().endswith("?")
    return bool(asks) and len(words) >= least and read_chain(text.plain) is None


def _can_state(item: Item) -> bool:
    return item.kind not in ("fence", "math", "file", "aside") and not _holds_working(item)


def _before(working: _Working) -> Iterator[Item]:
    """The items that can state a problem, nearest first: earlier blocks of the same kind of group, the parent."""
    if not working.path:
        return
    parent = working.path[-1]
    if parent.kind not in ("file", "heading"):
        yield parent
    siblings = parent.children
    place = next((nth for nth, item in enumerate(siblings) if item is working.item), 0)
    back = 1 if working.item.kind == "item" and parent.kind not in ("file", "heading") else 2
    for item in reversed(siblings[max(0, place - back) : place]):
        if item.kind == "heading":
            return
        if working.item.kind != "item" or ASKS.search(item.text.plain) or EXAMPLE.match(item.text.plain):
            yield item
    if parent.kind == "heading":
        yield parent


def _holds_working(item: Item) -> bool:
    return any(check_all(run.shown, tex=run.form == "tex") for run in _runs(item) if "=" in run.shown)


ASKS = re.compile(
    r"\?|\b(?:how (?:much|many|long|far|fast|big|high|often)|what is|find|calculate|compute|determine)\b", re.IGNORECASE
)


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


def _bare(found: Found, working: _Working, since: int) -> Found:
    """Without a problem in words and numbers, the first side itself is to be worked out."""
    asked = _first_step(working)
    clause = _own_words(working, since, None)[0].split(r"[,;]\s")[-1]
    problem = clause + ": " + asked if len(clause.words) > 1 else asked
    return replace(found, calculation=replace(found.calculation, problem=problem), stated=False)


def _first_step(working: _Working) -> Text:
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


# --- steps that belong together ---------------------------------------------


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
