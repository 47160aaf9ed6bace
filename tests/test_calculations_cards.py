"""Each worked calculation is one card: nothing of it is asked a second time, and what fails says nothing wrong."""

from pathlib import Path

import pytest
from practice_notes import BLOCK

from cribdeck.config import Config
from cribdeck.model import Candidate
from cribdeck.read.vault import read_vault
from cribdeck.study import study

ONE_CARD = {
    "problem of two sentences": "- A box holds 6 eggs. How many do 4 boxes hold?\n    - `4 * 6 = 24 eggs`\n",
    "problem and working on one line": "- What is 15 % of 260? 15 % of 260 = 39\n",
    "practice block": BLOCK,
}


def candidates(folder: Path, notes: str) -> list[Candidate]:
    """The first candidate of every statement that has one."""
    (folder / "notes.md").write_text(f"# Course\n\n{notes}", encoding="utf-8")
    config = Config()
    return [each.candidates[0] for each in study(read_vault(folder, config), config).asked if each.candidates]


@pytest.mark.parametrize("notes", ONE_CARD.values(), ids=ONE_CARD.keys())
def test_calculation_is_one_card(tmp_path: Path, notes: str) -> None:
    (card,) = candidates(tmp_path, notes)
    assert card.note_type == "calculation"
    assert card.calculation is not None
    assert len(card.calculation.practice) >= 6


def test_sentence_beside_a_calculation_keeps_its_card(tmp_path: Path) -> None:
    notes = "- What is 15 % of 260? 15 % of 260 = 39. **Percent** means of a hundred, from Latin per centum.\n"
    assert [card.note_type for card in candidates(tmp_path, notes)] == ["calculation", "basic"]


def test_failing_calculation_keeps_the_steps_of_the_notes_and_remarks_on_them(tmp_path: Path) -> None:
    (card,) = candidates(tmp_path, "- A box holds 12 eggs. How many do 13 boxes hold?\n    - `12 * 13 = 146 eggs`\n")
    worked = card.calculation
    assert worked is not None
    assert worked.steps == (r"12 \times 13", r"= 146\,\text{eggs}")
    assert (worked.formula, worked.practice) == ("", ())
    assert card.remark == "The steps are those of the notes, and they do not add up."
    assert card.asked == ("12 × 13 is 156 eggs, not 146 eggs",)


@pytest.mark.parametrize(
    ("problem", "working", "strict"),
    [
        ("Find the value at 2.", "P(2) = 1 + 2 = 3", False),
        ("Find the value of $P$ at 2.", "P(2) = 1 + 2 = 3", True),
        ("A box holds 6 eggs; how many do 4 hold?", "n(4) = 4 * 6 = 24 eggs", True),
    ],
)
def test_function_that_is_not_on_the_card_is_a_proposal(
    tmp_path: Path, problem: str, working: str, strict: bool
) -> None:
    (card, *_) = candidates(tmp_path, f"- {problem}\n    - `{working}`\n")
    assert (card.note_type, card.strict) == ("calculation", strict)
