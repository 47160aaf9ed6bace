"""Retiring: facts that are gone are remembered, and after a while handed out as tombstones."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from cribdeck.identity.lock import LINKED, Entry, Lock, Retired
from cribdeck.identity.tree import NOWHERE
from cribdeck.model import NoteType, Statement

UNSURE = "unsure"
"""The key of a retired line that names the new facts that it may be, with scores: ``[["guid", 0.41]]``."""

LET_GO = "let go"
"""The key of a retired line that ``--renew`` has given up: it is not recalled."""

_DAY = 24 * 60 * 60
_PATIENCE, _LONG_GONE = 7 * _DAY, 90 * _DAY
"""Removing a card in Anki destroys its history, so a fact must be gone for a week before its tombstone is handed out;
after three months whoever wanted it has it."""

_HARDLY = 0.3
"""Likeness below which a doubt lapses after that week: what has nothing in common need not be settled by hand."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A fact that this build retires."""

    entry: Entry
    text: str
    topic: str
    """The text that it stood below."""
    why: str
    row: int = NOWHERE
    """Where it stood in the old notes."""
    let_go: bool = False
    """Its line is there, and ``--renew`` asks it no more."""
    line: Statement | None = None
    """What stands in the notes still, though this is not asked of it."""
    sure: float = 1.0
    """How sure it is that this line is the one that it was."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A note of the retired package: it tells Anki that its cards are empty."""

    guid: str
    note_type: NoteType
    text: str
    topic: str
    mod: int
    created: int


def retire(lock: Lock, gone: Iterable[Gone], live: Set[str], now: int) -> tuple[Retired, ...]:
    """All retired facts: those of before that were not revived, and those that are gone now."""
    before = (one for one in lock.retired if one.entry.guid not in live)
    retired = (Retired(_retired(one, now), one.text, one.topic) for one in gone)
    return tuple(sorted((*before, *retired), key=lambda one: one.entry.guid))


def _retired(gone: Gone, now: int) -> Entry:
    entry = gone.entry
    extra = {**entry.extra, LET_GO: True} if gone.let_go else entry.extra
    return replace(entry, state="retired", retired=now, mod=max(entry.mod + 1, now), decision={}, extra=extra)


def mark_unsure(
    retired: Sequence[Retired], doubts: Mapping[str, Sequence[tuple[str, float]]], live: Set[str], now: int
) -> tuple[Retired, ...]:
    """The retired facts, each with the new facts that it may be as long as those live and the doubt stands."""
    return tuple(_marked(one, doubts.get(one.entry.guid, unsure_of(one)), live, now) for one in retired)


def _marked(one: Retired, doubts: Iterable[tuple[str, float]], live: Set[str], now: int) -> Retired:
    extra = {key: value for key, value in one.entry.extra.items() if key != UNSURE}
    least = _HARDLY if now - one.entry.retired >= _PATIENCE else 0.0
    marks = [[guid, score] for guid, score in doubts if guid in live and score >= least]
    if marks:
        extra[UNSURE] = marks
    return one if extra == one.entry.extra else replace(one, entry=replace(one.entry, extra=extra))


def unsure_of(one: Retired) -> tuple[tuple[str, float], ...]:
    """The new facts that a retired one may be, with scores."""
    marks = one.entry.extra.get(UNSURE)
    if not isinstance(marks, list):
        return ()
    return tuple((str(mark[0]), float(mark[1])) for mark in marks if isinstance(mark, list) and len(mark) == 2)


def find_tombstones(retired: Iterable[Retired], now: int, *, retire_now: bool) -> tuple[Tombstone, ...]:
    """The notes of the retired package: gone for a week and not in doubt, or all of them at once if asked for."""
    return tuple(
        Tombstone(one.entry.guid, one.entry.type, one.text, one.topic, one.entry.mod, one.entry.created)
        for one in retired
        if _is_due(one, now, retire_now=retire_now)
    )


def changes_of(retired: Iterable[Retired]) -> tuple[int, ...]:
    """The moments at which `find_tombstones` gives something else, in seconds since 1970."""
    return tuple(one.entry.retired + age for one in retired for age in (_PATIENCE, _LONG_GONE + 1))


def _is_due(one: Retired, now: int, *, retire_now: bool) -> bool:
    age = now - one.entry.retired
    open_ = LINKED in one.entry.extra or bool(unsure_of(one))
    return age <= _LONG_GONE and (retire_now or (age >= _PATIENCE and not open_))
