"""Which lines of the notes do not stand on a sheet, and why: every line with words is printed or named here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cribdeck.model import Item, Outline, Source
from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.values import LeftOut, Sheet, Topic

Line = tuple[str, int]

BARE = "nothing of what stands below it is printed"
"""Why a head with nothing but study talk below it is not on paper."""
UNNAMED = "what stands below it is printed without this name"
"""Why a name over many topics is not: each of them has one of its own."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """A statement that does not go to paper: study talk, an unfinished line."""

    source: Source
    why: str
    text: str = ""
    """Its plain text; nothing means all of these lines."""


def kept_off(
    outlines: Sequence[Outline], topics: Sequence[Topic], omitted: Iterable[Omitted], *, title: str
) -> tuple[LeftOut, ...]:
    """The lines with words that no row, no topic and not the title of the sheet shows, before anything is laid out."""
    shown = {line for topic in topics for line in _lines_of_topic(topic)}
    files = {outline.file for outline in outlines}
    told = (LeftOut(*line, one.why) for one in omitted if one.source.file in files for line in _lines_of(one.source))
    names = (one for outline in outlines for item in outline.root.walk() for one in _as_name(item, shown, title))
    found: dict[Line, LeftOut] = {}
    for one in (*told, *names):
        found.setdefault((one.file, one.line), one)
    return tuple(one for line, one in found.items() if line not in shown)


def without_room(sheet: Sheet, found: Fit) -> tuple[LeftOut, ...]:
    """The lines that were left out to make the rest fit."""
    why = f"left out to fit {found.pages} {'page' if found.pages == 1 else 'pages'}"
    kept = printed(sheet, found)
    every = dict.fromkeys(line for topic in sheet.topics for line in _lines_of_topic(topic))
    return tuple(LeftOut(*line, why) for line in every if line not in kept)


def printed(sheet: Sheet, found: Fit) -> frozenset[Line]:
    """The lines that stand on paper: those of rows, and those that name a topic of which a row is left."""
    rows = (line for at, nth in found.rows for line in sheet.topics[at].rows[nth].lines)
    names = (line for at in {at for at, _ in found.rows} for line in _lines_of_names(sheet.topics[at]))
    return frozenset((*rows, *names))


def _as_name(item: Item, shown: Collection[Line], title: str) -> Iterator[LeftOut]:
    """The lines of an item that nothing shows; where they are not omitted, it can only be a name over others."""
    lines = [line for line in _lines_of(item.source) if line not in shown]
    if not lines or item.kind in ("file", "aside") or not item.text.plain.strip():
        return
    stands = any(line in shown for below in item.walk() for line in _lines_of(below.source))
    if not (stands and _folded(item.text.plain) == _folded(title)):
        yield from (LeftOut(*line, UNNAMED if stands else BARE) for line in lines)


def _folded(name: str) -> str:
    return " ".join(name.split()).strip(" :").casefold()


def _lines_of(source: Source) -> Iterator[Line]:
    for line in range(source.first, source.last + 1):
        yield source.file, line


def _lines_of_names(topic: Topic) -> Iterator[Line]:
    for source in topic.sources:
        yield from _lines_of(source)


def _lines_of_topic(topic: Topic) -> Iterator[Line]:
    yield from _lines_of_names(topic)
    for row in topic.rows:
        yield from row.lines
