"""The report of a build: what became of every line, every card, every calculation. Its shape is a contract."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cribdeck.errors import Problem
from cribdeck.facts.asking import covered
from cribdeck.facts.candidates import Asked
from cribdeck.facts.labels import label_of
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Calculation, Candidate, Fact, Item, LineUse, Outline, Source, Statement

if TYPE_CHECKING:
    from cribdeck.outputs.sheet.values import SheetReport

USES: tuple[str, ...] = (
    "card",
    "context",
    "topic",
    "image",
    "code",
    "sheet",
    "meta",
    "unfinished",
    "structure",
    "skipped",
)
"""What may become of a line, the strongest first."""

_RANK = {use: nth for nth, use in enumerate(USES)}

META = ("study talk", "to do", "claims importance only", "course information", "properties")


def line_uses(
    outline: Outline,
    asked: Sequence[Asked],
    facts: Sequence[Fact],
    *,
    shown: Iterable[Source] = (),
    worked: Iterable[Source] = (),
) -> tuple[LineUse, ...]:
    """What became of every line of a file that holds text: one use a line, in order.

    ``shown`` are lines that stand on cards as context, ``worked`` those of calculations that are asked.
    """
    found: dict[int, LineUse] = {}

    def tell(source: Source, use: str, why: str = "", cure: str = "") -> None:
        for line in range(source.first, source.last + 1):
            old = found.get(line)
            if old is None:
                found[line] = LineUse(Source(outline.file, line, line), use, why, cure)
            elif _RANK[use] < _RANK[old.use]:
                dropped = old.why if old.use in ("meta", "unfinished") else ""
                reason = "; ".join(part for part in (why, f"left out of it: {dropped}" if dropped else "") if part)
                found[line] = LineUse(Source(outline.file, line, line), use, reason, cure)
            elif use in ("meta", "unfinished") and old.use not in ("meta", "unfinished") and why not in old.why:
                note = f"left out of it: {why}"
                found[line] = LineUse(
                    old.source, old.use, "; ".join(part for part in (old.why, note) if part), old.cure
                )

    for line, why in outline.structure.items():
        tell(Source(outline.file, line, line), "structure", why)
    words = words_for(outline.lang)
    stated = {id(each.statement.item) for each in asked}
    for item in outline.root.walk():
        use, why = _item_use(item, words)
        if item.source.first and not (use == "sheet" and id(item) in stated):
            tell(item.source, use, why)
    for each in asked:
        use, why = _statement_use(each)
        tell(each.statement.source, use, why, each.cure)
    for item in outline.root.walk():
        if id(item) in stated:
            for line in range(item.source.first, item.source.last + 1):
                if line not in found:
                    tell(Source(outline.file, line, line), *_rest_use(item, line))
    for fact in facts:
        if fact.statement.source.file != outline.file:
            continue
        tell(fact.statement.source, "card", fact.candidate.rule)
        for source in fact.candidate.uses:
            if source.file == outline.file:
                tell(source, "card", "asked together with another line")
    for source in shown:
        if source.file == outline.file:
            tell(source, "context", "shown on the card of a line near it")
    for source in worked:
        if source.file == outline.file:
            tell(source, "card", "calculation")
    return tuple(
        found.get(line) or LineUse(Source(outline.file, line, line), "skipped", "in no block that is read")
        for line, text in enumerate(outline.lines, 1)
        if text.strip()
    )


def _item_use(item: Item, words: Words | None) -> tuple[str, str]:
    if item.kind in ("file", "heading", "term"):
        return "topic", ""
    if item.kind == "fence":
        return "code", ""
    if item.kind == "aside":
        return "skipped", item.info
    if not item.text.plain.strip():
        pictures = any(mark.kind in ("image", "sound") for mark in item.text.marks)
        return ("image", "") if pictures else ("structure", "")
    label = label_of(item, words) if item.children else None
    if label is not None and label.kind != "lead-in" and label.text == item.text.plain.strip(" :"):
        return "topic", ""
    return "sheet", ""


def _rest_use(item: Item, line: int) -> tuple[str, str]:
    """The use of a line of an item that holds none of its sentences: a picture on a line of its own."""
    pictures = any(mark.kind in ("image", "sound") and item.line_of(mark.start) >= line for mark in item.text.marks)
    return ("image", "") if pictures else ("sheet", "")


def _statement_use(asked: Asked) -> tuple[str, str]:
    reason = asked.statement.suppressed
    if reason in META:
        return "meta", reason
    if reason == "unfinished":
        return "unfinished", "the sentence breaks off"
    if asked.statement.item.kind == "fence":
        return "code", asked.reason
    if asked.proposed:
        doubt = asked.candidates[0].doubt
        return "sheet", f"proposed: {doubt}" if doubt else "proposed, not yet taken"
    return "sheet", reason or asked.reason


# --- rows ------------------------------------------------------------------------


def make_report(
    *,
    cards: Sequence[Mapping[str, object]],
    calculations: Sequence[Calculation],
    lines: Sequence[LineUse],
    problems: Sequence[Problem],
    proposals: Sequence[Mapping[str, object]],
    gone: Sequence[Mapping[str, object]],
    sheet: "SheetReport | None",
    seconds: Mapping[str, float],
) -> dict[str, object]:
    """The report as plain values, ready for JSON."""
    return {
        "report": 1,
        "cards": list(cards),
        "calculations": [calculation_row(each) for each in calculations],
        "lines": [_line_row(each) for each in lines],
        "problems": [problem_row(each) for each in problems],
        "proposals": list(proposals),
        "gone": list(gone),
        "sheet": None if sheet is None else _sheet_row(sheet),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }


def proposal_row(statement: Statement, candidate: Candidate) -> dict[str, object]:
    """A weaker way to ask, as the learner would see it."""
    return {
        "file": statement.source.file,
        "lines": [statement.source.first, statement.source.last],
        "kind": candidate.kind,
        "rule": candidate.rule,
        "topic": list(candidate.topic),
        "front": front_of(candidate),
        "answers": list(candidate.asked),
    }


def front_of(candidate: Candidate) -> str:
    """The front as plain text, every hidden part of its first card as […]."""
    if candidate.note_type != "cloze" or not candidate.hidden:
        return candidate.prompt.plain
    return covered(candidate.prompt.plain, candidate.groups[min(candidate.groups)], by="[…]")


def calculation_row(calculation: Calculation) -> dict[str, object]:
    return {
        "file": calculation.source.file,
        "lines": [calculation.source.first, calculation.source.last],
        "problem": calculation.problem.plain,
        "expression": calculation.expression,
        "value": "" if calculation.value is None else str(calculation.value),
        "unit": calculation.unit,
        "verdict": calculation.verdict,
        "why": calculation.why,
        "formula": calculation.formula,
        "practice": [
            {"problem": each.problem, "answer": each.answer, "working": each.working} for each in calculation.practice
        ],
    }


def problem_row(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.source.file,
        "line": problem.source.first,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
    }


def _line_row(use: LineUse) -> dict[str, object]:
    row: dict[str, object] = {"file": use.source.file, "line": use.source.first, "use": use.use, "why": use.why}
    if use.cure and use.use not in ("card", "context"):
        row["cure"] = use.cure
    return row


def _sheet_row(sheet: "SheetReport") -> dict[str, object]:
    return {
        "pages": sheet.pages,
        "paper": sheet.paper,
        "font_pt": sheet.font_pt,
        "left_out": [{"file": one.file, "line": one.line, "why": one.why} for one in sheet.left_out],
    }
