"""What comes of what a sentence told: the next one, that opens with "This leads to"."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.carried import said_before
from cribdeck.facts.place import Place
from cribdeck.model import Candidate, Statement

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
    (question,) = words.outcome_question
    yield asks(before.strip(" .!") + f": {question}", told, kind="question", rule="outcome", strict=False)
