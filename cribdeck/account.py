"""What became of the notes: the use of every line, and all that is wrong. The report and the page both tell it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from cribdeck.errors import Problem
from cribdeck.making import Made
from cribdeck.model import LineUse, Source
from cribdeck.outputs.cards import Deck
from cribdeck.outputs.media import missing_media
from cribdeck.printed import Printed
from cribdeck.report import line_uses
from cribdeck.study import Study

Value = TypeVar("Value")


def uses_of(study: Study, made: Made) -> Iterator[LineUse]:
    """Every line that holds text, once, in the order of files and lines."""
    facts = _by_file((fact.statement.source, fact) for fact in made.facts)
    shown = _by_file((source, source) for source in made.shown)
    worked = _by_file((each.calculation.source, each.calculation.source) for each in study.found if each.stated)
    for outline in study.outlines:
        file = outline.file
        yield from line_uses(
            outline, study.by_file[file], facts.get(file, ()), shown=shown.get(file, ()), worked=worked.get(file, ())
        )


def _by_file(placed: Iterable[tuple[Source, Value]]) -> Mapping[str, Sequence[Value]]:
    """What stands in each file."""
    found: dict[str, list[Value]] = {}
    for source, value in placed:
        found.setdefault(source.file, []).append(value)
    return found


def problems_of(study: Study, made: Made, deck: Deck, printed: Printed) -> tuple[Problem, ...]:
    """What reading, asking, the media, the deck and the sheet found wrong."""
    items = (item for outline in study.outlines for item in outline.root.walk())
    missing = missing_media(items, study.vault.find_media)
    return (*study.problems, *missing, *made.media.problems, *deck.problems, *printed.problems)
