"""Lines that start with a typed bullet (``• like this``) are list items."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_BULLET = re.compile(r"^([ \t>]*)[•●◦▪‣](?=[ \t])")
_FENCE = re.compile(r"^[ \t>*+-]*(`{3,}|~{3,})")


def bullets(md: MarkdownIt) -> None:
    """A typed bullet at the start of a line becomes ``-``, except in fenced code; no column moves."""
    md.core.ruler.after("normalize", "bullets", _bullets)


def _bullets(state: StateCore) -> None:
    fence = ""
    lines = state.src.split("\n")
    for nth, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            lines[nth] = _BULLET.sub(r"\1-", line)
    state.src = "\n".join(lines)
