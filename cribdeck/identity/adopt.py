"""A lock made anew from an earlier deck: facts that were edited since get their old GUIDs back by what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from cribdeck.identity.lock import Choice, Entry, Lock, Retired
from cribdeck.identity.relink import RELINKED, relink
from cribdeck.model import NoteType

ALIKE, MARGIN = 82.0, 8.0
"""How alike two cards must be, of 100, and how much more than the next best ones of either side."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a note says, to be found again by."""

    guid: str
    note_type: NoteType
    shown: str
    front: str = ""
    """The question alone, where there is one."""
    topic: str = ""
    mod: int = 0
    clozes: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """The lock, and how many notes of the deck were found again by GUID, by what they say, and not at all."""

    lock: Lock
    same: int
    alike: int
    lost: int


def adopt(lock: Lock, now: Sequence[Card], earlier: Sequence[Card], *, when: int) -> Adopted:
    """The lock of these notes with the GUIDs of the earlier deck.

    ``lock`` is what a first build would write, ``now`` its cards. What is found nowhere in the notes is retired.
    """
    present = {card.guid for card in now}
    left = [card for card in earlier if card.guid not in present]
    new = [card for card in now if card.guid not in {card.guid for card in earlier}]
    pairs = _pairs(left, new)
    stamps = {card.guid: card.mod for card in earlier}
    kept = replace(lock, retired=tuple(_retired(card, when) for card in left))
    for old, guid in pairs.items():
        kept = relink(kept, old, guid)
    found = set(pairs.values())
    retired = tuple(one for one in kept.retired if one.entry.guid not in found)
    rows = tuple(
        replace(row, entries=tuple(_stamped(entry, stamps) for entry in row.entries)) if row.entries else row
        for row in kept.rows
    )
    same = sum(card.guid in present for card in earlier)
    return Adopted(replace(kept, rows=rows, retired=retired), same, len(pairs), len(left) - len(pairs))


def _pairs(left: Sequence[Card], new: Sequence[Card]) -> dict[str, str]:
    """Old GUID to new: cards that are clearly each other's best match, exact ones first."""
    scored = sorted(
        (
            (score, old.guid, one.guid)
            for old in left
            for one in new
            if old.note_type == one.note_type and (score := _likeness(old, one)) >= ALIKE - MARGIN
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    pairs = _same_question(left, new)
    for score, old, guid in scored:
        rivals = [other for other, a, b in scored if (a == old) != (b == guid)]
        if (
            score >= ALIKE
            and old not in pairs
            and guid not in pairs.values()
            and score - max(rivals, default=0) >= MARGIN
        ):
            pairs[old] = guid
    return pairs


def _same_question(left: Sequence[Card], new: Sequence[Card]) -> dict[str, str]:
    """Old GUID to new where a question stands once in the deck and once in the notes, whatever its answer."""
    olds, news = _by_question(left), _by_question(new)
    return {
        olds[question][0]: news[question][0]
        for question in olds
        if len(olds[question]) == 1 and len(news.get(question, ())) == 1
    }


def _by_question(cards: Sequence[Card]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for card in cards:
        if card.front:
            found.setdefault((card.note_type, card.topic, card.front.casefold()), []).append(card.guid)
    return found


def _likeness(old: Card, new: Card) -> float:
    """Of 100; the same topic is worth a little."""
    return fuzz.ratio(old.shown.casefold(), new.shown.casefold()) - (0 if old.topic == new.topic else 3)


def _retired(card: Card, when: int) -> Retired:
    clozes = dict(card.clozes or {})
    choice = Choice("", tuple(clozes.values()))
    entry = Entry(
        guid=card.guid,
        type=card.note_type,
        choice=choice,
        clozes=clozes,
        mod=card.mod,
        created=card.mod,
        state="retired",
        retired=when,
    )
    return Retired(entry, card.shown, card.topic)


def _stamped(entry: Entry, stamps: Mapping[str, int]) -> Entry:
    """The entry with the time stamp of its note in the deck, and no hash: the next build writes it once more."""
    extra = {key: value for key, value in entry.extra.items() if key != RELINKED}
    if entry.guid not in stamps:
        return replace(entry, extra=extra)
    return replace(entry, mod=stamps[entry.guid], hash="", extra=extra)
