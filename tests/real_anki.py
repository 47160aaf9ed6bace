"""The real Anki backend as the judge of what we write: a collection, an import, a rendered card."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from anki.collection import Card, Collection, ImportAnkiPackageRequest, ImportLogWithChanges
from anki.import_export_pb2 import ImportAnkiPackageOptions
from anki.notes import Note


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """A fresh collection in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    col = Collection(str(folder / "collection.anki2"))
    try:
        yield col
    finally:
        col.close()


@dataclass(frozen=True)
class Log:
    """How many notes an import put where."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


def import_deck(col: Collection, path: Path, *, forced: bool = False) -> Log:
    """Import with the options of a fresh profile's dialog, or (forced) with merged note types and updates always."""
    options = col._backend.get_import_anki_package_presets()
    if forced:
        always = ImportAnkiPackageOptions.DESCRIPTOR.file.enum_types_by_name["ImportAnkiPackageUpdateCondition"]
        value = always.values_by_name["IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS"].number
        options.merge_notetypes = True
        options.update_notes = options.update_notetypes = value
    answer: ImportLogWithChanges = col.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=options)
    )
    col.models._clear_cache()
    log = answer.log
    return Log(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


def note_of(col: Collection, guid: str) -> Note:
    return col.get_note(col.db.scalar("select id from notes where guid = ?", guid))


def cards_of(col: Collection, guid: str) -> dict[int, Card]:
    return {card.ord: card for card in note_of(col, guid).cards()}


def empty_cards(col: Collection) -> dict[str, list[int]]:
    """What Tools > Empty Cards lists: the ordinals by GUID."""
    return {
        col.get_note(found.note_id).guid: sorted(col.get_card(card).ord for card in found.card_ids)
        for found in col.get_empty_cards().notes
    }


class _Shown(HTMLParser):
    """Collects the text that a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self.hidden += 1
        if tag in ("br", "div", "li", "tr", "p", "hr"):
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


def shown(markup: str) -> str:
    """The text of rendered HTML as it is seen, line by line."""
    parser = _Shown()
    parser.feed(markup)
    parser.close()
    return "".join(parser.text)


def lines(markup: str) -> list[str]:
    """The lines of rendered HTML that are not blank, white space folded."""
    return [line for line in (re.sub(r"\s+", " ", line).strip() for line in shown(markup).split("\n")) if line]


def unescaped(markup: str) -> str:
    return html.unescape(markup)
