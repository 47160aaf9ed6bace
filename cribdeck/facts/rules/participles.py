"""What is said of a label by a participle: ``Secreted by the pancreas`` below Insulin asks by what it is."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.rules.meaning import is_participle, shortened
from cribdeck.model import Candidate, Statement, Text

SHORTEST_TOLD, LONGEST_TOLD = 2, 25


def participle(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Created and signed by its owner`` below Self-signed certificate: created and signed by whom?"""
    words, text = place.words, statement.text
    match = place.turn("participles.done").match(text.plain) if words else None
    label = label_of(statement.parent, words)
    if words is None or match is None or label is None or place.turn("fitness.fit").match(text.plain):
        return
    if statement.nth or not names_its_label(statement, words) or words.names_notes(label.text):
        return
    done = [match["one"], *filter(None, (match["other"],))]
    acts = place.listed("participles.acts").intersection(map(str.lower, done))
    if acts or not all(is_participle(word, words) for word in done) or text.plain.rstrip().endswith((":", "?")):
        return
    told = shortened(text.cut(match.end()))
    if not SHORTEST_TOLD <= len(told.words) <= LONGEST_TOLD or words.dangles(told.plain):
        return
    if words.stems(label.text) & words.stems(told.plain) or re.match(r"[^\w\"'(]", told.plain):
        return
    asked = text.plain[: match.end()].strip()
    front = Text(f"{label.text}: {asked[:1].lower()}{asked[1:]}?")
    yield asks(front, told, kind="question", rule="participle", strict=False)
