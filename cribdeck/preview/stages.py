"""The stages of a build as the preview needs them, settled once a decision."""

from collections.abc import Iterator, Mapping
from functools import cache

from cribdeck.errors import Problem
from cribdeck.keeping import Keeping
from cribdeck.making import Made, make
from cribdeck.model import LineUse, NoteType
from cribdeck.options import BuildOptions
from cribdeck.outputs.cards import make_deck
from cribdeck.outputs.media import missing_media
from cribdeck.outputs.note_types import AnkiNoteType, note_types
from cribdeck.outputs.page import Contents
from cribdeck.page_work import link_of, page_contents
from cribdeck.report import line_uses
from cribdeck.sheet_work import Printed
from cribdeck.study import Study

NoteTypes = Mapping[NoteType, AnkiNoteType]


def settle(found: Study, options: BuildOptions, keeping: Keeping, printed: Printed, sheet_file: str) -> Contents:
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
        uses=tuple(_uses(found, made)),
        problems=(*_problems(found), *made.media.problems, *deck.problems, *printed.problems),
        sheet=printed.report,
        sheet_file=sheet_file,
    )


@cache
def _shipped_types() -> NoteTypes:
    return note_types()


def _uses(found: Study, made: Made) -> Iterator[LineUse]:
    worked = [each.calculation.source for each in found.found if each.stated]
    for outline in found.outlines:
        yield from line_uses(outline, found.by_file[outline.file], made.facts, shown=made.shown, worked=worked)


def _problems(found: Study) -> Iterator[Problem]:
    items = (item for outline in found.outlines for item in outline.root.walk())
    yield from found.problems
    yield from missing_media(items, found.vault.find_media)
