"""What a build says of the files that it took for notes and of those that it left out."""

from pathlib import Path

import pytest

from cribdeck.cli import main
from cribdeck.config import Config
from cribdeck.read import read_vault
from cribdeck.read.intake import MANY, intake_of


def write(root: Path, names: list[str]) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"- **{Path(name).stem}**: a thing of its own\n", encoding="utf-8")
    return root


def test_intake_counts_by_folder_and_by_reason(tmp_path: Path) -> None:
    names = ["a.md", "bio/b.md", "bio/x/c.md", "law/d.md", "law/e.excalidraw.md", "f.canvas", "law/g.canvas"]
    found = intake_of(read_vault(write(tmp_path, names), Config(exclude=("law/d.md",))))
    assert found.folders == (("bio", 2), (".", 1))
    assert found.left == (("canvas", 2), ("Excalidraw drawing", 1), ("excluded", 1))
    assert (found.taken, found.is_large) == (3, False)


@pytest.mark.parametrize("lock", [[], ["--lock", "none"]])
def test_first_build_of_a_large_folder_says_what_it_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lock: list[str]
) -> None:
    names = [f"bio/{nth}.md" for nth in range(MANY)] + ["law/x.md", "law/y.excalidraw.md"]
    arguments = ["build", str(write(tmp_path / "notes", names)), "-o", str(tmp_path / "dist"), "--only", "deck", *lock]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert f"   {MANY + 1} note files read: {MANY} in bio, 1 in law\n" in said
    assert "     1 file left out: Excalidraw drawing\n" in said
    assert main(arguments) == 0
    again = capsys.readouterr().out
    assert ("note files read" in again) is bool(lock)
    assert "1 file left out: Excalidraw drawing" in again
