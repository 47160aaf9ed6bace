"""What was worked out before is used again, and never shows: the same bytes as from a build that remembers nothing."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cribdeck import kept_files, project
from cribdeck.cli import main
from cribdeck.kept_files import KeptFiles
from cribdeck.model import Source
from cribdeck.shelf import SHELF, Shelf, read_shelf, write_shelf

CELLS = """# Cells

- **Osmosis**: water moves across the membrane of a cell
- Ways through a membrane:
    - diffusion
    - channel proteins
    - carrier proteins
- ATP (adenosine triphosphate) drives the pumps of the cell
- ==Mitochondria== make most of the ATP

![[rates#Rates]]

Read [the paper](paper.pdf) and [[rates]].
"""

RATES = """# Rates

One RCU is one read of 4 KB in a second.

- 10 reads per second of 6 KB each
    - `10 * 2 = 20 RCU`
- 12 reads per second of 8 KB each
    - `12 * 2 = 24 RCU`
- 30 reads per second of 3 KB each
    - `30 * 1 = 30 RCU`

$E = m c^2$ is **the energy** that a mass has.
"""

LINES = (
    "- **Lysis**: the cell bursts when it takes up water",
    "- The **nucleus** holds the DNA of the cell",
    "- 16 reads per second of 4 KB each\n    - `16 * 1 = 16 RCU`",
    "## Organelles",
    "![[cells]]",
    "| organ | does |\n|---|---|\n| heart | pumps the blood |\n| lung | takes up air |",
    "What is a membrane made of? Two layers of lipids.",
    "One RCU is one strongly consistent read of 4 KB in a second.",
)

SETTINGS = (
    "",
    'highlight = "cloze"',
    'level = "all"',
    'decks = "folders"',
    'lang = "de"',
    '[rules]\noff = ["definition"]',
    'title = "Biology"',
)


def edit(notes: Path, draw: random.Random) -> None:
    """One thing that people do to their notes."""
    files = sorted(notes.rglob("*.md"))
    file = draw.choice(files)
    lines = file.read_text(encoding="utf-8").splitlines()
    at = draw.randrange(len(lines) + 1)
    match draw.randrange(8):
        case 0:
            (notes / "cribdeck.toml").write_text(draw.choice(SETTINGS), encoding="utf-8")
        case 1:
            file.rename(file.with_name(f"{draw.randrange(100)}.md"))
        case 2 if len(files) > 1:
            file.unlink()
        case 3:
            (notes / "more").mkdir(exist_ok=True)
            shutil.copy(file, notes / "more" / f"{draw.randrange(100)}.md")
        case 4:
            (notes / "paper.pdf").write_bytes(b"%PDF-") if draw.random() < 0.5 else (notes / ".obsidian").mkdir(
                exist_ok=True
            )
        case 5 if lines:
            del lines[at - 1]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        case _:
            lines.insert(at, draw.choice(LINES))
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def outputs(room: Path) -> dict[str, object]:
    """All that a build leaves, by name; of the report all but how long it took."""
    report = json.loads((room / "report.json").read_text(encoding="utf-8"))
    del report["seconds"]
    left = {path.name: path.read_bytes() for path in (room / "dist").glob("[!.]*")}
    return {**left, "lock": (room / "notes" / "cribdeck.lock").read_bytes(), "report": report}


def build(room: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    monkeypatch.chdir(room)
    asked = ["--only", "deck", "--only", "page", "--report", "report.json", "--yes", "--quiet"]
    code = main(["build", *asked])
    return outputs(room) if code == 0 else {"code": code}


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_give_what_a_build_gives_that_remembers_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "LONG", 1)  # else the notes of a test are too short to be known line by line
    draw = random.Random(seed)
    one, other = tmp_path / "one", tmp_path / "other"
    (one / "notes").mkdir(parents=True)
    (one / "notes" / "cells.md").write_text(CELLS, encoding="utf-8")
    (one / "notes" / "rates.md").write_text(RATES, encoding="utf-8")
    for step in range(10):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_750_000_000 + step // 2))
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(one, other)
        shutil.rmtree(other / "dist" / ".cribdeck-cache", ignore_errors=True)
        assert build(one, monkeypatch) == build(other, monkeypatch), f"after {step} edits"
        edit(one / "notes", draw)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that was built, so that there is something on the shelf."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "cells.md").write_text(CELLS, encoding="utf-8")
    (tmp_path / "notes" / "rates.md").write_text(RATES, encoding="utf-8")
    build(tmp_path, monkeypatch)
    return tmp_path


def shelf_of(room: Path) -> Path:
    return room / "dist" / ".cribdeck-cache" / SHELF


def kept_on(room: Path) -> set[str]:
    """The keys of what can be taken from the shelf; how it is packed depends on what the process had in memory."""
    program = json.loads(shelf_of(room).read_bytes().partition(b"\n")[0])["program"]
    shelf = read_shelf(shelf_of(room), program)
    return {key for key in shelf.packed if shelf.get(key) is not None}


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "a byte is another": lambda content: content[:-50] + bytes([content[-50] ^ 1]) + content[-49:],
    "not ours": lambda content: b"GIF89a",
    "empty": lambda content: b"",
    "another head": lambda content: b"[1, 2]\n" + content,
    "keys without values": lambda content: content.partition(b"\n")[0] + b"\n",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_shelf_that_is_damaged_is_made_anew(
    room: Path, damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = outputs(room)
    sound = kept_on(room)
    assert sound
    shelf_of(room).write_bytes(damage(shelf_of(room).read_bytes()))
    (room / "dist" / ".cribdeck-cache" / "last-build.json").unlink(missing_ok=True)
    after = build(room, monkeypatch)
    assert after["notes.apkg"] == before["notes.apkg"]
    assert kept_on(room) == sound


def test_nothing_on_a_shelf_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (ran,)

    shelf = Shelf(program="1")
    shelf.put("evil", Evil())
    shelf.put("good", Source("a.md", 1, 2))
    write_shelf(shelf, tmp_path / SHELF)
    found = read_shelf(tmp_path / SHELF, "1")
    assert found.get("evil") is None
    assert found.get("good") == Source("a.md", 1, 2)
    assert not ran.exists()


def test_a_function_of_ours_is_no_value(tmp_path: Path) -> None:
    shelf = Shelf(program="1")
    shelf.put("function", project.build)
    write_shelf(shelf, tmp_path / SHELF)
    assert read_shelf(tmp_path / SHELF, "1").get("function") is None


def test_another_program_finds_an_empty_shelf(tmp_path: Path) -> None:
    shelf = Shelf(program="1")
    shelf.put("good", Source("a.md", 1, 2))
    write_shelf(shelf, tmp_path / SHELF)
    assert read_shelf(tmp_path / SHELF, "2").get("good") is None


def test_what_a_build_did_not_use_is_dropped(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    for nth in range(6):
        (room / "notes" / "cells.md").write_text(CELLS + f"\n- **Term {nth}**: it is the {nth}th of the cell\n")
        build(room, monkeypatch)
        sizes.append(shelf_of(room).stat().st_size)
    assert max(sizes) - min(sizes) < 1000


def test_an_unchanged_file_is_not_read_again(room: Path) -> None:
    shelf = read_shelf(shelf_of(room), json.loads(shelf_of(room).read_bytes().partition(b"\n")[0])["program"])
    kept = KeptFiles(shelf)
    assert kept.read(CELLS, "cells.md")[0] is kept.read(CELLS, "cells.md")[0]
    assert not shelf.added
    kept.read(CELLS + "\n", "cells.md")
    assert len(shelf.added) == 1


def test_what_is_nested_too_deeply_is_worked_out_each_time(tmp_path: Path) -> None:
    deep: object = ()
    for _ in range(100_000):
        deep = (deep,)
    shelf = Shelf(program="1")
    shelf.put("deep", deep)
    write_shelf(shelf, tmp_path / SHELF)
    assert read_shelf(tmp_path / SHELF, "1").get("deep") is None
