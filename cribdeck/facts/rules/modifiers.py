"""What tells a term apart from another of its kind: "private" of "private key", where a public key stands beside it."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.rules.proposals import terms_in
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

_TWO_WORDS = re.compile(r"(?P<first>[^\W\d_][\w-]*)\s(?P<head>[^\W\d_][\w-]*)")
FEWEST_WORDS, LONGEST_SENTENCE = 7, 30


def modifier(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``The public key seals what the **private key** opens`` hides which key opens it."""
    words, plain = place.words, statement.text.plain
    if words is None or not FEWEST_WORDS <= len(statement.text.words) <= LONGEST_SENTENCE:
        return
    if len(words.stems(plain)) == len(words.content_words(plain)):
        return  # as mostly: no word comes twice, so nothing has a rival
    for start, end in [*statement.text.spans("strong"), *terms_in(statement, place)]:
        term = _TWO_WORDS.fullmatch(plain, start, end)
        if term and outside_atoms(statement.text, start) and _has_a_rival(term, plain, words):
            yield hides(statement, term.span("first"), kind="cloze", rule="modifier", strict=False)
            return


def _has_a_rival(term: re.Match[str], plain: str, words: Words) -> bool:
    """Whether the sentence names another of the kind: so the word before it is what has to be known."""
    rest = f"{plain[: term.start()]} … {plain[term.end() :]}"
    beside = words.stems(rest)
    first, head = words.stems(term["first"]), words.stems(term["head"])
    if not plain[: term.start()].strip() or words.is_verb(term["first"]) or term["first"].endswith("ing"):
        return False
    if not first or not head or not head <= beside or first & beside:
        return False
    return words.has_finite_verb(rest)
