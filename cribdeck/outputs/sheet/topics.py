"""Which parts of the notes become boxes: sections one would look for, none larger than a column if it can be cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cribdeck.model import Item, Outline, Source
from cribdeck.outputs.sheet.heads import is_head
from cribdeck.outputs.sheet.inline import arrows
from cribdeck.outputs.sheet.light import as_read
from cribdeck.outputs.sheet.reading import Reading
from cribdeck.outputs.sheet.rows import rows_of
from cribdeck.outputs.sheet.values import Topic

LARGE = 3600
"""A section with more characters is cut into boxes of its own sections: about a column."""
SMALL = 320
"""It is not cut when its sections would be smaller than this on average: bars would eat the paper."""
HUES = 8


@dataclass(frozen=True, slots=True)
class _Section:
    """A name with what stands under it; ``chapter`` is what it was cut out of."""

    title: str
    items: tuple[Item, ...]
    sources: tuple[Source, ...] = ()
    chapter: str = ""


def topics_of(outlines: Sequence[Outline], reading: Reading) -> tuple[Topic, ...]:
    """The boxes of a sheet, numbered in the order of the notes."""
    boxes = [
        Topic(0, section.title, rows, group=section.chapter, sources=section.sources)
        for outline in outlines
        for section in map(_said_once, _sections_of_file(outline, alone=len(outlines) == 1))
        if (rows := rows_of(section.items, reading))
    ]
    numbered, hue = [], -1
    for _, members in groupby(enumerate(boxes), key=lambda pair: pair[1].group or pair[0]):
        hue += 1
        numbered += [replace(box, number=nth + 1, hue=hue % HUES) for nth, box in members]
    return tuple(numbered)


def _said_once(section: _Section) -> _Section:
    """The section without a first heading that says its title again."""
    if not section.items:
        return section
    first, rest = section.items[0], section.items[1:]
    if first.kind != "heading" or _name(first).casefold() != section.title.casefold():
        return section
    return replace(section, items=(*first.children, *rest), sources=(*section.sources, first.source))


def _sections_of_file(outline: Outline, *, alone: bool) -> Iterator[_Section]:
    root = outline.root
    title = _name(root) or outline.file
    inner = root
    while len(inner.children) == 1 and inner.children[0].kind == "heading":  # a title over the whole file
        inner = inner.children[0]
        title = _name(inner) or title
    above = _Section(title, inner.children, (inner.source,) if inner is not root else ())
    heads = [item for item in inner.children if _names_section(item) or _bold_line(item)]
    if len(heads) < 2 or (not alone and _size(above) <= LARGE):
        yield above
        return
    chapter = "" if alone else title
    for section in _named_by(above.sources if chapter else (), _cut(above)):
        yield from _divide(replace(section, chapter=chapter), chapter)


def _divide(section: _Section, outer: str) -> Iterator[_Section]:
    """The section, or its own sections when it is large and they are not too small."""
    parts = list(_named_by(() if outer else section.sources, _cut(section)))
    if _size(section) <= LARGE or not _tidy(section) or _size(section) / len(parts) < SMALL:
        yield section
        return
    for part in parts:
        yield from _divide(replace(part, chapter=outer or section.title), outer or section.title)


def _named_by(sources: tuple[Source, ...], parts: Iterator[_Section]) -> Iterator[_Section]:
    """The parts, of which the first has the lines of the name that they share as their chapter."""
    for nth, part in enumerate(parts):
        own = () if nth or part.sources[: len(sources)] == sources else sources
        yield replace(part, sources=(*own, *part.sources))


def _tidy(section: _Section) -> bool:
    """Whether at least two heads share out all that follows the first of them."""
    heads = [_names_section(item) for item in section.items]
    return sum(heads) >= 2 and all(heads[heads.index(True) :])


def _cut(section: _Section) -> Iterator[_Section]:
    """One section for each head among the items; what stands before the first keeps the name of the whole."""
    open_section, loose = section, list[Item]()
    for item in section.items:
        named = _names_section(item)
        if (named or _bold_line(item)) and loose:
            yield replace(open_section, items=tuple(loose))
            open_section, loose = section, []
        if named:
            yield _Section(_name(item), item.children, (item.source,))
        elif _bold_line(item):
            open_section = _Section(_name(item), (), (item.source,))
        else:
            loose.append(item)
    if loose:
        yield replace(open_section, items=tuple(loose))


def _names_section(item: Item) -> bool:
    return is_head(item) and bool(item.children)


def _bold_line(item: Item) -> bool:
    """A paragraph of nothing but bold words: it names what follows."""
    return item.kind == "paragraph" and not item.children and item.text.wholly("strong") and len(item.text) <= 80


def _name(item: Item) -> str:
    return arrows(" ".join(as_read(item.text).plain.split()).strip().rstrip(":").strip())


def _size(section: _Section) -> int:
    return sum(len(item.text) for top in section.items for item in top.walk() if item.kind != "table") + 12 * len(
        section.items
    )
