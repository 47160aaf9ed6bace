"""Fresh problems are right, are never the notes' own, and come from a formula that is certain or not at all."""

import math
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.facts.calculations import Found, check, find_calculations, practice_page, practise, with_formulas
from cribdeck.facts.calculations.drill import POOL
from cribdeck.facts.calculations.formula import FRESH_OF_A_FILE, MOST_LEARNT
from cribdeck.facts.calculations.from_tex import from_tex
from cribdeck.facts.statements import find_statements
from cribdeck.model import Practice
from cribdeck.read.outline import read_outline

CAPACITY = """
# Capacity

- One **WCU** is one write per second of an item of up to **1 KB**.
- Writes:
    - A shop writes 12 orders per second, each 2 KB in size
        - `12 * 2 * 1 WCU = 24 WCU`
    - A shop writes 7 orders per second, each 2.5 KB in size (round 2.5 up)
        - `7 * 3 * 1 WCU = 21 WCU`
    - A shop writes 180 orders per minute, each 3 KB in size
        - `3 * (180/60) * 1 WCU = 9 WCU`
    - A shop makes 4 transactional writes per second, each 5 KB in size
        - `2 * 4 * 5 * 1 WCU = 40 WCU`
- One **RCU** is one strongly consistent read per second of an item of up to **4 KB**, or two eventually consistent.
- Reads:
    - A page makes 9 strongly consistent reads per second, each 4 KB in size
        - `9 * (4/4) = 9 RCU`
    - A page makes 14 eventually consistent reads per second, each 12 KB in size
        - `1/2 * 14 * 3 = 21 RCU`
    - A page makes 9 strongly consistent reads per second, each 6 KB in size
        - `9 * (6/4) = 9 * (8/4) = 18 RCU`
    - A page makes 3 transactional reads per second, each 5 KB in size
        - `2 * 3 * 2 = 12 RCU`
"""


def solved(notes: str, *, count: int = 30) -> tuple[Found, ...]:
    outline, _ = read_outline(notes, "notes.md")
    outline = replace(outline, lang=str(outline.settings.get("lang", "en")))
    return with_formulas(find_calculations(outline), find_statements(outline), count=count)


SOLVED = solved(CAPACITY)


def formulas(notes: str) -> list[str]:
    return [found.calculation.formula for found in solved(notes)]


def collection(size: int) -> str:
    """So many worked examples of one kind, as a book of exercises has them."""
    numbers = [(31 + 7 * nth, 1013 + 11 * nth) for nth in range(size)]
    return "".join(
        f"- {many} boxes of {each} kg weigh `{many} * {each} = {many * each} kg`\n" for many, each in numbers
    )


@pytest.mark.parametrize("size", [12, 40])
def test_large_collection_shares_out_its_fresh_problems(size: int) -> None:
    pools = [len(found.calculation.practice) for found in solved(collection(size))]
    assert set(pools) == {min(POOL, FRESH_OF_A_FILE // size)}


def test_collection_of_any_size_takes_bounded_time() -> None:
    found = solved(collection(MOST_LEARNT + 300))
    assert [bool(each.calculation.formula) for each in found] == [nth < MOST_LEARNT for nth in range(len(found))]
    assert sum(len(each.calculation.practice) for each in found) <= FRESH_OF_A_FILE


def test_one_example_that_a_formula_does_not_give_speaks_against_all_the_others() -> None:
    other_kind = "- 3 boxes of 9 kg in 5 trucks weigh `3 * 9 * 5 = 135 kg`\n"
    same_kind = "- 5 boxes of 6 kg weigh `5 * 6 + 1 = 31 kg`\n"
    assert "" not in formulas(collection(8) + other_kind)[:-1]
    assert set(formulas(collection(8) + same_kind)) == {""}


def test_formulas_of_capacity_are_found_for_each_kind() -> None:
    assert formulas(CAPACITY) == [
        "rate * ceil(size / 1)",
        "rate * ceil(size / 1)",
        "(rate / 60) * ceil(size / 1)",
        "2 * rate * ceil(size / 1)",
        "rate * ceil(size / 4)",
        "1/2 * rate * ceil(size / 4)",
        "rate * ceil(size / 4)",
        "2 * rate * ceil(size / 4)",
    ]


def test_quantum_comes_from_the_sentence() -> None:
    # 4 and 5 both fit the numbers of the reads; without the sentence no formula is certain.
    assert formulas(CAPACITY.replace("of up to **4 KB**", ""))[4:] == ["", "", "", ""]
    assert formulas(CAPACITY.replace("**4 KB**", "**5 KB**"))[4] != "rate * ceil(size / 4)"


def test_rule_is_the_sentence_that_defines_the_unit() -> None:
    rules = [str(found.calculation.rule) for found in SOLVED]
    assert all("WCU is one write" in rule for rule in rules[:4])
    assert all("RCU is one strongly" in rule for rule in rules[4:])


def units(problem: str, unit: str) -> Fraction:
    """What a reader of the rules above would answer, worked out anew from the words of the problem."""
    rate, size = (Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", problem)[:2])
    per_second = rate / 60 if "per minute" in problem else rate
    weight = Fraction(1, 2) if "eventually" in problem else 2 if "transactional" in problem else 1
    return weight * per_second * math.ceil(size / {"WCU": 1, "RCU": 4}[unit])


def test_two_hundred_problems_are_right() -> None:
    checked = 0
    for found in SOLVED:
        for fresh in found.calculation.practice:
            number, unit = fresh.answer.split()
            assert units(fresh.problem, unit) == Fraction(number)
            checked += 1
    assert checked >= 200


def test_problems_never_use_the_numbers_of_the_notes() -> None:
    for found in SOLVED:
        unit = found.calculation.unit
        own = {each for other in SOLVED if other.calculation.unit == unit for each in given_in(other)}
        for fresh in found.calculation.practice:
            rate, size = re.findall(r"\d+(?:\.\d+)?", fresh.problem)[:2]
            assert (rate, size) not in own
            assert rate not in {each for each, _ in own}
            assert size not in {each for _, each in own}


def given_in(found: Found) -> list[tuple[str, str]]:
    rate, size = re.findall(r"\d+(?:\.\d+)?", found.calculation.problem.plain)[:2]
    return [(rate, size)]


def test_most_sizes_exercise_the_rounding() -> None:
    for found in SOLVED:
        quantum = 1 if found.calculation.unit == "WCU" else 4
        sizes = [Fraction(re.findall(r"\d+(?:\.\d+)?", fresh.problem)[1]) for fresh in found.calculation.practice]
        assert sum(size % quantum != 0 for size in sizes) > len(sizes) / 2


def test_words_about_rounding_stay_true() -> None:
    notes = CAPACITY.replace("(round 2.5 up)", "; 2.5 KB rounds up to 3 KB")
    for fresh in solved(notes)[1].calculation.practice:
        _, size, again, whole = (Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", fresh.problem)[:4])
        assert (again, whole) == (size, math.ceil(size))
        assert size.denominator != 1


def test_working_of_every_problem_holds() -> None:
    for found in SOLVED:
        for fresh in found.calculation.practice:
            assert check(f"{fresh.working} = {fresh.answer}").verdict == "holds"


def test_tex_of_every_working_holds_up_to_its_answer() -> None:
    for found in SOLVED:
        for fresh in found.calculation.practice:
            assert check(" ".join(map(from_tex, fresh.steps))).verdict == "holds"
            assert from_tex(fresh.steps[-1]).split() == ["=", *fresh.answer.split()]


def test_tex_works_the_rounding_out_step_by_step() -> None:
    fresh = next(each for each in SOLVED[4].calculation.practice if "ceil(13/4)" in each.working)
    rate = fresh.working.split()[0]
    assert fresh.steps == (
        rf"{rate} \times \left\lceil \frac{{13}}{{4}} \right\rceil",
        rf"= {rate} \times 4",
        rf"= {4 * int(rate)}\,\text{{RCU}}",
    )


def test_pool_holds_thirty_different_problems() -> None:
    for found in SOLVED:
        assert len({fresh.problem for fresh in found.calculation.practice}) == 30


@given(st.text(max_size=12), st.integers(1, 12))
def test_seed_alone_decides(seed: str, count: int) -> None:
    drill = READS.drill
    assert drill is not None
    fresh = practise(drill, seed=seed, count=count)
    assert fresh == practise(drill, seed=seed, count=count)
    assert len(fresh) == count


READS = SOLVED[4]


def test_page_holds_all_kinds_in_an_order_of_its_seed() -> None:
    page = practice_page(SOLVED, count=16, seed="2031-05-04")
    assert page == practice_page(SOLVED, count=16, seed="2031-05-04")
    assert page != practice_page(SOLVED, count=16, seed="2031-05-05")
    assert len({fresh.problem for fresh in page}) == 16
    assert len({re.sub(r"[\d.]+", "#", fresh.problem) for fresh in page}) == 7
    assert practice_page(SOLVED, count=0, seed="") == practice_page((), count=9, seed="") == ()


CERTAIN = {
    "speed": ("A train covers 150 km in 1.5 h. How fast is it? `150 / 1.5 = 100 km/h`", "length / time"),
    "density": ("A stone of 270 g has 100 cm³: `270 g / 100 cm³ = 2.7 g/cm³`", "mass / volume"),
    "dose": ("A child of 18 kg gets 15 mg/kg: 18 kg × 15 mg/kg = 270 mg", "a * b"),
    "interest": ("2000 € at 4 % for 3 years: `2000 * 1.04^3 ≈ 2249.73 €`", "money * (1 + percent / 100)^years"),
    "dilution": ("50 mL of 2 M are filled up to 200 mL: $\\frac{2 \\cdot 50}{200} = 0.5\\,\\text{M}$", "(b * a) / c"),
    "percentage": ("What is 15 % of 260? 15 % of 260 = 39", "(a / 100) * b"),
    "discount": ("A coat of 80 € is 25 % cheaper: 80 € - 25 % = 60 €", "money * (1 - (percent / 100))"),
    "change": (
        "A price rises from 40 to 46 dollars: $\\frac{46 - 40}{40} \\cdot 100 = 15\\,\\%$",
        "((b - a) / a) * 100",
    ),
    "weight": ("A crate of 12 kg: `12 * 9.81 = 117.72 N`", "mass * 9.81"),
    "mean": ("The mean of 4, 8 and 9: `(4 + 8 + 9) / 3 = 7`", "(a + b + c) / 3"),
    "a constant in brackets": ("How many moles are 36 g of water (18 g/mol)? `36 / 18 = 2 mol`", "mass / 18"),
}


@pytest.mark.parametrize(("line", "formula"), CERTAIN.values(), ids=CERTAIN.keys())
def test_formula_that_a_working_writes_out_is_taken(line: str, formula: str) -> None:
    (found,) = solved(f"- {line}")
    assert found.calculation.formula == formula
    assert len(found.calculation.practice) >= 6
    assert all(holds(fresh, found.calculation.unit) for fresh in found.calculation.practice)
    assert {check(" ".join(map(from_tex, fresh.steps))).verdict for fresh in found.calculation.practice} == {"holds"}


def holds(fresh: Practice, unit: str) -> bool:
    number = fresh.answer.removesuffix(unit).strip()
    return "holds" in {check(f"{fresh.working} {sign} {number}").verdict for sign in "=≈"}


UNCERTAIN = {
    "a number worked out in the head": "How many pairs are there among 6 people? `6 * 5 / 2 = 15 pairs`",
    "two numbers alike": "A box of 5 cm by 5 cm: `5 * 5 = 25 cm²`",
    "a number that the working leaves out": "A class of 24 sits in 4 rows for 3 hours: `24 / 4 = 6`",
    "a number out of nowhere": "A chain of 4 shops sells 50 loaves each: `4 * 50 * 3 = 600 loaves`",
    "a silent rounding": "A tablet holds 150 mg, 400 mg are ordered: `400 / 150 = 3 tablets`",
    "a wrong result": "A box holds 12 eggs. How many do 13 boxes hold? `12 * 13 = 146 eggs`",
}


@pytest.mark.parametrize("line", UNCERTAIN.values(), ids=UNCERTAIN.keys())
def test_no_formula_is_better_than_an_uncertain_one(line: str) -> None:
    (found,) = solved(f"- {line}")
    assert (found.calculation.formula, found.calculation.practice) == ("", ())


def test_formula_must_give_the_other_examples_of_its_unit() -> None:
    # By the first line alone a seat would be people times tables.
    notes = "- 6 people at 4 tables: `6 * 4 = 24 seats`\n- 6 people at 5 tables: `6 + 5 = 11 seats`\n"
    assert formulas(notes) == ["", ""]


def test_decimal_comma_is_kept() -> None:
    (found,) = solved("---\nlang: de\n---\n- Ein Brot wiegt 1,5 kg. Wie viel wiegen 4 Brote? `4 * 1,5 kg = 6 kg`\n")
    assert found.calculation.formula == "brote * mass"
    assert any("," in fresh.problem for fresh in found.calculation.practice)
    assert not any(re.search(r"\d\.\d", fresh.problem) for fresh in found.calculation.practice)
