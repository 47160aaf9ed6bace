"""Long texts in parts of whole sentences, so that a column may break between them."""

import re

from cribdeck.model import Text

PARAGRAPH = 420
"""A longer text is set as several rows, so that a column may break between its sentences…"""
PARAGRAPH_PART = 210
"""…none of them shorter than this."""
LONGEST = 6_000
"""Characters without the end of a sentence that are set at all: more is taller than any column, and laying out such a
text takes minutes."""
MARK = 3
"""Characters that a mark counts for: each is a box of its own."""


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]*[^\W\d_a-z])")


def sentences_of(text: Text) -> list[Text]:
    """A long text in parts of whole sentences."""
    if len(text) <= PARAGRAPH:
        return [text]
    parts, start = [], 0
    for end in _SENTENCE_END.finditer(text.plain):
        if end.start() - start < PARAGRAPH_PART or len(text) - end.end() < PARAGRAPH_PART:
            continue
        if text.cuts(start, end.start(), "strong", "code", "math", "link", "highlight"):
            continue
        parts.append(text.cut(start, end.start()).strip())
        start = end.end()
    return [*parts, text.cut(start).strip()]


def too_long(text: Text) -> bool:
    """Whether no column can hold the text, however it is cut."""
    return _size(text) > LONGEST and any(_size(part) > LONGEST for part in sentences_of(text))


def _size(text: Text) -> int:
    return len(text) + MARK * len(text.marks)
