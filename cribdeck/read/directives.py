"""What comments and tags tell cribdeck."""

import re
from collections.abc import Iterator

TAGS = frozenset({"card", "nocard"})
"""Tags that are flags."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def flags_of(comment: str) -> Iterator[str]:
    """The flags that the words of a comment set: ``skip``, ``topic: X`` and ``cribdeck-ignore: code, code``."""
    name, _, value = (part.strip() for part in comment.partition(":"))
    match name.lower():
        case "skip":
            yield "skip"
        case "topic" if value:
            yield f"topic={value}"
        case "cribdeck-ignore":
            yield from (f"ignore={code.strip()}" for code in value.split(",") if code.strip())


def flags_in_html(source: str) -> Iterator[str]:
    """The flags of all ``<!-- … -->`` in a piece of HTML."""
    for comment in _COMMENT.findall(source):
        yield from flags_of(comment)
