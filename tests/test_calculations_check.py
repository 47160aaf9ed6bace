"""A working gets the verdict that a careful reader would give it, whatever stands in it, and at once."""

import re
import time
from pathlib import Path

import pytest

from cribdeck.facts.calculations import check

WORKINGS = Path(__file__).parent / "fixtures" / "calculations" / "workings.md"
CASE = re.compile(r"^- `(?P<working>.+)` (?P<verdict>\w+)(?:: (?P<why>.+))?$", re.MULTILINE)
CASES = [(case["working"], case["verdict"], case["why"] or "") for case in CASE.finditer(WORKINGS.read_text("utf-8"))]


def test_every_line_of_the_file_is_a_case() -> None:
    assert len(CASES) == WORKINGS.read_text("utf-8").count("\n- ")


@pytest.mark.parametrize(("working", "verdict", "why"), CASES, ids=[case[0] for case in CASES])
def test_working_gets_its_verdict(working: str, verdict: str, why: str) -> None:
    checked = check(working)
    assert (checked.verdict, checked.why) == (verdict, why)


HOSTILE = {
    "tower of powers": "9**9**9**9 = 1",
    "brackets": "(" * 10_000 + "1" + ")" * 10_000 + " = 1",
    "open brackets": "(" * 10_000 + " = 1",
    "some brackets": "(" * 200 + "1" + ")" * 200 + " = 1",
    "python": "__import__('os').system('true') = 0",
    "digits": "9" * 1_000_000 + " * 2 = 1",
    "some digits": "9" * 500 + " * 2 = 1",
    "terms": "1 + " * 5_000 + "1 = 5001",
    "some terms": "1 + " * 120 + "1 = 7",
    "sides": "1 + 1 = " * 1_000 + "2",
    "factorials": "170!!!!! = 1",
    "minus signs": "-" * 500 + "1 + 1 = 2",
    "roots": "√" * 500 + "4 = 2",
    "powers of ten": "1e999 * 1e999 = 1",
    "small powers": "0.5 ^ 99999 = 0",
    "a float too large": "exp(9999) = 1",
    "a product of wide fractions": "*".join(f"(1/{n}7919)" for n in range(10, 60)) + " = 1",
}


HANGS = 1.0
"""Seconds of work that no working may take: each takes a hundredth of it, and the bound must hold on a busy machine."""


@pytest.mark.parametrize("working", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_working_is_unchecked_at_once(working: str) -> None:
    start = time.process_time()
    verdict = check(working).verdict
    spent = time.process_time() - start
    assert verdict == "unchecked"
    assert spent < HANGS


@pytest.mark.parametrize("tex", ["{" * 2_000, "\\frac" * 500, "\\sqrt{" * 100, "\\frac{1}{2}=" * 400, "x^" * 900])
def test_hostile_tex_is_unchecked_at_once(tex: str) -> None:
    start = time.process_time()
    verdict = check(tex + " = 1", tex=True).verdict
    spent = time.process_time() - start
    assert verdict == "unchecked"
    assert spent < HANGS
