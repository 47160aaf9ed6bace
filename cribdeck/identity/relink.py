"""Settling what is unsure: giving a text the history of another fact, and taking that back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from rapidfuzz import fuzz

from cribdeck.errors import CribdeckError
from cribdeck.identity.lock import LINKED, Entry, Lock, LockRow, Retired, entry_line, read_entry
from cribdeck.identity.remember import SPOKE, WAS
from cribdeck.identity.tree import parent_texts

RELINKED = "relinked"
"""The key of the fact that lost its text to another: both as they were."""


def find_guid(lock: Lock, prefix: str) -> str:
    """The one GUID, live or retired, that starts like this; CribdeckError if there is none or more than one."""
    found = sorted(guid for guid in lock.guids if guid.startswith(prefix.lower()))
    if not found:
        raise CribdeckError(f"{prefix}: no fact has a GUID that starts like this. `cribdeck plan` shows them.")
    if len(found) > 1 and found[0] != prefix:
        raise CribdeckError(f"{prefix}: {len(found)} facts have a GUID that starts like this. Type more of it.")
    return found[0]


def relink(lock: Lock, old: str, new: str) -> Lock:
    """The lock in which the text of the fact ``new`` has the history of the fact ``old``.

    What ``new`` was is retired in place of ``old``; if ``old`` is live, it is the fact of that text from then on.
    """
    one, other = _find(lock, old), _find(lock, new)
    if old == new:
        raise CribdeckError(f"{old}: this fact has its own history already.")
    if other.state != "live":
        raise CribdeckError(f"{new}: this fact is retired. The text that gets a history must be in the notes.")
    if one.type != other.type:
        raise CribdeckError(
            f"{new}: this note is of type {other.type}, {old} of type {one.type}; Anki turns none into the other."
        )
    record = {"old": old, "new": new, "was": [entry_line(one, {}), entry_line(other, {})]}
    leaver = _moved(other, one)
    if one.state == "live":
        return _changed(lock, {new: _moved(one, other), old: _noted(leaver, record)})
    retired = _retired(lock, old)
    record["text"], record["topic"] = retired.text, retired.topic
    leaver = _noted(replace(leaver, mod=other.mod + 1), record)
    return _changed(lock, {new: _moved(one, other)}, {old: Retired(leaver, _text(lock, new), "")})


def undo_relink(lock: Lock, old: str, new: str, now: int) -> Lock:
    """The lock as it was before ``relink(lock, old, new)``.

    With ``old`` and ``new`` the same, a fact that a build took for an old one is parted from it: its text starts anew,
    the old fact is retired.
    """
    if old == new:
        return _part(lock, old, now)
    heir, leaver = _find(lock, old), _find(lock, new)
    record = leaver.extra.get(RELINKED)
    if not isinstance(record, Mapping) or (record.get("old"), record.get("new")) != (old, new):
        raise CribdeckError(f"{new}: this fact lost no text to {old}. There is nothing to undo.")
    one, other = (read_entry(line) for line in cast(Sequence[Mapping[str, object]], record["was"]))
    if heir.mod != one.mod:
        # A deck was built in between: Anki must take both as changed again.
        one, other = replace(one, mod=heir.mod + 1), replace(other, mod=leaver.mod + 1)
    if one.state == "live":
        return _changed(lock, {old: other, new: one})
    text, topic = str(record.get("text", "")), str(record.get("topic", ""))
    return _changed(lock, {old: other}, {new: Retired(one, text, topic)})


def _part(lock: Lock, guid: str, now: int) -> Lock:
    entry = _find(lock, guid)
    was = entry.extra.get(WAS)
    if entry.state != "live" or not isinstance(was, str):
        raise CribdeckError(f"{guid}: no build was in doubt whether this is that fact. There is nothing to part.")
    extra = {key: value for key, value in entry.extra.items() if key != WAS}
    gone = replace(entry, state="retired", retired=now, mod=max(entry.mod + 1, now), decision={}, extra=extra)
    left = Entry(part=entry.part, decision=entry.decision) if entry.decision else None
    rows = tuple(_with_entries(row, {guid: left}) for row in lock.rows)
    topics = parent_texts([row.row for row in lock.rows])
    topic = next(topics[nth] for nth, row in enumerate(lock.rows) if entry in row.entries)
    return replace(lock, rows=rows, retired=(*lock.retired, Retired(gone, was, topic)))


# --- who has which history --------------------------------------------------


def _moved(history: Entry, place: Entry) -> Entry:
    """The history of one fact in the place of another: what is asked there, and what was decided about it."""
    extra = {key: value for key, value in history.extra.items() if key not in ("unsure", WAS)}
    return replace(
        place,
        guid=history.guid,
        clozes=_numbered(history, place) if place.type == "cloze" else history.clozes,
        hash=history.hash,
        mod=history.mod,
        created=history.created,
        extra=extra,
    )


def _numbered(history: Entry, place: Entry) -> dict[int, str]:
    """The cloze numbers of a history for what another fact hides: those most alike, then in order."""
    free = {number: text for number, text in sorted(history.clozes.items()) if text in history.choice.hidden}
    given: dict[int, str] = {}
    ranked = sorted(
        (-fuzz.ratio(text, part), number, nth)
        for number, text in free.items()
        for nth, part in enumerate(place.choice.hidden)
    )
    numbered: set[int] = set()
    for _, number, nth in ranked:
        if number not in given and nth not in numbered:
            numbered.add(nth)
            given[number] = place.choice.hidden[nth]
    return dict(history.clozes) | given


def _noted(entry: Entry, record: Mapping[str, object]) -> Entry:
    return replace(entry, extra={**entry.extra, RELINKED: dict(record)})


# --- finding and changing lines ---------------------------------------------


def _find(lock: Lock, guid: str) -> Entry:
    entries = (*lock.entries, *(one.entry for one in lock.retired))
    found = next((entry for entry in entries if entry.guid == guid), None)
    if found is None:
        raise CribdeckError(f"{guid}: the lock holds no such fact. `cribdeck plan` shows them.")
    return found


def _retired(lock: Lock, guid: str) -> Retired:
    return next(one for one in lock.retired if one.entry.guid == guid)


def _text(lock: Lock, guid: str) -> str:
    return next(row.row.text for row in lock.rows for entry in row.entries if entry.guid == guid)


def _changed(lock: Lock, live: Mapping[str, Entry], retired: Mapping[str, Retired] | None = None) -> Lock:
    """The lock with other facts in the places of these."""
    retired = retired or {}
    return replace(
        lock,
        rows=tuple(_with_entries(row, live) for row in lock.rows),
        retired=tuple(
            sorted((retired.get(one.entry.guid, one) for one in lock.retired), key=lambda one: one.entry.guid)
        ),
    )


def _with_entries(row: LockRow, changed: Mapping[str, Entry | None]) -> LockRow:
    if not any(entry.guid in changed for entry in row.entries):
        return row
    entries = (changed.get(entry.guid, entry) for entry in row.entries)
    return replace(row, entries=tuple(entry for entry in entries if entry is not None))


# --- before a build -----------------------------------------------------------


def speak(lock: Lock, guid: str, text: str) -> Lock:
    """The lock in which the fact's text is ``text``: the next build finds it again by that.

    This settles a doubt that `plan` shows before the new text has a GUID of its own in the lock, and one about a line
    that nothing asks. The fact goes on with whatever is asked of that line.
    """
    entry = _find(lock, guid)
    if entry.state == "retired":
        retired = _retired(lock, guid)
        spoken = _spoken(entry, retired.text)
        return _with_retired(lock, replace(retired, entry=spoken, text=text))
    row = next(row for row in lock.rows if entry in row.entries)
    return _with_text(lock, guid, _spoken(entry, row.row.text), text)


def _spoken(entry: Entry, was: str) -> Entry:
    return replace(entry, extra={**entry.extra, SPOKE: {"was": was, "mod": entry.mod}, LINKED: True})


def spoke(lock: Lock, guid: str) -> bool:
    """Whether the fact has a text that was given by hand and no build has used yet."""
    record = _find(lock, guid).extra.get(SPOKE)
    return isinstance(record, Mapping) and record.get("mod") == _find(lock, guid).mod


def unspeak(lock: Lock, guid: str) -> Lock:
    """The lock as it was before ``speak``."""
    entry = _find(lock, guid)
    record = cast(Mapping[str, object], entry.extra[SPOKE])
    quiet = replace(entry, extra={key: value for key, value in entry.extra.items() if key not in (SPOKE, LINKED)})
    if entry.state == "retired":
        return _with_retired(lock, replace(_retired(lock, guid), entry=quiet, text=str(record["was"])))
    return _with_text(lock, guid, quiet, str(record["was"]))


def _with_retired(lock: Lock, changed: Retired) -> Lock:
    guid = changed.entry.guid
    return replace(lock, retired=tuple(changed if one.entry.guid == guid else one for one in lock.retired))


def _with_text(lock: Lock, guid: str, entry: Entry, text: str) -> Lock:
    rows = tuple(
        replace(
            row, row=replace(row.row, text=text), entries=tuple(entry if e.guid == guid else e for e in row.entries)
        )
        if any(e.guid == guid for e in row.entries)
        else row
        for row in lock.rows
    )
    return replace(lock, rows=rows)
