"""A build with nothing to do does nothing, and says what it would have said; after any change it builds."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cribdeck import unchanged
from cribdeck.cli import build_options, main
from cribdeck.unchanged import recall

CELLS = """# Cells

- **Osmosis**: water moves across a membrane
- Ways through a membrane:
    - diffusion
    - channel proteins
    - carrier proteins
- ATP (adenosine triphosphate) drives the pumps ![[pump.svg]]
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'

DAY = 24 * 60 * 60

Room = Path


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A folder with notes that were built until nothing was new any more."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(unchanged, "FRESH", 0)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "cells.md").write_text(CELLS, encoding="utf-8")
    (tmp_path / "notes" / "pump.svg").write_text(SVG.format(4), encoding="utf-8")
    (tmp_path / "notes" / "cribdeck.toml").write_text('title = "Biology"\n', encoding="utf-8")
    build()
    build()
    return tmp_path


def build(*options: str) -> None:
    assert main(["build", "--only", "deck", "--only", "page", *options]) == 0


def written(room: Room) -> dict[str, int]:
    """Each output with a number that another writing changes."""
    return {path.name: path.stat().st_ino for path in sorted(room.glob("dist/[!.]*"))}


def builds(room: Room, *options: str) -> bool:
    """Whether the command writes anything."""
    # While the old file is held open, its number is not given to a new one.
    held = [path.open("rb") for path in sorted(room.glob("dist/[!.]*"))]
    before = written(room)
    build(*options)
    for file in held:
        file.close()
    return written(room) != before


def test_nothing_is_written_when_nothing_has_changed(room: Room) -> None:
    assert not builds(room)


def test_a_build_after_a_change_is_followed_by_one_that_says_what_is_kept(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "notes" / "cells.md").write_text(
        CELLS + "- **Lysis**: the cell bursts when it takes up water\n", encoding="utf-8"
    )
    capsys.readouterr()
    build()
    assert "1 new" in capsys.readouterr().out
    assert builds(room)
    assert "new" not in capsys.readouterr().out
    assert not builds(room)


def test_says_what_a_build_says(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    build()
    quick = capsys.readouterr().out.partition("\n")
    shutil.rmtree(room / "dist" / ".cribdeck-cache")
    build()
    slow = capsys.readouterr().out.partition("\n")
    assert quick[0].startswith("Wrote dist/Biology.apkg, dist/Biology.html in ")
    assert quick[2] == slow[2]


CHANGES: dict[str, Callable[[Room], object]] = {
    "a note is edited": lambda room: (room / "notes/cells.md").write_text(CELLS.replace("water", "Water")),
    "a note comes": lambda room: (room / "notes/more.md").write_text("# More\n"),
    "a picture is drawn anew": lambda room: (room / "notes/pump.svg").write_text(SVG.format(5)),
    "a picture is gone": lambda room: (room / "notes/pump.svg").unlink(),
    "a setting is changed": lambda room: (room / "notes/cribdeck.toml").write_text('title = "Life"\n'),
    "the vault gets settings of Obsidian": lambda room: (room / ".obsidian").mkdir(),
    "the deck is gone": lambda room: (room / "dist/Biology.apkg").unlink(),
    "the page is not as it was written": lambda room: (room / "dist/Biology.html").write_text("mine"),
    "the lock is gone": lambda room: (room / "notes/cribdeck.lock").unlink(),
    "the page of a larger deck is in the way": lambda room: (room / "dist/Biology - page 1.html").write_text(""),
    "a build was killed": lambda room: (room / "dist/.cribdeck-0.tmp").write_text(""),
    "the record is cut off": lambda room: os.truncate(room / "dist/.cribdeck-cache" / unchanged.RECORD, 40),
    "the record is not ours": lambda room: (room / "dist/.cribdeck-cache" / unchanged.RECORD).write_text('["x"]'),
    "the cache is gone": lambda room: shutil.rmtree(room / "dist/.cribdeck-cache"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_builds_when(room: Room, change: Callable[[Room], object]) -> None:
    change(room)
    assert builds(room)


@pytest.mark.parametrize("options", [("--level", "all"), ("--report", "r.json"), ("--deck", "B"), ("--lock", "none")])
def test_builds_when_something_else_is_asked_for(room: Room, options: tuple[str, ...]) -> None:
    assert builds(room, *options) or (room / "r.json").is_file()


def test_the_users_own_templates_count(room: Room) -> None:
    (room / "notes" / "look" / "cards").mkdir(parents=True)
    (room / "notes" / "look" / "cards" / "style.css").write_text(".card { color: red }")
    (room / "notes" / "cribdeck.toml").write_text('title = "Biology"\ntemplates = "look"\n', encoding="utf-8")
    build()
    build()
    assert not builds(room)
    (room / "notes" / "look" / "cards" / "style.css").write_text(".card { color: tan }")
    assert builds(room)


def test_another_program_builds(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = room / "templates"
    shutil.copytree(unchanged.shipped_templates(), shipped)
    monkeypatch.setattr(unchanged, "shipped_templates", lambda: shipped)
    build()
    assert not builds(room)
    (shipped / "page" / "page.css").write_text("")
    assert builds(room)


def test_a_card_that_is_gone_for_a_week_is_noticed(room: Room) -> None:
    (room / "notes" / "cells.md").write_text(CELLS.replace("- ATP", "- <!-- ATP") + "-->\n", encoding="utf-8")
    build("--yes")
    build("--yes")
    asked: dict[str, Any] = {
        "notes": Path("notes"),
        "out": Path("dist"),
        "only": ("deck", "page"),
        **dict.fromkeys(("report", "level", "pages", "paper", "columns", "min_size", "drop")),
        **dict.fromkeys(("renew", "retire_now"), False),
        **dict.fromkeys(("deck", "seed"), ""),
        "yes": True,
        "topics": (),
        "practice": 0,
    }
    now = build_options(**asked).now
    assert recall(build_options(**asked, now=now))
    assert not recall(build_options(**asked, now=now + 7 * DAY))
    assert not recall(build_options(**asked, now=now - DAY)), "the clock was put back"


def test_a_throw_away_build_is_dated_by_the_clock_and_done_again(room: Room) -> None:
    build("--lock", "none")
    assert builds(room, "--lock", "none")


def test_what_was_written_this_very_moment_is_not_trusted(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "FRESH", 2 * 10**9)
    (room / "notes" / "pump.svg").write_text(SVG.format(6), encoding="utf-8")
    build()
    build()
    assert builds(room), "the picture may have changed again within the same tick of the disk's clock"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_can_only_be_read_does_no_harm(room: Room) -> None:
    (room / "dist" / ".cribdeck-cache").chmod(0o500)
    assert not builds(room)
