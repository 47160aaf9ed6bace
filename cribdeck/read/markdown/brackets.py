"""Brackets that open nothing are text at once."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

MOST = 4
"""Brackets in a row that may open something."""

_RUN = re.compile(r"(?:!?\[)+")


def brackets(md: MarkdownIt) -> None:
    """A run of opening brackets is text where no bracket closes after it, and where it is longer than MOST.

    Each of them would be tried as a link, an image, a wikilink and a footnote, with all that may stand inside it.
    """
    md.inline.ruler.after("text", "brackets", _text)


def _text(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "[!":
        return False
    run = _RUN.match(state.src, state.pos, state.posMax)
    if not run:
        return False
    if run[0].count("[") <= MOST and state.src.find("]", run.end(), state.posMax) >= 0:
        return False
    if not silent:
        state.append_pending(run[0])
    state.pos = run.end()
    return True
