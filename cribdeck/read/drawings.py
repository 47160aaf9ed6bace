"""The part of a note that Obsidian's Excalidraw plugin keeps its drawing in.

The plugin stores a drawing in a Markdown file: the note's own text comes first, then a heading of the plugin's with all
that is drawn. A file may hold both, and most people who draw on their notes have such files.
"""

import re
from collections.abc import Mapping, Sequence

_KEY = "excalidraw-plugin"
_BANNER = re.compile(r"==⚠.*EXCALIDRAW VIEW.*")
_HEADING = re.compile(r"#{1,2} (?:Excalidraw Data|Text Elements|Element Links|Embedded Files|Drawing)\s*")
_DATA = re.compile(r"```compressed-json\s*")


def drawn_lines(settings: Mapping[str, object], lines: Sequence[str]) -> tuple[int, ...]:
    """The numbers (from 1) of the lines that the plugin wrote: its banner, and all from its first heading on."""
    if not is_drawn(settings):
        return ()
    starts = (nth for nth, line in enumerate(lines) if _HEADING.fullmatch(line) or _DATA.fullmatch(line))
    start = next(starts, len(lines))
    if start < len(lines) and lines[start - 1].strip() == "%%":
        start -= 1  # a comment that hides the data from readers
    banner = (nth + 1 for nth in range(start) if _BANNER.match(lines[nth]))
    return (*banner, *range(start + 1, len(lines) + 1))


def is_drawn(settings: Mapping[str, object]) -> bool:
    """Whether the plugin has this file for one of its drawings."""
    return _KEY in settings
