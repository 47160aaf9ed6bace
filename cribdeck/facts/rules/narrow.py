"""What holds only, always or by default: the word that narrows a sentence points at what one has to know."""

from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import is_participle, outside_atoms, telling
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

LONGEST_ONLY, LONGEST_STATE = 6, 3


def only(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``A vaccine works only before the infection`` hides when."""
    words = place.words
    match = place.turn("narrow.only").search(statement.text.plain) if words else None
    if words is None or match is None or not outside_atoms(statement.text, match.start()):
        return
    start, end = match.span("answer")
    end = start + len(statement.text.plain[start:end].split(" -> ")[0].rstrip())
    answer = statement.text.plain[start:end]
    if not 2 <= len(answer.split()) <= LONGEST_ONLY and not telling(answer):
        return
    if statement.text.cuts(start, end, "code", "math", "link"):
        return
    yield hides(statement, (start, end), kind="cloze", rule="only", strict=False)


def state(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Versioning is off by default`` hides how it is."""
    words = place.words
    match = place.turn("narrow.state").search(statement.text.plain) if words else None
    if words is None or match is None or not outside_atoms(statement.text, match.start()):
        return
    subject = statement.text.plain[: match.start()].strip()
    answer = match["answer"]
    if not 1 <= len(subject.split()) <= 8 or len(answer.split()) > LONGEST_STATE or words.evaluative(answer):
        return
    cued = bool(match["cue"]) or "default" in match["after"].lower()
    if not _is_state(answer, words) and not (cued and words.clean_noun_phrase(answer)):
        return
    default = "default" in (match["cue"] or match["after"]).lower() or answer.lower() in place.listed("narrow.defaults")
    if default or "-" in answer or len(answer.split()) > 1 or answer.lower().endswith("less"):
        yield hides(statement, match.span("answer"), kind="cloze", rule="state", strict=False)


def _is_state(answer: str, words: Words) -> bool:
    """Whether a phrase says how a thing is: "eventually consistent", "not transitive", "off"."""
    said = answer.split()
    last = said[-1]
    before = said[:-1]
    if any(words.function_word(word) and word.lower() != "not" and not word.endswith("ly") for word in before):
        return False
    if last.lower() in words.listed("narrow.defaults"):
        return True
    return not words.function_word(last) and (words.adjective(last) or is_participle(last, words) or "-" in last)
