"""Unsure: a fact that is gone, and what may be it now: for the user to say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cribdeck.identity.drafts import MUCH_CHANGED, Draft
from cribdeck.identity.history import Histories
from cribdeck.identity.match import Doubt
from cribdeck.identity.nearness import Near
from cribdeck.identity.retire import Gone
from cribdeck.identity.rows import plain
from cribdeck.model import NoteType, Source, Statement

_WORTH_A_LOOK: Mapping[Near, float] = {Near.GAP: 0.0, Near.BESIDE: 0.1, Near.PARENT: 0.2}
_WORTH_A_LOOK_ELSEWHERE = 0.4
"""How alike an old fact and a new one must be to ask the user about them, by how near they stand. Where one went and
one came between the same two lines, the words may have nothing in common."""

_WORTH_A_LOOK_UNASKED = 0.2
"""The same for a line that nothing asks."""

_MOST = 3
"""How many new ones the user is asked for an old one."""

_NEARLY_AS_GOOD = 0.5
"""Away from the place of an old fact: how much of the likeness of the best one another must have to be shown."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """An old fact and a new one that may be the same: for the user to say."""

    old: str
    """The GUID with the history."""
    new: str
    """The GUID that the new text got; the same as ``old`` if it was taken for the old fact, none if nothing asks it."""
    was: str
    text: str
    source: Source
    score: float
    taken: bool = False
    other_type: NoteType | None = None
    """The type of the new note where it is another one: Anki turns none into the other."""


def find_unsure(
    statements: Sequence[Statement], drafts: Sequence[Draft], gone: Iterable[Gone], histories: Histories
) -> Iterator[Unsure]:
    """For each fact that this build lost, the new facts and the new lines that it may be, those in its place first."""
    gone = list(gone)
    if not gone:
        return
    new = _Asked(drafts)
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in filter(_is_worth_a_look, histories.doubts):
        doubts[doubt.old].append(doubt)
    told = {draft.replaces.guid for draft in drafts if draft.replaces}
    for one in gone:
        here: list[Unsure] = []
        elsewhere: list[Unsure] = []
        for doubt in _best(doubts.get(one.row, ())):
            nth = histories.places.get(doubt.new)
            if nth is not None:
                found = here if doubt.near >= Near.PARENT else elsewhere
                found += _may_be(one, doubt.score, statements[nth], new.of(statements[nth]))
        if one.line and one.sure < MUCH_CHANGED and one.entry.guid not in told:
            here += _may_be(one, one.sure, one.line, new.of(one.line))
        yield from _shown(here, elsewhere)


def _shown(here: Sequence[Unsure], elsewhere: Sequence[Unsure]) -> list[Unsure]:
    """Those that `relink` can settle, and what stands in the place though it cannot; only where that is all, the rest.

    What stands elsewhere must be more like the old fact than all that stands in its place.
    """
    alike = max((one.score for one in here), default=0.0)
    found = [*here, *(one for one in elsewhere if one.score > alike)]
    settling = [one for one in found if _is_settling(one)]
    in_place = [one for one in here if not _is_settling(one) and one.score >= _WORTH_A_LOOK_UNASKED]
    return ([*settling, *in_place] or found)[:_MOST]


def _is_settling(one: Unsure) -> bool:
    return bool(one.new) and not one.other_type


class _Asked:
    """What is asked of a statement or, if that is nothing, of the item that it is a part of."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._of: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self._of[id(draft.fact.statement)].append(draft)
            self._of[id(draft.fact.statement.item)].append(draft)

    def of(self, statement: Statement) -> Sequence[Draft]:
        return self._of.get(id(statement), self._of.get(id(statement.item), []))


def _is_worth_a_look(doubt: Doubt) -> bool:
    return doubt.score >= _WORTH_A_LOOK.get(doubt.near, _WORTH_A_LOOK_ELSEWHERE)


def _best(doubts: Sequence[Doubt]) -> Iterator[Doubt]:
    """All that stand in the place, and of the others those that come near the best."""
    least = _NEARLY_AS_GOOD * max((doubt.score for doubt in doubts), default=0.0)
    return (doubt for doubt in doubts if doubt.near == Near.GAP or doubt.score >= least)


def _may_be(one: Gone, likeness: float, statement: Statement, drafts: Iterable[Draft]) -> Iterator[Unsure]:
    text, score, asked = plain(statement.text), round(likeness, 2), False
    for draft in drafts:
        asked, guid, note_type = True, draft.fact.guid, draft.fact.candidate.note_type
        if draft.entry is None:
            other = note_type if note_type != one.entry.type else None
            yield Unsure(one.entry.guid, guid, one.text, text, statement.source, score, other_type=other)
    if not asked and likeness >= _WORTH_A_LOOK_UNASKED:
        yield Unsure(one.entry.guid, "", one.text, text, statement.source, score)


def marks_of(found: Iterable[Unsure]) -> dict[str, list[tuple[str, float]]]:
    """What the lock keeps of those that `relink` can settle: for an old GUID the new ones, with scores."""
    marks: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for one in found:
        if _is_settling(one):
            marks[one.old].append((one.new, one.score))
    return marks
