"""A paragraph that is all bold stands for a heading: what follows it belongs to it."""

from dataclasses import replace

from cribdeck.model import Item, Outline

LEVEL = 7
"""Below every heading of Markdown's own."""
LONGEST = 12
"""Words; a longer bold paragraph is a sentence that somebody wants to stress."""


def with_bold_headings(outline: Outline) -> Outline:
    """The outline with each all-bold paragraph made a heading of level 7 over the blocks that follow it."""
    return replace(outline, root=_regrouped(outline.root))


def _regrouped(item: Item) -> Item:
    if item.kind not in ("file", "heading"):
        return item
    grouped: list[Item] = []
    owned: list[Item] | None = None
    for child in item.children:
        if child.kind == "heading" or _is_label(child):
            owned = None
        if _is_heading(child):
            owned = list(child.children)
            grouped.append(replace(child, kind="heading", level=LEVEL))
        elif owned is not None:
            owned.append(child)
            grouped[-1] = replace(grouped[-1], children=tuple(owned))
        else:
            grouped.append(_regrouped(child))
    return replace(item, children=tuple(grouped))


def _is_label(item: Item) -> bool:
    """Whether a list item is a bold label with lines of its own: it stands beside a bold paragraph, not below it."""
    return item.kind == "item" and bool(item.children) and item.text.wholly("strong")


def _is_heading(item: Item) -> bool:
    plain = item.text.plain.strip()
    return (
        item.kind == "paragraph"
        and not item.breaks
        and 1 <= len(plain.split()) <= LONGEST
        and not plain.endswith((".", "!", "?", ",", ";"))
        and item.text.wholly("strong")
    )
