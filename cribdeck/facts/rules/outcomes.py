"""What comes of what a sentence told: the next one, that opens with "This leads to"."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.carried import said_before
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

LONGEST_BEFORE, LONGEST_OUTCOME, FEWEST_NEWS = 28, 25, 2


def outcome(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Antibodies bind the DNA. This leads to damage in the kidney.`` asks what follows."""
    words = place.words
    match = place.turn("outcomes.this").match(statement.text.plain)
    if words is None or match is None or not statement.nth or place.turn("outcomes.no-outcome").match(match["verb"]):
        return
    if not (match["may"] or words.third_person_verb(match["verb"])) or place.turn("reasons.because").search(
        match["rest"]
    ):
        return
    before = said_before(statement, place, longest=LONGEST_BEFORE)
    told = statement.text.cut(match.start("told")).strip(" .!")
    if before is None or not words.has_finite_verb(before.plain) or len(told.words) > LONGEST_OUTCOME:
        return
    if len(words.stems(told.plain) - words.stems(before.plain)) < FEWEST_NEWS or words.dangles(match["rest"]):
        return
    if found := _closed(match, told, words):
        front, answer = before.strip(" .!") + f", which {found[0]} what?", found[1]
        yield asks(front, answer, kind="question", rule="outcome", strict=False)
    (question,) = words.outcome_question
    open_ended = asks(before.strip(" .!") + f": {question}", told, kind="question", rule="outcome", strict=False)
    yield open_ended.rated(offered=False)


def _closed(match: re.Match[str], told: Text, words: Words) -> tuple[str, Text] | None:
    """The verb up to what it leads to, and that: "leads to", "damage in the kidney"."""
    start = told.plain.find(match["rest"].strip(" .!"))
    rest = told.cut(start) if start > 0 else Text("")
    first = rest.words[0].lower() if rest.words else ""
    if first in words.pronouns or first in words.auxiliaries or words.starts_with_person(rest.plain):
        return None
    led = len(first) if first in words.prepositions else 0
    answer = rest.cut(led).strip()
    verb = told.plain[: start + led].strip()
    return (verb, answer) if answer.words and not words.turn("clause_questions.two").search(answer.plain) else None
