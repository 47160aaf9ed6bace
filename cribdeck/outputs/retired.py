"""Notes whose facts are gone, so written that Anki lists their cards as empty and offers to remove them."""

from collections.abc import Mapping, Sequence

from cribdeck.model import NoteType, Text
from cribdeck.outputs.cards import AnkiNote, Deck, deck_name
from cribdeck.outputs.html import card_html
from cribdeck.outputs.note_types import AnkiNoteType, note_types
from cribdeck.outputs.tags import ROOT


def retired_note(
    guid: str,
    note_type: NoteType,
    text: str,
    *,
    deck: str,
    types: Mapping[NoteType, AnkiNoteType] | None = None,
    cards: tuple[int, ...] = (0,),
    mod: int = 0,
    created: int = 0,
) -> AnkiNote:
    """The note with its text alone: no cloze, no flag of a second card, and the field Retired filled.

    ``cards`` are the ordinals that it had: a card that the collection does not have would be made only to be empty.
    """
    kept = (types or note_types())[note_type]
    shown = card_html(Text(text)).strip() or guid
    fields = kept.values({kept.fields[0].name: shown, "ID": guid, "Retired": shown})
    return AnkiNote(guid, note_type, fields, cards, deck_name(deck), (f"{ROOT}::retired",), mod, created)


def retired_deck(title: str, notes: Sequence[AnkiNote], types: Mapping[NoteType, AnkiNoteType] | None = None) -> Deck:
    """The package of retired notes, which is imported apart from the deck."""
    return Deck(title, tuple(sorted(notes, key=lambda note: note.guid)), types or note_types())
