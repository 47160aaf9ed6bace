"""What a statement was asked as until an edit took that away: undo the edit, and it is asked like that again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.identity.lock import Choice, Entry
from cribdeck.model import Candidate

INSTEAD = "instead"
"""The key of a fact that is asked in place of what can be asked no more: GUID, type and choice of that."""


@dataclass(frozen=True, slots=True)
class Former:
    """The retired facts, by GUID and by the one in whose place they were asked. Each comes back once."""

    by_guid: Mapping[str, Entry]
    by_instead: Mapping[str, Sequence[Entry]]

    def stand_in(self, candidate: Candidate, choice: Choice, missing: Iterable[Entry]) -> Entry | None:
        """The retired fact that asked this in place of one of the missing before."""
        found = (entry for one in missing for entry in self.by_instead.get(one.guid, ()))
        return next((entry for entry in found if (entry.type, entry.choice) == (candidate.note_type, choice)), None)


NOBODY = Former({}, {})


def find_former(retired: Iterable[Entry]) -> Former:
    """The retired facts, ready to be looked up."""
    by_instead: dict[str, list[Entry]] = defaultdict(list)
    by_guid = {entry.guid: entry for entry in retired}
    for entry in by_guid.values():
        if INSTEAD in entry.extra:
            by_instead[_named(entry)].append(entry)
    return Former(by_guid, by_instead)


def record_of(missing: Entry) -> dict[str, object]:
    """What a fact notes of the one in whose place it is asked."""
    choice = {"kind": missing.choice.kind, "hidden": list(missing.choice.hidden)}
    return {"guid": missing.guid, "type": missing.type, "choice": choice}


def asks_again(candidate: Candidate, choice: Choice, entry: Entry, former: Former) -> Entry | None:
    """The fact that comes back with this candidate to the place that ``entry`` has taken; None if it is another one."""
    record = entry.extra.get(INSTEAD)
    if not isinstance(record, Mapping) or not (candidate.strict or candidate.explicit):
        return None
    asked = {"kind": choice.kind, "hidden": list(choice.hidden)}
    if (record.get("type"), record.get("choice")) != (candidate.note_type, asked):
        return None
    return without_record(entry) if record.get("guid") == entry.guid else former.by_guid.get(_named(entry))


def without_record(entry: Entry) -> Entry:
    return replace(entry, extra={key: value for key, value in entry.extra.items() if key != INSTEAD})


def _named(entry: Entry) -> str:
    record = entry.extra[INSTEAD]
    return str(record.get("guid", "")) if isinstance(record, Mapping) else ""
