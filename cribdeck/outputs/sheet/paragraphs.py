"""Long texts in parts of whole sentences, so that a column may break between them."""

import re

from cribdeck.model import Text

PARAGRAPH = 420
"""A longer text is set as several rows, so that a column may break between its sentences…"""
PARAGRAPH_PART = 210
"""…none of them shorter than this."""


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
