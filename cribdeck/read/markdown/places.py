"""Line breaks and code spans that know where they stand, so that every character's source line is known."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, newline


def places(md: MarkdownIt) -> None:
    """Break tokens get ``meta["at"]``, the offset of their line feed; code spans the offset of their text.

    markdown-it's inline tokens carry no position, and a code span turns its line feeds into spaces.
    """
    md.inline.ruler.at("newline", _newline)
    md.inline.ruler.at("backticks", _backtick)


def _newline(state: StateInline, silent: bool) -> bool:
    at, before = state.pos, len(state.tokens)
    found = newline(state, silent)
    if found and len(state.tokens) > before:
        state.tokens[-1].meta["at"] = at
    return found


def _backtick(state: StateInline, silent: bool) -> bool:
    at, before = state.pos, len(state.tokens)
    found = backtick(state, silent)
    if found and len(state.tokens) > before and state.tokens[-1].type == "code_inline":
        token = state.tokens[-1]
        inner = state.src[at + len(token.markup) : state.pos - len(token.markup)]
        # One space (or line feed) at each end is dropped when both are there.
        token.meta["at"] = at + len(token.markup) + (len(inner) - len(token.content)) // 2
    return found
