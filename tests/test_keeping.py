"""Where the lock stands, and that a part of a vault may be built without losing the rest."""

import json
from pathlib import Path

import pytest

from cribdeck.cli import main
from cribdeck.keeping import find_keeping
from cribdeck.options import BuildOptions

BIOLOGY = "# Cells\n\n- **Osmosis** is the movement of water across a membrane.\n"
PHYSICS = "# Forces\n\n- **Friction** is a force that resists the sliding of two surfaces.\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    top = tmp_path / "vault"
    for folder, text in (("biology", BIOLOGY), ("physics", PHYSICS)):
        (top / folder).mkdir(parents=True)
        (top / folder / "notes.md").write_text(text, encoding="utf-8")
    (top / "cribdeck.toml").write_text('id = "school"\n', encoding="utf-8")
    return top


def built(notes: Path, out: Path, *options: str) -> dict[str, str]:
    """The question of every card, by GUID."""
    report = out / "report.json"
    assert main(["build", str(notes), "-o", str(out), "--only", "deck", "--report", str(report), "-q", *options]) == 0
    return {card["guid"]: card["front"] for card in json.loads(report.read_text(encoding="utf-8"))["cards"]}


def test_lock_stands_at_the_top_of_the_vault(vault: Path) -> None:
    keeping = find_keeping(BuildOptions(notes=vault / "biology", now=0))
    assert keeping.lock == vault / "cribdeck.lock"
    assert keeping.folder_of((vault / "biology").resolve()) == "biology"
    assert keeping.folder_of(vault.resolve()) == ""


def test_building_a_folder_keeps_the_facts_of_the_others(vault: Path, tmp_path: Path) -> None:
    whole = built(vault, tmp_path / "whole")
    lock = (vault / "cribdeck.lock").read_bytes()
    part = built(vault / "biology", tmp_path / "part")
    assert part.items() < whole.items()
    assert (vault / "cribdeck.lock").read_bytes() == lock
    assert built(vault, tmp_path / "again") == whole


def test_a_folder_that_went_away_is_gone(vault: Path, tmp_path: Path) -> None:
    whole = built(vault, tmp_path / "whole")
    (vault / "physics" / "notes.md").unlink()
    part = built(vault / "biology", tmp_path / "part")
    assert part.items() < whole.items()
    assert '"state": "retired"' in (vault / "cribdeck.lock").read_text(encoding="utf-8")


def test_a_lock_that_is_named_goes_with_the_notes_from_one_folder_to_another(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, number in ((before, "120"), (after, "110")):
        folder.mkdir()
        (folder / "notes.md").write_text(f"{BIOLOGY}- A red cell lives for {number} days.\n", encoding="utf-8")
    lock = ["--lock", str(tmp_path / "L")]
    first = built(before, tmp_path / "out", *lock)
    assert built(after, tmp_path / "out", *lock).keys() == first.keys(), "though the files of before still stand there"
    assert built(before, tmp_path / "out", *lock) == first
