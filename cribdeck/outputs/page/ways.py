"""The ways in which one thing can be asked: which one is the next, and which is the other way round."""

from collections.abc import Sequence

from cribdeck.facts.candidates import Asked
from cribdeck.identity.choice import choice_of
from cribdeck.model import Candidate


def ways_of(asked: Asked, part: str) -> tuple[Candidate, ...]:
    """The candidates of one part, best first, each way once."""
    found: dict[object, Candidate] = {}
    for candidate in asked.candidates:
        if candidate.part == part:
            found.setdefault((candidate.note_type, candidate.prompt.plain, choice_of(candidate).hidden), candidate)
    return tuple(found.values())


def next_way(ways: Sequence[Candidate], now: Candidate) -> Candidate | None:
    """The way after the one that is asked now, the first after the last; None when there is no other."""
    at = next((nth for nth, one in enumerate(ways) if is_same_way(one, now)), -1)
    after = ways[(at + 1) % len(ways)] if ways else now
    return None if is_same_way(after, now) else after


def turned_way(ways: Sequence[Candidate], now: Candidate) -> Candidate | None:
    """The way that gives what is asked now and asks for what is given; None when nothing does."""
    return next((one for one in ways if _asks_for_the_front(one, now) or _asks_for_the_front(now, one)), None)


def is_same_way(one: Candidate, other: Candidate) -> bool:
    return (one.note_type, choice_of(one)) == (other.note_type, choice_of(other))


def _asks_for_the_front(one: Candidate, other: Candidate) -> bool:
    """``[Osmosis] moves water`` asks for what ``What is osmosis?`` gives."""
    if one.note_type != "cloze" or other.note_type != "basic":
        return False
    front = other.prompt.plain.casefold()
    return all(hidden.casefold() in front for hidden in one.asked)
