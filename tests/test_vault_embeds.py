"""Notes that show other notes: what is found, put in its place once, and never asked twice."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from cribdeck.cli import main
from cribdeck.config import Config, SheetConfig
from cribdeck.model import Item
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.read import Vault, read_vault
from cribdeck.read.embeds import unfolded

HEART = """\
# Heart

![[Blood]]

- A pump of muscle ![[Anatomy/Chambers#Left side]]
- Beats by itself
  ![[Blood#^red]]

## Own

![[#Heart]] ![[Blood]]
"""
BLOOD = "# Blood\n\nFlows through vessels.\n\n- Red by iron ^red\n\n![[Heart]]\n"
CHAMBERS = "# Right side\n\nPumps to the lungs.\n\n# Left side!\n\nPumps to the body.\n\n![[Blood]]\n"

FILES = {"Heart.md": HEART, "Blood.md": BLOOD, "Anatomy/Chambers.md": CHAMBERS}


def vault(folder: Path, files: dict[str, str], config: Config | None = None) -> Vault:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_vault(folder, config or Config())


def shown(found: Vault, file: str, *others: str) -> list[str]:
    """The texts of a note with what it shows in their place, each indented by its depth."""
    among = {outline.file: outline for outline in found.outlines}
    return list(_lines(unfolded(among[file], among, others).root, -1))[1:]


def _lines(item: Item, depth: int) -> list[str]:
    own = [f"{'  ' * depth}{item.text.plain}"]
    return own + [line for child in item.children for line in _lines(child, depth + 1)]


def test_embeds_stand_in_their_place_once_and_cycles_are_cut(tmp_path: Path) -> None:
    assert shown(vault(tmp_path, FILES), "Heart.md") == [
        "Heart",
        "  Blood",
        "    Flows through vessels.",
        "    Red by iron",
        "  A pump of muscle",
        "    Left side!",
        "      Pumps to the body.",
        "  Beats by itself",
        "  Own",
    ]


def test_what_is_shown_elsewhere_is_not_shown_here(tmp_path: Path) -> None:
    lines = shown(vault(tmp_path, FILES), "Heart.md", "Blood.md")
    assert "    Flows through vessels." not in lines
    assert "      Pumps to the body." in lines


def test_outlines_themselves_hold_no_line_of_another_file(tmp_path: Path) -> None:
    for outline in vault(tmp_path, FILES).outlines:
        assert {item.source.file for item in outline.root.walk()} == {outline.file}


def test_a_note_or_section_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found = vault(
        tmp_path,
        {"a.md": "![[Gone]]\n\ntext ![[b#No such]]\n\n![[draft]] ![[b]] ![[c]]\n", "b.md": "", "draft.md": "x"},
        Config(exclude=("draft.md",)),
    )
    assert [str(problem) for problem in found.problems] == [
        "a.md:1: The note Gone is shown here, but it is not in the notes' folder. Mend the link. [missing-note]",
        "a.md:3: b#No such is shown here, but b.md has no such section. Mend the link. [missing-note]",
        "a.md:5: The note c is shown here, but it is not in the notes' folder. Mend the link. [missing-note]",
    ]


def test_neighbours_of_a_single_note_are_not_missed(tmp_path: Path) -> None:
    vault(tmp_path, FILES)
    assert read_vault(tmp_path / "Heart.md", Config()).problems == ()


def test_sheet_of_one_note_shows_what_it_embeds_and_a_sheet_of_all_shows_it_once(tmp_path: Path) -> None:
    outlines = vault(tmp_path, FILES).outlines
    alone = make_sheet(outlines, SheetConfig(files=("Heart.md",)), title="x")
    every = make_sheet(outlines, SheetConfig(), title="x")
    for sheet in (alone, every):
        texts = [row.text.plain for topic in sheet.topics for row in topic.rows]
        assert texts.count("Pumps to the body.") == 1
        assert texts.count("Flows through vessels.") == 1


def test_card_shows_what_its_line_embeds_unless_that_is_asked(tmp_path: Path) -> None:
    vault(
        tmp_path / "notes",
        {
            "heart.md": "# Heart\n\n- **Systole** is the beat in which the heart empties. ![[phases]]\n",
            "phases.md": "First the valves close.\n\n- **Diastole**: the heart fills with blood\n",
        },
    )
    report = tmp_path / "report.json"
    arguments = ["build", str(tmp_path / "notes"), "-o", str(tmp_path / "dist"), "--only", "deck", "-q"]
    assert main([*arguments, "--report", str(report)]) == 0
    cards = json.loads(report.read_text(encoding="utf-8"))["cards"]
    assert len({card["front"] for card in cards if card["file"] == "phases.md"}) == len(
        [card for card in cards if card["file"] == "phases.md"]
    )
    (fields,) = [fields for fields in notes_of(tmp_path / "dist" / "notes.apkg") if "empties" in fields]
    assert "First the valves close." in fields
    assert "fills with blood" not in fields


def notes_of(package: Path) -> list[str]:
    """The fields of every note of a package, joined."""
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(archive.read("collection.anki2"))
        return [row[0] for row in collection.execute("select flds from notes order by id")]
