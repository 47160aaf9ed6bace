"""How often a thing happens, and what comes of it once something else is done: proposals."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clause_questions import question_of
from cribdeck.facts.rules.key_phrases import hides_key_phrase
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.model import Candidate, Statement

CUES = 3
"""Words of substance that say what it is that happens so often."""
SHORTEST_SEQUEL, LONGEST_SEQUEL, NEWS = 3, 25, 1


def often(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``The keys are replaced every year`` hides how often."""
    words, text = place.words, statement.text
    match = place.turn("courses.often").search(text.plain) if words else None
    if words is None or match is None or not match.start() or not outside_atoms(text, match.start()):
        return
    shown = text.plain[: match.start()] + text.plain[match.end() :]
    told = words.has_finite_verb(text.plain) and not place.turn("courses.maybe").search(text.plain)
    if told and len(words.content_words(shown)) >= CUES:
        yield hides(statement, match.span("answer"), kind="limit", rule="often", strict=False)


def sequel(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Once the ice has melted, the valley floods`` asks what happens then."""
    words = place.words
    match = place.turn("courses.sequel").match(statement.text.plain)
    if words is None or match is None or not outside_atoms(statement.text, match.start("then")):
        return
    then = statement.text.cut(match.start("then")).strip(" .")
    news = words.stems(then.plain) - words.stems(match["done"])
    if not SHORTEST_SEQUEL <= len(then.words) <= LONGEST_SEQUEL or len(news) < NEWS or words.dangles(match["done"]):
        return
    if words.has_finite_verb(then.plain) and words.has_finite_verb(match["done"].split(" ", 1)[1]):
        if found := question_of(then, place):
            front, answer = statement.text.cut(0, match.end("done")) + ": " + found[0], found[1]
            yield asks(front, answer, kind="question", rule="sequel", strict=False)
        yield from hides_key_phrase(statement, match.start("then"), len(statement.text), "sequel", words)
        front = statement.text.cut(0, match.end("done")) + ": what then?"
        yield asks(front, then, kind="question", rule="sequel", strict=False)
