"""Which deck and which source link a note file's cards get, by its folder and by its vault."""

from pathlib import Path

import pytest

from cribdeck.config import Config
from cribdeck.decks import deck_of
from cribdeck.outputs.sources import obsidian_link
from cribdeck.page_work import link_of
from cribdeck.read import read_outline, read_vault

TABLE = {"bio": "Biology", "bio/heart/": "Heart", "law/torts.md": "Torts"}
ID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("decks", "file", "deck"),
    [
        ("one", "bio/heart/a.md", ""),
        ("folders", "a.md", ""),
        ("folders", "bio/heart/a.md", "::bio::heart"),
        ("folders", f"Organs {ID}/a.md", "::Organs"),
        ("folders", "C::D/a.md", "::C:D"),
        (TABLE, "a.md", ""),
        (TABLE, "bio/a.md", "Biology"),
        (TABLE, "bio/heart/a.md", "Heart"),
        (TABLE, "biology/a.md", ""),
        (TABLE, "law/torts.md", "Torts"),
        (TABLE, "law/other.md", ""),
    ],
)
def test_a_files_deck_is_its_folders(decks: str | dict[str, str], file: str, deck: str) -> None:
    assert deck_of(read_outline("x", file)[0], Config(decks=decks)) == deck


def test_a_file_may_ask_for_its_own_deck() -> None:
    outline, _ = read_outline("---\ndeck: Exam::Oral\n---\nx", "bio/a.md")
    assert deck_of(outline, Config(decks="folders")) == "Exam::Oral"


def test_source_opens_the_note_by_its_path_in_the_vault(tmp_path: Path) -> None:
    (tmp_path / "My vault/.obsidian").mkdir(parents=True)
    (tmp_path / "My vault/bio").mkdir()
    (tmp_path / "My vault/bio/Heart & lung.md").write_text("x", encoding="utf-8")
    whole = link_of(read_vault(tmp_path / "My vault", Config()))
    part = link_of(read_vault(tmp_path / "My vault/bio", Config()))
    address = "obsidian://open?vault=My%20vault&file=bio%2FHeart%20%26%20lung%23Valves"
    assert whole("bio/Heart & lung.md", "Valves") == part("Heart & lung.md", "Valves") == address
    assert obsidian_link("v")("a.md", "") == "obsidian://open?vault=v&file=a"


def test_source_is_no_link_without_a_vault(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert link_of(read_vault(tmp_path, Config()))("a.md", "") == ""
