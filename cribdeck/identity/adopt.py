"""A lock made anew from an earlier deck: facts that were edited since get their old GUIDs back by what they say."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.identity.keys import make_key, split_tokens
from cribdeck.identity.lock import EARLIER, Choice, Entry, Lock, LockRow, Retired, Wording
from cribdeck.identity.match import match
from cribdeck.identity.relink import RELINKED, relink
from cribdeck.identity.rows import Row
from cribdeck.model import NoteType


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
    asked, gone = _asked_on(kept.rows, retired, frozenset(stamps))
    rows = tuple(
        replace(row, entries=tuple(_stamped(entry, stamps) for entry in row.entries)) if row.entries else row
        for row in asked
    )
    same, alike = sum(card.guid in present for card in earlier), len(pairs) + len(retired) - len(gone)
    return Adopted(replace(kept, rows=rows, retired=gone), same, alike, len(left) - alike)


def _asked_on(
    rows: Sequence[LockRow], retired: Sequence[Retired], learnt: Container[str]
) -> tuple[tuple[LockRow, ...], tuple[Retired, ...]]:
    """The rows with what the deck asked of them, where no rule asks that any more; and what stands in none of them.

    It takes the place of what would be asked of the row today and nobody has learnt.
    """
    said = _Said(rows)
    found, gone = list(rows), []
    for one in retired:
        where = said.rows_of(one)
        if len(where) == 1 and one.entry.type != "calculation":
            row = found[where[0]]
            others = [entry for entry in row.entries if not entry.guid or entry.guid in learnt]
            found[where[0]] = replace(row, entries=(*others, replace(one.entry, state="live", retired=0)))
        else:
            gone.append(one)
    return tuple(found), tuple(gone)


class _Said:
    """What the statements say, to be found by what a card of the deck shows."""

    def __init__(self, rows: Sequence[LockRow]) -> None:
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._tokens: dict[int, list[str]] = {}
        self._with: dict[str, set[int]] = defaultdict(set)
        for nth, row in enumerate(rows):
            if row.row.kind != "statement":
                continue
            self._whole[_bare(row.row.text)].append(nth)
            self._tokens[nth] = _tokens_of(row.row.text)
            for token in self._tokens[nth]:
                self._with[token].add(nth)

    def rows_of(self, one: Retired) -> Sequence[int]:
        """The statements that are what a cloze shows or a card answers; else those whose words are all on the card."""
        hidden = one.entry.choice.hidden
        whole = self._whole.get(_bare(one.text if one.entry.type == "cloze" else hidden[0]), ())
        answers = [_tokens_of(part) for part in hidden]
        if whole or not all(answers):
            return whole
        holding = set.intersection(*(self._with.get(token, set()) for answer in answers for token in answer))
        shown = _tokens_of(one.text)
        return [nth for nth in sorted(holding) if _is_on_card(self._tokens[nth], shown, answers)]


def _is_on_card(said: Sequence[str], shown: Sequence[str], answers: Sequence[Sequence[str]]) -> bool:
    """Whether a card shows all words of a statement: in their order, as a row of a table between the names of its
    columns, or with the answer in one piece and the others in its question."""
    left = iter(shown)
    if all(token in left for token in said):
        return True
    if len(answers) > 1:
        return False
    size = len(answers[0])
    at = next((nth for nth in range(len(said) - size + 1) if said[nth : nth + size] == answers[0]), None)
    return at is not None and not Counter([*said[:at], *said[at + size :]]) - Counter(shown)


def _tokens_of(text: str) -> list[str]:
    return split_tokens(make_key(text))


def _bare(text: str) -> str:
    return text.strip(" .;").casefold()


def _pairs(left: Sequence[Card], new: Sequence[Card]) -> dict[str, str]:
    """Old GUID to new: the same question first, then cards that are as like as an edited fact must be."""
    pairs = _same_question(left, new)
    taken = set(pairs.values())
    free_old = [card for card in left if card.guid not in pairs]
    free_new = [card for card in new if card.guid not in taken]
    old_rows, new_rows = _rows(free_old), _rows(free_new)
    for row, found in match([row for row, _ in old_rows], [row for row, _ in new_rows]).found.items():
        one, other = old_rows[found.old][1], new_rows[row][1]
        if one and other and one.note_type == other.note_type:
            pairs[one.guid] = other.guid
    return pairs


def _rows(cards: Sequence[Card]) -> list[tuple[Row, Card | None]]:
    """The cards as rows of a file, each below its topic, in the order of the deck."""
    rows: list[tuple[Row, Card | None]] = [(Row("file", "deck"), None)]
    topic = None
    for card in cards:
        if card.topic != topic:
            topic = card.topic
            rows.append((Row("topic", topic), None))
        rows.append((Row("statement", card.shown), card))
    return rows


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


def _retired(card: Card, when: int) -> Retired:
    clozes = dict(card.clozes or {})
    answer = card.shown.removeprefix(card.front).strip()
    kind = "cloze" if card.note_type == "cloze" else "definition"
    choice = Choice(kind, tuple(clozes.values()) or (answer,))
    entry = Entry(
        guid=card.guid,
        type=card.note_type,
        choice=choice,
        wording=Wording(EARLIER, card.front),
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
