"""What a person wants to know after a build, from its report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from cribdeck.errors import Severity
from cribdeck.read.intake import Intake
from cribdeck.report import USES
from cribdeck.terminal import one_line

SAMPLES = 5
"""How many cards are shown."""

FOLDERS = 12
"""How many folders are named when a large one is read for the first time."""

PROBLEMS = 20
"""How many problems are shown; the report has all."""

TO_FIT = "left out to fit"
"""How the report gives the reason for a line that found no room on the sheet; the others were never meant for it."""

WORST_LAST: tuple[Severity, ...] = ("note", "warning", "error")

VERDICTS: Mapping[str, str] = {"holds": "right", "rounds": "rounded", "unchecked": "not checked", "fails": "wrong"}
"""What became of checking a worked example, the worst last."""


class Card(TypedDict):
    guid: str
    kind: str
    topic: list[str]
    front: str
    answers: list[str]
    status: str


class ProblemRow(TypedDict):
    file: str
    line: int
    code: str
    severity: Severity
    message: str


class Report(TypedDict):
    """The parts of a build's report that a summary needs."""

    cards: list[Card]
    calculations: list[Mapping[str, str]]
    lines: list[Mapping[str, str]]
    problems: list[ProblemRow]
    proposals: list[object]
    gone: list[object]
    sheet: Mapping[str, object] | None


def summary(
    report: Report,
    written: Sequence[Path],
    *,
    report_path: Path | None = None,
    taken: Sequence[str] = (),
) -> str:
    """What is said at the end of a build, several lines; ``taken`` are those on the files that were read."""
    parts = (
        list(taken),
        _counts(report, written),
        _samples(_asked(report)) if _shows_cards(written) else [],
        _problems(report["problems"], report_path),
        [f"Next: {step}" for step in _next_steps(written)],
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


def intake_lines(intake: Intake, *, is_first: bool) -> list[str]:
    """What was left out of the notes folder and, at the first build of a large one, what was taken."""
    left = [f"{count:>6} {_counted('files', count)} left out: {why}" for why, count in intake.left]
    if not (is_first and intake.is_large):
        return left
    folders = [f"{count} in {folder}" if folder != "." else f"{count} in none" for folder, count in intake.folders]
    more = f" and {len(folders) - FOLDERS} more folders" if len(folders) > FOLDERS else ""
    return [
        f"{intake.taken:>6} note files read: {', '.join(folders[:FOLDERS])}{more}",
        *left,
        "       To choose others, set include, exclude or tags in cribdeck.toml.",
    ]


def _asked(report: Report) -> list[Card]:
    return [card for card in report["cards"] if card["status"] != "skipped"]


def _shows_cards(written: Sequence[Path]) -> bool:
    """Whether the deck or the page was made: the sheet alone is no place for cards."""
    return _has_deck(written) or any(path.suffix == ".html" for path in written)


def _has_deck(written: Sequence[Path]) -> bool:
    return any(path.suffix == ".apkg" for path in written)


def _counts(report: Report, written: Sequence[Path]) -> list[str]:
    """A line for each thing that is counted, and that has to do with what was made."""
    cards, shows = _asked(report), _shows_cards(written)
    notes, cures = len({card["guid"] for card in cards}), sum("cure" in row for row in report["lines"])
    rows = [
        (shows, "cards", len(cards), _by_number(card["kind"] for card in cards)),
        (_has_deck(written), "notes in the deck", notes, _changes(report)),
        (True, "lines of text", len(report["lines"]), _in_order((row["use"] for row in report["lines"]), USES)),
        (True, "worked examples", len(report["calculations"]), _verdicts(report["calculations"])),
        (shows, "proposals", len(report["proposals"]), "not in the deck until you take them, or with --level all"),
        (shows, "lines", cures, "a small change may give a card; page and report say which"),
    ]
    found = [f"{total:>6} {_counted(name, total)}: {detail}" for told, name, total, detail in rows if told and total]
    return found + ([_sheet(report["sheet"])] if report["sheet"] else [])


def _verdicts(rows: Sequence[Mapping[str, str]]) -> str:
    return _in_order((VERDICTS[row["verdict"]] for row in rows), tuple(VERDICTS.values()))


def _changes(report: Report) -> str:
    """What became of the notes in the deck, a note of several cards counted once."""
    by_guid = {card["guid"]: card["status"] for card in _asked(report)}
    gone = f", {len(report['gone'])} gone" if report["gone"] else ""
    return _in_order(by_guid.values(), ("kept", "updated", "matched", "replaced", "revived", "new")) + gone


def _counted(name: str, total: int) -> str:
    """The noun in the number that it is counted in: "1 card", "1 line of text"."""
    first, _, rest = name.partition(" ")
    if total != 1 or first == "worked":
        return name.removesuffix("s") if total == 1 else name
    return f"{first.removesuffix('s')} {rest}".strip()


def _sheet(sheet: Mapping[str, object]) -> str:
    left_out = sheet["left_out"] if isinstance(sheet["left_out"], list) else []
    to_fit = sum(str(line["why"]).startswith(TO_FIT) for line in left_out)
    kept_off = len(left_out) - to_fit
    dropped = f", {to_fit} {_counted('lines', to_fit)} {TO_FIT}" if to_fit else ""
    talk = f", {kept_off} {_counted('lines', kept_off)} kept off (page and report say why)" if kept_off else ""
    pages = sheet["pages"] if isinstance(sheet["pages"], int) else 0
    return f"{pages:>6} {_counted('pages', pages)}: {sheet['paper']}, type of {sheet['font_pt']} pt{dropped}{talk}"


def _by_number(names: Iterable[str]) -> str:
    ranked = sorted(Counter(names).items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{number} {name}" for name, number in ranked)


def _in_order(names: Iterable[str], order: Sequence[str]) -> str:
    number = Counter(names)
    return ", ".join(f"{number[name]} {name}" for name in order if number[name])


def _samples(cards: Sequence[Card]) -> list[str]:
    """Cards from the whole of the deck, evenly spread."""
    count = min(SAMPLES, len(cards))
    return [line for nth in range(count) for line in _sample(cards[(2 * nth + 1) * len(cards) // (2 * count)])]


def _sample(card: Card) -> Iterator[str]:
    topic = f"{card['topic'][-1]}: " if card["topic"] else ""
    yield "  Q " + one_line(topic + card["front"], 110)
    yield "  A " + one_line("; ".join(card["answers"]), 110)


def _problems(rows: Sequence[ProblemRow], report_path: Path | None) -> list[str]:
    """The worst ones, worst last, where they are still on the screen."""
    ranked = sorted(rows, key=lambda row: (WORST_LAST.index(row["severity"]), row["file"], row["line"]))
    hidden, shown = ranked[: max(0, len(ranked) - PROBLEMS)], ranked[-PROBLEMS:]
    more = []
    if hidden:
        place = report_path or "--report FILE"
        more = [f"and {len(hidden)} more problems ({_by_number(row['code'] for row in hidden)}); all are in {place}"]
    return more + [problem_line(row) for row in shown]


def problem_line(row: ProblemRow) -> str:
    """``path:line: what is wrong and what to do [code]``."""
    place = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
    return one_line(f"{place}: {row['message']} [{row['code']}]" if place else f"{row['message']} [{row['code']}]")


def _next_steps(written: Sequence[Path]) -> Iterator[str]:
    for path in written:
        if path.suffix == ".html":
            yield f"look it over in {path}"
        elif path.name.endswith("-retired.apkg"):
            yield f"to take cards of gone lines away: import {path}, then in Anki: Tools, Empty Cards"
        elif path.suffix == ".apkg":
            yield f"in Anki: File, Import, {path}"
        elif path.suffix == ".pdf":
            yield f"print {path}"
