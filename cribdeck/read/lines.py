"""A source text to its lines, without characters that no text should hold."""

import re

from cribdeck.errors import Problem
from cribdeck.model import Source

_END = re.compile(r"\r\n|\n|\r")

# Control characters (Anki's field separator is one), Unicode's own line ends, and halves of surrogate pairs.
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACES = frozenset("\x0b\x0c\x85\u2028\u2029")


def clean_lines(source: str, file: str) -> tuple[list[str], list[Problem]]:
    """The lines of a text, ended by LF, CRLF or CR alone; control characters become spaces, with one problem a file."""
    lines = _END.split(source.removeprefix("\ufeff"))
    if not lines[-1]:
        lines.pop()
    problems: list[Problem] = []
    for nth, line in enumerate(lines):
        if line.rstrip(" \t") != line.rstrip():
            # A line of no-break spaces looks empty, and is to markdown-it a line of text.
            lines[nth] = line = line.rstrip()
        odd = set(_ODD.findall(line))
        if odd:
            lines[nth] = _ODD.sub(" ", line)
        if odd - _SPACES and not problems:
            names = ", ".join(f"U+{ord(character):04X}" for character in sorted(odd - _SPACES))
            message = f"This line holds characters that are no text ({names}), read as spaces. Delete them."
            problems.append(Problem(Source(file, nth + 1, nth + 1), "control-character", message))
    return lines, problems
