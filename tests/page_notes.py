"""Notes as a student writes them, built into a page without the command line."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from cribdeck.account import uses_of
from cribdeck.keeping import find_keeping
from cribdeck.making import make
from cribdeck.options import BuildOptions
from cribdeck.outputs.cards import Deck, make_deck
from cribdeck.outputs.note_types import note_types
from cribdeck.outputs.page import Contents, Live, page_html
from cribdeck.page_work import page_contents
from cribdeck.read.vault import read_vault
from cribdeck.study import study

NOTES = """\
# Cells

## Membranes

- **Osmosis**: water moves across a membrane towards the salt
- A membrane lets small molecules pass, which the exam likes
- Ways through a membrane:
    - diffusion
    - channel proteins
    - carrier proteins
- ATP (adenosine triphosphate) drives the pumps
- The pump moves 3 sodium ions out

## Energy

- Energy of a photon: $E = h \\nu$
- **Mitochondria** make ATP from glucose
- `ATP` has a phosphate group

![a cell](cell.png)
"""


@dataclass(frozen=True)
class Made:
    """A page's contents, and the deck that it shows."""

    contents: Contents
    deck: Deck


def made_of(notes: Path, **given: object) -> Made:
    """What a build makes of a folder of notes."""
    options = BuildOptions(notes=notes, out=notes / "dist", now=1_795_000_000, **{"throw_away": True, **given})  # type: ignore[arg-type]
    keeping = find_keeping(options)
    found = study(read_vault(notes, keeping.config, output=options.out), keeping.config)
    made = make(found, options, keeping)
    deck = make_deck(made.facts, title=made.identified.lock.deck, types=note_types(), media=made.media)
    uses = tuple(uses_of(found, made))
    return Made(page_contents(found, made, deck, uses=uses, problems=found.problems), deck)


def page_of(tmp_path: Path, text: str = NOTES, *, live: Live | None = None) -> str:
    """The page of one note file."""
    notes = tmp_path / "notes"
    notes.mkdir(exist_ok=True)
    (notes / "cells.md").write_text(text, encoding="utf-8")
    return page_html(made_of(notes).contents, live=live)


def cards_of_page(page: str) -> dict[str, dict[str, object]]:
    """The cards that a page carries, by their name on it."""
    found = re.search(r'id="cards"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    kept: dict[str, dict[str, object]] = json.loads(found[1])
    return kept


class Tags(HTMLParser):
    """Every start tag of a page with its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.found if name in (attrs.get("class") or "").split()]
