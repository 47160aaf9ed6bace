"""The note types as they look in these notes, dated: Anki takes over templates and style only when their ``mod`` grew.

The shipped look has its release's date. A look of the user's own changes when the user changes it, so the lock
remembers which one the last deck had and since when.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

from cribdeck.identity.lock import Lock
from cribdeck.model import NoteType
from cribdeck.outputs.note_types import RELEASED, AnkiNoteType, note_types

TEMPLATES = "templates"
"""The key of the lock's first line that says which look the last deck had, and since when: ``hash`` and ``mod``."""

NoteTypes = Mapping[NoteType, AnkiNoteType]


def dated_note_types(own: Path | None, lock: Lock, now: int) -> tuple[NoteTypes, Lock]:
    """The note types with the user's own templates, if there are any, and the lock that remembers their date.

    Once there were some, taking them away is a change of its own.
    """
    types, known = note_types(own), lock.extra.get(TEMPLATES)
    was: Mapping[str, object] = known if isinstance(known, dict) else {}
    if own is None and not was:
        return types, lock
    look, mod = _look(types), was.get("mod")
    changed = mod if isinstance(mod, int) else RELEASED
    if look != was.get("hash"):
        changed = max(changed + 1, now)
    remembered = {**lock.extra, TEMPLATES: {"hash": look, "mod": changed}}
    return note_types(own, changed=changed), replace(lock, extra=remembered)


def _look(types: NoteTypes) -> str:
    shown = [[asdict(template) for template in one.templates] + [one.css] for one in types.values()]
    return sha256(json.dumps(shown, sort_keys=True).encode("ascii")).hexdigest()[:16]
