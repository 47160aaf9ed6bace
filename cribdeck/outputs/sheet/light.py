"""The light syntax on paper: what asks for a card is read as if it were not there."""

import re

from cribdeck.model import Item, MarkKind, Text

_CLOZE = re.compile(r"\{\{c\d{1,3}::(.+?)(?:::[^{}]*)?\}\}(?!\})")
_PAIR = re.compile(r"\s+:::?\s+")
_ATOMS: tuple[MarkKind, ...] = ("code", "math")


def as_read(text: Text) -> Text:
    """``The {{c1::nucleus}}`` without its braces and hint, ``front :: back`` with a colon: as one would write it."""
    for cloze in reversed(list(_CLOZE.finditer(text.plain))):
        if not text.inside(cloze.start(), *_ATOMS) and not text.inside(cloze.end() - 1, *_ATOMS):
            text = text.replace_span(cloze.start(), cloze.end(), text.cut(*cloze.span(1)))
    pairs = [pair for pair in _PAIR.finditer(text.plain) if not text.inside(pair.start(), *_ATOMS, "link")]
    if len(pairs) != 1:
        return text
    front, back = text.cut(0, pairs[0].start()).strip(), text.cut(pairs[0].end()).strip()
    if not front or not back:
        return text
    return front + (" " if front.plain.endswith((":", "?", "!")) else ": ") + back


def without_marks(item: Item) -> Text:
    """An item's text without the lines that are only ``?`` and so part a question from its answer."""
    text, edges = item.text, [0, *item.breaks, len(item.text)]
    for nth in range(len(edges) - 2, 0, -1):
        if text.plain[edges[nth] : edges[nth + 1]].strip() in ("?", "??"):
            text = text.replace_span(edges[nth], edges[nth + 1], "")
    return text
