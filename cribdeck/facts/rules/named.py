"""What a sentence calls by its name, where no other rule finds anything in it."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.key_phrases import Span, may_be_key, phrases_in
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

FEWEST_WORDS, MOST_TRIED = 6, 2

_NAME = re.compile(r"[A-Z]")
_SENTENCES = re.compile(r"[.?!](?!\d)")
_NEXT = re.compile(r"\s+([^\W\d_][\w-]*)(?:\s+the)?(?:\s+([A-Z]))?")


def named(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Martineau was a reformer from Norwich`` hides the name, which stands behind the verb."""
    words, plain = place.words, statement.text.plain
    if words is None or len(statement.text.words) < FEWEST_WORDS or place.turn("named.by-the-way").search(plain):
        return
    if statement.item.kind == "row" or plain.rstrip().endswith((":", "?")) or any(statement.text.spans("math")):
        return
    called = [span for span in phrases_in(plain, 0, len(plain), words) if _is_named(plain, span, words)]
    told = [span for span in called if may_be_key(statement, 0, span, words)]
    for span in sorted(told, key=lambda span: (" " not in plain[slice(*span)], -span[0]))[:MOST_TRIED]:
        yield hides(statement, span, kind="cloze", rule="named", strict=False)


def _is_named(plain: str, span: Span, words: Words) -> bool:
    """Whether a whole name stands there that the verb before it leads to: not "not AWS", "the S3 bucket", "2 API" of
    "2 API calls", "the National Association" of "the National Association for the Blind"."""
    answer, before = plain[slice(*span)], plain[: span[0]].split()
    said = answer.split()
    if not _NAME.search(answer) or not before or not _ends_there(plain, span[1], words):
        return False
    if _SENTENCES.search(answer) or all(map(words.function_word, said)) or words.base_verb(said[0]):
        return False
    if not words.function_word(before[-1]) and not before[-1].strip(",;:")[-1:].isalnum():
        return False  # "MAC + Hedonism"
    known = before[-1].lower() in words.determiners - {"a", "an"} and not _NAME.search(said[-1])
    return not known and not words.negated(before[-1]) and words.has_finite_verb(plain[: span[0]])


def _ends_there(plain: str, end: int, words: Words) -> bool:
    behind = _NEXT.match(plain, end)
    if behind is None:
        return True
    low = behind[1].lower()
    joins = low in words.prepositions | words.conjunctions | words.relatives | words.subordinators
    goes_on = low in ("of", "for") or low in words.conjunctions
    return joins and not (goes_on and behind[2])
