"""What a syntax plugin has to say to the author of the notes."""

from collections.abc import MutableMapping
from typing import Any, NamedTuple

_KEY = "cribdeck notices"


class Notice(NamedTuple):
    """Something odd in the source, with its line counted from 0."""

    line: int
    code: str
    message: str


def notice(env: MutableMapping[str, Any], line: int, code: str, message: str) -> None:
    """Take down a notice; the same one is taken down once."""
    found: dict[Notice, None] = env.setdefault(_KEY, {})
    found[Notice(line, code, message)] = None


def notices_of(env: MutableMapping[str, Any]) -> list[Notice]:
    """All notices of a parse, in the order of their lines."""
    return sorted(env.get(_KEY, {}))
