"""Identity: statements, the ways to ask them and the old lock in; facts with lasting GUIDs and the new lock out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.config import Level
from cribdeck.identity.choice import NONE_RECALLED, Choices, choose
from cribdeck.identity.drafts import Draft, finish, make_drafts
from cribdeck.identity.halves import Halves
from cribdeck.identity.history import Histories, find_histories, find_repetitions
from cribdeck.identity.instead import find_former
from cribdeck.identity.lock import Entry, Lock
from cribdeck.identity.match import Doubt
from cribdeck.identity.nearness import Near
from cribdeck.identity.plan import Plan, make_plan
from cribdeck.identity.recall import recall_all
from cribdeck.identity.remember import put_back, remember, set_aside
from cribdeck.identity.retire import Gone, Tombstone, find_tombstones, mark_unsure, retire
from cribdeck.identity.rows import find_rows
from cribdeck.model import Candidate, Fact, Statement

Complete = Callable[[tuple[Fact, ...]], Sequence[Fact]]
"""Gives facts what only all of them together can tell (context, tags, deck): the same facts in the same order."""

_WORTH_A_LOOK: Mapping[Near, float] = {Near.GAP: 0.1, Near.BESIDE: 0.1, Near.PARENT: 0.2}
_WORTH_A_LOOK_ELSEWHERE = 0.4
"""How alike an old fact and a new one must be to ask the user about them, by how near they stand."""

NO_LANGUAGES: Mapping[str, str] = {}

_MOST = 3
"""About how many new ones the user is asked for an old one."""


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
    off: Collection[str] = (),
) -> Identified:
    """Find out which fact each statement is, choose how it is asked, and remember all of it.

    ``candidates`` holds those of each statement, best first; ``langs`` the language of each file that is not English,
    ``off`` the rules that the user does not want.
    ``unread`` names the files that exist but were not read: their facts stay in the lock as they are. ``namespace`` and
    ``deck`` count as long as the lock has none.
    """
    lock = lock or Lock("")
    lock = replace(lock, namespace=lock.namespace or namespace, deck=lock.deck or deck, level=level)
    rows = find_rows(statements)
    old_rows, unread_rows = set_aside(lock.rows, unread)
    histories = find_histories(statements, rows, lock, old_rows)
    histories = Halves(statements, candidates, histories, langs, off).follow()
    repeats = find_repetitions(statements, candidates, histories.of)
    former = find_former(orphan.entry for orphan in histories.orphans if orphan.entry.state == "retired")
    ways = [() if nth in repeats else tuple(candidates[nth]) for nth in range(len(statements))]
    recalled = {} if renew else recall_all(statements, ways, histories.of, repeats, langs=langs, off=off)
    choices = [
        choose(
            ways[nth],
            history.entries,
            level=level,
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
    gone = tuple(_find_gone(drafts, choices, repeats, histories, renew=renew))
    retired = mark_unsure(retire(lock, gone, live, now), _find_doubts(drafts, gone, histories), live)
    new_rows = remember(rows, drafts, histories.of, histories.extras)
    return Identified(
        facts=tuple(draft.fact for draft in drafts),
        proposals=_offers(statements, (one.proposals for one in choices)),
        skipped=_offers(statements, (one.skipped for one in choices)),
        lock=replace(lock, rows=put_back(new_rows, unread_rows), retired=retired),
        plan=make_plan(drafts, gone, retired, before=sum(1 for _ in lock.entries), langs=langs),
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
                yield Gone(entry, history.text, histories.parents[history.found.old], why, history.found.old, renew)


def _why(entry: Entry, choice: Choices, heirs: Mapping[str, str], *, repeated: bool) -> str:
    if repeated:
        return "says the same as another line"
    if any(candidate.part == entry.part for candidate in choice.skipped):
        return "skipped"
    if entry.guid in heirs:
        return f"replaced by {heirs[entry.guid]}"
    return "nothing asks it any more"


def _find_doubts(
    drafts: Sequence[Draft], gone: Iterable[Gone], histories: Histories
) -> dict[str, list[tuple[str, float]]]:
    """For each fact that is gone, by GUID, the new facts that it may be: those in its place first, then by likeness."""
    old: dict[int, list[Gone]] = defaultdict(list)
    new: dict[int, list[Draft]] = defaultdict(list)
    for one in gone:
        old[one.row].append(one)
    for draft in drafts:
        if draft.entry is None:
            new[draft.nth].append(draft)
    doubts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for doubt in filter(_is_worth_a_look, histories.doubts):
        for one in old[doubt.old]:
            for draft in new[histories.places.get(doubt.new, -1)]:
                if draft.fact.candidate.note_type == one.entry.type and len(doubts[one.entry.guid]) < _MOST:
                    doubts[one.entry.guid].append((draft.fact.guid, round(doubt.score, 2)))
    return doubts


def _is_worth_a_look(doubt: Doubt) -> bool:
    return doubt.score >= _WORTH_A_LOOK.get(doubt.near, _WORTH_A_LOOK_ELSEWHERE)
