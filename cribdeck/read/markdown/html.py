"""Raw HTML that is closed; what is opened and never closed stays text."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from cribdeck.read.markdown.comments import UNCLOSED
from cribdeck.read.markdown.notices import notice

_CLOSINGS = (
    (re.compile(r"<(?:script|pre|style|textarea)(?=\s|>|$)", re.IGNORECASE), "</"),
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
)


def html(md: MarkdownIt) -> None:
    """Blocks of HTML as in CommonMark, where an unclosed ``<!--`` would take the rest of the file with it."""
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", pos):
        return False
    closing = next((closing for opening, closing in _CLOSINGS if opening.match(state.src, pos)), "")
    if closing and _last(state, closing) < pos:
        _warn(state, start, closing)
        return False
    if closing == "-->" and state.src[pos : state.eMarks[start]].partition("-->")[2].strip():
        return False  # text follows in the line, and that is Markdown
    if not html_block(state, start, end, silent):
        return False
    if silent or not closing or closing in state.tokens[-1].content:
        return True
    # Closed, but not inside the list item or quote in which it was opened.
    _warn(state, start, closing)
    state.tokens.pop()
    state.line = start
    return False


def _warn(state: StateBlock, line: int, closing: str) -> None:
    if closing == "-->":
        notice(state.env, line, "unclosed-comment", UNCLOSED.format(closing))


def _last(state: StateBlock, closing: str) -> int:
    """Where ``closing`` stands last in the source."""
    known: dict[str, int] = state.env.setdefault("html closings", {})
    if closing not in known:
        known[closing] = state.src.rfind(closing)
    return known[closing]
