"""What only illustrates: a question about the sentence of an example, the figures of one case."""

from cribdeck.facts.place import Place
from cribdeck.facts.rules.tex import is_worked_out
from cribdeck.model import Candidate, Statement

FEW_WORDS = 5
"""Words of an answer that quotes an example."""


def _opens_as_an_example(candidate: Candidate, statement: Statement, place: Place) -> bool:
    labels = candidate.topic[-1:]
    return any(map(place.turn("examples.opening").match, (candidate.prompt.plain, *labels)))


def _tells_a_story(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """ "Where was the cat sleeping? On the couch." below an item only illustrates what stands there."""
    words, below_item = place.words, statement.item.kind == statement.parent.kind == "item"
    if words is None or candidate.kind != "question" or not below_item:
        return False
    story = words.turn("examples.story").match(candidate.prompt.plain)
    if story is None or len(" ".join(candidate.asked).split()) > FEW_WORDS:
        return False
    return words.stem(story["noun"].lower()) not in words.stems(" ".join(label.text for label in place.labels))


def _works_out_a_case(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """ "Sequential? $3 + 1000 \\cdot 0.05 = 53$" holds of one case."""
    if candidate.note_type == "calculation":
        return False
    told = (candidate.prompt, *(cell for block in candidate.answer for row in block.rows for cell in row))
    return any(is_worked_out(formula) for text in told for formula in text.marked("math"))


def only_illustrates(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Whether a candidate asks for what an example says, not for what it shows."""
    checks = (_opens_as_an_example, _tells_a_story, _works_out_a_case)
    return any(check(candidate, statement, place) for check in checks)
