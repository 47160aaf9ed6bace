"""Write a deck as an Anki package, the same bytes for the same deck. Alone imports genanki, and late is best."""

import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cribdeck.outputs.cards import AnkiNote, Deck, is_empty
from cribdeck.outputs.later import postponed
from cribdeck.outputs.media import Media
from cribdeck.outputs.note_types import AnkiNoteType

with postponed("asyncio", "yaml"):  # of no use for a deck, and half of what genanki takes to load
    import genanki

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold."""


def write_apkg(deck: Deck, path: Path) -> None:
    """Write the deck to the path, which is replaced. A note that Anki could not use is a bug here and raises."""
    _check(deck)
    with zipfile.ZipFile(path, "w") as package:
        _add(package, "collection.anki2", _collection(deck), zipfile.ZIP_DEFLATED)
        names = {str(nth): media.name for nth, media in enumerate(deck.media)}
        _add(package, "media", json.dumps(names, sort_keys=True).encode("ascii"), zipfile.ZIP_DEFLATED)
        for nth, media in enumerate(deck.media):
            _add(package, str(nth), media.content, _compression(media))


def _check(deck: Deck) -> None:
    for note in deck.notes:
        if not note.cards or is_empty(note.fields[0]) or "\x1f" in "".join(note.fields):
            raise ValueError(f"note {note.guid} has no card, no first field or a separator in a field: {note.fields!r}")
    if len({note.guid for note in deck.notes}) < len(deck.notes):
        raise ValueError("two notes of the deck have one GUID")


# --- the collection ---------------------------------------------------------


def _collection(deck: Deck) -> bytes:
    """The collection's database, without a byte that depends on when or with which SQLite it was written."""
    with sqlite3.connect(":memory:") as connection:
        connection.executescript("pragma page_size = 4096; pragma secure_delete = on;")
        package = genanki.Package(list(_decks(deck)))
        package.write_to_db(connection.cursor(), 0, itertools.count(1))
    connection.execute("vacuum")
    database = bytearray(connection.serialize())
    connection.close()
    # The count of changes, twice, and the version of the library that wrote the file.
    database[24:28] = database[92:96] = (1).to_bytes(4, "big")
    database[96:100] = (3_040_001).to_bytes(4, "big")
    return bytes(database)


def _decks(deck: Deck) -> Iterator[genanki.Deck]:
    models = {name: _Model(note_type) for name, note_type in deck.note_types.items()}
    decks: dict[str, genanki.Deck] = {}
    for due, (note, number) in enumerate(zip(deck.notes, _note_ids(deck.notes), strict=True)):
        if note.deck not in decks:
            decks[note.deck] = genanki.Deck(_deck_id(note.deck), note.deck)
        decks[note.deck].add_note(_Note(note, models[note.note_type], number, due))
    return iter(decks.values())


def _deck_id(name: str) -> int:
    """An id for the package alone: Anki finds a deck by its name."""
    return 2**40 + int.from_bytes(sha256(name.casefold().encode()).digest()[:5], "big")


def _note_ids(notes: Sequence[AnkiNote]) -> list[int]:
    """An id a note, in milliseconds when it was created: none twice, none in the future, later notes later.

    The ids of a note's cards follow its own, so that the next note's begins behind them.
    """
    ids = [0] * len(notes)
    free = 2**62
    for nth in sorted(range(len(notes)), key=lambda nth: (notes[nth].created, nth), reverse=True):
        free = min(notes[nth].created * 1000, free) - len(notes[nth].cards) - 1
        ids[nth] = free
    # Notes without a time, as a test has them, begin at 1.
    shift = max(0, 1 - min(ids, default=1))
    return [number + shift for number in ids]


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with its own modification time, id and cards, where genanki has the time of the build and guesses."""

    def __init__(self, note: AnkiNote, model: "_Model", number: int, due: int) -> None:
        super().__init__(model, list(note.fields), tags=list(note.tags), guid=note.guid, due=due)
        self.number, self.mod = number, note.mod
        self.__dict__["cards"] = [genanki.Card(nth) for nth in note.cards]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterable[int]) -> None:
        super().write_to_db(cursor, self.mod, deck_id, itertools.count(self.number))

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Nothing: the fields are escaped, and the check costs a third of the writing."""


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type with its own modification time and the ids of its fields and templates."""

    def __init__(self, note_type: AnkiNoteType) -> None:
        self.note_type = note_type
        super().__init__(
            note_type.id,
            note_type.name,
            fields=[{"id": field.id, "name": field.name} for field in note_type.fields],
            templates=[
                {
                    "id": template.id,
                    "name": template.name,
                    "qfmt": template.front,
                    "afmt": template.back,
                    "bqfmt": template.row_front,
                    "bafmt": template.row_back,
                }
                for template in note_type.templates
            ],
            css=note_type.css,
            model_type=genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
        )

    @property
    def _req(self) -> list[list[Any]]:
        """Which field makes each template's card. Today's Anki finds out by itself; genanki's guess is costly."""
        names = [field.name for field in self.note_type.fields]
        flags = [names[0], *(f"{template.name} Front" for template in self.note_type.templates[1:])]
        return [[nth, "any", [names.index(flag)]] for nth, flag in enumerate(flags)]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(timestamp, deck_id), "mod": self.note_type.mod, "did": None}


# --- the zip ----------------------------------------------------------------


def _compression(media: Media) -> int:
    return zipfile.ZIP_DEFLATED if media.name.endswith((".svg", ".wav")) else zipfile.ZIP_STORED


def _add(package: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)
