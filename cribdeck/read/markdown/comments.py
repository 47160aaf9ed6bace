"""Obsidian's comments: ``%% … %%`` in a line, or over several."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from cribdeck.read.markdown.notices import notice

UNCLOSED = "This comment is never closed, so it is read as text. End it with {}."
LONGEST = 2_000
"""Lines in a comment."""


def comments(md: MarkdownIt) -> None:
    """Tokens ``comment_block`` and ``comment``, with what is between the percent signs as content."""
    md.block.ruler.before("html_block", "comment", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("escape", "comment", _inline)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", pos) or state.is_code_block(start):
        return False
    if state.src.find("%%", pos + 2, state.eMarks[start]) >= 0:
        return False  # it closes in the same line: an inline comment, maybe with text after it
    last = _closing_line(state, start, end)
    if last is None:
        if not silent:
            notice(
                state.env,
                start,
                "unclosed-comment",
                "This comment is never closed, so it is read as text. End it with %%.",
            )
        return False
    if silent:
        return True
    token = state.push("comment_block", "", 0)
    token.content = state.getLines(start, last + 1, state.blkIndent, False).strip().strip("%")
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    for line in range(start + 1, min(end, state.lineMax, start + LONGEST)):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return None
        pos = state.bMarks[line] + state.tShift[line]
        found = state.src.find("%%", pos, state.eMarks[line])
        if found >= 0:
            return None if state.src[found + 2 : state.eMarks[line]].strip() else line
    return None


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("comment", "", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True
