"""Bullets that are indented too far are still bullets."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+(?=\S)")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_TOO_FAR = 4
"""Columns from where a list item's text starts; CommonMark reads what is indented so far as more of the text above."""


@dataclass(slots=True)
class _Open:
    """A list item that lines may still belong to; the first one stands for the file."""

    content: int
    """The column at which its text starts, as typed."""
    shift: int = 0
    """How many columns everything in it moves to the left."""
    sloppy: bool = False
    """Its last bullet was indented too far, so the next one may be, even after a blank line."""


def indents(md: MarkdownIt) -> None:
    """A bullet that is indented too far below a line of text moves to the left, with all that it holds.

    ``- a`` and, a level skipped, ``          - b`` below it would be one bullet "a - b".
    """
    md.core.ruler.after("bullets", "indents", _indents)


def _indents(state: StateCore) -> None:
    opened = [_Open(0)]
    fence = ""
    blank, code = True, False
    lines = state.src.split("\n")
    for nth, line in enumerate(lines):
        text = line.lstrip(" \t")
        if not text:
            blank = True
            continue
        column = len(line[: len(line) - len(text)].expandtabs(4))
        marker = _MARKER.match(text)
        mark = _FENCE.match(text, marker.end() if marker and not fence else 0)
        if fence:
            lines[nth] = _moved(line, text, column, opened[-1].shift)
            fence = "" if mark and mark[1].startswith(fence) else fence
            continue
        while column < opened[-1].content:
            opened.pop()
        over = opened[-1]
        far = column - over.content >= _TOO_FAR
        code = far and (code or blank) and not (marker and over.sloppy)
        shift = over.shift
        if marker and far and not code:
            over.sloppy = True
            shift += column - over.content
        elif not far:
            over.sloppy = over.sloppy and bool(marker)
        lines[nth] = _moved(line, text, column, shift)
        if marker and not code:
            opened.append(_Open(column + len(marker[0].expandtabs(4)), shift))
        fence = mark[1] if mark and not far else ""
        blank = False
    state.src = "\n".join(lines)


def _moved(line: str, text: str, column: int, shift: int) -> str:
    return " " * max(0, column - shift) + text if shift else line
