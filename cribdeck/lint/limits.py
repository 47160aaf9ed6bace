"""Limits that contradict each other: the same subject and the same kind of unit, but another number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cribdeck.errors import Problem
from cribdeck.facts.labels import labels_of
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Candidate, Statement
from cribdeck.study import Study

CODE = "limits-contradict"

_UNIT = re.compile(r"^[\W\d]*(?P<unit>.*)$", re.DOTALL)
_KINDS = (
    ("size", re.compile(r"[kmgtp]i?b|bytes?")),
    ("time", re.compile(r"(?:m|milli)?s(?:ec(?:ond)?s?)?|min(?:ute)?s?|h(?:our)?s?|days?|weeks?|months?|years?")),
)
_NAME = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*")
"""A proper name, as far as capitals tell: "SQS", "DynamoDB"."""
_LINKING = frozenset({"of", "for", "in", "on", "at", "to"})
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _Limit:
    """A figure, and what it is the limit of."""

    statement: Statement
    figure: str
    subject: frozenset[str]
    """The stems of all that is said beside the figure, with the topic."""


def limits_contradict(study: Study) -> Iterator[Problem]:
    """A warning at each limit that another one contradicts, where all other words are the same."""
    langs = {outline.file: outline.lang for outline in study.outlines}
    examples = {id(item) for each in study.found for item in (each.problem, each.working)}
    found: dict[frozenset[str], list[_Limit]] = {}
    for asked in study.asked:
        words = words_for(langs[asked.statement.source.file])
        candidate = next((each for each in asked.candidates if each.kind == "limit"), None)
        if words is None or candidate is None or id(asked.statement.item) in examples:
            continue
        limit = _limit(asked.statement, candidate, words)
        for other in found.get(limit.subject, ()):
            if _contradict(other, limit, words):
                message = f"This says {limit.figure}, {other.statement.source} says {other.figure}. Mend the wrong one."
                yield Problem(limit.statement.source, CODE, message)
                break
        found.setdefault(limit.subject, []).append(limit)


def _limit(statement: Statement, candidate: Candidate, words: Words) -> _Limit:
    start, end = candidate.hidden[0].start, candidate.hidden[0].end
    plain = candidate.prompt.plain
    said = f"{plain[:start]} {_BRACKETS.sub(' ', plain[end:])}"
    told = re.findall(r"\w+", f"{_topic(statement, said, words)} {said}".casefold())
    stems = frozenset(words.stem(word) for word in told if not _is_weak(word, words))
    return _Limit(statement, plain[start:end].strip(), stems)


def _topic(statement: Statement, said: str, words: Words) -> str:
    """What has to be added for a sentence to say of what it gives the limit: nothing if it names that itself."""
    if _NAME.search(said):
        return ""
    if _NAME.search(statement.label):
        return statement.label
    return " ".join(label.text for label in labels_of(statement.path, words) if not label.generic)


def _is_weak(word: str, words: Words) -> bool:
    """Whether a word does not tell one subject from another; "before" and "without" do."""
    return word in _LINKING or word in words.determiners or word in words.auxiliaries or words.limit_cue(word)


def _contradict(one: _Limit, other: _Limit, words: Words) -> bool:
    """Whether two figures measure the same and are not the same amount."""
    if len(one.subject) < 2 or one.statement.item is other.statement.item or _bound(one) != _bound(other):
        return False
    return _kind(one) == _kind(other) and not words.same_value(one.figure, other.figure)


def _bound(limit: _Limit) -> str:
    """Which end of a range the figure is: "least" and "most" differ and do not contradict."""
    plain = limit.statement.text.plain
    return "least" if re.search(r"\b(?:min(?:imum)?|at least|from|more than|over)\b|[>≥]", plain, re.I) else "most"


def _kind(limit: _Limit) -> str:
    """What the figure measures: a size is a size and a time a time, in whatever unit; else the unit itself."""
    unit = _UNIT.sub(r"\g<unit>", limit.figure).strip().casefold()
    return next((kind for kind, units in _KINDS if units.fullmatch(unit)), unit.removesuffix("s"))
