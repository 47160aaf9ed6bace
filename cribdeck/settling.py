"""Settling by hand what a build is unsure of: only the lock is written."""

from pathlib import Path

from cribdeck.commit import commit, locked, staged
from cribdeck.errors import CribdeckError
from cribdeck.identity.adopt import Card
from cribdeck.identity.adopt import adopt as adopt_cards
from cribdeck.identity.lock import Lock, format_lock
from cribdeck.identity.relink import find_guid, speak, spoke, undo_relink, unspeak
from cribdeck.identity.relink import relink as link_facts
from cribdeck.identity.rows import plain
from cribdeck.keeping import Keeping, find_keeping
from cribdeck.making import Made, make
from cribdeck.model import Fact, Source, Statement
from cribdeck.options import BuildOptions
from cribdeck.outputs.earlier import EarlierNote, read_deck
from cribdeck.reading import read_study
from cribdeck.study import Study


def relink(options: BuildOptions, old: str, new: str, *, undo: bool = False) -> str:
    """Give the text of one fact the history of another, or take that back; what was done, in a line.

    Both are named by the first letters of their GUID or by ``file:line``.
    """
    keeping = find_keeping(options)
    if keeping.lock is None or not keeping.lock.is_file():
        raise CribdeckError(f"{keeping.lock or options.notes}: there is no lock yet. Build first.")
    with locked(keeping.lock.parent):
        lock = keeping.old_lock() or Lock("")
        found = read_study(options, keeping)
        made = make(found, options, keeping)
        one = _guid_of(old, lock, made)
        if undo:
            _write(_unlinked(lock, made, one, new, options.now), keeping)
            return "Taken back. The next build puts it into the deck."
        line = _unasked_line(new, found, made)
        if line is not None:
            _write(_tied(lock, made, one, line), keeping)
            return f"{new} has the history of {one[:8]}. It is back in the deck as soon as that line is asked."
        other = _guid_of(new, lock, made)
        _write(_linked(lock, made, one, other), keeping)
    return f"The text of {other[:8]} has the history of {one[:8]} now. The next build puts it into the deck."


def adopt(options: BuildOptions, deck: Path) -> str:
    """Make a lock from an earlier deck where the lock is lost; what was found, in a line."""
    keeping = find_keeping(options)
    if keeping.lock is None or keeping.lock.exists():
        raise CribdeckError(f"{keeping.lock}: there is a lock already. Take it away if it is the wrong one.")
    earlier = [note for note in read_deck(deck) if not note.retired]
    if not earlier:
        raise CribdeckError(f"{deck}: holds no note that cribdeck made.")
    with locked(keeping.lock.parent):
        found = read_study(options, keeping)
        made = make(found, options, keeping)
        old = [_earlier(each) for each in earlier]
        adopted = adopt_cards(made.identified.lock, [_card(fact) for fact in made.facts], old, when=options.now)
        _write(adopted.lock, keeping)
    return (
        f"Wrote {keeping.lock}. Of the deck's notes, {adopted.same} as they were, {adopted.alike} found again by what "
        f"they say, {adopted.lost} not found. `cribdeck plan` shows what the next build does."
    )


def _earlier(note: EarlierNote) -> Card:
    return Card(note.guid, note.note_type, note.shown, note.front, note.topic, note.mod, note.clozes)


def _card(fact: Fact) -> Card:
    candidate = fact.candidate
    front = " ".join(candidate.prompt.words)
    topic = candidate.topic[-1] if candidate.topic else ""
    if candidate.note_type == "cloze":
        return Card(fact.guid, candidate.note_type, front, topic=topic)
    return Card(fact.guid, candidate.note_type, f"{front} {' '.join(candidate.asked)}", front, topic)


def _linked(lock: Lock, made: Made, one: str, other: str) -> Lock:
    if one == other:
        same = next((fact for fact in made.facts if fact.guid == one and fact.status == "replaced"), None)
        if same is not None:  # a cloze note that goes on with new cards keeps its old ones
            return speak(lock, one, plain(same.statement.text))
    if other in lock.guids:
        return link_facts(lock, one, other)
    types = {entry.guid: entry.type for entry in (*lock.entries, *(gone.entry for gone in lock.retired))}
    asked = next(fact for fact in made.facts if fact.guid == other)
    if types[one] != asked.candidate.note_type:
        raise CribdeckError(
            f"{other}: this would be a note of type {asked.candidate.note_type}, {one} is of type {types[one]}; "
            "Anki turns none into the other."
        )
    return _tied(lock, made, one, asked.statement)


def _tied(lock: Lock, made: Made, one: str, line: Statement) -> Lock:
    if any(fact.guid == one and fact.status != "new" for fact in made.facts):
        raise CribdeckError(f"{one}: this fact stands in the notes still. Build first, then relink the two.")
    return speak(lock, one, plain(line.text))


def _unasked_line(name: str, found: Study, made: Made) -> Statement | None:
    """The one statement on that line of the notes, if no fact stands there."""
    file, colon, line = name.rpartition(":")
    if not colon or not line.isdigit() or any(_is_on(fact.statement.source, file, int(line)) for fact in made.facts):
        return None
    here = [one for one in found.statements if _is_on(one.source, file, int(line))]
    return here[0] if len(here) == 1 else None


def _is_on(source: Source, file: str, line: int) -> bool:
    return source.file == file and source.first <= line <= source.last


def _unlinked(lock: Lock, made: Made, one: str, new: str, now: int) -> Lock:
    if one in lock.guids and spoke(lock, one):
        return unspeak(lock, one)  # no build was made since: the new text has the old GUID, its own is no more
    return undo_relink(lock, one, _guid_of(new, lock, made), now)


def _guid_of(name: str, lock: Lock, made: Made) -> str:
    """The GUID that starts like this, or of the one fact on that line of the notes."""
    file, colon, line = name.rpartition(":")
    if colon and line.isdigit():
        return _guid_on(file, int(line), made)
    new = sorted(fact.guid for fact in made.facts if fact.guid.startswith(name.lower()))
    return new[0] if len(new) == 1 and new[0] not in lock.guids else find_guid(lock, name)


def _guid_on(file: str, line: int, made: Made) -> str:
    here = list(dict.fromkeys(fact.guid for fact in made.facts if _is_on(fact.statement.source, file, line)))
    if len(here) != 1:
        raise CribdeckError(f"{file}:{line}: {len(here)} facts stand on that line. `cribdeck plan` shows their GUIDs.")
    return here[0]


def _write(lock: Lock, keeping: Keeping) -> None:
    assert keeping.lock is not None
    entry = staged(keeping.lock)
    entry.temporary.write_text(format_lock(lock), encoding="utf-8", newline="\n")
    commit([entry], keeping.lock.parent)
