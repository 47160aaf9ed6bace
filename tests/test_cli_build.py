"""Whole runs through the command line: notes in, files and an exit code out."""

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from cribdeck.cli import main

NOTES = """# Cells

- **osmosis**: water moves across a membrane
- **mitosis**: a cell divides into two equal cells
- What is a membrane made of? Two layers of lipids.
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with notes in it."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "cells.md").write_text(NOTES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_builds_notes_into_dist_and_tells(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "deck", "--report", "r.json"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Wrote dist/Cells.apkg in ")
    assert "Next: in Anki: File, Import, dist/Cells.apkg" in out
    assert zipfile.is_zipfile(here / "dist" / "Cells.apkg")
    report = json.loads((here / "r.json").read_text(encoding="utf-8"))
    assert f"{len(report['cards']):>6} cards:" in out
    assert len(report["cards"]) >= 2
    assert sorted(path.name for path in here.rglob("*") if path.is_file() and path.suffix != ".bin") == [
        "Cells.apkg",
        "cells.md",
        "cribdeck.lock",
        "r.json",
    ]


@pytest.mark.pdf
def test_builds_all_outputs_together(here: Path) -> None:
    assert main(["notes", "-o", "out", "--quiet"]) == 0
    assert {"Cells.apkg", "Cells.pdf"} <= {path.name for path in (here / "out").iterdir()}


def test_a_throw_away_build_leaves_the_notes_folder_as_it_was(here: Path) -> None:
    assert main(["--only", "deck", "--lock", "none"]) == 0
    assert [path.name for path in (here / "notes").iterdir()] == ["cells.md"]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "deck", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_plan_shows_an_edit_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "deck", "--quiet"]) == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    notes = here / "notes" / "cells.md"
    notes.write_text(NOTES.replace("water moves", "water wanders"), encoding="utf-8")
    before[notes] = notes.read_bytes()
    assert main(["plan"]) == 0
    assert "[-moves-] {+wanders+}" in capsys.readouterr().out
    assert main(["plan", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert [row["old"] for row in plan["updated"]] == ["osmosis: water moves across a membrane"]
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_a_second_build_without_an_edit_changes_no_byte(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    assert main(["--only", "deck", "--quiet"]) == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    assert main(["--only", "deck", "--quiet"]) == 0
    assert (here / "notes" / "cribdeck.lock").read_bytes() == before[here / "notes" / "cribdeck.lock"]
    after = {path.name for path in here.rglob("*") if path.is_file()}
    assert after - {"last-build.json"} == {path.name for path in before}


def test_a_lost_lock_is_made_again_from_the_deck(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "deck", "--quiet"]) == 0
    (here / "notes" / "cribdeck.lock").unlink()
    notes = here / "notes" / "cells.md"
    notes.write_text(NOTES.replace("water moves", "water wanders"), encoding="utf-8")
    assert main(["adopt", "dist/Cells.apkg"]) == 0
    assert "1 found again by what they say" in capsys.readouterr().out
    assert main(["plan", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["new"], plan["gone"]) == ([], [])


def test_relinking_what_is_not_there_is_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["relink", "abc", "def"]) == 1
    assert "there is no lock yet. Build first." in capsys.readouterr().err
    assert main(["--only", "deck", "--quiet"]) == 0
    assert main(["relink", "abc", "def"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("abc")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["missing"], ["notes/missing.md"], ["empty"], ["broken.zip"]])
def test_notes_that_cannot_be_read_are_one_line_and_leave_the_last_build(
    arguments: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "empty").mkdir()
    (here / "broken.zip").write_text("no zip", encoding="utf-8")
    assert main(["--only", "deck", "--quiet"]) == 0
    deck = (here / "dist" / "Cells.apkg").read_bytes()
    assert main([*arguments, "--only", "deck"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert arguments[0] in err
    assert (here / "dist" / "Cells.apkg").read_bytes() == deck


def test_a_file_in_place_of_the_output_folder_is_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "dist").write_text("precious", encoding="utf-8")
    assert main(["--only", "deck"]) == 1
    assert capsys.readouterr().err == "dist: a file stands where a folder should be. Choose another one.\n"
    assert (here / "dist").read_text(encoding="utf-8") == "precious"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_without_permission_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "dist").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    assert main(["--only", "deck"]) == 1
    assert "permission denied" in capsys.readouterr().err
