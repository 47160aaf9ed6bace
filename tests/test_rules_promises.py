"""What the rules promise of any notes: no crash, no broken card, nothing that its own checks would refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cribdeck.facts.accept import accept
from cribdeck.facts.candidates import Asked, find_candidates
from cribdeck.facts.labels import labels_of
from cribdeck.facts.place import Place, survey_of
from cribdeck.facts.rules import RULES
from cribdeck.facts.rules.needs import NEEDS, rules_for, traits_of
from cribdeck.facts.statements import find_statements
from cribdeck.facts.subjects import with_subject
from cribdeck.facts.words import words_for
from cribdeck.model import Candidate, Outline, Statement
from cribdeck.read.bold_headings import with_bold_headings
from cribdeck.read.outline import read_outline

BLOCKS = """
# Cells\n|\n## Mitosis vs meiosis\n|\n## Phases\n|\n\n|\n|- |    - |1. |2. |> |> [!theorem] Law\n|: |\n: |```sh\nls\n```
\n$$\nF = ma\n$$\n|\n| a | b |\n|---|---|\n| c | d |\n|\n[^1]: note\n|— René Descartes|There are 2 kinds: |Q: |A:
"""
WORDS = """
**osmosis**|: | is a |are |was |means |such as |a, b and c|EC2, S3 and RDS|up to 15 minutes|in 1789|Time to live (TTL)
`x, y`|$a = b$|[link](u)|[[note]]|==mark==|If it fails, |When the cell divides, | -> | – | = |vs |?|This |It |They |not
the membrane |moves |encrypted |Class: |{{c1::x}}|}}|::|[^1]|ß|\u200b|e.g. |(|)|\\frac{a}{b}|the |of |. |, |; |water|1
"""


def _pieces(rows: str) -> list[str]:
    return [piece for row in rows.strip("\n").split("\n") for piece in row.split("|")]


PIECES = st.sampled_from(_pieces(WORDS) + BLOCKS.strip("\n").split("|"))
FIXTURES = sorted((Path(__file__).parent / "fixtures").rglob("*.md"))
NOTES = st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=80)


def outline_of(notes: str, lang: str = "en") -> Outline:
    outline, _ = read_outline(f"---\nlang: {lang}\n---\n{notes}", "Notes.md")
    return with_bold_headings(outline)


def asked(notes: str, lang: str = "en") -> tuple[Asked, ...]:
    outline = outline_of(notes, lang)
    return find_candidates(outline, find_statements(outline))


def places(notes: str) -> Iterator[tuple[Statement, Place]]:
    """Every statement as the rules see it, with its place."""
    outline = outline_of(notes)
    words = words_for(outline.lang)
    statements = find_statements(outline)
    survey = survey_of(statements, words)
    for statement in statements:
        place = Place(words, labels_of(statement.path, words), survey)
        yield with_subject(statement, place), place


def accepted(notes: str) -> Iterator[tuple[Candidate, Statement, Place]]:
    for statement, place in places(notes):
        for rule in RULES if statement.item.kind != "fence" else ():
            for candidate in rule(statement, place):
                found = accept(candidate, statement, place)
                if not isinstance(found, str):
                    yield found, statement, place


@given(NOTES)
@example("- **osmosis**: ")
@example("## a vs b\n\n- a\n- b")
@example("> \n> — x")
@example(": \n\n: ")
def test_no_text_crashes_a_rule(notes: str) -> None:
    for lang in ("en", "de"):
        for each in asked(notes, lang):
            assert each.candidates or each.reason


def skipped(notes: str) -> list[str]:
    """The rules that find something in a statement that has not what they need."""
    return [
        rule.__name__
        for statement, place in places(notes)
        for rule in sorted({*RULES} - {*rules_for(statement, place, RULES)}, key=RULES.index)
        if any(rule(statement, place))
    ]


@given(NOTES)
@example("- **osmosis**: water moves, see `x` and so on -> y")
@example("| a vs b |\n|---|\n| Most cells are only in water & salt |")
def test_no_rule_is_left_out_that_finds_something(notes: str) -> None:
    assert skipped(notes) == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_no_rule_is_left_out_that_finds_something_in_a_fixture(path: Path) -> None:
    assert skipped(path.read_text(encoding="utf-8", errors="replace")) == []


def test_all_that_rules_need_is_had_by_some_statement() -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in FIXTURES]
    had = {trait for text in texts for statement, place in places(text) for trait in traits_of(statement, place)}
    needed = {trait for need in NEEDS.values() for either in need.split(", ") for trait in either.split(" | ")}
    assert needed - had <= {"worked out"}, "a place of these tests has no calculations"
    assert NEEDS.keys() <= {rule.__name__ for rule in RULES}


@given(NOTES)
def test_an_accepted_card_passes_its_own_checks_again(notes: str) -> None:
    for candidate, statement, place in accepted(notes):
        assert accept(candidate, statement, place) == candidate


@given(NOTES)
def test_hidden_parts_lie_inside_and_cut_no_code_and_no_math(notes: str) -> None:
    for candidate, _, _ in accepted(notes):
        for part in candidate.hidden:
            assert 0 <= part.start < part.end <= len(candidate.prompt)
            assert candidate.kind == "limit" or not candidate.prompt.cuts(part.start, part.end, "code", "math")


@given(NOTES)
def test_groups_are_counted_from_one(notes: str) -> None:
    for candidate, _, _ in accepted(notes):
        assert list(candidate.groups) == list(range(1, len(candidate.groups) + 1))


@given(NOTES)
def test_a_card_asks_something_and_strict_ones_come_first(notes: str) -> None:
    for each in asked(notes):
        sure = [candidate.strict or candidate.explicit for candidate in each.candidates]
        assert sure == sorted(sure, reverse=True)
        for candidate in each.candidates:
            assert candidate.prompt
            assert any(text.strip() for text in candidate.asked)


@given(NOTES)
def test_the_same_notes_are_asked_the_same(notes: str) -> None:
    assert [each.candidates for each in asked(notes)] == [each.candidates for each in asked(notes)]


@pytest.mark.parametrize("rule", ["limit", "bold", "date"])
def test_a_rule_that_is_switched_off_asks_nothing(rule: str) -> None:
    notes = "# Rome\n\n- The **Rubicon** was crossed by Caesar in 49 BC.\n- Maximum size of a legion: 6 kg per meal\n"
    outline = outline_of(notes)
    statements = find_statements(outline)
    every = {c.rule for each in find_candidates(outline, statements) for c in each.candidates}
    left = {c.rule for each in find_candidates(outline, statements, off=[rule]) for c in each.candidates}
    assert rule in every
    assert left == every - {rule}
