"""Identity: statements, the ways to ask them and the old lock in; facts with lasting GUIDs and the new lock out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.config import Level
from cribdeck.identity.choice import NONE_RECALLED, Choices, choose
from cribdeck.identity.drafts import Draft, finish, make_drafts
from cribdeck.identity.halves import Halves
from cribdeck.identity.history import Histories, find_histories, find_repetitions
from cribdeck.identity.instead import find_former
from cribdeck.identity.lock import Entry, Lock
from cribdeck.identity.parted import part
from cribdeck.identity.plan import Plan, make_plan
from cribdeck.identity.recall import recall_all
from cribdeck.identity.remember import put_back, remember, set_aside
from cribdeck.identity.retire import Gone, Tombstone, find_tombstones, mark_unsure, retire
from cribdeck.identity.rows import find_rows
from cribdeck.identity.unasked import call_back, note_unasked
from cribdeck.identity.unsure import find_unsure, marks_of
from cribdeck.model import Candidate, Fact, Statement

Complete = Callable[[tuple[Fact, ...]], Sequence[Fact]]
"""Gives facts what only all of them together can tell (context, tags, deck): the same facts in the same order."""

NO_LANGUAGES: Mapping[str, str] = {}
NO_LEVELS: Mapping[str, Level] = {}


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate that is no card: a proposal, or one that the user does not want."""

    statement: Statement
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Identified:
    """What a build makes of the notes."""

    facts: tuple[Fact, ...]
    """In the order of the notes."""
    proposals: tuple[Offer, ...]
    skipped: tuple[Offer, ...]
    lock: Lock
    plan: Plan
    tombstones: tuple[Tombstone, ...]
    """What the retired package holds."""


def identify(
    statements: Sequence[Statement],
    candidates: Sequence[Sequence[Candidate]],
    lock: Lock | None,
    *,
    namespace: str,
    now: int,
    hash_of: Callable[[Fact], str],
    complete: Complete = tuple,
    unread: Collection[str] = (),
    level: Level = "strict",
    renew: bool = False,
    retire_now: bool = False,
    deck: str = "",
    langs: Mapping[str, str] = NO_LANGUAGES,
    levels: Mapping[str, Level] = NO_LEVELS,
    off: Collection[str] = (),
) -> Identified:
    """Find out which fact each statement is, choose how it is asked, and remember all of it.

    ``candidates`` holds those of each statement, best first; ``langs`` the language of each file that is not English,
    ``levels`` the level of each file that has its own, ``off`` the rules that the user does not want.
    ``unread`` names the files that exist but were not read: their facts stay in the lock as they are. ``namespace`` and
    ``deck`` count as long as the lock has none.
    """
    lock = lock or Lock("")
    lock = replace(lock, namespace=lock.namespace or namespace, deck=lock.deck or deck, level=level)
    rows = find_rows(statements)
    old_rows, unread_rows = set_aside(lock.rows, unread)
    histories = call_back(rows, find_histories(candidates, rows, lock, old_rows))
    histories = part(statements, histories, langs)
    histories = Halves(statements, candidates, histories, langs, off).follow()
    repeats = find_repetitions(statements, candidates, histories.of)
    former = find_former(orphan.entry for orphan in histories.orphans if orphan.entry.state == "retired")
    ways = [() if nth in repeats else tuple(candidates[nth]) for nth in range(len(statements))]
    recalled = {} if renew else recall_all(statements, ways, histories.of, repeats, langs=langs, off=off)
    choices = [
        choose(
            ways[nth],
            history.entries,
            level=levels.get(statements[nth].source.file, level),
            renew=renew,
            former=former,
            recalled=recalled.get(nth, NONE_RECALLED),
        )
        for nth, history in enumerate(histories.of)
    ]
    drafts = make_drafts(statements, choices, histories.of, repeats, lock)
    facts = complete(tuple(draft.fact for draft in drafts))
    drafts = tuple(finish(draft, fact, hash_of(fact), now) for draft, fact in zip(drafts, facts, strict=True))
    live = {draft.fact.guid for draft in drafts}
    gone = tuple(_find_gone(statements, drafts, choices, repeats, histories, renew=renew))
    unsure = tuple(find_unsure(statements, drafts, gone, histories))
    retired = mark_unsure(retire(lock, gone, live, now), marks_of(unsure), live, now)
    new_rows = remember(rows, drafts, histories.of, note_unasked(rows, drafts, choices, histories, repeats))
    return Identified(
        facts=tuple(draft.fact for draft in drafts),
        proposals=_offers(statements, (one.proposals for one in choices)),
        skipped=_offers(statements, (one.skipped for one in choices)),
        lock=replace(lock, rows=put_back(new_rows, unread_rows), retired=retired),
        plan=make_plan(drafts, gone, retired, unsure, before=sum(1 for _ in lock.entries), langs=langs),
        tombstones=find_tombstones(retired, now, retire_now=retire_now),
    )


def _offers(statements: Sequence[Statement], found: Iterable[Sequence[Candidate]]) -> tuple[Offer, ...]:
    return tuple(
        Offer(statement, candidate)
        for statement, candidates in zip(statements, found, strict=True)
        for candidate in candidates
    )


# --- what is gone -----------------------------------------------------------


def _find_gone(
    statements: Sequence[Statement],
    drafts: Sequence[Draft],
    choices: Sequence[Choices],
    repeats: Mapping[int, int],
    histories: Histories,
    *,
    renew: bool,
) -> Iterator[Gone]:
    """The facts of the last build that are no longer: their text is not there, or is not asked like that."""
    heirs = {draft.replaces.guid: draft.fact.guid for draft in drafts if draft.replaces}
    for orphan in histories.orphans:
        if orphan.entry.state == "live":
            yield Gone(orphan.entry, orphan.text, orphan.topic, "no longer in the notes", orphan.row)
    for nth, choice in enumerate(choices):
        history = histories.of[nth]
        for entry in choice.left:
            if entry.state == "live" and history.found:
                why = _why(entry, choice, heirs, repeated=nth in repeats)
                row, sure = history.found.old, history.found.sure
                yield Gone(entry, history.text, histories.parents[row], why, row, renew, statements[nth], sure)


def _why(entry: Entry, choice: Choices, heirs: Mapping[str, str], *, repeated: bool) -> str:
    if repeated:
        return "says the same as another line"
    if any(candidate.part == entry.part for candidate in choice.skipped):
        return "skipped"
    if entry.guid in heirs:
        return f"replaced by {heirs[entry.guid]}"
    return "nothing asks it any more"
