"""What the thing of a label is good for, designed for or based on, said by a line that leaves the thing out."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import shortened
from cribdeck.model import Candidate, Statement, Text

SHORTEST, LONGEST = 2, 25


def fitness(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Designed for archives`` below ``Glacier`` asks what it is designed for."""
    words = place.words
    match = place.turn("fitness.fit").match(statement.text.plain)
    label = label_of(statement.parent, words)
    if words is None or match is None or label is None or statement.nth or label.generic or label.container:
        return
    if label.kind == "lead-in" or not words.clean_noun_phrase(label.text):
        return
    told = shortened(statement.text.cut(match.end()))
    if not SHORTEST <= len(told.words) <= LONGEST or words.dangles(told.plain):
        return
    be = "are" if words.plural(label.text.split()[-1]) else "is"
    how = match["how"].lower()
    asked = how if match["to"].lower() == "for" else how.removesuffix(" to") + " for"
    answer = told if match["to"].lower() == "for" else Text("to ") + told
    yield asks(f"What {be} {label.text} {asked}?", answer, kind="definition", rule="fitness", strict=False)
