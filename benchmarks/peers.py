"""Other programs that make a deck of Markdown, from PyPI, each in an environment that is thrown away."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Card = tuple[str, str]
"""Front and back, a line each."""


@dataclass(frozen=True)
class Peer:
    """A program, how its notes look, and how it is called."""

    name: str
    requirements: Sequence[str]
    write: Callable[[Sequence[Card]], str]
    command: Callable[[Path, Path], Sequence[str]]
    """From the folder of its environment's programs and a folder that holds `notes/deck.md`."""


def _headings(cards: Iterable[Card]) -> str:
    return "# Deck\n\n" + "\n".join(f"## {front}\n\n{back}\n" for front, back in cards)


def _colons(cards: Iterable[Card]) -> str:
    found = (f"---\n\n{front} ::: {back}\n\n---\n[^uid]: {nth:010}\n" for nth, (front, back) in enumerate(cards, 1))
    return "---\ndeck: Deck\n---\n" + "\n".join(found)


PEERS = (
    Peer(
        "md2anki",
        ("md2anki",),
        _headings,
        lambda bin, room: [f"{bin}/md2anki", f"{room}/notes/deck.md", "-o-anki", f"{room}/deck.apkg"],
    ),
    Peer(
        "markdown-anki-decks",
        ("markdown-anki-decks", "click<8.1"),  # what it asks of click itself is no longer so
        _headings,
        lambda bin, room: [f"{bin}/mdankideck", f"{room}/notes", f"{room}"],
    ),
    Peer(
        "ankcompiler",
        ("ankcompiler",),
        _colons,
        lambda bin, room: [f"{bin}/ankc", "build", "--all", "--path", f"{room}/notes", "--output", f"{room}"],
    ),
)


def install(peer: Peer, room: Path, cards: Sequence[Card]) -> Sequence[str] | None:
    """The command that makes the peer's deck of these cards, or None where the peer does not run on this Python."""
    (room / "notes").mkdir(parents=True)
    (room / "notes" / "deck.md").write_text(peer.write(cards), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", room / "env"], check=True)
    pip = [room / "env/bin/pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements]
    if subprocess.run(pip, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        return None
    command = peer.command(room / "env/bin", room)
    ran = subprocess.run(command, cwd=room, capture_output=True, text=True)
    if ran.returncode or not list(room.glob("*.apkg")):
        print(f"{peer.name} does not run here: {(ran.stderr or ran.stdout).strip().splitlines()[-1:]}", flush=True)
        return None
    return command
