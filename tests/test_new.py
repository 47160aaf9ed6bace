"""`new` makes a folder that builds into good cards, and never writes over anything."""

import json
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from cribdeck.cli import main
from cribdeck.config import Config, SheetConfig, read_config
from cribdeck.shipped import shipped_templates


@pytest.fixture
def started(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    assert main(["new", str(folder)]) == 0
    return folder


def test_every_setting_stands_there_commented_out(started: Path) -> None:
    assert read_config(started) == Config()
    source = (started / "cribdeck.toml").read_text(encoding="utf-8")
    settings = "\n".join(line.removeprefix("# ") for line in source.splitlines()[1:])
    given = tomllib.loads(settings)
    assert {*given, "rules_off", "sheets", "extra"} - {"rules", "sheet"} == {field.name for field in fields(Config)}
    assert set(given["sheet"][0]) == {field.name for field in fields(SheetConfig)}
    (started / "cribdeck.toml").write_text(settings, encoding="utf-8")
    assert read_config(started).sheets[0].pages == 2


def test_the_example_builds_into_cards_of_every_kind_without_a_problem(started: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    out = tmp_path / "dist"
    assert main(["build", str(started), "-o", str(out), "--only", "deck", "--report", str(report), "-q"]) == 0
    built = json.loads(report.read_text(encoding="utf-8"))
    kinds = {card["kind"] for card in built["cards"]}
    assert kinds >= {"definition", "acronym", "question", "list", "limit", "table", "calculation"}
    assert built["problems"] == []
    assert [each["verdict"] for each in built["calculations"]] == ["holds"]
    assert main(["lint", "--strict", str(started)]) == 0


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kidney.md").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kidney.md"]
    assert (tmp_path / "kidney.md").read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'kidney.md'}: is there already")


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kidney.md").symlink_to(tmp_path / "elsewhere.md")
    assert main(["new", str(tmp_path / "notes")]) == 1
    assert not (tmp_path / "elsewhere.md").exists()


def test_own_notes_may_be_there_already(tmp_path: Path) -> None:
    (tmp_path / "heart.md").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cribdeck.toml", "heart.md", "kidney.md"]


def test_without_a_name_it_is_the_folder_that_build_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new"]) == 0
    assert main(["lint"]) == 0


def test_the_shipped_templates_come_out_whole_and_can_be_used(started: Path, tmp_path: Path) -> None:
    own = started / "look"
    assert main(["new", "--templates", str(own)]) == 0
    shipped = shipped_templates()
    names = sorted(path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file())
    assert sorted(path.relative_to(own) for path in own.rglob("*") if path.is_file()) == names
    assert all((own / name).read_bytes() == (shipped / name).read_bytes() for name in names)
    (started / "cribdeck.toml").write_text('templates = "look"\n', encoding="utf-8")
    assert main(["build", str(started), "-o", str(tmp_path / "dist"), "--only", "deck", "-q"]) == 0
    assert main(["new", "--templates", str(own)]) == 1


def test_a_file_in_the_way_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path / "notes")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"
