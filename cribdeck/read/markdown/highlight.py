"""Highlights: ``==marked==``."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_MARKER = ord("=")


def highlight(md: MarkdownIt) -> None:
    """Tokens ``mark_open`` and ``mark_close``, paired by the rules for emphasis."""
    md.inline.ruler.before("emphasis", "highlight", _delimit)
    md.inline.ruler2.after("balance_pairs", "highlight", _pair)


def _delimit(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("==", state.pos):
        return False
    run = state.scanDelims(state.pos, True)
    state.push("text", "", 0).content = "=" * run.length
    if run.length == 2:  # "===" and longer are lines, not marks
        state.delimiters.append(Delimiter(_MARKER, 0, len(state.tokens) - 1, -1, run.can_open, run.can_close))
    state.pos += run.length
    return True


def _pair(state: StateInline) -> None:
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *nested):
        for delimiter in delimiters:
            if delimiter.marker == _MARKER and delimiter.end != -1:
                _mark(state, delimiter.token, "mark_open", 1)
                _mark(state, delimiters[delimiter.end].token, "mark_close", -1)


def _mark(state: StateInline, nth: int, kind: str, nesting: int) -> None:
    token = state.tokens[nth]
    token.type, token.tag, token.markup, token.content = kind, "mark", "==", ""
    token.nesting = 1 if nesting > 0 else -1
