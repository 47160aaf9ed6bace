"""The settings between two lines of ``---`` at the top of a note file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

_KEY = re.compile(r"^[\"']?[A-Za-z_][\w .-]*[\"']?\s*:(?:\s|$)")
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
    size = len(lines) + 2
    try:
        found = yaml.load("\n".join(lines), Loader=_Loader)  # built on SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 2, size) if mark else 1
        return Frontmatter(size, wrong=_wrong(error.problem or "not YAML"), wrong_line=line)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Frontmatter(size, wrong=_wrong(str(error).splitlines()[0]))
    if not isinstance(found, dict):
        return Frontmatter(size, wrong=_wrong("not a list of keys and values"))
    return Frontmatter(size, {str(key): value for key, value in found.items()})


def _wrong(why: str) -> str:
    return f"The settings at the top cannot be read ({why}). Write them as lines of key: value."


class _Loader(yaml.SafeLoader):
    """Plain values stay text, except true, false and null; an alias is refused, since a few can stand for gigabytes."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # as in PyYAML

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not understood here", mark)
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
