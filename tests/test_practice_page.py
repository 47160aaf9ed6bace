"""Fresh problems behind the sheet: as many as asked, each right, their answers on the last page."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from practice_notes import BLOCK
from pypdf import PdfReader

from cribdeck.cli import main
from cribdeck.config import SheetConfig
from cribdeck.model import Practice
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.printing import write_pdf
from cribdeck.outputs.sheet.values import Exercises
from cribdeck.read.outline import read_outline

pytestmark = pytest.mark.pdf

NOTES = """# Motion and money

## Speed

- Speed is the distance by the time.
- A tram covers 45 km in 3 h. How fast is it? `45 km / 3 h = 15 km/h`

## Money

- A book of 18 dollars is sold 7 times. How many dollars is that?
    - `18 * 7 = 126 dollars`
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[PdfReader, dict[str, object]]]:
    """Builds the sheet alone; gives the PDF and the report."""

    def built(*more: str, notes: str = NOTES) -> tuple[PdfReader, dict[str, object]]:
        folder = tmp_path_factory.mktemp("practice")
        (folder / "notes").mkdir()
        (folder / "notes" / "notes.md").write_text(notes, encoding="utf-8")
        report = folder / "report.json"
        line = [str(folder / "notes"), "-o", str(folder), "--only", "sheet", "--report", str(report), "-q"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 15 January 2027
            assert main(["build", *line, "--pages", "1", "--lock", "none", *more]) == 0
        (pdf,) = folder.glob("*.pdf")
        return PdfReader(pdf), json.loads(report.read_text("utf-8"))

    return built


def words(pdf: PdfReader, page: int) -> str:
    return " ".join(pdf.pages[page].extract_text().split())


TRAM = re.compile(r"A tram covers (\d+) km in (\d+) h\. How fast is it\?")
BOOK = re.compile(r"A book of (\d+) dollars is sold (\d+) times\. How many dollars is that\?")


@pytest.fixture(scope="module")
def twenty(build: Callable[..., tuple[PdfReader, dict[str, object]]]) -> tuple[PdfReader, dict[str, object]]:
    return build("--practice", "20")


def test_problems_get_a_page_and_answers_the_last(twenty: tuple[PdfReader, dict[str, object]]) -> None:
    pdf, report = twenty
    assert len(pdf.pages) == 3
    assert report["sheet"]["pages"] == 3  # type: ignore[index]
    assert words(pdf, 1).startswith("Practice Motion and money · 2027-01-15 1 ")
    assert words(pdf, 2).startswith("Answers Motion and money · 2027-01-15 1 ")
    assert len(TRAM.findall(words(pdf, 1))) == len(BOOK.findall(words(pdf, 1))) == 10
    assert "Practice" not in words(pdf, 0)


def test_pages_of_problems_are_numbered_on(twenty: tuple[PdfReader, dict[str, object]]) -> None:
    assert [words(twenty[0], nth).endswith(f" {nth + 1}") for nth in (1, 2)] == [True, True]


@pytest.mark.parametrize("more", ["", 'title = "Money"\ntopics = ["Money"]\n'])
def test_every_sheet_has_problems_of_its_own(more: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "notes.md").write_text(NOTES, encoding="utf-8")
    speed = '[[sheet]]\npages = 1\ntopics = ["Speed"]\n'
    (tmp_path / "notes" / "cribdeck.toml").write_text(speed + "[[sheet]]\npages = 1\n" + more, encoding="utf-8")
    line = [str(tmp_path / "notes"), "-o", str(tmp_path / "out"), "--only", "sheet", "-q", "--lock", "none"]
    assert main(["build", *line, "--practice", "6"]) == 0
    first, second = (
        PdfReader(path) for path in sorted((tmp_path / "out").glob("*.pdf"), key=lambda path: len(path.name))
    )
    assert len(TRAM.findall(words(first, 1))) == 6
    assert len(BOOK.findall(words(second, 1))) == (6 if more else 3)


def test_every_printed_answer_is_that_of_its_problem(twenty: tuple[PdfReader, dict[str, object]]) -> None:
    pdf, _ = twenty
    problems = re.split(r"(?:^| )\d+ (?=A (?:tram|book))", words(pdf, 1))[1:]
    answers = re.findall(r"([\d.]+) (km/h|dollars)", words(pdf, 2))
    assert len(problems) == len(answers) == 20
    for problem, (number, unit) in zip(problems, answers, strict=True):
        first, second = (Fraction(each) for each in re.findall(r"\d+", problem)[:2])
        assert Fraction(number) == (first / second if unit == "km/h" else first * second)
        assert unit == ("km/h" if "tram" in problem else "dollars")


def test_numbers_are_fresh(twenty: tuple[PdfReader, dict[str, object]]) -> None:
    asked = TRAM.findall(words(twenty[0], 1)) + BOOK.findall(words(twenty[0], 1))
    assert len(set(asked)) == 20
    assert not {("45", "3"), ("18", "7")} & set(asked)


def test_without_the_option_there_is_nothing(build: Callable[..., tuple[PdfReader, dict[str, object]]]) -> None:
    assert len(build()[0].pages) == 1


def test_seed_brings_a_page_back(
    build: Callable[..., tuple[PdfReader, dict[str, object]]], twenty: tuple[PdfReader, dict[str, object]]
) -> None:
    by_day, other = build("--practice", "20", "--seed", "2027-01-15")[0], build("--practice", "20", "--seed", "7")[0]
    assert words(by_day, 1) == words(twenty[0], 1)
    assert "· 7 1 A" in words(other, 1)
    assert TRAM.findall(words(other, 1)) != TRAM.findall(words(by_day, 1))


def test_topic_of_the_sheet_is_that_of_its_problems(
    build: Callable[..., tuple[PdfReader, dict[str, object]]],
) -> None:
    pdf, _ = build("--practice", "12", "--topic", "Money")
    assert len(BOOK.findall(words(pdf, 1))) == 12
    assert not TRAM.search(words(pdf, 1))


def test_many_problems_take_more_pages_and_answers_still_the_last(
    build: Callable[..., tuple[PdfReader, dict[str, object]]],
) -> None:
    pdf, _ = build("--practice", "100", "--paper", "a4")
    pages = [len(TRAM.findall(words(pdf, nth))) + len(BOOK.findall(words(pdf, nth))) for nth in range(len(pdf.pages))]
    assert pages[-1] == 0
    assert sum(pages[1:]) == 100
    assert min(pages[1:-1]) > 20


def test_notes_without_a_formula_say_why_there_is_no_page(
    build: Callable[..., tuple[PdfReader, dict[str, object]]],
) -> None:
    pdf, report = build("--practice", "9", notes="# Cells\n\n- **Osmosis** is water moving across a membrane.\n")
    assert len(pdf.pages) == 1
    (problem,) = report["problems"]  # type: ignore[misc]
    assert problem["code"] == "few-exercises"
    assert problem["message"].startswith("--practice 9: there are no fresh problems to print.")


def test_long_problems_in_a_narrow_column_keep_every_answer_behind_them(tmp_path: Path) -> None:
    outline, _ = read_outline("# Words\n\n- **Osmosis** is water moving.\n", "notes.md")
    sheet = make_sheet([outline], SheetConfig(paper="letter-landscape", margin=60.0, pages=1), title="Words")
    long = (Practice(f"{nth} " + "w" * 590, f"{nth} kg", f"{nth} * 1") for nth in range(5))
    report = write_pdf(replace(sheet, exercises=Exercises(tuple(long), "7")), tmp_path / "a.pdf")
    pdf = PdfReader(tmp_path / "a.pdf")
    assert len(pdf.pages) == report.pages
    assert all(f"{nth} kg" in words(pdf, -1) for nth in range(5))


def test_practice_block_is_a_worked_problem_on_paper_and_a_kind_of_exercise(
    build: Callable[..., tuple[PdfReader, dict[str, object]]],
) -> None:
    pdf, _ = build("--practice", "8", notes=f"# Pumps\n{BLOCK}")
    asked = [re.findall(r"A pump delivers (\d+) litres a minute\.", words(pdf, page)) for page in (0, 1)]
    assert [len(found) for found in asked] == [1, 8]
    assert not re.search(r"[{}]|step 5", words(pdf, 0))
