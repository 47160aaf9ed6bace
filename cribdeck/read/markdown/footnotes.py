"""Footnotes: ``[^1]`` in the text, ``[^1]: …`` where it is explained; ``^[…]`` says it on the spot."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

# A bracket ends the search: the plugin's own rule looks on to the end of the paragraph from every "[^".
_MARK = re.compile(r"\[\^([^\s\[\]]+)\]")
_NOTE = re.compile(r"\^\[((?:[^\[\]]|\[\[[^\[\]]*+\]\]|\[[^\[\]]*+\])++)\]")


def footnotes(md: MarkdownIt) -> None:
    """Definitions stay where they stand; a mark is one only if its footnote is there. What is said on the spot is put
    in brackets."""
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.inline.ruler.at("footnote_ref", _mark)
    md.inline.ruler.before("footnote_ref", "footnote_inline", _note)


def _mark(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    match = _MARK.match(state.src, state.pos, state.posMax)
    if not match or ":" + match[1] not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["label"] = match[1]
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("^[", state.pos):
        return False
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if not match or not re.search(r"\S\s+\S", match[1]):
        return False  # "2^[3]" is a power, "^[a-z]" a pattern
    if not silent:
        spaced = state.pos == 0 or state.src[state.pos - 1].isspace()
        state.push("text", "", 0).content = "(" if spaced else " ("
        end = state.posMax
        state.pos, state.posMax = match.span(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("text", "", 0).content = ")"
    state.pos = match.end()
    return True
