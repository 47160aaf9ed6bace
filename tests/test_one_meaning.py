"""One term, two meanings: neither is a card, wherever in the collection the two stand."""

from pathlib import Path

from cribdeck.config import Config
from cribdeck.read.vault import read_vault
from cribdeck.study import study

RULES = "# Week 1\n\n- Law is a system of rules that a state enforces\n- A statute is a law that a parliament passes\n"
BLAME = "# Week 2\n\n- Law is a means by which blame is assigned to somebody{}\n"


def cards(folder: Path, **files: str) -> list[str]:
    """What the cards of a collection ask."""
    for name, notes in files.items():
        (folder / f"{name}.md").write_text(notes, encoding="utf-8")
    config = Config()
    found = study(read_vault(folder, config), config).asked
    return [each.candidates[0].prompt.plain for each in found if each.strict]


def test_term_that_two_files_define_in_two_ways_is_no_card(tmp_path: Path) -> None:
    assert cards(tmp_path, one=RULES) == ["What is Law?", "What is a statute?"]
    assert cards(tmp_path, two=BLAME.format("")) == ["What is a statute?"]


def test_term_that_two_files_define_alike_is_a_card(tmp_path: Path) -> None:
    assert "What is Law?" in cards(tmp_path, one=RULES, two=RULES.replace("Week 1", "Week 2"))


def test_line_that_the_author_wants_to_be_asked_is_a_card(tmp_path: Path) -> None:
    assert "What is Law?" in cards(tmp_path, one=RULES, two=BLAME.format(" #card"))
