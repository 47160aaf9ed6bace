"""Whole builds through the command line: what they report, what they leave as it was, and that they are the same."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk import NOTES, packaged
from real_anki import cards_of, collection, import_deck

from cribdeck.cli import main

CHECKOUT = Path(__file__).parent.parent
WHEN = "1700000000"
"""SOURCE_DATE_EPOCH of the first builds, and of later ones."""
LATER = "1700864000"

CELLS = """\
# Cells

- **Osmosis**: the movement of water through a membrane towards the saltier side
- **Diffusion**: the spreading of particles until they are even everywhere
- A membrane lets **gases** through and holds **ions** back.
"""
ORGANS = """\
# Organs

- **Nephron**: the unit of the kidney that filters the blood
- **Renin**: the enzyme that starts the rise of blood pressure
"""

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Folder:
    """A folder that holds notes and what is built of them."""

    root: Path

    @property
    def notes(self) -> Path:
        return self.root / "notes"

    @property
    def lock(self) -> Path:
        return self.notes / "cribdeck.lock"

    @property
    def deck(self) -> Path:
        return self.root / "dist/Biology.apkg"

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.notes / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def run(self, *arguments: str, notes: Path | None = None, only: Sequence[str] = ("deck",)) -> int:
        outputs = [part for output in only for part in ("--only", output)]
        report = ["--report", str(self.root / "report.json")]
        return main(
            ["build", str(notes or self.notes), "-o", str(self.root / "dist"), "-q", *outputs, *report, *arguments]
        )

    def build(self, *arguments: str, notes: Path | None = None, only: Sequence[str] = ("deck",)) -> Report:
        assert self.run(*arguments, notes=notes, only=only) == 0
        return self.report()

    def report(self) -> Report:
        found: Report = json.loads((self.root / "report.json").read_text(encoding="utf-8"))
        return found

    def files(self) -> dict[str, bytes]:
        """Everything in the folder but the report and what is kept hidden for the next sheet."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and path.name != "report.json")
        paths = (path for path in paths if ".cribdeck-cache" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in sorted(paths)}


@pytest.fixture(autouse=True)
def when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", WHEN)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two note files, not yet built."""
    made = Folder(tmp_path)
    made.write({"cells.md": CELLS, "organs.md": ORGANS, "cribdeck.toml": 'title = "Biology"\n'})
    return made


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """The project's own notes, built without a lock of before."""
    made = Folder(tmp_path_factory.mktemp("own"))
    shutil.copytree(CHECKOUT / "notes", made.notes, ignore=shutil.ignore_patterns("cribdeck.lock"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", WHEN)
        made.build()
    yield made


def statuses(report: Report) -> set[str]:
    return {card["status"] for card in report["cards"]}


# --- the report -----------------------------------------------------------------

SHAPE: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "cards": {
        "guid": str,
        "ord": int,
        "note_type": str,
        "kind": str,
        "rule": str,
        "file": str,
        "lines": list,
        "topic": list,
        "front": str,
        "answers": list,
        "status": str,
    },
    "calculations": {
        "file": str,
        "lines": list,
        "problem": str,
        "expression": str,
        "value": str,
        "unit": str,
        "verdict": str,
        "why": str,
        "formula": str,
        "practice": list,
    },
    "lines": {"file": str, "line": int, "use": str, "why": str},
    "problems": {"file": str, "line": int, "code": str, "severity": str, "message": str},
    "proposals": {"file": str, "lines": list, "kind": str, "rule": str, "front": str, "answers": list},
    "gone": {"guid": str, "front": str},
}
"""The rows of the report, as far as they are promised."""

USES = {"card", "context", "topic", "image", "code", "sheet", "meta", "unfinished", "structure", "skipped"}


def test_the_report_has_the_promised_shape(own: Folder) -> None:
    report = own.report()
    assert report["report"] == 1
    assert report.keys() == {"report", "sheet", "seconds", *SHAPE}
    for part, columns in SHAPE.items():
        for row in report[part]:
            assert row.keys() >= columns.keys(), part
            assert all(isinstance(row[name], kind) for name, kind in columns.items()), row
    assert report["sheet"] is None
    assert {"read", "facts", "deck"} <= report["seconds"].keys()
    assert {card["note_type"] for card in report["cards"]} == {"basic", "cloze", "calculation"}
    assert statuses(report) == {"new"}
    assert {line["use"] for line in report["lines"]} <= USES
    assert {row["verdict"] for row in report["calculations"]} <= {"holds", "rounds", "fails", "unchecked"}


def test_every_line_of_text_stands_in_the_report_once(own: Folder) -> None:
    texts = {
        path.relative_to(own.notes).as_posix(): path.read_text(encoding="utf-8") for path in own.notes.glob("*.md")
    }
    wanted = [
        (file, number)
        for file, text in sorted(texts.items())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
    assert sorted((row["file"], row["line"]) for row in own.report()["lines"]) == wanted


def test_a_line_is_a_card_where_a_card_says_it_comes_from_it(own: Folder) -> None:
    report = own.report()
    uses = {(row["file"], row["line"]): row["use"] for row in report["lines"]}
    for card in report["cards"]:
        first, last = card["lines"]
        assert {uses.get((card["file"], line), "card") for line in range(first, last + 1)} == {"card"}, card["front"]


ESSAY = """\
# Sceptics

I doubt what I see, and I doubt what I hear.

I may be dreaming as I write this.

I cannot doubt that I doubt.

If I doubt, then I think.

If I think, then I am.
"""


def test_an_essay_in_the_first_person_makes_no_card_and_is_printed(folder: Folder) -> None:
    folder.write({"sceptics.md": ESSAY})
    report = folder.build("--pages", "1", only=("deck", "sheet"))
    assert not [card for card in report["cards"] if card["file"] == "sceptics.md"]
    uses = {row["line"]: (row["use"], row["why"]) for row in report["lines"] if row["file"] == "sceptics.md"}
    assert {uses[line] for line in (3, 5, 7, 9, 11)} == {("sheet", "personal notes")}
    assert not [one for one in report["sheet"]["left_out"] if one["file"] == "sceptics.md"]


def test_the_report_tells_each_card_of_the_package(own: Folder) -> None:
    told = {(card["guid"], card["ord"]) for card in own.report()["cards"]}
    with collection(own.root / "anki") as col:
        log = import_deck(col, own.root / "dist/AWS Developer Associate.apkg")
        assert (log.conflicting, log.duplicate, log.updated) == (0, 0, 0)
        assert set(map(tuple, col.db.all("select n.guid, c.ord from cards c join notes n on n.id = c.nid"))) == told
        assert list(col.get_empty_cards().notes) == []
        check = col.media.check()
        assert (list(check.missing), list(check.unused)) == ([], [])


def test_a_second_build_changes_no_byte_and_keeps_every_card(
    own: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(own.root, tmp_path, dirs_exist_ok=True)
    copy = Folder(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    before = copy.files()
    report = copy.build()
    assert copy.files() == before
    assert statuses(report) == {"kept"}
    assert report["gone"] == []


@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_lines_are_numbered_alike_whatever_ends_them(ends: str, folder: Folder) -> None:
    expected = folder.build("--lock", "none")
    folder.write({"cells.md": CELLS.replace("\n", ends), "organs.md": ORGANS.replace("\n", ends)})
    report = folder.build("--lock", "none")
    assert {**report, "seconds": 0} == {**expected, "seconds": 0}


def test_the_report_is_text_with_sorted_keys(folder: Folder) -> None:
    folder.write({"cells.md": CELLS + "- **Étude**: a piece for practice, played — often\n"})
    folder.build()
    text = (folder.root / "report.json").read_text(encoding="utf-8")
    assert "Étude" in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


# --- the same bytes ---------------------------------------------------------------


def build_elsewhere(root: Path, *only: str, **environment: str) -> dict[str, bytes]:
    """What a build in a process of its own writes, of notes with an image, a table, a working and all note types."""
    folder = Folder(root)
    shutil.copytree(NOTES, folder.notes)
    picture = next((CHECKOUT / "notes/images").glob("*.svg"))
    shutil.copy(picture, folder.notes)
    folder.write({"3-picture.md": f"# Pictures\n\n- What does this show? A drawing. ![drawn]({picture.name})\n"})
    outputs = [part for output in only for part in ("--only", output)]
    subprocess.run(
        [sys.executable, str(CHECKOUT / "build.py"), "notes", "-q", *outputs],
        cwd=root,
        env={**os.environ, **environment},
        check=True,
    )
    made = folder.files()
    return {name: content for name, content in made.items() if name.startswith("dist/") or name.endswith(".lock")}


def test_two_builds_anywhere_are_the_same_deck_and_page(tmp_path: Path) -> None:
    one = build_elsewhere(tmp_path / "one", "deck", "page", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LANG="C")
    two = build_elsewhere(tmp_path / "far/two", "deck", "page", PYTHONHASHSEED="2", TZ="America/Lima", LANG="C.UTF-8")
    assert len(one) == 3
    assert [name for name in one if one[name] != two.get(name)] == []


@pytest.mark.pdf
def test_two_builds_anywhere_are_the_same_sheet(tmp_path: Path) -> None:
    one = build_elsewhere(tmp_path / "one", "sheet", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LANG="C")
    two = build_elsewhere(tmp_path / "far/two", "sheet", PYTHONHASHSEED="2", TZ="America/Lima", LANG="C.UTF-8")
    assert [name for name in one if name.endswith(".pdf")] == list(one)
    assert one == two


# --- what a build leaves as it was ------------------------------------------------------


def stats(folder: Path) -> dict[str, tuple[int, int]]:
    paths = [folder, *sorted(folder.rglob("*"))]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in paths}


def test_a_build_without_a_lock_leaves_the_notes_folder_untouched(folder: Folder) -> None:
    before = stats(folder.notes)
    folder.build("--lock", "none")
    assert stats(folder.notes) == before
    free = folder.deck.read_bytes()
    folder.build()
    assert folder.deck.read_bytes() == free, "a first build is the same with a lock"


@pytest.mark.parametrize("only", [("page",), pytest.param(("sheet",), marks=pytest.mark.pdf)])
def test_what_builds_no_deck_leaves_deck_and_lock(only: Sequence[str], folder: Folder) -> None:
    folder.build()
    before = folder.files()
    folder.write({"cells.md": CELLS.replace("Osmosis", "Osmosis of water")})
    before["notes/cells.md"] = (folder.notes / "cells.md").read_bytes()
    folder.build(only=only)
    after = folder.files()
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_a_plan_tells_what_the_build_then_does(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.build()
    folder.write(
        {
            "cells.md": CELLS.replace("saltier side", "salty side"),
            "organs.md": ORGANS.replace("- **Renin", "- **Angiotensin"),
        }
    )
    (folder.notes / "organs.md").write_text(
        ORGANS.splitlines()[0] + "\n\n- **Liver**: the gland that makes bile\n", encoding="utf-8"
    )
    assert main(["plan", str(folder.notes), "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    report = folder.build()
    for status in ("updated", "matched", "new", "revived", "replaced"):
        assert {row["guid"] for row in plan[status]} == {
            card["guid"] for card in report["cards"] if card["status"] == status
        }
    assert {row["guid"] for row in plan["gone"]} == {row["guid"] for row in report["gone"]}
    assert (len(plan["updated"]), len(plan["new"]), len(plan["gone"])) == (1, 1, 2)


BAD: Mapping[str, tuple[str, str]] = {
    "settings that do not parse": ("cribdeck.toml", "title = Biology\n"),
    "a setting that nobody knows": ("cribdeck.toml", 'titel = "Biology"\n'),
    "a value of the wrong kind": ("cribdeck.toml", "title = 3\n"),
    "templates that are not there": ("cribdeck.toml", 'templates = "mine"\n'),
    "no notes": ("cribdeck.toml", 'exclude = ["*.md"]\n'),
    "a lock that is cut off": ("cribdeck.lock", '{"cribdeck": 1, "namespace": "notes"}\n'),
    "a lock of a newer version": ("cribdeck.lock", '{"cribdeck": 2}\n{"end": 1}\n'),
    "a lock with a conflict": ("cribdeck.lock", '{"cribdeck": 1}\n<<<<<<< HEAD\n=======\n>>>>>>> other\n{"end": 1}\n'),
    "a lock that is no text": ("cribdeck.lock", "\0\0"),
}


@pytest.mark.parametrize(("name", "text"), BAD.values(), ids=BAD)
def test_what_stops_a_build_is_one_line_and_the_last_outputs_stay(
    name: str, text: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.build()
    folder.write({name: text})
    before = folder.files()
    assert folder.run() == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert name in err or name == "cribdeck.toml"
    assert folder.files() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file's size")
def test_a_disk_that_takes_no_more_is_one_line_and_the_last_outputs_stay(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    import resource

    folder.build()
    before = folder.files()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    folder.write({"cells.md": CELLS.replace("Osmosis", "Osmosis of water")})
    before["notes/cells.md"] = (folder.notes / "cells.md").read_bytes()
    for size in (100, len(before["notes/cribdeck.lock"]) + 200, len(before["dist/Biology.apkg"]) - 200):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            code = folder.run()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        out, err = capsys.readouterr()
        assert (code, out, err.count("\n")) == (1, "", 1), size
        assert folder.files() == before


def test_a_folder_in_place_of_the_deck_is_one_line(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.deck / "mine").mkdir(parents=True)
    assert folder.run() == 1
    assert capsys.readouterr().err.count("Biology.apkg: a folder stands where a file should be.") == 1
    assert not folder.lock.exists()


# --- notes that are partly bad ------------------------------------------------------------


def test_a_file_that_is_no_text_is_a_problem_and_loses_no_card(folder: Folder) -> None:
    first = folder.build()
    (folder.notes / "organs.md").write_bytes(b"# Organs\n\xff\xfe\xfa")
    report = folder.build()
    assert [(row["file"], row["code"]) for row in report["problems"]] == [("organs.md", "unreadable")]
    assert {card["file"] for card in report["cards"]} == {"cells.md"}
    assert report["gone"] == [], "the file is there; it was only not read"
    folder.write({"organs.md": ORGANS})
    report = folder.build()
    assert statuses(report) == {"kept"}
    assert len(report["cards"]) == len(first["cards"])


def test_bad_frontmatter_and_a_missing_image_are_problems_with_their_lines(folder: Folder) -> None:
    folder.write({"cells.md": f"---\ntags: [a\n---\n{CELLS}\n![a cell](cell.png)\n"})
    report = folder.build()
    assert {card["file"] for card in report["cards"]} == {"cells.md", "organs.md"}
    found = {row["code"]: (row["file"], row["line"]) for row in report["problems"]}
    assert found["missing-image"] == ("cells.md", 10)
    assert found["bad-frontmatter"][0] == "cells.md"


def test_what_is_not_read_stays_in_the_lock(folder: Folder) -> None:
    folder.build()
    whole = folder.lock.read_bytes(), folder.deck.read_bytes()
    one = folder.build(notes=folder.notes / "cells.md")
    assert {card["file"] for card in one["cards"]} == {"cells.md"}
    assert (statuses(one), one["gone"]) == ({"kept"}, [])
    folder.write({"cribdeck.toml": 'title = "Biology"\nexclude = ["organs.md"]\n'})
    assert folder.build()["gone"] == []
    folder.write({"cribdeck.toml": 'title = "Biology"\n'})
    assert statuses(folder.build()) == {"kept"}
    assert (folder.lock.read_bytes(), folder.deck.read_bytes()) == whole
    (folder.notes / "organs.md").unlink()
    assert len(folder.build()["gone"]) == 2


def test_a_zip_has_its_lock_beside_it(folder: Folder) -> None:
    first = {card["guid"] for card in folder.build()["cards"]}
    archive = folder.root / "notes.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("cells.md", "organs.md"):
            packed.write(folder.notes / name, name)
    report = folder.build(notes=archive)
    assert {card["guid"] for card in report["cards"]} == first, "the same folder's name, the same GUIDs"
    assert (folder.root / "notes.lock").is_file()
    assert statuses(folder.build(notes=archive)) == {"kept"}


# --- decks ------------------------------------------------------------------------


def test_decks_by_folder_and_by_frontmatter(folder: Folder) -> None:
    folder.write(
        {
            "cribdeck.toml": 'title = "Biology"\ndecks = "folders"\n',
            "year 1/plants.md": "# Plants\n\n- **Xylem**: the tissue that carries water upwards\n",
            "year 2/genes.md": "---\ndeck: Genetics::Basics\n---\n# Genes\n\n- **Exon**: a part of a gene that stays\n",
        }
    )
    report = folder.build()
    decks: dict[str, set[str]] = {}
    with collection(folder.root / "anki") as col:
        import_deck(col, folder.deck)
        for card in report["cards"]:
            decks.setdefault(card["file"], set()).add(col.decks.name(cards_of(col, card["guid"])[card["ord"]].did))
    assert decks == {
        "cells.md": {"Biology"},
        "organs.md": {"Biology"},
        "year 1/plants.md": {"Biology::year 1"},
        "year 2/genes.md": {"Genetics::Basics"},
    }


def test_a_file_can_ask_for_the_level_of_its_own(folder: Folder) -> None:
    unsure = "# Energy\n\nMitochondria produce the energy of most cells.\n"
    folder.write({"energy.md": "---\nlevel: all\n---\n" + unsure, "power.md": unsure.replace("Energy", "Power")})
    report = folder.build()
    assert [card["file"] for card in report["cards"] if card["file"] in ("energy.md", "power.md")] == ["energy.md"]
    assert [one["file"] for one in report["proposals"]].count("power.md") == 1
    folder.write({"energy.md": "---\nlevel: strict\n---\n" + unsure})
    assert not [card for card in folder.build("--level", "all")["cards"] if card["file"] == "energy.md"]


def test_another_deck_name_later_does_not_part_the_cards(folder: Folder) -> None:
    """Anki never moves a card that is there: new ones would lie apart from the others for ever."""
    folder.build()
    folder.write({"organs.md": ORGANS + "- **Liver**: the gland that makes bile\n"})
    report = folder.build("--deck", "Medicine")
    with collection(folder.root / "anki") as col:
        import_deck(col, folder.root / "dist/Medicine.apkg")
        decks = {col.decks.name(cards_of(col, card["guid"])[card["ord"]].did) for card in report["cards"]}
    assert decks == {"Biology"}
    assert packaged(folder.root / "dist/Medicine.apkg").keys() == {card["guid"] for card in report["cards"]}
