"""Obsidian's comments that open in the middle of a line and close blocks later."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST = 200
"""Lines in a comment: two stray signs should not take half a note with them."""

_FENCE = re.compile(r"[ \t>*+-]*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]*+(?<!`)\1(?!`)")
_BLOCK = re.compile(r"\s*$|[ \t>]*(?:[-+*>#|:]|\d{1,9}[.)]|```|~~~)")
"""What a line looks like that does not go on with the paragraph above it."""
_CONTAINER = re.compile(r"[ \t>]*")
_MARKS = re.compile(r"(?:\s|>|[-+*]|\d{1,9}[.)]|\[.\])*")

_KEY = "long comments"


def long_comments(md: MarkdownIt) -> None:
    """What stands between the percent signs is taken out before blocks are read; a ``comment_block`` for each stretch
    of lines that are left without text comes last among the tokens.

    A comment that begins and ends with a line, or lies within a paragraph, is left to the rules for those.
    """
    md.core.ruler.after("normalize", "long_comments", _take_out)
    md.core.ruler.after("block", "long_comments_lines", _account)


def _take_out(state: StateCore) -> None:
    if "%%" not in state.src:
        return
    lines = state.src.split("\n")
    places = _places(lines)
    emptied = [
        _cut(lines, first, opens, last, closes)
        for (first, opens), (last, closes) in zip(places[::2], places[1::2], strict=False)
        if first < last <= first + LONGEST and _is_long(lines, first, opens, last, closes)
    ]
    state.env[_KEY] = emptied
    state.src = "\n".join(lines)


def _places(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Line and column of every pair of percent signs outside code."""
    found: list[tuple[int, int]] = []
    fence = ""
    for nth, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif "%%" in line:
            found += ((nth, match.start()) for match in re.finditer("%%", _without_code(line)))
    return _outside_blocks(lines, found)


def _outside_blocks(lines: Sequence[str], places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places that are not in a comment between two lines of nothing but ``%%``: where all such lines have a
    partner, a stray sign above them must not turn them inside out."""
    marks = [nth for nth, _ in places if lines[nth].strip() == "%%"]
    if len(marks) % 2:
        return places
    taken = {nth for first, last in zip(marks[::2], marks[1::2], strict=True) for nth in range(first, last + 1)}
    return [place for place in places if place[0] not in taken]


def _without_code(line: str) -> str:
    return _CODE.sub(lambda match: " " * len(match[0]), line) if "`" in line else line


def _is_long(lines: Sequence[str], first: int, opens: int, last: int, closes: int) -> bool:
    """Whether no other rule sees this comment: it takes in more than a paragraph, or text follows it."""
    if not _MARKS.sub("", lines[first][:opens], count=1):
        return bool(lines[last][closes + 2 :].strip())
    return not _within_paragraph(lines, first, last)


def _within_paragraph(lines: Sequence[str], first: int, last: int) -> bool:
    return not any(_BLOCK.match(line) for line in lines[first + 1 : last + 1])


def _cut(lines: list[str], first: int, opens: int, last: int, closes: int) -> tuple[int, int]:
    """Take the comment out of the lines; from which to which one nothing is left."""
    lines[first] = lines[first][:opens].rstrip()
    rest = lines[last][closes + 2 :].strip()
    container = _CONTAINER.match(lines[last])
    lines[first + 1 : last] = [""] * (last - first - 1)
    lines[last] = (container[0] if container else "") + rest if rest else ""
    return first + bool(_MARKS.sub("", lines[first], count=1)), last + (not rest)


def _account(state: StateCore) -> None:
    state.tokens += _tokens(state.env.get(_KEY, ()))


def _tokens(emptied: Sequence[tuple[int, int]]) -> Iterator[Token]:
    for first, end in emptied:
        if first < end:
            yield Token("comment_block", "", 0, map=[first, end])
