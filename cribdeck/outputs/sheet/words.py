"""Rows of a kind that may be nothing but words: those are set once, where they are measured."""

from collections.abc import Iterable

from cribdeck.outputs.sheet.values import Row, Sheet

_KINDS = ("item", "text", "head")
_OTHERS = ("image", "link", "math", "footnote")
"""Marks on what is more than words."""


def word_rows(sheet: Sheet, topics: Iterable[int]) -> dict[str, tuple[int, int]]:
    """Those of some topics, by what the HTML calls them: their places."""
    return {
        row_name(sheet, at, nth): (at, nth)
        for at in topics
        for nth, row in enumerate(sheet.topics[at].rows)
        if _is_words(row)
    }


def row_name(sheet: Sheet, at: int, nth: int) -> str:
    """What the HTML calls a row."""
    return f"r{sheet.topics[at].number}-{nth}"


def _is_words(row: Row) -> bool:
    marks = (mark for text in (row.text, *row.run) for mark in text.marks)
    return row.kind in _KINDS and not any(mark.kind in _OTHERS for mark in marks)
