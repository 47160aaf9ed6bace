"""Notes larger than anybody writes: the work grows with them, and no faster."""

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from cribdeck import project
from cribdeck.cli import main
from cribdeck.facts.statements import MOST_SIBLINGS, find_statements
from cribdeck.outputs.page import page_files
from cribdeck.read import read_outline


def test_a_list_without_end_is_read_in_parts_of_one_size(tmp_path: Path) -> None:
    outline, _ = read_outline("\n".join(f"- **T{nth}**: meaning" for nth in range(1_001)), "a.md")
    statements = find_statements(outline)
    assert [statement.text.plain for statement in statements] == [f"T{nth}: meaning" for nth in range(1_001)]
    sizes = Counter(id(statement.parent) for statement in statements)
    assert max(sizes.values()) <= MOST_SIBLINGS
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert all(statement.item in statement.siblings for statement in statements[::100])


def test_of_a_large_deck_only_the_page_that_leads_to_all_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "page_files", partial(page_files, most=2))
    lines = "".join(f"- **Term {nth}**: the meaning of it\n" for nth in range(9))
    (tmp_path / "a.md").write_text(f"# Terms\n\n{lines}", encoding="utf-8")
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "dist"), "--only", "page"]) == 0
    said = capsys.readouterr().out
    assert len(list(tmp_path.glob("dist/* - page *.html"))) > 1
    assert said.count(".html") == 2 and " - page " not in said


def test_a_line_that_fits_no_column_costs_the_sheet_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(f"- {'😀' * 5_000} is a row of faces\n", encoding="utf-8")
    out = tmp_path / "dist"
    assert main(["build", str(tmp_path), "-o", str(out), "--only", "deck", "--only", "sheet"]) == 0
    assert [path.suffix for path in out.glob("[!.]*")] == [".apkg"]
    assert "[no-sheet]" in capsys.readouterr().out
