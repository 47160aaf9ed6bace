"""What one key does to a decision."""

from collections.abc import Callable, Mapping

from cribdeck.identity.choice import taking
from cribdeck.outputs.page.decided import Decision
from cribdeck.outputs.page.ways import next_way, turned_way
from cribdeck.preview.targets import Target

Verb = Callable[[Target, Decision, str], dict[str, object]]
"""What is asked, what was decided of it, and a text that the key came with; gives the new decision."""


def seen(target: Target, was: Decision, text: str) -> dict[str, object]:
    return {**was, "seen": True}


def unseen(target: Target, was: Decision, text: str) -> dict[str, object]:
    return _without(was, "seen")


def skip(target: Target, was: Decision, text: str) -> dict[str, object]:
    return {**was, "skip": True}


def unskip(target: Target, was: Decision, text: str) -> dict[str, object]:
    return _without(was, "skip")


def take(target: Target, was: Decision, text: str) -> dict[str, object]:
    return {**_without(was, "skip"), "take": taking(target.candidate), "seen": True}


def turn(target: Target, was: Decision, text: str) -> dict[str, object]:
    """The pair's other side first; where the rules wrote no pair, the way that asks for what is given now."""
    if target.candidate.reverse and was.get("reverse"):
        return {**_without(was, "reverse", "skip"), "seen": True}
    if target.candidate.reverse:
        return {**_without(was, "skip"), "reverse": True, "seen": True}
    other = turned_way(target.ways, target.candidate)
    return {**_without(was, "skip"), "take": taking(other), "seen": True} if other else dict(was)


def another(target: Target, was: Decision, text: str) -> dict[str, object]:
    after = next_way(target.ways, target.candidate)
    return {**_without(was, "skip", "reverse"), "take": taking(after), "seen": True} if after else dict(was)


def topic(target: Target, was: Decision, text: str) -> dict[str, object]:
    """Below this label; an empty one is the notes' own again."""
    return {**was, "topic": text} if text else _without(was, "topic")


VERBS: Mapping[str, Verb] = {
    "seen": seen,
    "unseen": unseen,
    "skip": skip,
    "unskip": unskip,
    "take": take,
    "turn": turn,
    "next": another,
    "topic": topic,
}
"""By the name that the page sends."""


def _without(was: Decision, *keys: str) -> dict[str, object]:
    return {key: value for key, value in was.items() if key not in keys}
