"""Large vaults are asked by several processes, which nobody can tell from what comes of it."""

import shutil
from pathlib import Path

import pytest

from cribdeck import ask_files
from cribdeck.cli import main

NOTES = Path(__file__).parent.parent / "notes"


def test_notes_asked_by_several_processes_make_the_same_deck_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    alone = files_built_in(tmp_path / "alone")
    monkeypatch.setattr(ask_files, "WORTH_WORKERS", 1)
    monkeypatch.setattr(ask_files, "cores", lambda: 2)
    assert files_built_in(tmp_path / "together") == alone


def files_built_in(folder: Path) -> dict[str, bytes]:
    """What is built of the notes of the project that calculate, and of two others."""
    (folder / "notes").mkdir(parents=True)
    for note in (*sorted(NOTES.glob("*dynamodb*.md")), *sorted(NOTES.glob("*.md"))[:2]):
        shutil.copy(note, folder / "notes")
    out = folder / "dist"
    assert main([str(folder / "notes"), "-o", str(out), "--quiet", "--only", "deck", "--only", "page"]) == 0
    built = {path.name: path.read_bytes() for path in (*out.glob("[!.]*"), folder / "notes/cribdeck.lock")}
    assert len(built) == 3
    return built
