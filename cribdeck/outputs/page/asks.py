"""What is asked of the notes: every card, every proposal and everything skipped, ready to be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cribdeck.identity.identify import Offer
from cribdeck.identity.plan import Change, Word
from cribdeck.model import Candidate, Fact
from cribdeck.outputs.card_rows import card_rows
from cribdeck.outputs.cards import AnkiNote, make_deck
from cribdeck.outputs.note_types import AnkiNoteType
from cribdeck.outputs.page.contents import Contents
from cribdeck.outputs.page.decided import Decision, decisions_of
from cribdeck.outputs.page.faces import faces_of
from cribdeck.outputs.page.keys import keys_of
from cribdeck.outputs.page.offline import offline_back, offline_front
from cribdeck.outputs.page.ways import next_way, turned_way, ways_of

BEST_FIRST = ("reason", "fitness", "label-fragment", "definition", "used-for", "list", "together", "condition", "state")
"""The rules of proposals that were kept most often; the others stand behind them."""


KEPT = 6000
"""Notes of which the cards are kept for the next page; more of them take more room than they save time."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card as Anki shows it."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact, a proposal or something skipped."""

    key: str
    """What a decision about it names."""
    state: str
    """card, proposal or skipped."""
    status: str
    """new, kept, updated…; proposal; skipped."""
    file: str
    line: int
    candidate: Candidate
    note: AnkiNote
    gist: tuple[str, str]
    """Front and answer in a few plain words; for a cloze no front, only what it hides."""
    guid: str = ""
    decision: Decision = field(default_factory=dict)
    others: int = 0
    """How many other ways to ask there are."""
    can_turn: bool = False
    changed: tuple[tuple[Word, str], ...] = ()
    """What changed since the last build, in stretches of words."""
    remark: str = ""

    @property
    def rank(self) -> int:
        rule = self.candidate.rule
        return BEST_FIRST.index(rule) if rule in BEST_FIRST else len(BEST_FIRST)


def asks_of(contents: Contents) -> list[Ask]:
    """Everything that is asked or could be, in the order of the notes."""
    made = contents.made
    keys = keys_of(contents.asked, made.facts)
    decisions = decisions_of(made.lock, [each.statement for each in contents.asked])
    places = {id(each.statement): nth for nth, each in enumerate(contents.asked)}

    def as_fact(offer: Offer) -> Fact:
        """What is no card yet, as the fact it would be."""
        key = keys[places[id(offer.statement)]].get(offer.candidate.part, "")
        return Fact(offer.statement, offer.candidate, f"offer {key}")

    proposed, skipped = list(map(as_fact, made.proposals)), list(map(as_fact, made.skipped))
    changes = _changes(contents)

    def ask(fact: Fact, note: AnkiNote, state: str) -> Ask:
        nth, part, source = places[id(fact.statement)], fact.candidate.part, fact.statement.source
        ways = ways_of(contents.asked[nth], part)
        change = changes.get(fact.guid)
        return Ask(
            key=keys[nth].get(part, ""),
            state=state,
            status=fact.status if state == "card" else state,
            file=source.file,
            line=source.first,
            candidate=fact.candidate,
            note=note,
            gist=gist_of(fact),
            guid=fact.guid if state == "card" else "",
            decision=decisions[nth].get(part, {}),
            others=len(ways) - 1 if next_way(ways, fact.candidate) else 0,
            can_turn=bool(fact.candidate.reverse or turned_way(ways, fact.candidate)),
            changed=change.words if change and change.was else (),
            remark=_remark(change),
        )

    offers = make_deck(
        [*proposed, *skipped], title=contents.title, types=contents.deck.note_types, media=contents.media
    )
    notes = {note.guid: note for note in (*contents.deck.notes, *offers.notes)}
    groups = (("card", contents.made.facts), ("proposal", proposed), ("skipped", skipped))
    found = [ask(fact, notes[fact.guid], state) for state, facts in groups for fact in facts if fact.guid in notes]
    order = {outline.file: nth for nth, outline in enumerate(contents.outlines)}
    return sorted(found, key=lambda one: (order[one.file], one.line))


def gist_of(fact: Fact) -> tuple[str, str]:
    """The question and the answer in plain words; of a cloze what it hides."""
    if fact.candidate.note_type == "cloze":
        return "", " · ".join(fact.candidate.asked)
    row = card_rows(fact)[0]
    return row.front, " · ".join(row.answers)


def cards_of(ask: Ask, contents: Contents) -> tuple[Card, ...]:
    """Its cards. Those with formulas are always kept: to set one takes longer than all else on a card."""
    note, note_type, shelf = ask.note, contents.deck.note_types[ask.note.note_type], contents.shelf
    if len(contents.deck.notes) > KEPT and not any("\\" in field for field in note.fields):
        return _cards(note, note_type)
    shown = (note.fields, note.cards, note.deck, note.tags, _look(note_type))
    key = sha256(repr(shown).encode("utf-8")).hexdigest()
    found = shelf.get(key)
    if not isinstance(found, tuple):
        found = _cards(note, note_type)
        shelf.put(key, found)
    return found


@lru_cache(maxsize=16)
def _look(note_type: AnkiNoteType) -> str:
    return sha256(repr(note_type).encode("utf-8")).hexdigest()


@lru_cache(maxsize=20_000)
def _cards(note: AnkiNote, note_type: AnkiNoteType) -> tuple[Card, ...]:
    """The note's cards. Remembered, since a preview shows the same notes again and again."""
    return tuple(_card(note, note_type, ordinal) for ordinal in note.cards)


def _card(note: AnkiNote, note_type: AnkiNoteType, ordinal: int) -> Card:
    faces = faces_of(note, note_type, ordinal)
    name = f"Cloze {ordinal + 1}" if note_type.cloze else note_type.templates[ordinal].name
    return Card(name, offline_front(faces.front), offline_back(faces.back))


def _changes(contents: Contents) -> Mapping[str, Change]:
    plan = contents.made.plan
    groups: Sequence[Sequence[Change]] = (plan.better, plan.updated, plan.matched, plan.replaced, plan.revived)
    return {change.guid: change for group in groups for change in group}


def _remark(change: Change | None) -> str:
    if change is None:
        return ""
    parts = ["meaning changed: look at its interval in Anki"] if change.meaning else []
    return "; ".join([*parts, *([change.note] if change.note else [])])
