"""The blocks of one container, put in order: what belongs to the block before, what to the one after."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cribdeck.model import Item, Text

_NAMED = frozenset({"paragraph", "heading", "table", "quote", "callout", "fence", "math", "html"})
"""Kinds of block that a block id on the next line is for."""


_ICON = re.compile(r"[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff][\ufe0f\u200d\U0001f000-\U0001faff]*\s+(?=\S)")


class Siblings:
    """Takes the blocks of a container in order; ``done`` gives its items."""

    def __init__(self, *, nest: bool) -> None:
        self.flags: set[str] = set()
        """Flags for the block that comes next; at the end, for the container."""
        self._nest = nest
        self._shelves: list[list[Item]] = [[]]
        self._boxes: list[Item] = []

    def add(self, items: Sequence[Item]) -> None:
        if items and self.flags:
            items = [replace(item, flags=item.flags | self.flags) for item in items]
            self.flags = set()
        self._shelves[-1].extend(items)

    def add_list(self, items: Sequence[Item]) -> None:
        """A list; it belongs to the paragraph before it when that ends in a colon."""
        shelf = self._shelves[-1]
        if shelf and shelf[-1].kind == "paragraph" and not shelf[-1].children and _leads(shelf[-1].text):
            self.flags, flags = set(), self.flags
            shelf[-1] = replace(shelf[-1], children=tuple(items), flags=shelf[-1].flags | flags)
        else:
            self.add(items)

    def name(self, block: str) -> None:
        """Give a block id to the block before."""
        shelf = self._shelves[-1]
        if shelf and shelf[-1].kind in _NAMED and not shelf[-1].block:
            shelf[-1] = replace(shelf[-1], block=block)

    def open_box(self, box: Item) -> None:
        """Start an element that takes in all blocks up to its end."""
        if self._nest:
            self._boxes.append(box)
            self._shelves.append([])

    def title_box(self, title: Item) -> None:
        """The title of the box just opened; without one, a paragraph."""
        if self._boxes and not self._boxes[-1].text and not self._shelves[-1]:
            self._boxes[-1] = replace(self._boxes[-1], text=title.text, source=title.source, breaks=title.breaks)
        else:
            self.add([title])

    def close_box(self, name: str) -> None:
        if self._boxes and self._boxes[-1].info == name:
            blocks = self._shelves.pop()
            if name == "aside" and blocks:
                blocks[0] = _without_icon(blocks[0])
            box, children = self._boxes.pop(), tuple(nested(blocks))
            if children or box.text:
                self.add([replace(box, children=children)])

    def done(self) -> list[Item]:
        while self._boxes:
            self.close_box(self._boxes[-1].info)
        return nested(self._shelves[0]) if self._nest else self._shelves[0]


def nested(items: Iterable[Item]) -> list[Item]:
    """The items with those below a heading made its children."""
    top: list[Item] = []
    open_headings: list[tuple[Item, list[Item]]] = []

    def close(level: int) -> None:
        while open_headings and open_headings[-1][0].level >= level:
            heading, below = open_headings.pop()
            shelf = open_headings[-1][1] if open_headings else top
            shelf.append(replace(heading, children=tuple(below)) if below else heading)

    for item in items:
        if item.kind == "heading":
            close(item.level)
            open_headings.append((item, []))
        else:
            (open_headings[-1][1] if open_headings else top).append(item)
    close(0)
    return top


def _without_icon(item: Item) -> Item:
    """The first block of a Notion callout without the emoji that is set before its text."""
    icon = _ICON.match(item.text.plain)
    if item.kind != "paragraph" or icon is None:
        return item
    breaks = tuple(offset - icon.end() for offset in item.breaks)
    return replace(item, text=item.text.cut(icon.end()), breaks=breaks)


def _leads(text: Text) -> bool:
    return text.plain.rstrip().endswith((":", "："))
