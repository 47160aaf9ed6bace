"""Halves: a fact goes with the half of a split line that says what it asks, and into the line that took its own in.

Matching pairs lines one to one. This is about the other half: it gets a history only from the line that it was part
of, only if it has none, and only where the very same is asked of it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from cribdeck.facts.words import words_for
from cribdeck.identity.choice import choice_of
from cribdeck.identity.history import Histories, History, Orphan
from cribdeck.identity.keys import FUNCTION_WORDS, is_informative, make_key, split_tokens
from cribdeck.identity.lock import Entry
from cribdeck.identity.match import Found
from cribdeck.identity.nearness import Near
from cribdeck.identity.recall import recall
from cribdeck.identity.rows import Row
from cribdeck.model import Candidate, Statement

_MOST = 0.75
"""How much of each half must have been said by the whole."""

_NEARLY_ALL = 0.9
"""Below that much, the new half may be another fact: worth a look."""

_REACH = 3
"""How many lines away a half may stand."""

_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Halves:
    """The lines of the notes, and what is known of each."""

    statements: Sequence[Statement]
    candidates: Sequence[Sequence[Candidate]]
    histories: Histories
    langs: Mapping[str, str]
    off: Collection[str]

    def follow(self) -> Histories:
        """The histories, with every fact of a line that was split or merged where it is asked now."""
        owned = list(self.histories.of)
        for nth, entry, half in self._splits():
            whole = owned[nth]
            if whole.found and _is_new(owned[half]):
                doubtful = _share(self._text(half), whole.text) < _NEARLY_ALL
                found = Found(whole.found.old, "like", _SURE, Near.BESIDE, doubtful)
                owned[nth] = replace(whole, entries=tuple(one for one in whole.entries if one is not entry))
                owned[half] = History((entry,), whole.text, found)
        joined: set[str] = set()
        for orphan, nth in self._merges():
            into = owned[nth]
            guest = replace(orphan.entry, part=f"merged {orphan.entry.guid}")
            merged = {**into.merged, guest.guid: orphan.text}
            owned[nth] = replace(into, entries=(*into.entries, guest), merged=merged)
            joined.add(orphan.entry.guid)
        left = tuple(orphan for orphan in self.histories.orphans if orphan.entry.guid not in joined)
        return replace(self.histories, of=tuple(owned), orphans=left)

    def _splits(self) -> Iterator[tuple[int, Entry, int]]:
        """Facts that their line does not say any more, and the new line beside it that does."""
        for nth, history in enumerate(self.histories.of):
            for entry in history.entries if _is_edited(history) else ():
                if entry.guid and not self._asks(nth, entry, history.text, exactly=False):
                    half = next((one for one in self._beside(nth) if self._is_half(one, nth, entry)), None)
                    if half is not None:
                        yield nth, entry, half

    def _is_half(self, half: int, nth: int, entry: Entry) -> bool:
        whole = self.histories.of[nth].text
        if not _is_new(self.histories.of[half]) or min(_share(self._text(one), whole) for one in (nth, half)) < _MOST:
            return False
        return self._asks(half, entry, whole, exactly=True)

    def _beside(self, nth: int) -> Iterator[int]:
        """The lines of the same list around a line, the nearest first, those below it before those above."""
        parent = self.statements[nth].parent
        for step in range(1, _REACH + 1):
            for other in (nth + step, nth - step):
                if 0 <= other < len(self.statements) and self.statements[other].parent is parent:
                    yield other

    def _merges(self) -> Iterator[tuple[Orphan, int]]:
        """Facts whose line is gone, and the line beside it that says all of it now."""
        places = {
            history.found.old: nth
            for nth, history in enumerate(self.histories.of)
            if _is_edited(history) and history.found
        }
        for orphan in self.histories.orphans if places else ():
            if orphan.entry.state != "live" or not is_informative(make_key(orphan.text)):
                continue
            near = (places[row] for row in _siblings(self.histories.old, orphan.row) if row in places)
            into = next((nth for nth in near if self._says(nth, orphan)), None)
            if into is not None:
                yield orphan, into

    def _says(self, nth: int, orphan: Orphan) -> bool:
        said = f" {make_key(self._text(nth))} "
        return f" {make_key(orphan.text)} " in said and self._asks(nth, orphan.entry, orphan.text, exactly=True)

    def _asks(self, nth: int, entry: Entry, before: str, *, exactly: bool) -> bool:
        """Whether a line can be asked what a fact asks, ``exactly`` if in the same words."""
        hidden = entry.choice.hidden
        if any((one.note_type, choice_of(one).hidden) == (entry.type, hidden) for one in self.candidates[nth]):
            return True
        statement = self.statements[nth]
        words = words_for(self.langs.get(statement.source.file, "en"))
        candidate = recall(entry, before, statement, words, self.off)
        return candidate is not None and (not exactly or choice_of(candidate).hidden == hidden)

    def _text(self, nth: int) -> str:
        return self.statements[nth].text.plain


def _is_edited(history: History) -> bool:
    return history.found is not None and history.found.how in ("like", "block")


def _is_new(history: History) -> bool:
    return history.found is None and not history.entries


def _share(part: str, whole: str) -> float:
    """How much of what a text says another one says, too."""
    tokens = [token for token in split_tokens(make_key(part)) if token not in FUNCTION_WORDS]
    said = set(split_tokens(make_key(whole)))
    return sum(token in said for token in tokens) / len(tokens) if tokens else 0.0


def _siblings(rows: Sequence[Row], row: int) -> Iterator[int]:
    """The rows of the same list around a row, the nearest first, those above it before those below."""
    above = list(_level(rows, range(row - 1, -1, -1), rows[row].depth))
    below = list(_level(rows, range(row + 1, len(rows)), rows[row].depth))
    for step in range(_REACH):
        yield from above[step : step + 1]
        yield from below[step : step + 1]


def _level(rows: Sequence[Row], order: Iterable[int], depth: int) -> Iterator[int]:
    """The next few rows in this order that stand as deep, up to one that stands higher."""
    inside = takewhile(lambda nth: rows[nth].kind == "statement" and rows[nth].depth >= depth, order)
    found = 0
    for nth in inside:
        if rows[nth].depth == depth:
            yield nth
            found += 1
        if found == _REACH:
            return
