"""Worked calculations are found in every form that people write them in, and nothing else is taken for one."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cribdeck.errors import Problem
from cribdeck.facts.calculations import Found, calculation_problems, find_calculations
from cribdeck.model import Outline
from cribdeck.read.outline import read_outline

FIXTURES = Path(__file__).parent / "fixtures" / "calculations"


def read(source: str, lang: str = "en") -> Outline:
    """The outline of a note; notes too short to tell their language are English unless their frontmatter says."""
    outline, _ = read_outline(source, "notes.md")
    return replace(outline, lang=str(outline.settings.get("lang", lang)))


CASE = re.compile(r"^(?P<title>\S.*)\n\.\n(?P<notes>(?s:.*?))\n\.\n(?P<expected>(?s:.*?))^\.$", re.MULTILINE)
"""A title, notes, and a line for each calculation that they give, between lines that are only a full stop."""


def shown(found: Found) -> str:
    calculation = found.calculation
    why = f" ({calculation.why})" if calculation.why else ""
    return f"{calculation.verdict}  {calculation.answer}{why}  <-  {calculation.problem.plain}"


WORKED = [
    (case["title"], case["notes"], case["expected"].strip())
    for case in CASE.finditer((FIXTURES / "worked.md").read_text("utf-8"))
]
LOOKALIKES = [line for line in (FIXTURES / "lookalikes.md").read_text("utf-8").splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(("notes", "expected"), [case[1:] for case in WORKED], ids=[case[0] for case in WORKED])
def test_notes_give_their_calculations(notes: str, expected: str) -> None:
    assert "\n".join(map(shown, find_calculations(read(notes)))) == expected


def test_files_hold_enough_cases() -> None:
    assert sum(len(case[2].splitlines()) for case in WORKED) >= 80
    assert len(LOOKALIKES) >= 60


@pytest.mark.parametrize("line", LOOKALIKES)
def test_lookalike_is_no_calculation(line: str) -> None:
    assert find_calculations(read(line)) == ()


@pytest.mark.parametrize("lang", ["en", "de", "und"])
def test_lookalikes_among_each_other_are_none_either(lang: str) -> None:
    assert find_calculations(read((FIXTURES / "lookalikes.md").read_text("utf-8"), lang)) == ()


def test_source_covers_problem_and_working() -> None:
    (found,) = find_calculations(
        read("# Eggs\n\n- A box holds 6 eggs. How many do 4 boxes hold?\n    - `4 * 6 = 24 eggs`\n")
    )
    assert (found.calculation.source.first, found.calculation.source.last) == (3, 4)
    assert (found.at.first, found.working.text.plain) == (4, "4 * 6 = 24 eggs")
    assert found.problem is not None
    assert found.problem.source.first == 3


def test_steps_are_sides_led_by_their_signs() -> None:
    (found,) = find_calculations(read("- Share 10 between 3 people: `10 * (1/3) = 3 1/3 ≈ 3.3`"))
    assert found.calculation.steps == (r"10 \times \frac{1}{3}", r"= 3\frac{1}{3}", r"\approx 3.3")


def test_steps_of_a_formula_are_as_the_author_set_them() -> None:
    (found,) = find_calculations(read("How fast is 90 km in 2 h?\n\n$$v = \\frac{90}{2} = 45\\,\\mathrm{km/h}$$\n"))
    assert found.calculation.steps == ("v", r"= \frac{90}{2}", r"= 45\,\mathrm{km/h}")
    assert (found.calculation.value, found.calculation.unit) == (45, "km/h")


def test_workings_without_words_of_their_own_are_steps_of_one() -> None:
    notes = "- How long do 3 lessons of 45 min last, in hours?\n    - `3 * 45 = 135 min`\n    - `135 / 60 = 2.25 h`\n"
    (found,) = find_calculations(read(notes))
    assert found.calculation.answer == "2.25 h"
    assert found.calculation.expression == "3 * 45 = 135 min; 135 / 60 = 2.25 h"


def test_line_of_a_fence_is_the_line_of_its_working() -> None:
    notes = "How many seats and tables?\n\n```\nseats: 4 * 6 = 24\n\ntables: 24 / 6 = 4\n```\n"
    (found,) = find_calculations(read(notes))
    assert (found.at.first, found.at.last) == (6, 6)


def test_unit_after_a_formula_belongs_to_its_result() -> None:
    (found,) = find_calculations(read("- Which tone has 343 m/s and 0.5 m? $343 / 0.5 = 686$ Hz"))
    assert (found.calculation.answer, found.calculation.steps[-1]) == ("686 Hz", r"= 686\,\text{Hz}")


def problems_of(notes: str) -> tuple[Problem, ...]:
    outline = read(notes)
    return calculation_problems(find_calculations(outline), {outline.file: outline.lines})


def test_wrong_working_is_a_problem_with_the_right_value() -> None:
    problems = problems_of("- Nine boxes of 12?\n    - `9 * 12 = 98`\n")
    assert [(problem.code, problem.source.first) for problem in problems] == [("calculation-fails", 2)]
    assert "9 * 12 is 108, not 98" in problems[0].message


def test_silent_rounding_is_told_by_the_numbers_of_the_problem() -> None:
    notes = "- 5 reads per second of 7 KB each\n    - `5 * (7/4) = 5 * (8/4) = 10 RCU`\n"
    problems = problems_of(notes)
    assert [(problem.code, problem.severity) for problem in problems] == [("calculation-rounds", "note")]
    assert "7 KB rounds up to 8 KB" in problems[0].message


def test_rounding_that_is_told_beside_the_working_is_not_silent() -> None:
    problem, working = "An app reads 10 items per second of 2.5 KB each.", "(2.5/4) = 1 * 10 = 10 RCU"
    notes = f"{problem}\n\nTake blocks of 4 KB, {{}}, then multiply.\n\n{working}\n"
    assert [problem.code for problem in problems_of(notes.format("add up"))] == ["calculation-rounds"]
    assert problems_of(notes.format("round up")) == ()


@pytest.mark.parametrize("notes", ["9**9**9**9 = 5", "It is 0.4**5**7 ≈ 0.46 in all", "5 + 2**3**2 = 9"])
def test_bold_between_digits_is_no_arithmetic(notes: str) -> None:
    assert find_calculations(read(f"- {notes}\n")) == ()


HUGE = {
    "a megabyte of digits": "9" * 1_000_000,
    "brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "words": "a " * 50_000,
    "equations": "1 + 1 = " * 20_000,
    "marks": "*9*9 + " * 5_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_text_of_any_size_is_passed_over_at_once(text: str) -> None:
    outline = read(f"- How many are 5 and 6? `{text} = 1`\n\n{text} = 1\n")
    started = time.process_time()
    find_calculations(outline)
    assert time.process_time() - started < 0.2
