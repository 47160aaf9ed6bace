"""What any program of this kind does at least: start, import the libraries, parse the text, write the rows.

    python benchmarks/floor.py parts NOTES DECK   start, imports, one parse of each note, one insert of each row
    python benchmarks/floor.py genanki NOTES DECK the parse, and genanki writing the notes of the deck

DECK is a package made of those notes: its rows are those that are written.
"""

import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path


def main() -> None:
    what, notes, deck = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    files = sorted(notes.rglob("*.md")) if notes.is_dir() else [notes]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(deck) as package:
            package.extract("collection.anki2", folder)
        connection = sqlite3.connect(Path(folder) / "collection.anki2")
        rows = {table: connection.execute(f"select * from {table}").fetchall() for table in ("notes", "cards")}
        if what == "parts":
            import_libraries()
        parse(files)
        if what == "parts":
            insert(rows)
        else:
            write_with_genanki(rows["notes"], Path(folder) / "floor.apkg")


def import_libraries() -> None:
    """Everything that cribdeck imports for a deck and a page, but cribdeck."""
    import chevron
    import click
    import filelock
    import genanki
    import jinja2
    import latex2mathml.converter
    import mdit_py_plugins.tasklists
    import nh3
    import PIL.Image
    import pygments.lexers
    import rapidfuzz.fuzz
    import rich.console

    assert all((chevron, click, filelock, genanki, jinja2, latex2mathml, mdit_py_plugins, nh3, PIL, pygments))
    assert all((rapidfuzz, rich))


def parse(files: list[Path]) -> None:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable("table")
    for file in files:
        markdown.parse(file.read_text(encoding="utf-8"))


def insert(rows: dict[str, list[tuple[object, ...]]]) -> None:
    connection = sqlite3.connect(":memory:")
    for table, found in rows.items():
        columns = ", ".join(f"c{nth}" for nth in range(len(found[0])))
        connection.execute(f"create table {table} ({columns})")
        connection.executemany(f"insert into {table} values ({', '.join('?' * len(found[0]))})", found)
    connection.serialize()


def write_with_genanki(rows: list[tuple[object, ...]], path: Path) -> None:
    import genanki

    fields = [{"name": str(nth)} for nth in range(max(str(row[6]).count("\x1f") for row in rows) + 1)]
    model = genanki.Model(1, "floor", fields=fields, templates=[{"name": "1", "qfmt": "{{0}}", "afmt": "{{1}}"}])
    deck = genanki.Deck(2, "floor")
    for row in rows:
        found = str(row[6]).split("\x1f")
        deck.add_note(genanki.Note(model, [*found, *[""] * (len(fields) - len(found))], guid=row[1]))
    genanki.Package(deck).write_to_file(path)


if __name__ == "__main__":
    main()
