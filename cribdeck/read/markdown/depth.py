"""Nesting has a limit, and what lies deeper is kept as plain lines."""

from copy import copy, deepcopy

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from cribdeck.read.markdown.notices import notice

LIMIT = 100
"""Levels of block structure. A list takes two of them, a quote one."""
INLINE_LIMIT = 12
"""Brackets in brackets: for each that is open, markdown-it looks at the rest of the paragraph anew."""

LAZY = 50
"""Lines that a quote takes in without a ``>`` of their own; each quote in a quote looks at them all anew."""


def depth(md: MarkdownIt) -> None:
    """Lines nested deeper than LIMIT become paragraphs, a line each.

    markdown-it's own limit, which must lie above ours, drops the rest of the document without a word.
    """
    md.options["maxNesting"] = LIMIT + 10
    md.block.ruler.before("table", "depth", _depth)
    md.block.ruler.before("blockquote", "lazy", _lazy, {"alt": ["blockquote"]})
    inline = copy(md)
    inline.options = deepcopy(md.options)
    inline.options["maxNesting"] = INLINE_LIMIT

    def parse_inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                token.children = inline.inline.parse(token.content, inline, state.env, [])

    md.core.ruler.at("inline", parse_inline)


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.level < LIMIT:
        return False
    if not state.env.setdefault("deep", False):
        state.env["deep"] = True
        notice(
            state.env,
            start,
            "too-deep",
            "This is nested too deep to follow; from here on, its lines are kept as plain text.",
        )
    state.line = start + 1
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    token = state.push("inline", "", 0)
    token.content = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip()
    token.map = [start, start + 1]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _lazy(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # The lines that a quote takes in get an indent of -1.
    return silent and start >= LAZY and state.sCount[start - 1] < 0 and state.sCount[start - LAZY] < 0
