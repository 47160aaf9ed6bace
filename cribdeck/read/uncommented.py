"""The lines of a note as everybody may see them: without what its author put into comments."""

import re
from collections.abc import Sequence

from cribdeck.model import Outline

_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]*+(?<!`)\1(?!`)")
_CLOSINGS = {"%%": "%%", "<!--": "-->"}
_OPENING = re.compile(_CODE.pattern + r"|%%|<!--")


def uncommented(outline: Outline) -> tuple[str, ...]:
    """All source lines without comments, in their order; one that is nothing else is empty."""
    rest = ["" if outline.structure.get(nth) == "comment" else _rest(line) for nth, line in enumerate(outline.lines, 1)]
    signs = [_sign(line) for line in rest]
    inside = False
    for nth, at in enumerate(signs):
        if at < 0:
            continue
        if inside:
            rest[nth], inside = rest[nth][at + 2 :].lstrip(), False
        elif _goes_on(outline, signs, nth + 1):
            rest[nth], inside = rest[nth][:at].rstrip(), True
    return tuple(rest)


def _rest(line: str) -> str:
    if "%%" not in line and "<!--" not in line:
        return line
    kept, start = [], 0
    # Where a comment can still close: from thousands of openings without an end, one would look to the end of the line.
    last = {closing: line.rfind(closing) for closing in _CLOSINGS.values()}
    match = _OPENING.search(line)
    while match:
        after, closing = match.end(), "" if match[1] else _CLOSINGS[match[0]]
        if closing and after <= last[closing]:
            kept.append(line[start : match.start()])
            start = after = line.index(closing, after) + len(closing)
        match = _OPENING.search(line, after)
    return "".join((*kept, line[start:])).rstrip()


def _sign(line: str) -> int:
    """Where the ``%%`` without a partner stands, or -1."""
    if "%%" not in line:
        return -1
    return _CODE.sub(lambda match: " " * len(match[0]), line).find("%%")


def _goes_on(outline: Outline, signs: Sequence[int], nth: int) -> bool:
    """Whether a comment reaches on into the next line with text."""
    while nth < len(signs) and not outline.lines[nth].strip():
        nth += 1
    return nth < len(signs) and (outline.structure.get(nth + 1) == "comment" or signs[nth] >= 0)
