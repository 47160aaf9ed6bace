"""Lines on which the author left work for later: ``TODO: add a diagram``, ``come back to this``."""

import re
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.facts.statements import LEFT_OUT, SENTENCES
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Statement, Text
from cribdeck.study import Study

CODE = "to-do"
_QUOTED = re.compile(r"[\"“„][^\"“”„]{1,60}[\"”“]")
SPARED = (LEFT_OUT, "properties", "only a link")
"""Why a line is left alone, whatever it says."""

_LEFT_FOR_LATER = re.compile(
    r"\b(?:needs?|needed|want|add|get|find|take|write)\b[^.;]{0,20}\b(?:more|better) "
    r"(?:notes?|details?|examples?|info(?:rmation)?)\b"
    r"|\b(?:come|go|get) back to (?:this|it|that|these)\b",
    re.IGNORECASE,
)
"""Said of the notes themselves; only asked of lines that the rules take for talk about studying."""


def to_do(study: Study) -> Iterator[Problem]:
    """A problem for each line of work that is left to do."""
    langs = {outline.file: outline.lang for outline in study.outlines}
    for statement in study.statements:
        words = words_for(langs[statement.source.file])
        if words is not None and _is_left(statement, words):
            yield Problem(statement.source, CODE, "Work is left to do here. Do it, or take the line away.")
        elif statement.item.info == "task: " and not statement.nth:
            yield Problem(statement.source, CODE, "This task is open. Do it, or tick it off.", "note")


def _is_left(statement: Statement, words: Words) -> bool:
    if statement.item.kind not in SENTENCES or statement.suppressed in SPARED:
        return False
    plain = _spoken(statement.text)
    return words.to_do(plain) or (words.study_talk(plain) and bool(_LEFT_FOR_LATER.search(plain)))


def _spoken(text: Text) -> str:
    """The text without what it only shows or quotes: a note on `TODO` marks has nothing left to do."""
    plain = text.plain
    for start, end in text.spans("code", "math"):
        plain = plain[:start] + "x" * (end - start) + plain[end:]
    return _QUOTED.sub("x", plain)
