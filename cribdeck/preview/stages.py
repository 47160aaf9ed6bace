"""The stages of a build as the preview needs them, settled once a decision."""

from collections.abc import Mapping
from functools import cache

from cribdeck.account import problems_of, uses_of
from cribdeck.keeping import Keeping
from cribdeck.making import make
from cribdeck.model import NoteType
from cribdeck.options import BuildOptions
from cribdeck.outputs.cards import make_deck
from cribdeck.outputs.note_types import AnkiNoteType, note_types
from cribdeck.outputs.page import Contents
from cribdeck.page_work import link_of, page_contents
from cribdeck.printed import Printed
from cribdeck.shelf import Shelf
from cribdeck.study import Study

NoteTypes = Mapping[NoteType, AnkiNoteType]


def settle(
    found: Study, options: BuildOptions, keeping: Keeping, printed: Printed, sheet_file: str, shelf: Shelf
) -> Contents:
    """What the page shows of these notes, by the lock as it is on the disk."""
    made = make(found, options, keeping)
    deck = make_deck(
        made.facts,
        title=made.identified.lock.deck,
        types=_shipped_types() if keeping.templates is None else note_types(keeping.templates),
        media=made.media,
        link=link_of(found.vault),
    )
    return page_contents(
        found,
        made,
        deck,
        uses=tuple(uses_of(found, made)),
        problems=problems_of(found, made, deck, printed),
        sheet=printed.report,
        sheet_file=sheet_file,
        shelf=shelf,
    )


@cache
def _shipped_types() -> NoteTypes:
    return note_types()
