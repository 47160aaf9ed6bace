"""The same fact, word for word, under two topics: it is learned twice."""

import re
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.facts.statements import SENTENCES
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Statement
from cribdeck.study import Study

CODE = "stated-twice"
SHORTEST = 5
"""Words: shorter ones say too little without their topic to be the same fact."""


def stated_twice(study: Study) -> Iterator[Problem]:
    """A note at each sentence that names its subject and stands under another topic as well."""
    langs = {outline.file: outline.lang for outline in study.outlines}
    first: dict[str, Statement] = {}
    for asked in study.asked:
        statement = asked.statement
        words = words_for(langs[statement.source.file])
        if not asked.proposed or words is None or not _is_fact(statement, words):
            continue
        other = first.setdefault(_said(statement), statement)
        if other is not statement and other.label != statement.label:
            message = f"This stands at {other.source} too, word for word. Keep it where it belongs."
            yield Problem(statement.source, CODE, message, "note")


def _is_fact(statement: Statement, words: Words) -> bool:
    """Whether a sentence says the same wherever it stands: it has a subject of its own, and a verb."""
    plain = statement.text.plain
    if statement.text.words[:1] and statement.text.words[0].lower() in words.subject_pronouns:
        return False  # "We have to check all pages" is said of what stands above
    if statement.item.kind not in SENTENCES or len(statement.text.words) < SHORTEST or words.dangles(plain):
        return False
    opening = re.sub(r"\W", "", statement.text.words[0]).lower()
    return words.has_finite_verb(plain) and not words.third_person_verb(opening) and opening not in words.verbs


def _said(statement: Statement) -> str:
    return re.sub(r"\W+", " ", statement.text.plain).strip().casefold()
