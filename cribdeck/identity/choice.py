"""The choice among candidates: what the lock remembers, else what the user decided, else the best."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from cribdeck.config import Level
from cribdeck.identity.instead import INSTEAD, NOBODY, Former, asks_again
from cribdeck.identity.lock import LINKED, Choice, Entry, Wording
from cribdeck.model import Candidate, NoteType

ENOUGH = 200
"""Characters of a hidden text by which it is known again: a long answer need not stand in the lock twice."""

_SAME_KIND = 0.5
_REMEMBERED = 0.5
"""A candidate is the one remembered if it is of the same kind, or hides half the same, or a bit of both."""

_GIVEN_AWAY = 90
_THE_SAME = 70
"""Per cent of likeness of two hidden texts that are the same but for a slip or a word."""
_TURNED_ROUND = 0.5
_UNLIKE = 0.5

PROPOSAL = "proposal"
"""The key of a lock line that says that its fact is one only because all proposals were taken."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate that becomes a fact, and what the lock remembers of that fact."""

    candidate: Candidate
    entry: Entry | None = None
    unsure: bool = False
    """A proposal, taken because all were."""
    better: Candidate | None = None
    """What the rules would ask now, if nothing were remembered."""
    instead: Entry | None = None
    """The fact in whose place this is asked, since that, or all of that, can be asked no more."""
    decision: Mapping[str, object] = field(default_factory=dict)

    @property
    def decided(self) -> Candidate:
        """The candidate as the user wants it: turned round, or below another topic."""
        return _as_decided(self.candidate, self.decision)


@dataclass(frozen=True, slots=True)
class Choices:
    """What becomes of the candidates of one statement, and of the facts it had."""

    chosen: tuple[Chosen, ...] = ()
    proposals: tuple[Candidate, ...] = ()
    skipped: tuple[Candidate, ...] = ()
    left: tuple[Entry, ...] = ()
    """Facts that nothing asks any more."""


NOTHING = Choices()

Recalled = Mapping[str, Candidate]
"""By GUID, the way in which a fact was asked that no rule asks like that now."""

NONE_RECALLED: Recalled = {}


def choice_of(candidate: Candidate) -> Choice:
    """What the lock keeps of a candidate, to know it again by."""
    return Choice(candidate.kind, tuple(text[:ENOUGH] for text in candidate.asked))


def wording_of(candidate: Candidate) -> Wording:
    """What the lock keeps of a candidate, to ask it again where no rule does."""
    if candidate.note_type != "basic":
        return Wording(candidate.rule)
    front, answer = candidate.reverse or (None, ())
    reverse = (front.plain, "\n".join(block.plain for block in answer)) if front is not None else ()
    return Wording(candidate.rule, candidate.prompt.plain, reverse)


def choose(
    candidates: Sequence[Candidate],
    entries: Sequence[Entry],
    *,
    level: Level,
    renew: bool,
    former: Former = NOBODY,
    recalled: Recalled = NONE_RECALLED,
) -> Choices:
    """Choose among a statement's candidates, given best first. ``former`` are the retired facts.

    Candidates of one ``part`` are alternatives, of which one is chosen; those of different parts are different facts.
    What the author marked up stands beside a fact of another note type that is there already.
    """
    if not candidates and not entries:
        return NOTHING
    if len(entries) == 1 and not renew and not recalled:
        unchanged = _unchanged(candidates, entries[0])
        if unchanged is not None:
            return unchanged
    facts = [entry for entry in entries if entry.guid]
    owners = {guid: candidate.part for guid, candidate in recalled.items()} | _match_parts(candidates, facts)
    chosen: list[Chosen] = []
    proposals: list[Candidate] = []
    skipped: list[Candidate] = []
    offered = dict.fromkeys(candidate.part for candidate in candidates)
    recalled_alone = set(owners.values()) - offered.keys()
    for part in (*offered, *(part for part in dict.fromkeys(owners.values()) if part in recalled_alone)):
        alternatives = [candidate for candidate in candidates if candidate.part == part]
        remembered = [entry for entry in facts if owners.get(entry.guid) == part]
        decision = _decision(entry for entry in entries if owners.get(entry.guid, entry.part) == part)
        if decision.get("skip"):
            skipped += alternatives[:1]
            continue
        of_part = {guid: replace(candidate, part=part) for guid, candidate in recalled.items()}
        guests = [entry for entry in facts if owners.get(entry.guid) in recalled_alone]
        own = _not_of_others(alternatives, guests)
        found = _choose_one(own, remembered, decision, level, renew, former, of_part)
        chosen += [replace(one, decision=decision) for one in found]
        if not found:
            proposals += [candidate for candidate in alternatives[:1] if candidate.offered]
    kept = {one.entry.guid for one in chosen if one.entry}
    left = tuple(entry for entry in facts if entry.guid not in kept)
    return Choices(tuple(chosen), tuple(proposals), tuple(skipped), left)


def _unchanged(candidates: Sequence[Candidate], entry: Entry) -> Choices | None:
    """What is chosen where the one fact of a statement is offered just as it was, as nearly always; else None."""
    if not entry.guid or entry.decision or entry.extra:
        return None
    same, best = None, None
    for candidate in candidates:
        if candidate.part != entry.part or (candidate.explicit and candidate.note_type != entry.type):
            return None
        if candidate.strict or candidate.explicit:
            best = best or candidate
            if same is None and candidate.note_type == entry.type and choice_of(candidate) == entry.choice:
                same = candidate
    if same is None or not (same.explicit or not any(candidate.explicit for candidate in candidates)):
        return None
    return Choices((Chosen(same, entry, better=_better(same, best)),))


def _choose_one(
    alternatives: Sequence[Candidate],
    remembered: Sequence[Entry],
    decision: Mapping[str, object],
    level: Level,
    renew: bool,
    former: Former,
    recalled: Recalled,
) -> list[Chosen]:
    """The fact of one part, and beside it what the author marked up for other note types."""
    best = next((candidate for candidate in alternatives if candidate.explicit or candidate.strict), None)
    chosen: list[Chosen] = []
    missing: list[Entry] = []
    for entry in remembered:
        marked = any(one.explicit and one.note_type == entry.type for one in alternatives)
        candidate = _goes_on(
            find_remembered(alternatives, entry), None if marked else recalled.get(entry.guid), entry, best
        ) or _linked(alternatives, entry)
        back = _back(alternatives, entry, former, best)
        if back is not None:
            chosen.append(back)
        elif candidate is None:
            missing.append(entry)
        elif not _is_dropped(entry, candidate, decision, level):
            unsure = PROPOSAL in entry.extra and _is_unsure(candidate, decision)
            instead = entry if not candidate.recalled and _hides_other_parts(candidate, entry) else None
            chosen.append(Chosen(candidate, entry, unsure, _better(candidate, best), instead))
    if renew and best is not None and any(one.better for one in chosen):
        chosen = [Chosen(best, _heir(best, chosen))]
    named = _named(alternatives, decision)
    if chosen and named is not None and all(taking(named) != taking(one.candidate) for one in chosen):
        chosen = [Chosen(named, _heir(named, chosen))]
    if not chosen and alternatives:
        chosen = [Chosen(candidate) for candidate in _taken(alternatives, decision)]
    if not chosen and best is not None:
        chosen = [_standing_in(best, missing, former)]
    if not chosen and level == "all":
        chosen = [Chosen(candidate, unsure=True) for candidate in alternatives[:1] if candidate.offered]
    chosen = [_inheriting(one, remembered) for one in chosen]
    return chosen + _beside(alternatives, chosen)


def _not_of_others(alternatives: Sequence[Candidate], others: Sequence[Entry]) -> list[Candidate]:
    """The candidates without what the facts of a line that was merged into this one ask."""
    asked = {(one.type, one.choice.hidden) for one in others}
    hidden = {part for one in others if one.type == "cloze" for part in one.choice.hidden}
    left = (one for one in alternatives if (one.note_type, choice_of(one).hidden) not in asked)
    return [found for candidate in left if (found := _without(candidate, hidden))]


def _without(candidate: Candidate, hidden: Set[str]) -> Candidate | None:
    """A cloze without those parts, if any are left."""
    if candidate.note_type != "cloze" or hidden.isdisjoint(candidate.asked):
        return candidate
    kept = [group for group, part in zip(candidate.groups, candidate.asked, strict=True) if part not in hidden]
    return replace(candidate, hidden=tuple(part for part in candidate.hidden if part.group in kept)) if kept else None


def _goes_on(
    found: Candidate | None, recalled: Candidate | None, entry: Entry, best: Candidate | None
) -> Candidate | None:
    """What goes on asking what a fact asked: a candidate of the rules, unless only what is recalled asks it all."""
    if found is None or recalled is None:
        return found or recalled
    if found.note_type == "cloze":
        return found if set(recalled.asked) <= set(found.asked) else _joined(recalled, best or found)
    mine, theirs = (_hidden_likeness(one, entry.choice) for one in (recalled, found))
    return recalled if theirs < mine and found.prompt.plain != entry.wording.front else found


def _linked(alternatives: Sequence[Candidate], entry: Entry) -> Candidate | None:
    """Whatever is asked of its note type, for a fact that the user has tied to this line."""
    if LINKED not in entry.extra:
        return None
    return next((one for one in alternatives if one.note_type == entry.type and (one.strict or one.explicit)), None)


def _joined(recalled: Candidate, found: Candidate) -> Candidate:
    """All that was hidden, and what else is hidden now if something of it was before."""
    if found.prompt != recalled.prompt or set(found.asked).isdisjoint(recalled.asked):
        return recalled
    highest = max(recalled.groups)
    new = [
        replace(part, group=highest + group)
        for group, parts in found.groups.items()
        if not any(a.start < b.end and b.start < a.end for a in parts for b in recalled.hidden)
        for part in parts
    ]
    return replace(recalled, hidden=(*recalled.hidden, *new))


def _back(alternatives: Sequence[Candidate], entry: Entry, former: Former, best: Candidate | None) -> Chosen | None:
    """What was asked before an edit that is undone now, and by whom."""
    for candidate in alternatives if INSTEAD in entry.extra else ():
        owner = asks_again(candidate, choice_of(candidate), entry, former)
        if owner is not None:
            return Chosen(candidate, owner, better=_better(candidate, best))
    return None


def _standing_in(best: Candidate, missing: Sequence[Entry], former: Former) -> Chosen:
    """The best candidate in place of what can be asked no more; by the fact that asked it in such a case before."""
    entry = former.stand_in(best, choice_of(best), missing)
    own = (one for one in missing if one.type == best.note_type)
    return Chosen(best, entry, instead=next(own, missing[0]) if missing and entry is None else None)


def _inheriting(chosen: Chosen, remembered: Sequence[Entry]) -> Chosen:
    """A cloze that nothing remembers goes on with the statement's cloze note, if it has one: by other numbers."""
    if chosen.entry is not None or chosen.candidate.note_type != "cloze":
        return chosen
    return replace(chosen, entry=next((entry for entry in remembered if entry.type == "cloze"), None))


def _heir(best: Candidate, chosen: Sequence[Chosen]) -> Entry | None:
    """The fact that goes on with a better candidate: a cloze can ask other parts by other numbers, a front cannot."""
    for one in chosen:
        if one.entry and one.candidate.note_type == best.note_type:
            goes_on = best.note_type == "cloze" or alikeness(best, one.entry.choice) >= _REMEMBERED
            return one.entry if goes_on else None
    return None


def _beside(alternatives: Sequence[Candidate], chosen: Sequence[Chosen]) -> list[Chosen]:
    """What the author asked for that is of another note type than all that is chosen: the first of each."""
    types = {one.candidate.note_type for one in chosen}
    found: dict[NoteType, Chosen] = {}
    for candidate in alternatives:
        if candidate.explicit and candidate.note_type not in types:
            found.setdefault(candidate.note_type, Chosen(candidate))
    return list(found.values())


def find_remembered(candidates: Iterable[Candidate], entry: Entry) -> Candidate | None:
    """The candidate that asks what a fact asks, though its words may have been edited; None when it is gone.

    What the author marked up takes the place of what was found before by rules; a proposal that asks another thing
    takes the place of nothing.
    """
    alternatives = [
        candidate
        for candidate in candidates
        if candidate.note_type == entry.type
        and (candidate.strict or candidate.explicit or _may_go_on(candidate, entry.choice))
    ]
    if any(candidate.explicit for candidate in alternatives):
        alternatives = [candidate for candidate in alternatives if candidate.explicit]
    ranked = [(alikeness(candidate, entry.choice), candidate) for candidate in alternatives]
    score, candidate = max(ranked, key=lambda found: found[0], default=(0.0, None))  # of equals the first, the best
    return candidate if score >= _REMEMBERED else None


def alikeness(candidate: Candidate, choice: Choice) -> float:
    """How much a candidate is what was chosen: 0 to 1 for the hidden text, and a half for the kind."""
    hidden = _hidden_likeness(candidate, choice)
    if hidden < _TURNED_ROUND and _is_turned_round(candidate, "\n".join(choice.hidden)):
        return 0.0
    return hidden + (_SAME_KIND if candidate.kind == choice.kind else 0.0)


def _hidden_likeness(candidate: Candidate, choice: Choice) -> float:
    now, was = "\n".join(choice_of(candidate).hidden), "\n".join(choice.hidden)
    return 1.0 if now == was else fuzz.ratio(now, was) / 100


def _may_go_on(candidate: Candidate, choice: Choice) -> bool:
    """Whether a weak candidate asks what was asked; one that is not even offered has to ask the same."""
    if _hides_another_part(candidate, choice):
        return False
    now, was = "\n".join(choice_of(candidate).hidden), "\n".join(choice.hidden)
    return candidate.offered or fuzz.ratio(now, was) >= _THE_SAME


def _hides_another_part(candidate: Candidate, choice: Choice) -> bool:
    """Whether all that was hidden still stands in the text, and the candidate hides none of it."""
    if candidate.note_type != "cloze" or not choice.hidden:
        return False
    plain, now = candidate.prompt.plain, choice_of(candidate).hidden
    return all(was in plain and not any(was in part or part in was for part in now) for was in choice.hidden)


def _hides_other_parts(candidate: Candidate, entry: Entry) -> bool:
    """Whether the note hid something that stands in the sentence still and is not hidden any more, or nothing of what
    it hides now."""
    if candidate.note_type != "cloze" or choice_of(candidate) == entry.choice:
        return False
    plain, now = candidate.prompt.plain, choice_of(candidate).hidden
    shown = any(was in plain and not any(was in part for part in now) for was in entry.choice.hidden)
    return shown or (set(now).isdisjoint(entry.choice.hidden) and _hidden_likeness(candidate, entry.choice) < _UNLIKE)


def _is_turned_round(candidate: Candidate, was: str) -> bool:
    """Whether the question tells what had to be answered before: then another thing is asked."""
    if candidate.note_type == "cloze" or not was:
        return False
    prompt = candidate.prompt.plain
    return len(was) <= len(prompt) and fuzz.partial_ratio(was, prompt) >= _GIVEN_AWAY


def _better(candidate: Candidate, best: Candidate | None) -> Candidate | None:
    if best is None or best is candidate:
        return None
    if (candidate.note_type, choice_of(candidate)) == (best.note_type, choice_of(best)):
        return None
    return best


# --- decisions --------------------------------------------------------------


def _decision(entries: Iterable[Entry]) -> Mapping[str, object]:
    return next((entry.decision for entry in entries if entry.decision), {})


def _taken(alternatives: Sequence[Candidate], decision: Mapping[str, object]) -> list[Candidate]:
    """The proposal that the user took: the one that the decision names, or the first."""
    take = decision.get("take")
    if not take and not decision.get("reverse"):
        return []
    if isinstance(take, Mapping):
        hidden = take.get("hidden")
        wanted = Choice(str(take.get("kind", "")), tuple(map(str, hidden)) if isinstance(hidden, list) else ())
        of_type = [one for one in alternatives if one.note_type == take.get("type", one.note_type)]
        return [max(of_type or alternatives, key=lambda candidate: alikeness(candidate, wanted))]
    return [alternatives[0]]


def _named(alternatives: Sequence[Candidate], decision: Mapping[str, object]) -> Candidate | None:
    """The very candidate that the user asked for in place of another; None once an edit has made it a new one."""
    take = decision.get("take")
    if not isinstance(take, Mapping):
        return None
    return next((one for one in alternatives if taking(one) == take), None)


def taking(candidate: Candidate) -> dict[str, object]:
    """The decision ``take`` that names this candidate."""
    choice = choice_of(candidate)
    return {"type": candidate.note_type, "kind": choice.kind, "hidden": list(choice.hidden)}


def _as_decided(candidate: Candidate, decision: Mapping[str, object]) -> Candidate:
    """The candidate turned round, or below the topic that the user gave it."""
    if decision.get("reverse") and candidate.reverse:
        front, back = candidate.reverse
        candidate = replace(candidate, prompt=front, answer=back, reverse=(candidate.prompt, candidate.answer))
    topic = decision.get("topic")
    return replace(candidate, topic=(*candidate.topic[:-1], topic)) if isinstance(topic, str) and topic else candidate


def _is_unsure(candidate: Candidate, decision: Mapping[str, object]) -> bool:
    return not (candidate.strict or candidate.explicit or decision.get("take") or decision.get("reverse"))


def _is_dropped(entry: Entry, candidate: Candidate, decision: Mapping[str, object], level: Level) -> bool:
    """Whether a fact was only made because all proposals were taken, and they no longer are."""
    return PROPOSAL in entry.extra and level != "all" and _is_unsure(candidate, decision)


# --- parts ------------------------------------------------------------------


def _match_parts(candidates: Sequence[Candidate], facts: Sequence[Entry]) -> dict[str, str]:
    """For each fact, by its GUID, the part of the candidates that it is now; a part can be reworded like any text."""
    parts = list(dict.fromkeys(candidate.part for candidate in candidates))
    owners = {entry.guid: entry.part for entry in facts if entry.part in parts}
    if len(owners) == len(facts):
        return owners
    for entry in facts:
        if LINKED in entry.extra and entry.guid not in owners:
            wanted = next((one.part for one in candidates if one.note_type == entry.type), None)
            if wanted is not None and wanted not in owners.values():
                owners[entry.guid] = wanted
    free = [part for part in parts if part not in owners.values()]
    ranked = sorted(
        (
            (-alikeness(candidate, entry.choice), nth, free.index(candidate.part))
            for nth, entry in enumerate(facts)
            for candidate in candidates
            if entry.guid not in owners and candidate.part in free and candidate.note_type == entry.type
        ),
    )
    for score, nth, part in ranked:
        if -score > _SAME_KIND and facts[nth].guid not in owners and free[part] not in owners.values():
            owners[facts[nth].guid] = free[part]
    return owners
