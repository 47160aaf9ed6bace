"""Tasks: ``- [ ] to do`` and ``- [x] done``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_BOX = re.compile(r"\[([ xX/<>!?*-])\](?:[ \t]+|$)")


def tasks(md: MarkdownIt) -> None:
    """The item's opening token gets ``meta["task"]``, what stands in the box; the text is what follows."""
    md.core.ruler.after("block", "tasks", _tasks)


def _tasks(state: StateCore) -> None:
    tokens = state.tokens
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        match = _BOX.match(inline.content)
        if match:
            item.meta["task"] = match[1].lower()
            inline.content = inline.content[match.end() :]
