"""Patterns of paths, as in `include` and `exclude`."""

import re
from collections.abc import Iterable
from functools import cache


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path relative to the notes folder fits one of the patterns.

    ``*`` stands for any characters but ``/``, ``**`` for any at all, ``?`` for one; a folder's name fits all below it.
    """
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip().removeprefix("./").strip("/"))
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meanings.get(part, re.escape(part)) for part in parts) + "(?:/.*)?", re.DOTALL)
