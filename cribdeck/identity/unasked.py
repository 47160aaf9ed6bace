"""Unasked: a line that nothing asks any more keeps the facts that it had, and they come back when it is asked again.

- The heart beats **70** times       is asked for 70
- The heart beats many times         nothing asks it: the fact is retired, and its line knows it
- The heart beats **80** times       the same card again
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cribdeck.identity.choice import Choices
from cribdeck.identity.drafts import Draft
from cribdeck.identity.history import Histories, Orphan, revived
from cribdeck.identity.retire import LET_GO
from cribdeck.identity.rows import Rows

UNASKED = "unasked"
"""The key of a line without facts that names those it had: ``["guid"]``."""


def note_unasked(
    rows: Rows, drafts: Sequence[Draft], choices: Sequence[Choices], histories: Histories, repeats: Collection[int]
) -> dict[int, Mapping[str, object]]:
    """The unknown keys of the lock's lines, by row, with what stands there and is asked no more."""
    extras = {row: _without(extra) for row, extra in histories.extras.items()}
    asked = {draft.nth for draft in drafts}
    for nth, place in enumerate(rows.places):
        history = histories.of[nth]
        left = [entry.guid for entry in choices[nth].left if LET_GO not in entry.extra]
        if left and nth not in asked and nth not in repeats and not any(entry.decision for entry in history.entries):
            extras[place] = {**extras.get(place, {}), UNASKED: left}
    return {row: extra for row, extra in extras.items() if extra}


def _without(extra: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value for key, value in extra.items() if key != UNASKED}


def call_back(rows: Rows, histories: Histories) -> Histories:
    """The histories, with the retired facts of each line that had no others since, for it may be asked again."""
    noted = {row: extra[UNASKED] for row, extra in histories.extras.items() if UNASKED in extra}
    if not noted:
        return histories
    retired = {one.entry.guid: one for one in histories.orphans if one.entry.state == "retired"}
    owned, called = list(histories.of), set[str]()
    for nth, place in enumerate(rows.places):
        facts = [one for one in _named(noted.get(place), retired) if one.entry.guid not in called]
        if facts and not any(entry.guid for entry in owned[nth].entries):
            owned[nth] = revived(owned[nth], facts)
            called.update(one.entry.guid for one in facts)
    left = tuple(one for one in histories.orphans if one.entry.guid not in called)
    return replace(histories, of=tuple(owned), orphans=left)


def _named(guids: object, retired: Mapping[str, Orphan]) -> Iterator[Orphan]:
    for guid in guids if isinstance(guids, list) else ():
        if isinstance(guid, str) and guid in retired and LET_GO not in retired[guid].entry.extra:
            yield retired[guid]
