"""What a page is made of: all that a build knows of its notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cribdeck.errors import Problem
from cribdeck.facts.candidates import Asked
from cribdeck.identity.identify import Identified
from cribdeck.model import LineUse, Outline
from cribdeck.outputs.cards import Deck
from cribdeck.outputs.media import MediaSet
from cribdeck.outputs.sources import Link, no_link
from cribdeck.shelf import Shelf

if TYPE_CHECKING:
    from cribdeck.outputs.sheet.values import SheetReport


@dataclass(frozen=True, slots=True)
class Live:
    """What a page needs to talk to the preview that serves it."""

    token: str
    version: str = ""
    """Which state of the page it is, so that it can tell that there is a newer one."""
    obsidian: bool = False
    """Whether a line can be opened in Obsidian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The notes, and what became of them."""

    title: str
    outlines: Sequence[Outline]
    asked: Sequence[Asked]
    """Every statement with its ways to be asked, in the order of the notes."""
    uses: Sequence[LineUse]
    made: Identified
    deck: Deck
    media: MediaSet = field(default_factory=MediaSet)
    """The pictures and sounds of the facts, and of what is proposed."""
    problems: Sequence[Problem] = ()
    sheet: "SheetReport | None" = None
    sheet_file: str = ""
    """The name of the PDF beside the page."""
    link: Link = no_link
    shelf: Shelf = field(default_factory=Shelf)
    """Where cards lie that were made before."""
