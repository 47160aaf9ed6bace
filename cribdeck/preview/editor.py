"""The command that opens a line of a note in the user's editor."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

PLACES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("code", "codium", "code-insiders", "cursor", "windsurf"), ("--goto", "{path}:{line}")),
    (("subl", "zed", "hx", "helix", "mate"), ("{path}:{line}",)),
    (("idea", "pycharm", "webstorm", "kate"), ("--line", "{line}", "{path}")),
    (("notepad", "open", "xdg-open", "gedit"), ("{path}",)),
)
"""How editors are told a place, by their names."""

COMMON = ("+{line}", "{path}")
"""How all others are."""


def editor_command(environment: Mapping[str, str], path: Path, line: int) -> Sequence[str] | None:
    """The command by $VISUAL or $EDITOR; None when neither is set."""
    chosen = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(chosen)
    except ValueError:
        return None
    if not words:
        return None
    name = Path(words[0]).stem.lower()
    places = next((places for names, places in PLACES if name in names), COMMON)
    return [*words, *(place.format(path=path, line=line) for place in places)]
