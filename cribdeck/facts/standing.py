"""Whether the front of a proposal says what it is about: a sentence, with a subject that its reader knows."""

import re

from cribdeck.facts.closed import hides_a_phrase, named
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

_FIGURE = re.compile(r"^[$€£<>~]?\d")


_SEEN_TO = ("only", "closing")
"""Rules that see to it themselves that their line says something."""


def _fragment(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Instead of passing data into the […]" tells nothing; an order does, and so does a line with a figure."""
    words = place.words
    joined = candidate.rule in ("enumeration", "together")
    if words is None or candidate.rule in _SEEN_TO or not (hides_a_phrase(candidate) or joined):
        return ""
    if joined and _speaks_of_its_label(candidate, statement, place):
        return ""
    if candidate.prompt.plain.startswith("-"):
        return "is a line of code"
    if _is_sentence(candidate.prompt.plain, words) or all(map(_FIGURE.search, candidate.asked)):
        return ""
    return "is no sentence"


def _is_sentence(plain: str, words: Words) -> bool:
    if words.has_finite_verb(plain):
        return True
    first = words.turn("standing.first").match(plain)
    order = first is not None and first["after"] == " " and words.is_verb(first["verb"])
    return order and not plain[first.end() : first.end() + 1].isupper() if first else False


def _no_subject(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Can be raised to […]" and "Started by […]" leave out what is raised, and started."""
    words = place.words
    if words is None or candidate.rule in _TURNED_ROUND or _speaks_of_its_label(candidate, statement, place):
        return ""
    if hides_a_phrase(candidate) and place.turn("standing.one-can").match(candidate.prompt.plain):
        return ""  # "Can create alarms on …" tells what one can do
    return "names no subject" if words.lacks_subject(candidate.prompt.plain) else ""


def _speaks_of_its_label(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Whether things are told together of the label right above: "Caused by […]" below the name of a disease."""
    if candidate.rule not in ("together", "enumeration") or not place.labels:
        return False
    return place.labels[-1].text in candidate.topic and names_its_label(statement, place.words)


_TURNED_ROUND = ("question", "denial", "duty")
"""Rules whose questions open with the verb, as questions do."""


def _half_a_subject(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "The hooks of […] run first" hides a part of what it speaks of."""
    words = place.words
    if words is None or candidate.rule in _SEEN_TO or not hides_a_phrase(candidate):
        return ""
    if all(map(_FIGURE.search, candidate.asked)):
        return ""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    told = _is_sentence(plain[: first.end], words)
    return "" if told or not place.turn("standing.of").search(plain[: first.start]) else "hides half of its subject"


def _unknown_subject(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "The risk is low", "The opposite is…": of what, unless a label names it?"""
    words, plain = place.words, candidate.prompt.plain
    if words is None or (candidate.kind == "list" and candidate.rule == "list"):
        return ""
    if place.turn("standing.compared").match(plain):
        return "compares with what is not on the card"
    match = place.turn("standing.one-noun").match(plain)
    if match is None or match["noun"].lower() in words.known_nouns or not _is_verb(match["verb"], words):
        return ""
    if any(part.start < match.end("noun") for part in candidate.hidden):
        return ""
    about = words.stems(" ".join(candidate.topic))
    known = match["which"].lower() == "the" and words.stem(match["noun"].lower()) in about
    return "" if known else "names no subject"


def _is_verb(word: str, words: Words) -> bool:
    low = word.lower()
    return low in words.finite_auxiliaries or words.third_person_verb(low) or low in words.verbs


def _leans_on_the_sentence_before(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What follows "This …" is known by the sentence before it only if it is a name or a figure."""
    carried = len(candidate.prompt) - len(statement.text)
    if not hides_a_phrase(candidate) or carried <= 0 or candidate.hidden[0].start < carried:
        return ""
    return "" if all(map(named, candidate.asked)) else "leans on the sentence before"


STANDING_CHECKS = (_fragment, _no_subject, _half_a_subject, _unknown_subject, _leans_on_the_sentence_before)
