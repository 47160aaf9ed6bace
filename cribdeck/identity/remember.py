"""Remembering: the rows of the new lock, out of the rows of the notes and the facts that were made of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from cribdeck.identity.choice import PROPOSAL, choice_of, wording_of
from cribdeck.identity.drafts import Draft
from cribdeck.identity.history import History
from cribdeck.identity.instead import INSTEAD, record_of
from cribdeck.identity.lock import LINKED, Entry, LockRow
from cribdeck.identity.retire import LET_GO, UNSURE
from cribdeck.identity.rows import Rows

WAS = "was"
"""The key of a lock line that was taken for an old one, by a build that was not certain or by hand: the old text."""

SPOKE = "speaks"
"""The key of a fact whose text was put in place of its own by hand: the text and the time stamp it had before."""


def remember(
    rows: Rows,
    drafts: Sequence[Draft],
    histories: Sequence[History],
    extras: Mapping[int, Mapping[str, object]],
) -> tuple[LockRow, ...]:
    """A lock row for each row of the notes, with its facts, and with decisions about what is no fact."""
    by_statement: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_statement[draft.nth].append(draft)
    entries = {place: tuple(_entries(by_statement[nth], histories[nth])) for nth, place in enumerate(rows.places)}
    return tuple(LockRow(row, entries.get(index, ()), extras.get(index, {})) for index, row in enumerate(rows.rows))


def _entries(drafts: Sequence[Draft], history: History) -> Iterator[Entry]:
    yield from map(_entry, drafts)
    parts = {draft.fact.candidate.part for draft in drafts}
    for entry in history.entries:
        if entry.decision and entry.part not in parts:
            parts.add(entry.part)
            yield Entry(part=entry.part, decision=entry.decision, extra={} if entry.guid else entry.extra)


def _entry(draft: Draft) -> Entry:
    fact, entry = draft.fact, draft.entry
    extra = (
        {key: value for key, value in entry.extra.items() if key not in (PROPOSAL, UNSURE, LET_GO, LINKED)}
        if entry
        else {}
    )
    spoken = extra.pop(SPOKE, None)
    if isinstance(spoken, Mapping) and entry and LINKED in entry.extra:
        extra[WAS] = str(spoken.get("was", ""))
    elif draft.was:
        extra.pop(WAS, None)
        if draft.history.found and draft.history.found.doubtful:
            extra[WAS] = draft.was
    if fact.unsure:
        extra[PROPOSAL] = True
    if draft.chosen.instead:
        extra.setdefault(INSTEAD, record_of(draft.chosen.instead))
    return Entry(
        guid=fact.guid,
        type=fact.candidate.note_type,
        part=fact.candidate.part,
        choice=choice_of(draft.chosen.candidate),
        wording=wording_of(draft.chosen.candidate),
        clozes=draft.clozes,
        hash=draft.hash,
        mod=fact.mod,
        created=fact.created,
        decision=draft.chosen.decision,
        extra=extra,
    )


# --- files that were not read -----------------------------------------------


def set_aside(rows: Sequence[LockRow], unread: Collection[str]) -> tuple[list[LockRow], list[list[LockRow]]]:
    """The rows of files that were read or exist no more, and, file by file, those of files that were not read."""
    read: list[LockRow] = []
    kept: list[list[LockRow]] = []
    for block in _by_file(rows):
        first = block[0].row
        if first.kind == "file" and first.text in unread:
            kept.append(block)
        else:
            read.extend(block)
    return read, kept


def put_back(rows: Sequence[LockRow], kept: Sequence[list[LockRow]]) -> tuple[LockRow, ...]:
    """All rows, those of each unread file before the first file with a later name."""
    blocks = _by_file(rows)
    for block in kept:
        name = block[0].row.text
        later = (nth for nth, other in enumerate(blocks) if other[0].row.text > name)
        blocks.insert(next(later, len(blocks)), block)
    return tuple(row for block in blocks for row in block)


def _by_file(rows: Sequence[LockRow]) -> list[list[LockRow]]:
    blocks: list[list[LockRow]] = []
    for row in rows:
        if row.row.kind == "file" or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    return blocks
