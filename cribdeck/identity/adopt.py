"""Adopting: a lock from an earlier deck, when the lock is lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cribdeck.identity.choice import choice_of
from cribdeck.identity.guid import make_guid
from cribdeck.identity.keys import make_key
from cribdeck.identity.lock import Choice, Entry, Lock, LockRow, Retired
from cribdeck.identity.match import match
from cribdeck.identity.rows import Row, find_rows, plain
from cribdeck.model import Candidate, NoteType, Statement


@dataclass(frozen=True, slots=True)
class DeckNote:
    """What a note of an earlier deck says, as plain text."""

    guid: str
    note_type: NoteType
    question: str
    """The front; of a cloze, the whole text."""
    answers: tuple[str, ...] = ()
    """The rows of the back; of a cloze, nothing."""
    clozes: Mapping[int, str] = field(default_factory=dict)
    topic: str = ""
    mod: int = 0
    created: int = 0

    @property
    def said(self) -> str:
        return " ".join((self.question, *self.answers))


_Found = dict[int, list[tuple[DeckNote, Candidate]]]
"""For the index of a statement, the notes that are made of it, and how each asks it."""


def adopt(
    notes: Sequence[DeckNote],
    statements: Sequence[Statement],
    candidates: Sequence[Sequence[Candidate]],
    *,
    namespace: str,
    now: int,
    deck: str = "",
) -> Lock:
    """The lock of the build that wrote these notes, as far as they can be told from the notes as they are now.

    A note is known by its GUID if its text was never edited, else by its question, else by likeness. What is not found
    stands in the lock as retired, so that no GUID is given twice and a text that comes back is known.
    """
    found: _Found = {nth: [] for nth in range(len(statements))}
    left = _take(found, notes, _by_guid(statements, candidates, namespace))
    left = _take(found, left, _by_question(candidates, cache(make_key)))
    left = _take(found, left, _by_likeness(left, statements, candidates, found))
    rows = find_rows(statements)
    places = {place: nth for nth, place in enumerate(rows.places)}
    entries = {place: tuple(_entry(note, candidate) for note, candidate in found[nth]) for place, nth in places.items()}
    lock_rows = tuple(LockRow(row, entries.get(index, ())) for index, row in enumerate(rows.rows))
    return Lock(namespace, deck, rows=lock_rows, retired=tuple(_retired(note, now) for note in left))


_Place = tuple[int, Candidate]
"""The index of a statement, and a way to ask it."""

_Search = Callable[[DeckNote], Iterator[_Place]]


def _take(found: _Found, notes: Sequence[DeckNote], search: _Search) -> list[DeckNote]:
    """Note down what the search finds; what is left over comes back. A statement has one note a type and part."""
    left = []
    for note in notes:
        free = (place for place in search(note) if not _is_taken(found, place))
        place = next(free, None)
        if place is None:
            left.append(note)
        else:
            found[place[0]].append((note, place[1]))
    return left


def _is_taken(found: _Found, place: _Place) -> bool:
    nth, candidate = place
    taken = ((other.note_type, other.part) for _, other in found[nth])
    return (candidate.note_type, candidate.part) in taken


def _by_guid(statements: Sequence[Statement], candidates: Sequence[Sequence[Candidate]], namespace: str) -> _Search:
    """By the GUID that the statement would get if it were new."""
    places: dict[str, list[_Place]] = {}
    for nth, statement in enumerate(statements):
        for candidate in candidates[nth]:
            guid = make_guid(namespace, candidate.note_type, statement.label, plain(statement.text), candidate.part)
            places.setdefault(guid, []).append((nth, candidate))
    return lambda note: iter(places.get(note.guid, ()))


def _by_question(candidates: Sequence[Sequence[Candidate]], key_of: Callable[[str], str]) -> _Search:
    """By the same question of the same type; where that is asked twice, by the same topic."""
    places: dict[tuple[str, str], list[_Place]] = {}
    for nth, ones in enumerate(candidates):
        for candidate in ones:
            places.setdefault((candidate.note_type, key_of(candidate.prompt.plain)), []).append((nth, candidate))

    def search(note: DeckNote) -> Iterator[_Place]:
        same = places.get((note.note_type, key_of(note.question)), [])
        here = [place for place in same if key_of(note.topic) in {key_of(label) for label in place[1].topic}]
        statements = {nth for nth, _ in same}
        yield from here or (same if len(statements) == 1 else ())

    return search


def _by_likeness(
    notes: Sequence[DeckNote],
    statements: Sequence[Statement],
    candidates: Sequence[Sequence[Candidate]],
    found: _Found,
) -> _Search:
    """By what is said, question and answer together, as any edited text is found again."""
    free = [nth for nth in range(len(statements)) if candidates[nth] and not found[nth]]
    asked = [candidates[nth][0] for nth in free]
    new = [Row("statement", " ".join((one.prompt.plain, *_answers(one)))) for one in asked]
    old = [Row("statement", note.said) for note in notes]
    matched = match([Row("file", "deck"), *old], [Row("file", "deck"), *new]).found
    places = {
        notes[found.old - 1].guid: (free[row - 1], asked[row - 1])
        for row, found in matched.items()
        if row > 0 and notes[found.old - 1].note_type == asked[row - 1].note_type
    }
    return lambda note: iter([places[note.guid]] if note.guid in places else [])


def _answers(candidate: Candidate) -> tuple[str, ...]:
    return () if candidate.note_type == "cloze" else candidate.asked


def _entry(note: DeckNote, candidate: Candidate) -> Entry:
    """What the lock would hold of it. The hash is not known, so the next build writes the note afresh."""
    hidden = tuple(note.clozes.values()) if note.clozes else choice_of(candidate).hidden
    return Entry(
        note.guid,
        note.note_type,
        candidate.part,
        Choice(candidate.kind, hidden),
        dict(note.clozes),
        mod=note.mod,
        created=note.created,
    )


def _retired(note: DeckNote, now: int) -> Retired:
    entry = Entry(
        note.guid,
        note.note_type,
        clozes=dict(note.clozes),
        mod=note.mod,
        created=note.created,
        state="retired",
        retired=now,
    )
    return Retired(entry, note.said, note.topic)
