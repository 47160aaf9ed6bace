"""How long builds take, as ratios to the least that they could take and to other programs.

    python benchmarks/all.py [NOTES] [--rounds 7] [--facts 10000] [--peers] [--sheet]

NOTES are measured in a copy; notes/ if not given. All is processor time, medians, both sides of a ratio in turn, each a
process of its own, so that a machine that is busy does no harm. --facts is the size of the large vault (0 leaves it
out), --peers installs other programs from PyPI, --sheet calls benchmarks/sheet.py.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from floor import __file__ as floor
from measuring import Row, Side, compare, machine, show
from peers import PEERS, Card, install
from vault import edit, write_vault

TOP = Path(__file__).resolve().parents[1]
PYTHON = sys.executable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path, nargs="?", default=TOP / "notes")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--sheet", action="store_true")
    asked = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "one", asked.notes)
        show(small(room, asked.rounds))
        if asked.facts:
            show(large(Path(folder), asked.facts, max(1, asked.rounds // 3)))
        if asked.peers:
            show(against_peers(room, Path(folder) / "peers", asked.rounds))
    if asked.sheet:
        note = asked.notes if asked.notes.is_file() else min(asked.notes.rglob("*.md"))
        subprocess.run([PYTHON, TOP / "benchmarks/sheet.py", note], check=True)


class Room:
    """A folder with a copy of the notes, and what is built of them."""

    def __init__(self, folder: Path, notes: Path) -> None:
        self.notes, self.out = folder / "notes", folder / "dist"
        if notes.is_dir():
            shutil.copytree(notes, self.notes, ignore=shutil.ignore_patterns("cribdeck.lock"))
        else:
            self.notes.mkdir(parents=True)
            shutil.copy(notes, self.notes)

    def command(self, *outputs: str) -> list[str]:
        """Builds these outputs of the notes."""
        only = [part for output in outputs for part in ("--only", output)]
        return [PYTHON, str(TOP / "build.py"), str(self.notes), "-o", str(self.out), "--yes", "--quiet", *only]

    def clear(self, nth: int = 0) -> None:
        """As if nothing had ever been built."""
        shutil.rmtree(self.out, ignore_errors=True)
        (self.notes / "cribdeck.lock").unlink(missing_ok=True)

    def settle(self, *outputs: str) -> None:
        """Build until nothing is new."""
        for _ in range(2):
            subprocess.run(self.command(*outputs), check=True)

    @property
    def deck(self) -> Path:
        return next(path for path in self.out.glob("*.apkg"))


def small(room: Room, rounds: int) -> Iterator[Row]:
    """Deck and page of the notes: the first time, again, and after an edit."""
    both = room.command("deck", "page")
    room.settle("deck", "page")
    kept = shutil.copy(room.deck, room.out.parent / "kept.apkg")
    start = Side([PYTHON, "-c", "import click, rich"])
    again, floor_of_start = compare(Side(both), start, rounds=rounds)
    yield Row("nothing changed / start with click and rich", again, floor_of_start, 2.0)
    helped, floor_of_start = compare(Side([PYTHON, str(TOP / "build.py"), "--help"]), start, rounds=rounds)
    yield Row("--help / start with click and rich", helped, floor_of_start)
    other = Room(room.out.parent.parent / "cold", room.notes)
    parts = Side([PYTHON, floor, "parts", str(room.notes), str(kept)])
    changed, cold, least = compare(
        Side(both, partial(edit, room.notes)), Side(other.command("deck", "page"), other.clear), parts, rounds=rounds
    )
    yield Row("first build of deck and page / start, imports, parse, insert", cold, least, 2.0)
    yield Row("after one edited line: deck, lock, page / first build", changed, cold, 0.5)


def large(folder: Path, facts: int, rounds: int) -> Iterator[Row]:
    """The deck of a large vault: the first time, after an edit, and beside one of a tenth."""
    for size in (facts // 10, facts):
        write_vault(folder / f"vault {size}", size)
    tenth, whole = (Room(folder / f"build {size}", folder / f"vault {size}") for size in (facts // 10, facts))
    whole.settle("deck")
    kept = shutil.copy(whole.deck, folder / "large.apkg")
    changed = compare(Side(whole.command("deck"), partial(edit, whole.notes)), rounds=rounds)[0]
    cold, least, small_one = compare(
        Side(whole.command("deck"), whole.clear),
        Side([PYTHON, floor, "genanki", str(whole.notes), str(kept)]),
        Side(tenth.command("deck"), tenth.clear),
        rounds=rounds,
    )
    yield Row(f"{facts:,} facts, first deck / parse and genanki", cold, least, 3.0)
    yield Row(f"{facts:,} facts, after one edited line / first", changed, cold, 0.15)
    yield Row(f"{facts:,} facts / ten times a tenth of them", cold, 10 * small_one, 1.25)


def against_peers(room: Room, folder: Path, rounds: int) -> Iterator[Row]:
    """A first deck, a card, beside other programs that make a deck of the very same questions and answers."""
    cards, count = questions(room)
    room.settle("deck")
    for peer in PEERS:
        command = install(peer, folder / peer.name, cards)
        if command is not None:
            ours, theirs = compare(Side(room.command("deck"), room.clear), Side(command), rounds=rounds)
            yield Row(f"a card, 1,000 times / {peer.name}", 1000 * ours / count, 1000 * theirs / len(cards), 1.0)


def questions(room: Room) -> tuple[Sequence[Card], int]:
    """What is asked of the notes, each question once, and how many cards there are."""
    report = room.out.parent / "report.json"
    subprocess.run([*room.command("deck"), "--report", str(report)], check=True)
    cards = json.loads(report.read_text(encoding="utf-8"))["cards"]
    found = {_plain(card["front"]): _plain("; ".join(card["answers"])) for card in cards}
    return list(found.items()), len(cards)


def _plain(text: str) -> str:
    """On one line, without what a peer would take for its own syntax."""
    return " ".join(text.replace(":::", ":").replace("{{", "{ {").split()).lstrip("#-> ")


if __name__ == "__main__":
    main()
