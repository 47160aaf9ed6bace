"""Exports of Notion: names without ids, properties that are none of the notes, tables that are files of their own."""

import json
import zipfile
from pathlib import Path

from cribdeck.cli import main
from cribdeck.config import Config
from cribdeck.read import account, read_vault

ID = "0123456789abcdef0123456789abcdef"
PAGE = f"""\
# Organs

Tags: exam, biology
Created: May 1, 2024

[All organs](Organs%20{ID}/All%20organs%20{ID}.csv)

[prices](prices.csv)

<aside>
💡 Organs work together.

</aside>
"""
TABLE = (
    f'\ufeffName,Does,See\nHeart,"pumps blood,\nall day",Lung (Organs%20{ID}/Lung%20{ID}.md)\n,,\nLung,takes in air,\n'
)

EXPORT = {
    f"Organs {ID}.md": PAGE,
    f"Organs {ID}/All organs {ID}.csv": TABLE,
    f"Organs {ID}/Lung {ID}.md": "# Lung\n\nThe lung takes in air.\n",
    f"Organs {ID}/Nobody's {ID}.csv": "a,b\n1,2\n",
    "prices.csv": "item,price\ntea,2\n",
}


def export(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_tables_that_pages_link_to_are_read_after_them(tmp_path: Path) -> None:
    read = read_vault(export(tmp_path, EXPORT), Config(), scratch=tmp_path / "unpacked")
    assert [outline.file for outline in read.outlines] == [
        f"Organs {ID}.md",
        f"Organs {ID}/All organs {ID}.csv",
        f"Organs {ID}/Lung {ID}.md",
    ]
    page, table, _ = read.outlines
    assert (page.root.text.plain, table.root.text.plain) == ("Organs", "All organs")
    assert page.tags == ("exam", "biology")
    [found] = table.root.children
    assert [
        (row.info, [cell.plain for cell in row.cells], row.source.first, row.source.last) for row in found.children
    ] == [
        ("head", ["Name", "Does", "See"], 1, 1),
        ("", ["Heart", "pumps blood, all day", "Lung"], 2, 3),
        ("", ["Lung", "takes in air", ""], 5, 5),
    ]
    assert account(table)[4] == "empty row"
    assert set(account(table)) == {1, 2, 3, 4, 5}


def test_a_broken_table_is_a_problem(tmp_path: Path) -> None:
    broken = EXPORT | {f"Organs {ID}/All organs {ID}.csv": 'Name,Does\n"Heart,pumps\n'}
    read = read_vault(export(tmp_path, broken), Config(), scratch=tmp_path / "unpacked")
    assert [(problem.source.file, problem.code) for problem in read.problems] == [
        (f"Organs {ID}/All organs {ID}.csv", "unreadable")
    ]


def test_an_export_becomes_a_deck_with_its_tables(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    arguments = [str(export(tmp_path, EXPORT)), "-o", str(tmp_path / "dist"), "--only", "deck", "--only", "page", "-q"]
    assert main(["build", *arguments, "--report", str(report)]) == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    lines = [(row["file"], row["line"]) for row in found["lines"]]
    assert len(lines) == len(set(lines))
    assert (f"Organs {ID}/All organs {ID}.csv", 5) in lines
    assert any(card["topic"] == ["All organs"] for card in found["cards"] + found["proposals"])
    again = json.loads(json.dumps(found))
    assert main(["build", *arguments, "--report", str(report)]) == 0
    kept = json.loads(report.read_text(encoding="utf-8"))
    assert [card["guid"] for card in kept["cards"]] == [card["guid"] for card in again["cards"]]
