"""Nesting has a limit, and what lies deeper is kept as plain lines."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from cribdeck.read.markdown.notices import notice

LIMIT = 100
"""Levels of block structure. A list takes two of them, a quote one."""


def depth(md: MarkdownIt) -> None:
    """Lines nested deeper than LIMIT become paragraphs, a line each.

    markdown-it's own limit, which must lie above ours, drops the rest of the document without a word.
    """
    md.options["maxNesting"] = LIMIT + 10
    md.block.ruler.before("table", "depth", _depth)


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.level < LIMIT:
        return False
    notice(state.env, start, "too-deep", "This is nested too deep to follow; its text is kept as plain lines.")
    state.line = start + 1
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    token = state.push("inline", "", 0)
    token.content = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip()
    token.map = [start, start + 1]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True
