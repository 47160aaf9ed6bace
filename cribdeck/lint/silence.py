"""Comments that silence a check for a line: ``<!-- cribdeck-ignore: to-do -->`` on it, or alone on the one above."""

import re
from collections.abc import Iterable, Iterator

from cribdeck.errors import Problem
from cribdeck.model import Outline, Source
from cribdeck.read.directives import flags_in_html, flags_of
from cribdeck.study import Study

_HIDDEN = re.compile(r"%%(.*?)%%")
_ALONE = re.compile(r"\s*(?:[-*+]\s+)?(?:<!--.*-->|%%.*%%)\s*")


def unsilenced(problems: Iterable[Problem], study: Study) -> Iterator[Problem]:
    """The problems that no comment of the author's silences."""
    outlines = {outline.file: outline for outline in study.outlines}
    lines = {file: dict(_silent(outline)) for file, outline in outlines.items()}
    for problem in problems:
        outline = outlines.get(problem.source.file)
        if outline is None or not any(
            problem.code in lines[outline.file].get(line, ()) for line in _lines(problem.source)
        ):
            yield problem


def _lines(source: Source) -> range:
    return range(source.first, max(source.first, source.last) + 1)


def _silent(outline: Outline) -> Iterator[tuple[int, frozenset[str]]]:
    """The lines that are silenced, and the codes."""
    above: frozenset[str] = frozenset()
    for number, line in enumerate(outline.lines, 1):
        here = _codes(line) if "cribdeck-ignore" in line else frozenset()
        if here or above:
            yield number, here | above
        above = here if _ALONE.fullmatch(line) else frozenset()
        if number == 1 and above:
            yield 0, above  # a comment that opens a file silences what is said of the file as a whole


def _codes(line: str) -> frozenset[str]:
    flags = [*flags_in_html(line), *(flag for comment in _HIDDEN.findall(line) for flag in flags_of(comment.strip()))]
    return frozenset(flag.removeprefix("ignore=") for flag in flags if flag.startswith("ignore="))
