"""Whom a sentence may speak of that opens with a pronoun: its label, which is good enough for a proposal."""

import re
from dataclasses import replace

from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

_BEHIND_A_NAME = re.compile(r":\s|\s\(|\s[-–—]\s")
"""What a label says beside the name: "SAM: Serverless Application Model"."""


def with_presumed_subject(statement: Statement, place: Place) -> Statement | None:
    """The statement with its label in place of a pronoun, where the number of both agrees; else nothing."""
    words = place.words
    statement = _without_opening(statement, words)
    match = _opening(statement.text.plain, place)
    label = label_of(statement.parent, words)
    if words is None or match is None or label is None or match["verb"] in place.listed("subjects.not-of-the-label"):
        return None
    before = statement.before.text.plain if statement.before else ""
    if words is not None and before and not (_opening(before, place) or words.lacks_subject(before)):
        return None  # it speaks of what the sentence before it named
    if label.kind not in ("label", "heading") or label.generic or label.container:
        return None
    name = _BEHIND_A_NAME.split(label.text)[0]
    if not words.clean_noun_phrase(name) or place.turn("presumed.done-by").match(statement.text.plain, match.end()):
        return None
    verb, many = match["verb"], match["pronoun"] in ("They", "These")
    proper = all(word[:1].isupper() for word in name.split())  # "Step Functions" is one service
    if words.plural(name.split()[-1]) != many and (many or not proper):
        return None
    if not (verb in words.finite_auxiliaries or words.third_person_verb(verb) != many):
        return None
    rest = statement.text.cut(match.start("verb"))
    if words.stems(name) and words.stems(name) <= words.stems(rest.plain):
        return None  # "It uses names as the DNS" below "DNS": of something else
    return replace(statement, text=Text(f"{name} ") + rest)


def _without_opening(statement: Statement, words: Words | None) -> Statement:
    """The statement without an "Essentially, " before its pronoun."""
    start = words.discourse_start(statement.text.plain) if words else 0
    rest = statement.text.cut(start)
    if not start or not rest:
        return statement
    return replace(statement, text=rest.replace_span(0, 1, rest.plain[0].upper()))


def _opening(plain: str, place: Place) -> re.Match[str] | None:
    """How a sentence opens that speaks of "it" or of "this service"; not "This test …", which may be any test."""
    match = place.turn("presumed.it").match(plain)
    kind = match["kind"] if match else None
    return match if kind is None or (place.words is not None and kind in place.words.kind_nouns) else None


def may_presume(candidate: Candidate, place: Place) -> bool:
    """Whether a guess of the subject is good enough: not to say what it does, nor that it is "the amount of …"."""
    if candidate.note_type == "cloze":
        return True
    front = candidate.prompt.plain
    if place.turn("presumed.what-does").match(front):
        return False
    plain_meaning = candidate.rule == "definition" and place.turn("presumed.what-is").match(front)
    return not (plain_meaning and place.turn("presumed.meaning").match(" ".join(candidate.asked)))
