"""What Notion's exports have of their own: page names with an id, and a page's properties as lines of text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

_ID = re.compile(r"^(?P<name>.*\S)[ _-]+[0-9a-f]{32}$", re.IGNORECASE)
_PROPERTY = re.compile(r"^(?P<name>[^\W\d_][\w ./()&-]{0,40}): ?(?P<value>.*)$")


def page_name(file: str) -> str:
    """A file's name without ``.md`` and without the 32 hexadecimal digits that Notion adds."""
    stem = PurePosixPath(file).stem
    match = _ID.match(stem)
    return match["name"] if match else stem


@lru_cache(maxsize=1024)
def shown_path(file: str) -> str:
    """A path without those digits in any of its names."""
    path = PurePosixPath(file)
    folders = (page_name(f"{folder}.md") for folder in path.parent.parts)
    return str(PurePosixPath(*folders, page_name(file) + path.suffix))


def notion_properties(lines: Sequence[str]) -> dict[str, str]:
    """The properties that these lines give a page, or none when one of them is no property."""
    found = [_PROPERTY.match(line.strip()) for line in lines]
    return {match["name"].lower(): match["value"].strip() for match in found if match} if all(found) else {}
