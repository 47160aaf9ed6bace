"""Drafts: facts in the making, each with what it is made of and where it comes from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cribdeck.identity.choice import Choices, Chosen
from cribdeck.identity.clozes import number_clozes, numbers_in_use
from cribdeck.identity.guid import make_guid
from cribdeck.identity.history import History
from cribdeck.identity.lock import Entry, Lock
from cribdeck.identity.nearness import Near
from cribdeck.identity.rows import plain
from cribdeck.model import Fact, Source, Statement, Status

MUCH_CHANGED = 0.6
"""Likeness below which an edited text is shown as found again, not as edited."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact, and the history it goes on with."""

    nth: int
    """Which statement it is."""
    fact: Fact
    chosen: Chosen
    history: History
    clozes: Mapping[int, str] = field(default_factory=dict)
    replaces: Entry | None = None
    """The note that asked the same statement in another way."""
    hash: str = ""

    @property
    def entry(self) -> Entry | None:
        return self.chosen.entry

    @property
    def was(self) -> str:
        """The text at the last build, if it was another."""
        return "" if self.entry is None or self.history.text == plain(self.fact.statement.text) else self.history.text


def make_drafts(
    statements: Sequence[Statement],
    choices: Sequence[Choices],
    histories: Sequence[History],
    repeats: Mapping[int, int],
    lock: Lock,
) -> tuple[Draft, ...]:
    """A draft for each candidate that was chosen, in the order of the notes, with its GUID and its cloze numbers."""
    repeated: dict[int, list[Source]] = defaultdict(list)
    for nth, owner in repeats.items():
        repeated[owner].append(statements[nth].source)
    used = lock.guids
    return tuple(
        draft
        for nth, statement in enumerate(statements)
        for draft in _of_statement(nth, statement, choices[nth], histories[nth], repeated[nth], lock.namespace, used)
    )


def _of_statement(
    nth: int,
    statement: Statement,
    choices: Choices,
    history: History,
    repeated: Sequence[Source],
    namespace: str,
    used: set[str],
) -> Iterator[Draft]:
    left = list(choices.left)
    for chosen in choices.chosen:
        before = history.text_of(chosen.entry) if chosen.entry else history.text
        numbers, clozes = number_clozes(chosen.candidate, chosen.entry, before)
        guid = chosen.entry.guid if chosen.entry else _new_guid(statement, chosen, namespace, used)
        candidate = replace(chosen.decided, uses=(*chosen.decided.uses, *repeated)) if repeated else chosen.decided
        fact = Fact(statement, candidate, guid, numbers, unsure=chosen.unsure)
        is_live = chosen.entry is not None and chosen.entry.state == "live"
        replaces = left.pop(0) if left and not is_live else None
        yield Draft(nth, fact, chosen, history, clozes, replaces)


def _new_guid(statement: Statement, chosen: Chosen, namespace: str, used: set[str]) -> str:
    """A GUID that no fact has or had; it is counted as used from then on."""
    text, nth = plain(statement.text), 0
    while True:
        nth += 1
        candidate = chosen.candidate
        guid = make_guid(namespace, candidate.note_type, statement.label, text, candidate.part, nth)
        if guid not in used:
            used.add(guid)
            return guid


def finish(draft: Draft, fact: Fact, fingerprint: str, now: int) -> Draft:
    """The draft with all that its fact says, and so with its status and the time of its last change."""
    status = _status(draft, fingerprint)
    entry = draft.entry or Entry(mod=now - 1, created=now)
    mod = entry.mod if status == "kept" else max(entry.mod + 1, now)
    return replace(draft, fact=replace(fact, status=status, mod=mod, created=entry.created or now), hash=fingerprint)


def _status(draft: Draft, fingerprint: str) -> Status:
    if draft.entry is None:
        return "replaced" if draft.replaces else "new"
    if draft.entry.state == "retired":
        return "revived"
    if draft.entry.hash == fingerprint:
        return "kept"
    if draft.fact.clozes and not set(draft.fact.clozes) & set(numbers_in_use(draft.entry)):
        return "replaced"
    found = draft.history.found
    if found is None or found.how != "like":
        return "updated"
    moved = found.near < Near.PARENT or found.sure < MUCH_CHANGED or found.doubtful
    return "matched" if moved else "updated"
