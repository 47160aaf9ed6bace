"""A practice block of an author makes fresh problems, and a bad one says which line to mend."""

import re
from pathlib import Path

import pytest

from cribdeck.facts.calculations import Found, check, practice_blocks
from cribdeck.read.outline import read_outline

BLOCKS = Path(__file__).parent / "fixtures" / "calculations" / "blocks.md"
CASE = re.compile(r"^(?P<title>\S.*)\n\.\n(?P<block>(?s:.*?))\n\.\n(?P<expected>(?s:.*?))^\.$", re.MULTILINE)
CASES = [(case["title"], case["block"], case["expected"].strip()) for case in CASE.finditer(BLOCKS.read_text("utf-8"))]
GOOD = [case for case in CASES if not case[2].startswith("line ")]
BAD = [case for case in CASES if case[2].startswith("line ")]


def read(block: str, lang: str = "en") -> tuple[tuple[Found, ...], list[tuple[int, str, str]]]:
    outline, _ = read_outline(f"---\nlang: {lang}\n---\n# Notes\n\n```practice\n{block}\n```\n", "notes.md")
    found, problems = practice_blocks(outline)
    return found, [(problem.source.first, problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize(("block", "expected"), [case[1:] for case in GOOD], ids=[case[0] for case in GOOD])
def test_block_makes_problems(block: str, expected: str) -> None:
    (found,), problems = read(block)
    calculation = found.calculation
    assert problems == []
    assert f"{calculation.formula} [{calculation.unit}]" == expected
    assert len({fresh.problem for fresh in calculation.practice}) >= 19
    assert not any("{" in fresh.problem + fresh.working for fresh in calculation.practice)


@pytest.mark.parametrize(("block", "expected"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_block_names_the_line_to_mend(block: str, expected: str) -> None:
    found, ((line, code, message),) = read(block)
    number, _, start = expected.removeprefix("line ").partition(": ")
    assert found == ()
    assert (line, code) == (6 + int(number), "practice-block")
    assert message.startswith(start)


def test_own_problem_is_none_of_the_pool() -> None:
    (found,), _ = read(GOOD[0][1])
    assert found.calculation.problem.plain not in {fresh.problem for fresh in found.calculation.practice}


def test_answers_are_worked_out() -> None:
    (found,), _ = read(GOOD[0][1])
    for fresh in found.calculation.practice:
        rate, time = (int(number) for number in re.findall(r"\d+", fresh.problem))
        assert fresh.answer == f"{rate * time} litres"
        assert check(f"{fresh.working} = {fresh.answer}").verdict == "holds"


def test_author_s_working_is_filled_in() -> None:
    (found,), _ = read(GOOD[2][1])
    for fresh in found.calculation.practice:
        assert re.fullmatch(r"[\d.]+ KB round up to \d+ KB, and \d+ \* \d+ = \d+", fresh.working)
        assert fresh.answer == fresh.working.rpartition("= ")[2] + " WCU"


def test_block_in_a_language_with_decimal_commas() -> None:
    (found,), _ = read("Was sind {a} kg mal 3?\na: 0,5 to 9,5 step 0,5\nanswer: 3 * a kg", "de")
    assert any("," in fresh.answer for fresh in found.calculation.practice)
