"""A deck's title as the name of its files."""

import re
import unicodedata

LONGEST = 80
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def file_name(title: str) -> str:
    """The title without what some system forbids in a file name: separators, quotes, control characters, a last dot."""
    name = unicodedata.normalize("NFC", title).replace("::", " - ")
    name = re.sub(r"[\x00-\x1f\x7f<>:\"/\\|?*]+", " ", name)
    name = " ".join(name.split())[:LONGEST].strip(" .")
    return f"{name} notes" if _RESERVED.match(name) else name or "notes"
