"""The settings between two lines of ``---`` at the top of a note file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_KEY = re.compile(r"^[\"']?[A-Za-z_][\w .-]*[\"']?\s*:(?:\s|$)|\{\s*\"[\w .-]+\"\s*:")
"""What settings begin with: a key, or a brace where a program wrote them as JSON."""
LONGEST = 300
"""Lines; more is not frontmatter."""


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """What the top of a file says."""

    lines: int = 0
    """How many lines it takes, both ``---`` included."""
    settings: Mapping[str, object] = field(default_factory=dict)
    wrong: str = ""
    """What is wrong with it."""
    wrong_line: int = 1


def read_frontmatter(lines: Sequence[str]) -> Frontmatter:
    """The frontmatter of a file. ``---`` over anything but ``key: value`` lines is a rule, and there is none."""
    if not lines or lines[0].rstrip() != "---":
        return Frontmatter()
    first = next((line for line in lines[1:LONGEST] if line.strip() and not line.startswith("#")), "")
    end = next((nth for nth, line in enumerate(lines[1:LONGEST], 1) if line.rstrip() in ("---", "...")), 0)
    if first.rstrip() == "---" and end:
        return Frontmatter(end + 1)
    if not _KEY.match(first):
        return Frontmatter()
    if not end:
        return Frontmatter(wrong="The settings at the top are never closed. End them with a line of ---.")
    return _read(lines[1:end])


def _read(lines: Sequence[str]) -> Frontmatter:
    from cribdeck.read.plain_yaml import NotYamlError, load_yaml

    size = len(lines) + 2
    try:
        found = load_yaml("\n".join(lines))
    except NotYamlError as error:
        line = 1 if error.line is None else min(error.line + 2, size)
        return Frontmatter(size, wrong=_wrong(str(error)), wrong_line=line)
    if not isinstance(found, dict):
        return Frontmatter(size, wrong=_wrong("not a list of keys and values"))
    return Frontmatter(size, {str(key): value for key, value in found.items()})


def _wrong(why: str) -> str:
    return f"The settings at the top cannot be read ({why}). Write them as lines of key: value."
