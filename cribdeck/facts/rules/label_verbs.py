"""What a line tells of its label by a verb alone: ``Offers low latency`` below Standard asks what it offers."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.rules.meaning import shortened
from cribdeck.facts.rules.terms import lead_term
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

SHORTEST_TOLD, LONGEST_TOLD, FEWEST_NEWS = 2, 20, 2
_ENDS = re.compile(r"[,;:(]|\s(?:and|or|which|that|so|to|when|if|how|what|where|by|as)\s")


def label_verb(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Contains actin and myosin`` below Myofilaments asks what they contain."""
    words, plain = place.words, statement.text.plain
    match = place.turn("label-verbs.does").match(plain) if words else None
    label = label_of(statement.parent, words)
    if words is None or match is None or label is None or statement.nth or plain.rstrip().endswith((":", "?")):
        return
    if (
        not _is_its_verb(match["verb"].lower(), plain[match.end() :], words)
        or not names_its_label(statement, words)
        or words.names_notes(label.text)
    ):
        return
    told = shortened(statement.text.cut(match.end()))
    if not SHORTEST_TOLD <= len(told.words) <= LONGEST_TOLD or words.dangles(told.plain) or lead_term(statement):
        return
    if len(words.stems(told.plain) - words.stems(label.text)) >= FEWEST_NEWS and not words.evaluative(told.plain):
        front = Text(f"{label.text}: {match[0].strip().lower()} what?")
        yield asks(front, told, kind="question", rule="label-verb", strict=False)


def _is_its_verb(verb: str, rest: str, words: Words) -> bool:
    """Whether a word at the head of a line is the verb of it: not "Stores in town are closed"."""
    first = rest.split()[0].lower() if rest.split() else ""
    if first in words.prepositions or first in words.finite_auxiliaries or first in words.conjunctions:
        return False
    base = words.base_verb(verb)
    noun = base in words.noun_verbs and base not in words.listed("label-verbs.hardly-nouns")
    if (noun and first not in words.determiners) or base in words.listed("label-verbs.vague"):
        return False
    return words.third_person_verb(verb) and not words.has_finite_verb(_ENDS.split(rest)[0])
