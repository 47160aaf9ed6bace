"""An earlier deck, read back: what its notes were and said."""

import html
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cribdeck.errors import CribdeckError
from cribdeck.model import NoteType
from cribdeck.outputs.note_types import note_types

COLLECTIONS = ("collection.anki21", "collection.anki2")
"""Where a package keeps its notes, the newer place first. A ``collection.anki21b`` is compressed and not read."""

LARGEST = 1_000_000_000
"""Bytes of an unpacked collection."""

_CLOZE = re.compile(r"\{\{c(\d+)::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EarlierNote:
    """A note of a deck that cribdeck wrote before."""

    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    mod: int
    shown: str
    """Front and back as plain text, nothing hidden."""
    front: str = ""
    """The question alone; nothing for a cloze note."""
    topic: str = ""
    clozes: dict[int, str] = field(default_factory=dict)
    """For a cloze note, what each number hides."""
    retired: bool = False


def read_deck(path: Path) -> tuple[EarlierNote, ...]:
    """The notes of cribdeck's own note types in this package. Raises CribdeckError when it is no deck that is read."""
    try:
        with tempfile.TemporaryDirectory(prefix="cribdeck-") as folder, zipfile.ZipFile(path) as package:
            name = _collection(package, path)
            if package.getinfo(name).file_size > LARGEST:
                raise CribdeckError(f"{path}: is larger than a deck of notes can be.")
            return tuple(_notes(Path(package.extract(name, folder))))
    except FileNotFoundError as error:
        raise CribdeckError(f"{path}: there is no such file. Name the .apkg that was imported last.") from error
    except (zipfile.BadZipFile, sqlite3.DatabaseError, ValueError, KeyError) as error:
        raise CribdeckError(f"{path}: is no Anki deck, or a damaged one ({error}).") from error


def _collection(package: zipfile.ZipFile, path: Path) -> str:
    names = set(package.namelist())
    if "collection.anki21b" in names and "collection.anki21" not in names:
        raise CribdeckError(f"{path}: export the deck again in Anki with “Support older Anki versions” on.")
    for name in COLLECTIONS:
        if name in names:
            return name
    raise CribdeckError(f"{path}: holds no collection. Name an .apkg that cribdeck wrote or Anki exported.")


def _notes(database: Path) -> Iterator[EarlierNote]:
    kinds = {note_type.id: (name, note_type) for name, note_type in note_types().items()}
    connection = sqlite3.connect(database)
    try:
        models = json.loads(connection.execute("select models from col").fetchone()[0] or "{}")
        names = {int(number): [each["name"] for each in model["flds"]] for number, model in models.items()}
        for guid, number, mod, values in connection.execute("select guid, mid, mod, flds from notes order by id"):
            if number in kinds and number in names:
                fields = dict(zip(names[number], str(values).split("\x1f"), strict=False))
                yield _note(str(guid), kinds[number][0], fields, int(mod))
    finally:
        connection.close()


def _note(guid: str, note_type: NoteType, fields: dict[str, str], mod: int) -> EarlierNote:
    asked = {"basic": ("Front", "Back"), "cloze": ("Text",), "calculation": ("Problem", "Answer")}[note_type]
    return EarlierNote(
        guid,
        note_type,
        tuple(fields.values()),
        mod,
        shown=" ".join(plain(_CLOZE.sub(r"\2", fields.get(name, ""))) for name in asked).strip(),
        front="" if note_type == "cloze" else plain(fields.get(asked[0], "")),
        topic=plain(fields.get("Topic", "")).split(" › ")[-1],
        clozes={int(number): plain(part) for number, part in _CLOZE.findall(fields.get("Text", ""))},
        retired=bool(fields.get("Retired")),
    )


def plain(field: str) -> str:
    """A field's text without markup, white space folded."""
    bare = re.sub(r"<!--.*?-->", "", field, flags=re.DOTALL)
    bare = re.sub(r"<(?:br|/?p|/?div|/?li|/?tr|/?td)[^>]*>", " ", bare)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", bare)).split())
