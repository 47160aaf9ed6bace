"""Lists on paper: short ones run in, the others with their markers."""

from collections.abc import Sequence

from cribdeck.model import Item, Text
from cribdeck.outputs.sheet.reading import Reading

BALLOT_BOXES = ("☐", "☑")
"""Before what is to be done, and what is done."""
RUN_ITEM = 36
"""A list is run in when none of its items is longer…"""
RUN_WHOLE = 180
"""…nor all of them together, in characters."""


def marker_of(item: Item) -> str:
    """What stands before an item: a bullet, its number, a ballot box."""
    if item.info.startswith("task:"):
        return BALLOT_BOXES[item.info != "task: "]
    if item.kind == "footnote":
        return f"{item.info}"
    if item.number is not None:
        return f"{item.number}."
    return "•" if item.kind == "item" else ""


def run_in(items: Sequence[Item], reading: Reading) -> tuple[Text, ...] | None:
    """The texts of a short list, or None when it is better set as a list."""
    if len(items) < 2 or not all(_short(item, reading) for item in items):
        return None
    texts = [reading.kept(item).strip().strip(",;") for item in items]
    if sum(len(text) for text in texts) > RUN_WHOLE:
        return None
    return tuple(
        Text(f"{item.number} ") + text if item.number is not None else text
        for item, text in zip(items, texts, strict=True)
    )


def _short(item: Item, reading: Reading) -> bool:
    plain = item.kind == "item" and not item.children and not item.info and not reading.calculation(item)
    return plain and len(item.text) <= RUN_ITEM and not any(mark.kind == "image" for mark in item.text.marks)


def with_colon(text: Text) -> Text:
    """The text as it stands before what is run in after it."""
    bare = text.strip()
    return bare if bare.plain.endswith((":", "?", "!")) else bare.strip(".") + ":"
