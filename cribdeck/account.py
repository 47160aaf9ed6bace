"""What became of the notes: the use of every line, and all that is wrong. The report and the page both tell it."""

from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.making import Made
from cribdeck.model import LineUse
from cribdeck.outputs.cards import Deck
from cribdeck.outputs.media import missing_media
from cribdeck.printed import Printed
from cribdeck.report import line_uses
from cribdeck.study import Study


def uses_of(study: Study, made: Made) -> Iterator[LineUse]:
    """Every line that holds text, once, in the order of files and lines."""
    worked = [each.calculation.source for each in study.found if each.stated]
    for outline in study.outlines:
        yield from line_uses(outline, study.by_file[outline.file], made.facts, shown=made.shown, worked=worked)


def problems_of(study: Study, made: Made, deck: Deck, printed: Printed) -> tuple[Problem, ...]:
    """What reading, asking, the media, the deck and the sheet found wrong."""
    items = (item for outline in study.outlines for item in outline.root.walk())
    missing = missing_media(items, study.vault.find_media)
    return (*study.problems, *missing, *made.media.problems, *deck.problems, *printed.problems)
