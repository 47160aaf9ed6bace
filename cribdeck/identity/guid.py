"""GUIDs: made once from what a fact says and where it stands, the same on every machine."""

import base64
import hashlib
import unicodedata

from cribdeck.model import NoteType

_RECIPE = "1"
"""Raised if the recipe ever changes, so that no new GUID can equal an old one of another meaning."""

_SEPARATOR = "\x1f"

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))


def make_guid(namespace: str, note_type: NoteType, topic: str, text: str, part: str = "", nth: int = 1) -> str:
    """Thirteen characters that Anki knows the note by.

    ``topic`` is the nearest label, ``text`` the statement's; both may differ in case, quotes and white space without
    another GUID coming of it. ``part`` tells two notes of one statement and type apart, ``nth`` counts among equals.
    """
    recipe = (_RECIPE, namespace, note_type, normal(topic), normal(text), part, str(nth))
    digest = hashlib.sha256(_SEPARATOR.join(recipe).encode()).digest()
    return base64.b32encode(digest[:8]).decode().rstrip("=").lower()


def normal(text: str) -> str:
    """The text as a GUID sees it: NFC, quotes straightened, white space folded, case folded."""
    folded = unicodedata.normalize("NFC", text).translate(_QUOTES).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())  # the separator is white space: it goes too
