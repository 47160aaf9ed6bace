"""What is a name over other rows: headings, bold lines, and the term that a bullet opens with."""

import re

from cribdeck.model import Item, Text


def is_head(item: Item) -> bool:
    """Whether the item is a name over what hangs below it: a heading, or nothing but bold words."""
    return item.kind == "heading" or (bool(item.children) and item.text.wholly("strong") and len(item.text) <= 80)


def unmarked(text: Text) -> Text:
    """A head's words: its weight is the head's, a closing colon goes."""
    bare = text.strip().strip(":").strip()
    return Text(bare.plain, tuple(mark for mark in bare.marks if mark.kind not in ("strong", "highlight")))


_LEAD = re.compile(r"\s*(?::|–|—| - )\s*")


def lead_term(text: Text) -> tuple[Text, Text] | None:
    """``**Term**: text`` as term and text."""
    strong = text.spans("strong")
    if not strong or strong[0][0] != 0 or strong[0][1] > 40:
        return None
    end = strong[0][1]
    colon = _LEAD.match(text.plain, end) or _LEAD.match(text.plain, end - 1)
    if not colon or not text.plain[colon.end() :].strip():
        return None
    return text.cut(0, colon.start()).strip(": "), text.cut(colon.end())
