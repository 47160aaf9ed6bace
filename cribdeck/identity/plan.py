"""The plan: what a build does to the deck, in rows that are ready to be shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from rapidfuzz.distance import Indel

from cribdeck.identity.choice import choice_of
from cribdeck.identity.drafts import Draft
from cribdeck.identity.lock import Retired
from cribdeck.identity.meaning import changes_meaning
from cribdeck.identity.retire import Gone, unsure_of
from cribdeck.identity.rows import plain
from cribdeck.identity.unsure import Unsure
from cribdeck.model import NoteType, Source, Status

Word = Literal["same", "cut", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one fact."""

    guid: str
    note_type: NoteType
    source: Source | None = None
    """Where it stands now, or of a fact that is gone its line, if there is one still."""
    text: str = ""
    was: str = ""
    """The text at the last build, where it differs."""
    asked: str = ""
    asked_before: str = ""
    """What has to be said, now and at the last build, where it differs."""
    how: str = ""
    """By what it was found again: block, place, text, like."""
    sure: float = 1.0
    meaning: bool = False
    """A number or a negation changed: the long interval of a card may be the wrong one for it now."""
    note: str = ""
    """What else there is to say: why it is gone, what it would ask, which fact it replaces."""
    line: str = ""
    """Of a fact that is gone, what its line says now, if there is one still."""

    @property
    def words(self) -> tuple[tuple[Word, str], ...]:
        """What changed in the text, word by word."""
        if self.line:
            return word_diff(self.text, self.line)
        return word_diff(self.was, self.text) if self.was else (("same", self.text),)

    @property
    def asked_words(self) -> tuple[tuple[Word, str], ...]:
        """What changed in what has to be said."""
        return word_diff(self.asked_before, self.asked) if self.asked_before else ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next build does to the deck; every tuple in the order of the notes."""

    kept: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    matched: tuple[Change, ...] = ()
    """Found again by likeness, away from where they stood or much changed."""
    new: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    revived: tuple[Change, ...] = ()
    replaced: tuple[Change, ...] = ()
    """Asked by another note, the old one among those gone, or by new clozes of the same."""
    unsure: tuple[Unsure, ...] = ()
    better: tuple[Change, ...] = ()
    """Facts that newer rules would ask otherwise: for ``--renew``."""
    recalled: tuple[Change, ...] = ()
    """Facts that are asked as they were, though the rules would not ask them like that any more."""
    before: int = 0
    """How many facts there were."""

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in PARTS}

    @property
    def retires_too_many(self) -> bool:
        """Whether so many facts are gone at once that something else must be wrong: over ten, and over a fifth."""
        gone = sum(not change.note.startswith("replaced") for change in self.gone)
        return gone > 10 and gone * 5 > self.before


def make_plan(
    drafts: Sequence[Draft],
    gone: Iterable[Gone],
    retired: Iterable[Retired],
    unsure: Iterable[Unsure] = (),
    *,
    before: int,
    langs: Mapping[str, str],
) -> Plan:
    """The plan of a build that made these drafts and lost these facts, and is unsure of some of those.

    ``langs`` are the languages of the files.
    """
    changes: dict[Status, list[Change]] = {status: [] for status in _STATUSES}
    for draft in drafts:
        if draft.fact.status in changes:
            changes[draft.fact.status].append(_change(draft, langs))
    return Plan(
        **{status: tuple(found) for status, found in changes.items()},
        gone=tuple(map(_gone, gone)),
        unsure=(*_taken(drafts), *_open(drafts, retired), *(one for one in unsure if one.other_type or not one.new)),
        better=tuple(_better(draft) for draft in drafts if draft.chosen.better),
        recalled=tuple(_recalled(draft) for draft in drafts if draft.chosen.candidate.recalled),
        before=before,
    )


_STATUSES: tuple[Status, ...] = ("kept", "updated", "matched", "new", "revived", "replaced")


def _change(draft: Draft, langs: Mapping[str, str]) -> Change:
    former = draft.entry or draft.replaces
    if former is None or draft.fact.status == "kept":
        return _unchanged(draft)
    change, was = _unchanged(draft), draft.history.text
    found = draft.history.found if draft.entry else None
    asked, asked_before = (" · ".join(choice.hidden) for choice in (choice_of(draft.chosen.candidate), former.choice))
    return replace(
        change,
        was=was if was != change.text else "",
        asked=asked if asked != asked_before else "",
        asked_before=asked_before if asked != asked_before else "",
        how=found.how if found else "",
        sure=round(found.sure, 2) if found else 1.0,
        meaning=was != change.text
        and changes_meaning(was, change.text, langs.get(draft.fact.statement.source.file, "en")),
        note=_note(draft, changed=was != change.text or asked != asked_before),
    )


def _gone(one: Gone) -> Change:
    change = Change(one.entry.guid, one.entry.type, text=one.text, note=one.why)
    return replace(change, source=one.line.source, line=plain(one.line.text)) if one.line else change


def _unchanged(draft: Draft) -> Change:
    statement = draft.fact.statement
    return Change(draft.fact.guid, draft.fact.candidate.note_type, statement.source, plain(statement.text))


def _note(draft: Draft, *, changed: bool) -> str:
    if draft.replaces:
        return f"replaces {draft.replaces.guid}"
    if draft.fact.status == "replaced":
        return "hides other parts, on new cards of the same note"
    return "" if changed or draft.fact.status != "updated" else "in markup, topic, tags, context or a picture"


def _better(draft: Draft) -> Change:
    better = draft.chosen.better
    assert better is not None
    return replace(_unchanged(draft), note=f"{better.prompt.plain} → {'; '.join(better.asked)}")


def _recalled(draft: Draft) -> Change:
    candidate = draft.chosen.candidate
    return replace(_unchanged(draft), note=f"asks for {'; '.join(candidate.asked)}")


def _taken(drafts: Iterable[Draft]) -> Iterator[Unsure]:
    """What this build took for an old fact though it is not certain."""
    for draft in drafts:
        found = draft.history.found
        if draft.was and found and found.doubtful:
            guid, text, source = draft.fact.guid, plain(draft.fact.statement.text), draft.fact.statement.source
            yield Unsure(guid, guid, draft.was, text, source, round(found.sure, 2), taken=True)


def _open(drafts: Iterable[Draft], retired: Iterable[Retired]) -> Iterator[Unsure]:
    """What this build, or an earlier one, did not take for the old fact though it may be."""
    by_guid = {draft.fact.guid: draft for draft in drafts}
    for one in retired:
        for guid, score in unsure_of(one):
            if guid in by_guid:
                statement = by_guid[guid].fact.statement
                yield Unsure(one.entry.guid, guid, one.text, plain(statement.text), statement.source, score)


PARTS = tuple(part.name for part in fields(Plan) if part.name != "before")


def plan_json(plan: Plan) -> dict[str, object]:
    """The plan as JSON: the rows of each part; of what is kept, how many.

    A row is ``guid``, ``file``, ``line``, ``new`` and ``old`` (the text now, and before where it was another),
    ``words`` (what changed, in stretches), the same of what has to be said where that is another (``asked``,
    ``asked_before``, ``asked_words``), ``how``, ``sure`` and ``remark``. An unsure one has the old facts that it
    may be as ``candidates``: ``guid``, ``text``, ``score``.
    """
    rows = {name: [_row(change) for change in getattr(plan, name)] for name in PARTS if name not in ("kept", "unsure")}
    return {"plan": 1, "before": plan.before, "kept": len(plan.kept), **rows, "unsure": list(_unsure_rows(plan.unsure))}


def _row(change: Change) -> dict[str, object]:
    remarks = ["meaning changed"] if change.meaning else []
    remarks += [change.note] if change.note else []
    row = {"guid": change.guid, **_place(change.source), "new": change.text, "old": change.was}
    if change.source is None or change.line:
        row |= {"new": change.line, "old": change.text}
    if change.was or change.line not in ("", change.text):
        row["words"] = [list(word) for word in change.words]
    if change.asked_before:
        row |= {"asked": change.asked, "asked_before": change.asked_before}
        row["asked_words"] = [list(word) for word in change.asked_words]
    if change.how:
        row |= {"how": change.how, "sure": change.sure}
    row["remark"] = "; ".join(remarks)
    return {key: value for key, value in row.items() if value != ""}


def _unsure_rows(unsure: Iterable[Unsure]) -> Iterator[dict[str, object]]:
    by_new: dict[tuple[str, Source], list[Unsure]] = {}
    for one in unsure:
        by_new.setdefault((one.new, one.source), []).append(one)
    for (guid, source), ones in by_new.items():
        first, remark = ones[0], _remark(ones)
        candidates = [{"guid": one.old, "text": one.was, "score": one.score} for one in ones]
        row = {"guid": guid, **_place(source), "new": first.text, "candidates": candidates}
        yield row | ({"remark": remark} if remark else {})


def _remark(ones: Sequence[Unsure]) -> str:
    first = ones[0]
    if first.taken:
        return "was taken for it, which may be wrong"
    if not first.new:
        return "nothing asks this line; relink it by its file:line"
    return "of another note type, which takes no history" if all(one.other_type for one in ones) else ""


def _place(source: Source | None) -> dict[str, object]:
    return {} if source is None else {"file": source.file, "line": source.first}


def word_diff(was: str, now: str) -> tuple[tuple[Word, str], ...]:
    """The two texts as one, in stretches of words that stayed, were cut or were added."""
    return tuple(_stretches(was.split(), now.split()))


def _stretches(was: list[str], now: list[str]) -> Iterator[tuple[Word, str]]:
    """Between two stretches that stayed, what was cut comes before what was added."""
    old = new = 0
    for block in Indel.opcodes(was, now).as_matching_blocks():
        if old < block.a:
            yield "cut", " ".join(was[old : block.a])
        if new < block.b:
            yield "added", " ".join(now[new : block.b])
        old, new = block.a + block.size, block.b + block.size
        if block.size:
            yield "same", " ".join(was[block.a : old])
