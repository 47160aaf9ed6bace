"""What a clause comes to: the noun phrase in it that one has to know, once all the rest is read."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.balance import is_balanced
from cribdeck.facts.rules.meaning import is_participle
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

MOST_TRIED, LONGEST_PHRASE = 3, 4
SHORTEST_WORD = 6
"""Letters of a word that is hidden alone, unless it is a name."""

_PIECE = re.compile(r"[^\s,;:()]+|[,;:()]|->|→")
_ENDS = re.compile(r"\s*(?:$|[.,;:()!])")
_NAME = re.compile(r"[A-Z0-9]")

Span = tuple[int, int]


def hides_key_phrase(statement: Statement, start: int, end: int, rule: str, words: Words) -> Iterator[Candidate]:
    """Proposals that hide one noun phrase each of what is told from ``start`` to ``end``, the likeliest first.

    ``If a river meets hard rock, it forms a [waterfall].``
    """
    for span in key_phrases(statement, start, end, words)[:MOST_TRIED]:
        yield hides(statement, span, kind="cloze", rule=rule, strict=False)


def key_phrases(statement: Statement, start: int, end: int, words: Words) -> list[Span]:
    """The noun phrases of a clause that nothing else in its sentence tells: names first, then what ends the clause."""
    plain = statement.text.plain
    found = [span for span in phrases_in(plain, start, end, words) if may_be_key(statement, start, span, words)]

    def rank(span: Span) -> tuple[bool, bool, bool, int]:
        answer = plain[slice(*span)]
        lead = plain[start : span[0]].lower().split()
        subject = all(word in words.determiners or word in words.conjunctions for word in lead)
        return not _NAME.search(answer), subject, len(answer.split()) == 1, -span[0]

    return sorted(found, key=rank)


def phrases_in(plain: str, start: int, end: int, words: Words) -> Iterator[Span]:
    """The runs of words between function words, verbs and marks."""
    run: list[re.Match[str]] = []
    for piece in [*_PIECE.finditer(plain, start, end), None]:
        before = run[-1][0] if run else _word_before(plain, piece.start() if piece else end)
        if piece is not None and not _parts(piece[0], before, words):
            run.append(piece)
            continue
        if run:
            last = run[-1]
            yield run[0].start(), last.end() - (len(last[0]) - len(last[0].rstrip(".!?\"'”’")))
        run = []


def _word_before(plain: str, at: int) -> str:
    return (plain[:at].split() or [""])[-1]


def _parts(word: str, before: str, words: Words) -> bool:
    """Whether a word stands between noun phrases and not in one, seen by the word before it."""
    low = word.lower().strip(".!?\"'”’")
    if not low[:1].isalnum() or (words.function_word(word) and not (word.isupper() and len(word) > 1)):
        return True
    if low.endswith("ly") and low not in words.ly_exceptions:
        return True
    if _NAME.match(word):
        return False
    if words.noun_verbs.isdisjoint((low, words.base_verb(low))):
        if words.third_person_verb(low) or words.past_verb(low) or low in words.only_verbs:
            return True
    else:
        return _acts(low, before, words)
    return low.endswith("ing") and low not in words.gerund_exceptions and not words.adjective(before)


def _acts(low: str, before: str, words: Words) -> bool:
    """Whether a word that may be a noun is a verb behind this one: "to store", "cells release", not "the release"."""
    last = before.lower()
    if last in words.determiners or last in words.prepositions - {"to"} or words.adjective(last):
        return False
    return last == "to" or last in words.modals or last in words.subject_pronouns or words.agrees(last, low)


def may_be_key(statement: Statement, start: int, span: Span, words: Words) -> bool:
    """Whether a noun phrase of the clause that opens at ``start`` is what one has to know of it."""
    plain, answer = statement.text.plain, statement.text.plain[slice(*span)]
    said = answer.split()
    if not 1 <= len(said) <= LONGEST_PHRASE or not words.clean_noun_phrase(answer) or words.generic_answer(answer):
        return False
    if statement.text.cuts(*span, "code", "math", "link") or not is_balanced(answer):
        return False
    if len(said) == 1 and not _NAME.search(answer) and not _is_telling_word(plain, span, words):
        return False
    if words.names_nothing(answer) or words.evaluative(answer) or said[0].lower() in words.numerals:
        return False
    doing = is_participle(said[0], words) and _word_before(plain, span[0]).lower() in words.auxiliaries
    if doing or is_participle(said[-1], words):
        return False
    if len(said) > 1 and said[-1].islower() and words.is_verb(said[-1]) and words.plural(said[-2]):
        return False  # "the [Catholics practice] in peace"
    if _cuts_a_name(plain, start, span, words):
        return False
    rest = plain[: span[0]] + plain[span[1] :]
    told_once = words.stems(answer).isdisjoint(words.stems(rest))
    return told_once and not statement.text.inside(span[0], "math", "link")


def _is_telling_word(plain: str, span: Span, words: Words) -> bool:
    """Whether one word is a noun that its clause runs up to: "enzymes break down [starch]", "the start of a
    [waterfall]"."""
    word, before = plain[slice(*span)], _word_before(plain, span[0]).lower()
    if len(word) < SHORTEST_WORD or not _ENDS.match(plain, span[1]) or words.base_verb(word) or words.people(word):
        return False
    if is_participle(word, words) or words.adjective(word) or word.endswith("er") or word in words.known_nouns:
        return False
    object_of = words.base_verb(before) or before in words.determiners or before in words.prepositions
    return bool(object_of) and before != "to"


def _cuts_a_name(plain: str, start: int, span: Span, words: Words) -> bool:
    """Whether a longer name goes on before or behind: "strongly [consistent reads]", "Conservation of [Energy]",
    "[electric potential energy] (EPE)"."""
    before = plain[: span[0]].split()
    last = before[-1].lower() if before else ""
    if (last.endswith("ly") and last not in words.ly_exceptions) or words.turn("key_phrases.named").search(
        plain[start : span[0]]
    ):
        return True
    return words.turn("key_phrases.goes-on").match(plain, span[1]) is not None
