"""Histories: for each statement, what the lock remembers of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from cribdeck.identity.choice import choice_of
from cribdeck.identity.guid import normal
from cribdeck.identity.keys import is_informative, make_key
from cribdeck.identity.lock import LINKED, Entry, Lock, LockRow
from cribdeck.identity.match import Doubt, Found, Matched, match
from cribdeck.identity.rows import Row, Rows
from cribdeck.identity.tree import NOWHERE, parent_texts
from cribdeck.model import Candidate, Statement


@dataclass(frozen=True, slots=True)
class History:
    """What one statement was before."""

    entries: tuple[Entry, ...] = ()
    text: str = ""
    """Its text at the last build."""
    found: Found | None = None
    revived: bool = False
    """It was gone, and is back."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """By GUID, for the facts of a line that was merged into this one, what that line said."""

    def text_of(self, entry: Entry) -> str:
        """What the line of one of its facts said at the last build."""
        return self.merged.get(entry.guid, self.text)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A fact whose statement is not there any more."""

    entry: Entry
    text: str
    topic: str
    """The text that it stood below."""
    row: int = NOWHERE
    """Its row in the old notes; a fact retired by an earlier build has none."""


@dataclass(frozen=True)
class Histories:
    """What is remembered of all statements, and what belongs to none of them."""

    of: tuple[History, ...]
    """One a statement, in their order."""
    orphans: tuple[Orphan, ...]
    doubts: tuple[Doubt, ...]
    places: Mapping[int, int]
    """For the row of a statement, the index of the statement."""
    extras: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    """Unknown keys of the lock's lines, by new row."""
    old: Sequence[Row] = ()

    @cached_property
    def parents(self) -> Sequence[str]:
        """For each old row the text that it stood below."""
        return parent_texts(self.old)


def find_histories(
    candidates: Sequence[Sequence[Candidate]], rows: Rows, lock: Lock, old: Sequence[LockRow]
) -> Histories:
    """Match the statements with the old rows; a text that was gone and stands there again gets its facts back.

    ``candidates`` holds those of each statement.
    """
    key_of = cache(make_key)
    old_rows = [row.row for row in old]
    matched = match(old_rows, list(rows.rows), key_of)
    owned = [_history(matched, old, place) for place in rows.places]
    taken = {history.found.old for history in owned if history.found}
    left_over = [nth for nth, row in enumerate(old) if nth not in taken and any(entry.guid for entry in row.entries)]
    parents = parent_texts(old_rows) if left_over else ()
    orphans = [
        Orphan(entry, old_rows[nth].text, parents[nth], nth)
        for nth in left_over
        for entry in old[nth].entries
        if entry.guid
    ]
    retired = [Orphan(one.entry, one.text, one.topic) for one in lock.retired]
    histories, left = _revive(owned, candidates, rows, [*orphans, *retired], old_rows, key_of)
    extras = {new: old[found.old].extra for new, found in matched.found.items() if old[found.old].extra}
    places = {place: nth for nth, place in enumerate(rows.places)}
    return Histories(tuple(histories), tuple(left), matched.doubts, places, extras, old_rows)


def _history(matched: Matched, old: Sequence[LockRow], place: int) -> History:
    found = matched.found.get(place)
    if found is None:
        return History()
    row = old[found.old]
    return History(row.entries, row.row.text, found)


def _revive(
    owned: Sequence[History],
    candidates: Sequence[Sequence[Candidate]],
    rows: Rows,
    orphans: Sequence[Orphan],
    old_rows: Sequence[Row],
    key_of: Callable[[str], str],
) -> tuple[list[History], list[Orphan]]:
    """Give statements without a fact those that said exactly the same: below the same text first, then anywhere."""
    if not orphans:
        return list(owned), []
    parents, old_parents = parent_texts(rows.rows), parent_texts(old_rows)
    by_key: dict[str, list[Orphan]] = defaultdict(list)
    for orphan in orphans:
        by_key[key_of(orphan.text)].append(orphan)
    histories = list(owned)
    used: set[str] = set()
    parted: list[Orphan] = []
    for anywhere in (False, True):
        for nth, place in enumerate(rows.places):
            key, history = key_of(rows.rows[place].text), histories[nth]
            if key not in by_key or not _is_open(history, anywhere=anywhere):
                continue
            wanted = [orphan for orphan in by_key[key] if _may_have(history, candidates[nth], orphan)]
            fitting = _fitting(wanted, parents[place], used, anywhere=anywhere and is_informative(key))
            if fitting:
                histories[nth] = revived(history, fitting)
                used.update(orphan.entry.guid for orphan in fitting)
                parted += _part(history, old_parents)
    return histories, [*(orphan for orphan in orphans if orphan.entry.guid not in used), *parted]


def _is_open(history: History, *, anywhere: bool) -> bool:
    """Whether a statement has no fact yet; what was only found by likeness gives way to the very text in its place."""
    only_alike = history.found is not None and history.found.how == "like" and not anywhere
    return only_alike or not any(entry.guid for entry in history.entries)


def _may_have(history: History, candidates: Sequence[Candidate], orphan: Orphan) -> bool:
    """Whether a line may get a fact that said what it says.

    One that stood there all along, unasked, is another line: it goes on with the fact only as a repetition, of which
    the very same is asked. A line that is new has been compared with all that stood in the notes: it may only be what
    was gone before. What the user has tied to its text, either gets.
    """
    types = {entry.type for entry in history.entries if entry.guid}
    if types:
        return orphan.entry.type in types
    if LINKED in orphan.entry.extra:
        return True
    if history.found is None:
        return orphan.row == NOWHERE
    return history.found.how == "like" or any(_asks(candidate, orphan.entry) for candidate in candidates)


def _asks(candidate: Candidate, entry: Entry) -> bool:
    asked = candidate.note_type, choice_of(candidate).hidden
    return asked == (entry.type, entry.choice.hidden) and entry.wording.front in ("", candidate.prompt.plain)


def _part(history: History, old_parents: Sequence[str]) -> Iterator[Orphan]:
    """The facts that gave way."""
    for entry in history.entries:
        if entry.guid and history.found:
            yield Orphan(entry, history.text, old_parents[history.found.old], history.found.old)


def _fitting(orphans: Iterable[Orphan], parent: str, used: Collection[str], *, anywhere: bool) -> list[Orphan]:
    """The facts of one statement that was gone: of those below the same text, or if need be below one other."""
    free = [orphan for orphan in orphans if orphan.entry.guid not in used]
    topics = dict.fromkeys(orphan.topic for orphan in free)
    here = [topic for topic in topics if make_key(topic) == make_key(parent)] or (list(topics) if anywhere else [])
    fitting = [orphan for orphan in free if here and orphan.topic == here[0]]
    kinds = {(orphan.entry.type, orphan.entry.part): orphan for orphan in reversed(fitting)}
    return [orphan for orphan in fitting if kinds[orphan.entry.type, orphan.entry.part] is orphan]


def revived(history: History, orphans: Sequence[Orphan]) -> History:
    """The history with facts that were gone."""
    decisions = (entry for entry in history.entries if not entry.guid)
    entries = (*decisions, *(orphan.entry for orphan in orphans))
    returned = any(orphan.row == NOWHERE for orphan in orphans)
    return History(entries, orphans[0].text, history.found or Found(orphans[0].row, "text"), returned)


# --- exact repetitions ------------------------------------------------------


def find_repetitions(
    statements: Sequence[Statement], candidates: Sequence[Sequence[Candidate]], histories: Sequence[History]
) -> dict[int, int]:
    """For each statement that only repeats another (same topic, same text, same question), that other one.

    The one that has facts already keeps them; else the first is asked.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for nth, statement in enumerate(statements):
        if candidates[nth]:
            groups[normal(statement.label), normal(statement.text.plain)].append(nth)
    repeats: dict[int, int] = {}
    for group in groups.values():
        owners: list[int] = []
        for nth in sorted(group, key=lambda nth: not any(entry.guid for entry in histories[nth].entries)):
            owner = next((one for one in owners if _ask_the_same(candidates[one], candidates[nth])), None)
            if owner is None:
                owners.append(nth)
            else:
                repeats[nth] = owner
    return repeats


def _ask_the_same(one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
    """Whether the best question is the same, and of the other ways to ask, all that the one with fewer has.

    The first line below a label may answer for the label, too; that makes it no other line than the second.
    """
    ours, theirs = list(map(_question, one)), list(map(_question, other))
    fewer, more = sorted((ours, theirs), key=len)
    return ours[0] == theirs[0] and all(question in more for question in fewer)


def _question(candidate: Candidate) -> tuple[object, ...]:
    return candidate.note_type, candidate.part, candidate.topic, candidate.prompt.plain, candidate.asked
