"""Cloze numbers: given once. A number is a card's schedule, so it never comes to mean another part of the text."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from cribdeck.identity.alignment import Alignment
from cribdeck.identity.choice import choice_of
from cribdeck.identity.lock import LINKED, Entry
from cribdeck.model import Candidate

_ENOUGH = 0.5
"""How far a hidden text must stand where the old one stood, to be the same one edited."""

_ALIKE = 0.6
"""How like it must be, if it stands elsewhere."""


def number_clozes(candidate: Candidate, entry: Entry | None, before: str) -> tuple[tuple[int, ...], dict[int, str]]:
    """The number of each hidden part, and all numbers that the note ever had with what they hid last.

    ``before`` is the text as the lock knows it. A part keeps its number when it says the same; then when it stands
    where a part stood that is gone, or is much like it. Any other gets a number that the note never had, unless the
    user has tied the note to this line.
    """
    if candidate.note_type != "cloze":
        return (), dict(entry.clozes) if entry else {}
    parts = choice_of(candidate).hidden
    known = dict(entry.clozes) if entry else {}
    given = _same(parts, known, numbers_in_use(entry))
    if len(given) < len(parts):
        given |= _edited(candidate, parts, {number: known[number] for number in numbers_in_use(entry)}, given, before)
    if entry and LINKED in entry.extra:
        free = (number for number in numbers_in_use(entry) if number not in given.values())
        given |= dict(zip((part for part in range(len(parts)) if part not in given), free, strict=False))
    highest = max(known, default=0)
    for part in range(len(parts)):
        if part not in given:
            highest += 1
            given[part] = highest
    return tuple(given[part] for part in range(len(parts))), known | {
        given[nth]: part for nth, part in enumerate(parts)
    }


def numbers_in_use(entry: Entry | None) -> list[int]:
    """The numbers that were on the note at the last build, by the texts that it hid then."""
    if entry is None:
        return []
    hidden = list(entry.choice.hidden)
    live = []
    for number, text in sorted(entry.clozes.items()):
        if text in hidden:
            hidden.remove(text)
            live.append(number)
    return live


def _same(parts: Sequence[str], known: Mapping[int, str], live: Sequence[int]) -> dict[int, int]:
    """Parts that say what a number hid, of those on the note first: a part that comes back gets its card again."""
    given: dict[int, int] = {}
    for number in sorted(known, key=lambda number: (number not in live, number)):
        part = next((nth for nth, text in enumerate(parts) if text == known[number] and nth not in given), None)
        if part is not None:
            given[part] = number
    return given


def _edited(
    candidate: Candidate, parts: Sequence[str], live: Mapping[int, str], given: Mapping[int, int], before: str
) -> dict[int, int]:
    """Parts that were edited: each stands where an old one stood, or is like it."""
    stood = Alignment(before, candidate.prompt.plain)
    starts = {nth: (group[0].start, group[0].end) for nth, group in enumerate(candidate.groups.values())}
    ranked = sorted(
        (-max(_likeness(text, parts[part], candidate.prompt.plain), stood.overlap(text, starts[part])), number, part)
        for number, text in live.items()
        if number not in given.values()
        for part in range(len(parts))
        if part not in given
    )
    found: dict[int, int] = {}
    for score, number, part in ranked:
        if -score >= _ENOUGH and part not in found and number not in found.values():
            found[part] = number
    return found


def _likeness(was: str, now: str, text: str) -> float:
    """How alike two hidden texts are; not at all if the old one is still there, only not hidden any more."""
    score = 0.0 if was in text else fuzz.ratio(was, now) / 100
    return score if score >= _ALIKE else 0.0
