"""A line of the notes as everybody may see it: without what its author put into comments."""

import re

from cribdeck.model import Outline

_WITHIN = re.compile(r"(?<!`)(`+)(?!`)[^`]*+(?<!`)\1(?!`)|%%.*?%%|<!--.*?-->")


def uncommented(outline: Outline, number: int) -> str:
    """The source line of this number without comments; empty where it is nothing else."""
    if outline.structure.get(number) == "comment":
        return ""
    rest = _rest(outline.lines[number - 1])
    if "%%" not in rest:
        return rest
    if _goes_on(outline, number, 1):
        return rest[: rest.rindex("%%")].rstrip()
    if _goes_on(outline, number, -1):
        return rest[rest.index("%%") + 2 :].lstrip()
    return rest


def _rest(line: str) -> str:
    if "%%" not in line and "<!--" not in line:
        return line
    return _WITHIN.sub(lambda match: match[0] if match[1] else "", line).rstrip()


def _goes_on(outline: Outline, number: int, step: int) -> bool:
    """Whether a comment of this line reaches into the next one with text, or comes from the one before."""
    number += step
    while 1 <= number <= len(outline.lines) and not outline.lines[number - 1].strip():
        number += step
    if not 1 <= number <= len(outline.lines):
        return False
    return outline.structure.get(number) == "comment" or _rest(outline.lines[number - 1]).count("%%") % 2 == 1
