"""Block ids: ``A sentence. ^name-of-it``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

# "10 ^2" is a power, and so is "e ^x".
_ID = re.compile(r"(?:^|(?<=[ \t\n]))\^(?=[\w-]*[A-Za-z-])([A-Za-z0-9][A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)


def block_ids(md: MarkdownIt) -> None:
    """The inline token that ends in a block id gets ``meta["block"]`` and loses it from its text."""
    md.core.ruler.after("block", "block_ids", _block_ids)


def _block_ids(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline" or "^" not in token.content:
            continue
        match = _ID.match(token.content, token.content.rfind("^"))
        if match and match.end() == len(token.content):
            token.meta["block"] = match[1]
            token.content = token.content[: match.start()].rstrip(" \t")
