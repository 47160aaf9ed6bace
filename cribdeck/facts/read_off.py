"""Whether an answer can be read off the front: off the name that is asked for, or off the other cells of a row."""

import re

from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

LEAST_PART = 4
"""Letters of a word of a name that says something."""
FEWEST_NEWS = 2
"""Words of substance that an answer that says the name again must tell beside it, and one more."""
FEWEST_OF_THE_WHOLE_NAME = 4
"""The same of an answer that says all words of the name again."""
OF_A_TERM = ("term", "label-definition")
_OF_A_NAME = ("definition", "does", "deed", "label-definition", "verb-object", "term", "used-for")
_BRACKET = re.compile(r"\s*\([^()]*\)")
_FIGURE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_CLAUSE_END = re.compile(r"[,;(]")


def says_more_than_one_word(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Abstract? The document's abstract": the name is said again, and what it is can be read off it."""
    words = place.words
    if words is None or candidate.explicit or candidate.rule not in OF_A_TERM:
        return True
    name = words.stems(candidate.prompt.plain.rstrip("?"))
    return len(name) != 1 or not name <= words.stems(" ".join(candidate.asked))


def says_no_name_in_other_words(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Outer core: Meaning? The outer layer of the earth's core"."""
    words = place.words
    if words is None or candidate.rule != "table-pair":
        return True
    name = words.stems(candidate.prompt.plain.rpartition(": ")[0])
    return len(name) < 2 or not name <= words.stems(" ".join(candidate.asked))


def says_more_than_its_name(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What does CodeDeploy do? automates deployment", nor "What do routing rules say? how traffic is routed", nor
    "Axis angle? A turn, told by an axis and an angle"."""
    words = place.words
    if words is None or candidate.explicit or candidate.note_type != "basic" or candidate.rule not in _OF_A_NAME:
        return True
    asked = _BRACKET.sub("", asked_for(candidate.prompt.plain, words)).replace("_", " ").replace("-", " ")
    name = words.stems(" ".join(word for word in asked.split() if len(word) >= LEAST_PART and word.isalpha()))
    told = words.stems(_CLAUSE_END.split(_BRACKET.sub("", " ".join(candidate.asked)))[0])
    if len(name) > 1 and name <= told and len(told - name) <= FEWEST_OF_THE_WHOLE_NAME:
        return False
    news = len(told - name - words.stems(" ".join(candidate.topic)))
    return not name & told or news > (FEWEST_NEWS if candidate.rule != "term" else len(name) > 1)


def asked_for(question: str, words: Words) -> str:
    """What a question asks about: "Routing policies" of "What do Routing policies determine?"."""
    for turn in ("read-off.is", "read-off.does"):
        match = words.turn(turn).match(question)
        if match:
            return match["name"]
    return question.rstrip("?")


def hides_no_figure_that_it_shows(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "A week has [7 days], because 7 planets were known"."""
    if candidate.rule != "limit":
        return True
    shown, start = "", 0
    for part in candidate.hidden:
        shown, start = shown + candidate.prompt.plain[start : part.start], part.end
    figures = set(_FIGURE.findall(shown + candidate.prompt.plain[start:]))
    return figures.isdisjoint(_FIGURE.findall(" ".join(candidate.asked)))


def differs_from_its_row(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Upper course: [Vertical], Middle course: some vertical": a cell that another one holds."""
    words, plain = place.words, candidate.prompt.plain
    if words is None or candidate.explicit or candidate.rule != "table-row":
        return True
    cells = [line.partition(": ")[2] for line in plain.splitlines()[1:]]
    return not any(_held(cell, other, words) for cell in cells for other in cells if cell != other)


def _held(cell: str, other: str, words: Words) -> bool:
    """Whether all that a cell says stands in another one: "abrasion" in "abrasion and attrition"."""
    said = words.stems(cell)
    return bool(said) and said <= words.stems(other) and words.turn("read-off.alone").search(cell) is None


READ_OFF_CHECKS = (
    says_more_than_one_word,
    says_no_name_in_other_words,
    says_more_than_its_name,
    hides_no_figure_that_it_shows,
    differs_from_its_row,
)
"""Each says whether a candidate may be a card."""
