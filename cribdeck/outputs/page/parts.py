"""The note files of a large deck in pages that a browser opens at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cribdeck.model import Source
from cribdeck.outputs.page.sections import Chapter, Line, Section

Part = tuple[Chapter, ...]
"""What one page shows."""


def parts_of(chapters: Iterable[Chapter], most: int) -> Iterator[Part]:
    """Whole note files together, up to so many lines and cards a page; one that holds more is cut."""
    part: list[Chapter] = []
    room = most
    for chapter in (piece for whole in chapters for piece in _cut(whole, most)):
        size = sum(map(_size, _lines(chapter)))
        if part and size > room:
            yield tuple(part)
            part, room = [], most
        part.append(chapter)
        room -= size
    if part:
        yield tuple(part)


def shows(chapter: Chapter, source: Source) -> bool:
    """Whether this place of its file is among the lines that the chapter shows."""
    first, last = chapter.span
    return first <= source.first <= last


def _cut(chapter: Chapter, most: int) -> Iterator[Chapter]:
    """The chapter, or stretches of its lines that follow on each other."""
    pieces = list(_stretches(chapter, most))
    if len(pieces) <= 1:
        yield chapter
        return
    starts = [next(_lines_of(piece)).number for piece in pieces]
    edges = [chapter.span[0], *starts[1:], chapter.span[1] + 1]
    for nth, piece in enumerate(pieces):
        yield replace(chapter, sections=piece, span=(edges[nth], edges[nth + 1] - 1))


def _stretches(chapter: Chapter, most: int) -> Iterator[tuple[Section, ...]]:
    found: list[tuple[Section, list[Line]]] = []
    room = most
    for section in chapter.sections:
        found.append((section, []))
        for line in section.lines:
            if _size(line) > room and room < most:
                yield _sections(found if found[-1][1] else found[:-1])
                found, room = [(section, [])], most
            found[-1][1].append(line)
            room -= _size(line)
    yield _sections(found)


def _sections(found: Sequence[tuple[Section, list[Line]]]) -> tuple[Section, ...]:
    return tuple(replace(section, lines=tuple(lines)) for section, lines in found)


def _size(line: Line) -> int:
    return 1 + len(line.asks)


def _lines(chapter: Chapter) -> Iterator[Line]:
    return _lines_of(chapter.sections)


def _lines_of(sections: Iterable[Section]) -> Iterator[Line]:
    return (line for section in sections for line in section.lines)
