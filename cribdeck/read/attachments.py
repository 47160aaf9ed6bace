"""Links to files of an Obsidian vault that no card can show: a PDF, a film, a table."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from cribdeck.model import Item, Mark, Outline, Text
from cribdeck.read.media import Media
from cribdeck.read.obsidian import Obsidian


def with_links(outline: Outline, media: Media, obsidian: Obsidian) -> Outline:
    """The outline with links to attachments as addresses that Obsidian opens; as it is, without a vault."""
    if not obsidian.name:
        return outline

    def opened(mark: Mark) -> Mark:
        file = media.locate(mark.value, outline.file) if mark.kind == "link" else None
        if file is None:
            return mark
        place = f"{obsidian.folder}/{file}" if obsidian.folder else file
        return replace(
            mark, value=f"obsidian://open?vault={quote(obsidian.name, safe='')}&file={quote(place, safe='')}"
        )

    return replace(outline, root=_changed(outline.root, opened))


def _changed(item: Item, change: Callable[[Mark], Mark]) -> Item:
    """The item with other marks, and the very same where none is changed."""
    text, cells = _text(item.text, change), tuple(_text(cell, change) for cell in item.cells)
    children = tuple(_changed(child, change) for child in item.children)
    pairs = zip((*cells, *children), (*item.cells, *item.children), strict=True)
    same = text is item.text and all(new is old for new, old in pairs)
    return item if same else replace(item, text=text, cells=cells, children=children)


def _text(text: Text, change: Callable[[Mark], Mark]) -> Text:
    marks = tuple(change(mark) for mark in text.marks)
    return text if all(a is b for a, b in zip(marks, text.marks, strict=True)) else Text(text.plain, marks)
