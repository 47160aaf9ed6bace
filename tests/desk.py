"""A student's desk: the notes, what is built of them through the command line, and the Anki that learns from it."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
from real_anki import Log, collection, import_deck, lines

from cribdeck.cli import main

NOTES = Path(__file__).parent / "fixtures/regenerate/notes"
RELEASED = Path(__file__).parent / "fixtures/released"
"""What `scripts/freeze_release.py` made in a checkout of the first release."""
SETTINGS = (NOTES / "cribdeck.toml").read_text(encoding="utf-8")
DAY = 24 * 60 * 60
FIRST = 1_700_000_000
"""When the first deck is built."""
LATER = FIRST + 30 * DAY
"""When the edited notes are built. Both lie in the past: Anki takes a time yet to come for now."""

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """One folder that holds the notes, the outputs and a collection."""

    root: Path

    @property
    def notes(self) -> Path:
        return self.root / "notes"

    @property
    def lock(self) -> Path:
        return self.notes / "cribdeck.lock"

    @property
    def deck(self) -> Path:
        return self.root / "dist/Physiology.apkg"

    @property
    def retired(self) -> Path:
        return self.root / "dist/Physiology-retired.apkg"

    def copy(self, root: Path) -> "Desk":
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Desk(root)

    def run(self, *arguments: str, now: int) -> int:
        """The exit code of a build of the deck."""
        report = self.root / "report.json"
        with patch.dict(os.environ, SOURCE_DATE_EPOCH=str(now)):
            fixed = ["build", str(self.notes), "-o", str(self.deck.parent), "--only", "deck", "-q"]
            return main([*fixed, "--report", str(report), *arguments])

    def build(self, *arguments: str, now: int = LATER) -> Report:
        """The report of a build of the deck."""
        assert self.run(*arguments, now=now) == 0
        found: Report = json.loads((self.root / "report.json").read_text(encoding="utf-8"))
        return found

    @contextmanager
    def anki(self) -> Iterator[Collection]:
        with collection(self.root / "anki") as col:
            yield col

    def read(self) -> dict[str, str]:
        """The note files, their line ends as they are."""
        found = sorted(self.notes.rglob("*.md"))
        return {path.relative_to(self.notes).as_posix(): path.read_bytes().decode() for path in found}

    def write(self, files: Mapping[str, str]) -> None:
        """These note files and no others."""
        for path in self.notes.rglob("*.md"):
            path.unlink()
        for name, text in files.items():
            (self.notes / name).parent.mkdir(parents=True, exist_ok=True)
            (self.notes / name).write_bytes(text.encode())

    def set(self, *, settings: str) -> None:
        """Write the settings; title and id stay what they are."""
        (self.notes / "cribdeck.toml").write_text(SETTINGS + settings, encoding="utf-8")


def new_desk(root: Path) -> Desk:
    """The notes, and nothing built of them yet."""
    desk = Desk(root)
    shutil.copytree(NOTES, desk.notes)
    return desk


def learned_desk(root: Path, *, settings: str = "", files: Mapping[str, str] | None = None) -> Desk:
    """The notes, or these files in their place, built, imported into Anki, and learned card by card."""
    desk = new_desk(root)
    desk.set(settings=settings)
    if files:
        desk.write(files)
    desk.build(now=FIRST)
    _learn(desk)
    return desk


def released_desk(root: Path) -> Desk:
    """The notes, the lock and the deck of the first release, the deck imported and learned card by card."""
    desk = Desk(root)
    shutil.copytree(RELEASED / "notes", desk.notes)
    desk.deck.parent.mkdir()
    shutil.copy(RELEASED / desk.deck.name, desk.deck)
    _learn(desk)
    return desk


def _learn(desk: Desk) -> None:
    with desk.anki() as col:
        assert import_deck(col, desk.deck) == Log(len(packaged(desk.deck)), 0, 0, 0)
        _review_all(col, "Physiology")
        _settle_in(col)
        col.fix_integrity()  # Anki's scheduler leaves out the time of a last review now and then, and mends that here


def command(desk: Desk, name: str, *arguments: str, now: int = LATER) -> None:
    """Run another command on the notes."""
    with patch.dict(os.environ, SOURCE_DATE_EPOCH=str(now)):
        assert main([name, *arguments, str(desk.notes)]) == 0


def guids(report: Report) -> set[str]:
    return {card["guid"] for card in report["cards"]}


# --- in Anki ------------------------------------------------------------------


def _review_all(col: Collection, deck: str) -> None:
    """Learn every card with the real scheduler, some of them twice, some with a lapse."""
    col.set_config("fsrs", True)
    did = col.decks.id_for_name(deck)
    assert did is not None
    config = col.decks.config_dict_for_deck_id(did)
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    col.decks.update_config(config)
    col.decks.set_current(did)
    _answer_all(col, CardAnswer.EASY)
    ids = col.find_cards("")
    col.sched.set_due_date(list(ids[::3]), "0")
    _answer_all(col, CardAnswer.AGAIN, CardAnswer.HARD)
    assert col.db.scalar("select min(ivl) from cards") > 0
    assert col.db.scalar("select max(lapses) from cards") > 0
    assert col.db.scalar("select count(distinct cid) from revlog") == len(ids)


def _answer_all(col: Collection, *ratings: int) -> None:
    """Answer the cards that are due until none is left, each with one rating after the other, and then as easy."""
    seen: dict[int, int] = {}
    while (queue := col.sched.get_queued_cards()).cards:
        card = col.get_card(queue.cards[0].card.id)
        card.start_timer()
        nth = seen.get(card.id, 0)
        seen[card.id] = nth + 1
        rating = ratings[nth] if nth < len(ratings) else CardAnswer.EASY
        states = queue.cards[0].states
        col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=rating))


def _settle_in(col: Collection) -> None:
    """What a user does with cards: another deck, a flag, a suspension, a burying."""
    cards = col.find_cards("")
    col.set_deck(cards[-1:], col.decks.id("My own"))
    col.set_user_flag_for_cards(2, cards[:1])
    col.sched.suspend_cards(cards[1:2])
    col.sched.bury_cards(cards[2:3])


History = tuple[object, ...]


def histories(col: Collection) -> dict[int, History]:
    """All that Anki knows of each card's past and place, by the card's id."""
    reviews: dict[int, list[object]] = {}
    for cid, *review in col.db.all("select cid, * from revlog order by id"):
        reviews.setdefault(cid, []).append(tuple(review))
    return {
        row[0]: (*row, col.decks.name(row[2]), *reviews.get(row[0], ())) for row in col.db.all("select * from cards")
    }


def questions(col: Collection) -> dict[int, str]:
    """What each card asks, as it is seen, by the card's id."""
    return {cid: "\n".join(lines(col.get_card(cid).question())) for cid in col.find_cards("")}


def fields(col: Collection) -> dict[str, dict[str, str]]:
    """The fields and tags of each note, by GUID."""
    notes = (col.get_note(nid) for nid in col.find_notes(""))
    return {note.guid: dict(note.items()) | {"tags": " ".join(note.tags)} for note in notes}


def packaged(path: Path) -> dict[str, dict[str, str]]:
    """The fields and tags of each note of a package, by GUID."""
    with zipfile.ZipFile(path) as package, closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(package.read("collection.anki2"))
        models = json.loads(db.execute("select models from col").fetchone()[0])
        names = {int(number): [field["name"] for field in model["flds"]] for number, model in models.items()}
        rows = db.execute("select guid, mid, flds, tags from notes").fetchall()
    return {
        guid: dict(zip(names[mid], text.split("\x1f"), strict=True)) | {"tags": tags.strip()}
        for guid, mid, text, tags in rows
    }
