"""What a person reads at the end of a build, and before one."""

from pathlib import Path
from typing import cast

import pytest

from cribdeck.identity.plan import Plan, plan_json
from cribdeck.planned import SECTIONS, plan_text
from cribdeck.read.intake import Intake
from cribdeck.summary import PROBLEMS, Card, ProblemRow, Report, intake_lines, summary
from cribdeck.terminal import one_line, progress, say, wrote


def card(nth: int, kind: str = "definition", status: str = "new") -> Card:
    return Card(
        guid=f"g{nth}", kind=kind, topic=["Cells"], front=f"Question {nth}?", answers=[f"Answer {nth}"], status=status
    )


def problem(line: int, severity: str = "warning", code: str = "to-do") -> ProblemRow:
    row = {"file": "a.md", "line": line, "code": code, "severity": severity, "message": "This is not done yet."}
    return cast(ProblemRow, row)


def report(**parts: object) -> Report:
    empty: dict[str, object] = {"cards": [], "calculations": [], "lines": [], "problems": [], "proposals": []}
    return cast(Report, {**empty, "gone": [], "sheet": None, **parts})


DECK = (Path("dist/Cells.apkg"),)


def test_says_what_was_written_and_how_long_it_took() -> None:
    assert wrote([Path("dist/Cells.apkg"), Path("dist/Cells.pdf")], 2.34) == (
        "Wrote dist/Cells.apkg, dist/Cells.pdf in 2.3 s.\n\n"
    )
    assert wrote([], 2.34) == ""


def test_says_what_was_counted_and_comes_next() -> None:
    found = report(
        cards=[card(1), card(1), card(2, "limit", "kept"), card(3, status="skipped")],
        calculations=[{"verdict": "holds"}, {"verdict": "fails"}, {"verdict": "holds"}],
        lines=[{"use": "meta"}, {"use": "card"}, {"use": "sheet", "cure": "Bold the term."}, {"use": "card"}],
        proposals=[{}],
        gone=[{}],
        sheet={
            "pages": 2,
            "paper": "a4",
            "font_pt": 6.5,
            "left_out": [{"why": "study talk"}, *2 * [{"why": "left out to fit 2 pages"}]],
        },
    )
    written = [
        Path("dist/Cells.apkg"),
        Path("dist/Cells.html"),
        Path("dist/Cells.pdf"),
        Path("dist/Cells-retired.apkg"),
    ]
    assert summary(found, written).splitlines() == [
        "     3 cards: 2 definition, 1 limit",
        "     2 notes in the deck: 1 kept, 1 new, 1 gone",
        "     4 lines of text: 2 card, 1 sheet, 1 meta",
        "     3 worked examples: 2 right, 1 wrong",
        "     1 proposal: not in the deck until you take them, or with --level all",
        "     1 line: a small change may give a card; page and report say which",
        "     2 pages: a4, type of 6.5 pt, 2 lines left out to fit, 1 line kept off (page and report say why)",
        "",
        "  Q Cells: Question 1?",
        "  A Answer 1",
        "  Q Cells: Question 1?",
        "  A Answer 1",
        "  Q Cells: Question 2?",
        "  A Answer 2",
        "",
        "Next: in Anki: File, Import, dist/Cells.apkg",
        "Next: look it over in dist/Cells.html",
        "Next: print dist/Cells.pdf",
        "Next: to take cards of gone lines away: import dist/Cells-retired.apkg, then in Anki: Tools, Empty Cards",
    ]


def test_one_is_not_said_as_many() -> None:
    found = report(sheet={"pages": 1, "paper": "a4", "font_pt": 6.5, "left_out": [{"why": "left out to fit 1 page"}]})
    assert summary(found, []) == "     1 page: a4, type of 6.5 pt, 1 line left out to fit"
    intake = Intake(folders=(), left=(("canvas", 1), ("templates", 2)))
    assert intake_lines(intake, is_first=False) == ["     1 file left out: canvas", "     2 files left out: templates"]


def test_the_sheet_alone_says_nothing_of_cards() -> None:
    found = report(cards=[card(1)], lines=[{"use": "card", "cure": "Bold the term."}], proposals=[{}])
    assert summary(found, [Path("dist/Cells.pdf")]).splitlines() == [
        "     1 line of text: 1 card",
        "",
        "Next: print dist/Cells.pdf",
    ]
    assert "notes in the deck" not in summary(found, [Path("dist/Cells.html")])
    assert "1 card: 1 definition" in summary(found, [Path("dist/Cells.html")])


def test_shows_five_cards_from_the_whole_deck() -> None:
    lines = summary(report(cards=[card(nth) for nth in range(100)]), DECK).splitlines()
    assert [line for line in lines if line.startswith("  Q")] == [
        f"  Q Cells: Question {nth}?" for nth in (10, 30, 50, 70, 90)
    ]


def test_problems_stand_worst_last_and_are_capped_with_a_count() -> None:
    rows = [problem(1, "error", "unreadable"), *(problem(nth) for nth in range(2, 30)), problem(30, "note")]
    lines = summary(report(problems=rows), []).splitlines()
    assert lines[0] == "and 10 more problems (10 to-do); all are in --report FILE"
    assert len(lines) == 1 + PROBLEMS
    assert lines[-2:] == ["a.md:29: This is not done yet. [to-do]", "a.md:1: This is not done yet. [unreadable]"]


def test_the_report_that_was_written_is_named() -> None:
    rows = [problem(nth) for nth in range(PROBLEMS + 1)]
    assert "all are in r.json" in summary(report(problems=rows), [], report_path=Path("r.json"))


def test_a_long_card_is_cut_and_a_file_name_cannot_break_the_line() -> None:
    long = card(1)
    long["front"] = "word " * 100
    row = problem(3)
    row["file"] = "new\nline\x1b[31m.md"
    lines = summary(report(cards=[long], problems=[row]), DECK).splitlines()
    assert max(map(len, lines)) <= 120
    assert lines[-3] == "new line\ufffd[31m.md:3: This is not done yet. [to-do]"


PLAN: dict[str, object] = {
    "kept": 412,
    "updated": [
        {
            "guid": "abcdefghijklm",
            "file": "a.md",
            "line": 3,
            "old": "The disk of this machine by itself holds 40 GB",
            "new": "The disk of this machine by itself holds 64 GB",
            "words": [
                ["same", "The disk of this machine by itself holds"],
                ["cut", "40"],
                ["added", "64"],
                ["same", "GB"],
            ],
            "remark": "meaning changed",
        }
    ],
    "matched": [],
    "replaced": [
        {
            "guid": "efghijklmnopq",
            "file": "a.md",
            "line": 5,
            "new": "Salt: moves",
            "asked_words": [["cut", "out"], ["added", "in"]],
            "remark": "replaces fghijklmnopqr",
        }
    ],
    "new": [{"guid": "bcdefghijklmn", "file": "a.md", "line": 9, "new": "Water moves."}],
    "gone": [{"guid": "cdefghijklmno", "old": "Cells die.", "remark": "no longer in the notes"}],
    "revived": [],
    "unsure": [
        {
            "guid": "defghijklmnop",
            "file": "b.md",
            "line": 1,
            "new": "Salt moves.",
            "candidates": [{"guid": "cdefghijklmno", "text": "Cells die.", "score": 0.5}],
        }
    ],
    "better": [],
    "recalled": [],
}


def test_a_plan_counts_all_and_shows_every_part_that_has_rows() -> None:
    assert plan_text(PLAN).splitlines() == [
        "412 kept, 1 updated, 1 replaced, 1 new, 1 gone, 1 unsure",
        "",
        "updated: The same card with another text; its history stays.",
        "  abcdefgh a.md:3 The disk of … by itself holds [-40-] {+64+} GB  (meaning changed)",
        "",
        "replaced: Asked in another way now, by new cards; if it is the same to you, relink OLD NEW keeps the history.",
        "  efghijkl a.md:5 Salt: moves  (replaces fghijklmnopqr)",
        "           asked: [-out-] {+in+}",
        "",
        "new",
        "  bcdefghi a.md:9 Water moves.",
        "",
        "gone: No line of the notes says or asks this any more; it is retired after seven days.",
        "  cdefghij Cells die.  (no longer in the notes)",
        "",
        "unsure: A new card, though it may be one that is gone: relink OLD NEW gives it the history.",
        "  defghijk b.md:1 Salt moves.",
        "           0.50 cdefghij Cells die.",
    ]


def test_every_part_of_a_plan_is_shown() -> None:
    parts = {key for key, _, _ in SECTIONS}
    assert parts == set(plan_json(Plan())) - {"plan", "before"}


def test_a_long_plan_is_cut_and_says_so() -> None:
    rows = [{"guid": f"g{nth}", "file": "a.md", "line": nth, "new": "Text."} for nth in range(100)]
    assert plan_text({"kept": 0, "new": rows}).splitlines()[-1] == "  … and 60 more; --json has all"


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [("a\nb", None, "a b"), ("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("\x1b[2J", None, "\ufffd[2J")],
)
def test_one_line(text: str, width: int | None, line: str) -> None:
    assert one_line(text, width) == line


def test_notes_do_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("\x1b]0;title\x07 \u202eturned\nnext\tline")
    assert capsys.readouterr().out == "\ufffd]0;title\ufffd \ufffdturned\nnext\tline\n"


def test_without_a_terminal_quick_steps_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(quiet=False) as tell:
        tell("Reading the notes")
        tell("Writing the deck", 3, 10)
    assert capsys.readouterr() == ("", "")
