"""Decisions into a lock: nothing else of it changes, and no fact is made."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cribdeck.identity.keys import make_key
from cribdeck.identity.lock import Entry, Lock, LockRow
from cribdeck.identity.match import match
from cribdeck.identity.remember import put_back, set_aside
from cribdeck.identity.rows import Row, Rows, find_rows
from cribdeck.identity.tree import NOWHERE
from cribdeck.model import Statement
from cribdeck.outputs.page.decided import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """What is now decided of one part of a statement; an empty decision takes the old one back."""

    nth: int
    """Which statement it is."""
    part: str
    guid: str
    """Of its fact, if it has one."""
    decision: Decision


def with_decisions(
    lock: Lock | None, statements: Sequence[Statement], decided: Sequence[Decided], unread: Collection[str] = ()
) -> Lock:
    """The lock with these decisions at the facts they are about, or at the rows of their statements.

    A statement that the lock does not know yet gets a row, so that the next build finds the decision; a file that it
    does not know gets all its rows, since statements are found again by their neighbours.
    """
    lock = lock or Lock("")
    rows = find_rows(statements)
    old, kept = set_aside(lock.rows, unread)
    owners = {entry.guid: index for index, row in enumerate(old) for entry in row.entries if entry.guid}
    found = match([row.row for row in old], rows.rows, cache(make_key)).found
    partners = {new: one.old for new, one in found.items()}
    changed = list(old)
    missing: dict[int, list[Decided]] = {}
    for each in decided:
        place = rows.places[each.nth]
        index = owners.get(each.guid, partners.get(place, NOWHERE))
        if index == NOWHERE or not (each.decision or _has_part(changed[index], each.part)):
            index = _decided_before(changed, rows.rows[place], each.part, default=index)
        if index != NOWHERE:
            changed[index] = _decided(changed[index], each)
        elif each.decision:
            missing.setdefault(place, []).append(each)
    return replace(lock, rows=put_back(tuple(_with_missing(changed, rows, partners, missing)), kept))


def _decided_before(old: Sequence[LockRow], row: Row, part: str, *, default: int) -> int:
    """The row of an earlier decision about the same words: of repeated lines nobody can tell which is which."""
    return next(
        (nth for nth, other in enumerate(old) if other.row == row and _has_part(other, part, alone=True)), default
    )


def _has_part(row: LockRow, part: str, *, alone: bool = False) -> bool:
    """Whether the row has a fact or a decision of this part; ``alone``: a decision without a fact."""
    return any(entry.part == part and not (alone and entry.guid) for entry in row.entries)


def _decided(row: LockRow, decided: Decided) -> LockRow:
    """The row with the decision at the fact or, if it has none of this part, on its own."""
    owner = _owner(row, decided)
    entries = [
        replace(entry, decision={}) if entry.part == decided.part and nth != owner else entry
        for nth, entry in enumerate(row.entries)
    ]
    if owner is None:
        entries.append(Entry(part=decided.part, decision=decided.decision))
    else:
        entries[owner] = replace(entries[owner], decision=decided.decision)
    return replace(row, entries=tuple(entry for entry in entries if entry.guid or entry.decision))


def _owner(row: LockRow, decided: Decided) -> int | None:
    """Which entry the decision belongs to: that of the fact, else the first of its part."""
    own = [nth for nth, entry in enumerate(row.entries) if entry.guid and entry.guid == decided.guid]
    same = [nth for nth, entry in enumerate(row.entries) if entry.part == decided.part]
    return next(iter([*own, *same]), None)


def _with_missing(
    old: Sequence[LockRow], rows: Rows, partners: Mapping[int, int], missing: Mapping[int, Sequence[Decided]]
) -> Iterator[LockRow]:
    """The old rows, each followed by what is new behind it, and the files that are new."""
    behind: dict[int, list[LockRow]] = {}
    fresh: list[LockRow] = []
    for start, end in _files(rows):
        places = [place for place in range(start, end) if place in missing]
        if start not in partners and places:
            fresh += [_row(rows, place, missing) for place in range(start, end) if place not in partners]
            continue
        for place in places:
            before = next((partners[one] for one in range(place, start - 1, -1) if one in partners), NOWHERE)
            behind.setdefault(before, []).append(_row(rows, place, missing))
    for index, row in enumerate(old):
        yield row
        yield from behind.get(index, ())
    yield from fresh


def _row(rows: Rows, place: int, missing: Mapping[int, Sequence[Decided]]) -> LockRow:
    row = LockRow(rows.rows[place])
    for each in missing.get(place, ()):
        row = _decided(row, each)
    return row


def _files(rows: Rows) -> Iterator[tuple[int, int]]:
    """Where the rows of each file start and end."""
    starts = [nth for nth, row in enumerate(rows.rows) if row.kind == "file"]
    return zip(starts, [*starts[1:], len(rows.rows)], strict=True)
