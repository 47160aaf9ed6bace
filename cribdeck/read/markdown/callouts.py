"""Callouts: ``> [!warning]- Title`` and the lines of the quote below it."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_MARK = re.compile(r"\[!([\w-][\w -]*)(?:\|[^\]]*)?\][+-]?[ \t]*")


def callouts(md: MarkdownIt) -> None:
    """The quote's opening token gets ``meta["callout"]``, the type, and the title's inline token follows it."""
    md.block.ruler.before("table", "callout", _callout)


def _callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = state.tokens[-1] if state.tokens else None
    if silent or not opening or opening.type != "blockquote_open":
        return False
    match = _MARK.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if not match:
        return False
    opening.meta["callout"] = match[1].strip().lower()
    token = state.push("inline", "", 0)
    token.content = state.src[match.end() : state.eMarks[start]].strip()
    token.map, token.children = [start, start + 1], []
    state.line = start + 1
    return True
