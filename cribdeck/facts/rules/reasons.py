"""Why, what for, when and how: the part of a sentence that a conjunction sets off is what is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

SHORTEST_WHAT, LONGEST_WHAT, SHORTEST_TOLD, LONGEST_TOLD = 3, 25, 2, 25
NEW_WORDS = 2
"""Words of substance in an answer that its question does not hold."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that turns from what is so to the answer of a question; the group ``told`` starts the answer."""

    question: str
    pattern: re.Pattern[str]
    clause: bool = False
    """What follows must be a clause with a verb of its own."""


def _turn(question: str, pattern: str, *, clause: bool = False) -> Turn:
    return Turn(question, re.compile(pattern, re.IGNORECASE), clause)


TURNS: tuple[Turn, ...] = (
    _turn("why?", r",?\s(?P<told>(?:because|due to|owing to|thanks to)\s)"),
    _turn("why?", r",\s(?P<told>(?:since|as)\s(?=\w))", clause=True),
    _turn("what for?", r",?\s(?P<told>(?:so that|in order to|in order for|in order that)\s)"),
    _turn("what for?", r"(?<=\w)(?<=.{8})\s(?P<told>to\s(?=(?P<deed>[a-z]+)\s))"),
    _turn("how?", r"(?<=\w)\s(?P<told>(?:by|through|via)\s[a-z]{3,}ing\s)"),
    _turn(
        "what follows?",
        r",\s(?:and\s)?(?:so|therefore|thus|hence|which means(?: that)?|meaning(?: that)?)\s(?P<told>(?!that\b)\w)",
        clause=True,
    ),
    _turn("when?", r"(?<=\w)\s(?:only\s)?(?P<told>(?:when|whenever|if|unless|until)\s)", clause=True),
)


def reason(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Arteries have thick walls because their pressure is high`` asks why they have."""
    words, text = place.words, statement.text
    if words is None:
        return
    start = words.discourse_start(text.plain)
    for turn in TURNS:
        for match in turn.pattern.finditer(text.plain, start):
            what, told = text.cut(start, match.start()).strip(" ,"), text.cut(match.start("told")).strip(" .")
            if not outside_atoms(text, match.start()) or not _is_told(what.plain, told.plain, turn, words):
                continue
            if (
                turn.question == "what for?"
                and "deed" in match.groupdict()
                and not _is_use(what.plain, match["deed"], words)
            ):
                continue
            yield asks(what + f": {turn.question}", told, kind="question", rule="reason", strict=False)
            return


_LEADS_ON = ("of", "to", "for", "with", "as", "by", "from", "at", "into", "than", "only", "not", "just", "even")
_LEANS = re.compile(r"^(?:if|when|whenever|once|unless|since|because|as|so|but|and|or|to|in order)\b", re.IGNORECASE)
_USE = re.compile(
    r"\b(?:use|uses|used|using|utili[sz]es?|via|with)\s(?:(?!to\b)\S+\s){0,3}\S+$|\b(?:install|enable|create|add|run|set|define|configure|apply|attach|deploy)s?\s(?:(?!to\b)\S+\s){0,4}\S+$",
    re.IGNORECASE,
)


def _is_use(what: str, deed: str, words: Words) -> bool:
    """Whether "to" tells what something is used for: "uses a buffer to keep …", not "has to keep …"."""
    return bool(_USE.search(what)) and (deed in words.verbs or deed in words.noun_verbs)


def _is_told(what: str, told: str, turn: Turn, words: Words) -> bool:
    if not SHORTEST_WHAT <= len(what.split()) <= LONGEST_WHAT or not SHORTEST_TOLD <= len(told.split()) <= LONGEST_TOLD:
        return False
    if turn.clause and not words.has_finite_verb(told.split(" ", 1)[1] if turn.question != "what follows?" else told):
        return False
    last = what.split()[-1].lower()
    if turn.question == "when?" and (last in words.verbs - words.noun_verbs or words.third_person_verb(last)):
        return False  # "to see if …" is a question, not a case
    if last in words.determiners | words.conjunctions | words.auxiliaries or last in _LEADS_ON:
        return False
    if (last.endswith("ly") and last not in words.ly_exceptions) or _LEANS.match(what):
        return False
    if not (words.has_finite_verb(what) or turn.question == "what for?") or ": " in what or words.dangles(told):
        return False
    said = words.stems(told)
    return len(said - words.stems(what)) >= NEW_WORDS
