"""A question and its answer, reworded as the line that they were made of was."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Prefix

from cribdeck.facts.words import Words
from cribdeck.identity.alignment import Alignment, Span
from cribdeck.identity.choice import ENOUGH
from cribdeck.identity.keys import FUNCTION_WORDS, make_key, split_tokens
from cribdeck.identity.meaning import is_negation
from cribdeck.model import Text

_MOST = 50
"""Per cent of likeness of an answer before and after an edit."""

_LEAST = 30
"""The same below a front that was not edited."""

_CUT = 90
"""Per cent of likeness of what is left of an answer with its part of the old one."""

_SAME_START = 3
"""Letters that two forms of a word begin with."""

_LONGEST_ENDING = 3

_CLAUSE_END = re.compile(r"[.;!?](?:\s|$)")
_WORD = re.compile(r"[^\s\W](?:\S*\w)?")


def reword(before: str, now: Text, *, front: str, answer: str, words: Words | None) -> tuple[Text, Text] | None:
    """The front and the answer as they stand in the text now; None where one of them does not any more.

    ``before`` is the text of which both were made. What the front says in words of its own stays as it is.
    """
    span = _place_of(answer, before)
    if not front.strip() or span is None:
        return None
    went = Alignment(before, now.plain)
    there = went.follow(span, grown=True)
    if there is None or now.cuts(*there, "code", "math") or _turns_round(went, span, there):
        return None
    asked = _front_now(front, went, span, now, words)
    if asked is None:
        return None
    was, answered = before[slice(*span)], now.plain[slice(*there)]
    told = _is_answer_still(was, answered) or (asked.plain == front and _is_told_in_other_words(was, answered))
    return (asked, now.cut(*there).strip()) if told else None


def _place_of(answer: str, text: str) -> Span | None:
    """Where an answer stands in the text it was made of; one that the lock cuts off goes to the end."""
    start = text.casefold().find(answer.casefold()) if answer.strip() else -1
    if start < 0 or len(text.casefold()) != len(text):
        return None
    cut = len(answer) >= ENOUGH
    return start, len(text.rstrip(" .")) if cut else start + len(answer)


def _is_answer_still(was: str, now: str) -> bool:
    """Whether most of an answer stands there still, or all that is left of it did."""
    return fuzz.ratio(was, now) >= _MOST or (len(now.split()) > 1 and fuzz.partial_ratio(was, now) >= _CUT)


def _is_told_in_other_words(was: str, now: str) -> bool:
    """Whether an answer has something of the old one, which is enough below a front that was not edited."""
    words = [word for word in split_tokens(make_key(was)) if word not in FUNCTION_WORDS]
    stay = sum(word in split_tokens(make_key(now)) for word in words)
    return fuzz.ratio(was, now) >= _LEAST or 2 * stay >= len(words) > 0


def _turns_round(went: Alignment, span: Span, there: Span) -> bool:
    """Whether the clause says or denies now, beside its answer, what it did not before."""
    return _negations(_beside(went.before, span)) != _negations(_beside(went.after, there))


def _beside(text: str, span: Span) -> str:
    """What stands around a stretch, as far as the clauses reach that it stands in."""
    return f"{_CLAUSE_END.split(text[: span[0]])[-1]} {_CLAUSE_END.split(text[span[1] :])[0]}"


def _negations(text: str) -> int:
    return sum(map(is_negation, split_tokens(make_key(text))))


# --- the front ----------------------------------------------------------------


def _front_now(front: str, went: Alignment, answer: Span, now: Text, words: Words | None) -> Text | None:
    """The front, each stretch that it shares with the old text as that stands now; None where it is gone."""
    said, stood = _words(front), [None if _meet(span, answer) else span for span in _words(went.before)]
    asked, at = Text(""), 0
    for first, last, place in _shared(front, said, went.before, stood):
        there = went.follow(place)
        own = None if there is None else _with_forms(front, at, said[first][0], went, answer, words)
        if there is None or own is None:
            return None
        asked = asked + own + _cased(now.cut(*there), went.before[place[0]], front[said[first][0]])
        at = said[last][1]
    rest = _with_forms(front, at, len(front), went, answer, words)
    return None if rest is None else asked + rest


def _shared(
    front: str, said: Sequence[Span], before: str, stood: Sequence[Span | None]
) -> Iterator[tuple[int, int, Span]]:
    """The stretches of words that say something and stand in both: first and last word, and the place in the text."""
    ours = [front[start:end].casefold() for start, end in said]
    theirs = [before[slice(*span)].casefold() if span else None for span in stood]
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        places = [span for span in stood[block.b : block.b + block.size] if span]
        if not FUNCTION_WORDS.issuperset(ours[block.a : block.a + block.size]):
            yield block.a, block.a + block.size - 1, (places[0][0], places[-1][1])


def _cased(text: Text, was: str, asked: str) -> Text:
    """The text, its first letter small or large as the front had it."""
    letter, rest = text.plain[:1], text.plain[1:]
    if was == asked or any(map(str.isupper, rest.split(" ")[0])):
        return text
    return Text((letter.lower() if asked.islower() else letter.upper()) + rest, text.marks)


def _with_forms(front: str, start: int, end: int, went: Alignment, answer: Span, words: Words | None) -> str | None:
    """A stretch of the front's own words, with every verb that was another in the text; None if it cannot be said."""
    asked, at = "", start
    for a, b in _words(front):
        if start <= a and b <= end:
            word = _form_now(front[a:b], went, answer, words)
            if word is None:
                return None
            asked, at = asked + front[at:a] + word, b
    return asked + front[at:end]


def _form_now(word: str, went: Alignment, answer: Span, words: Words | None) -> str | None:
    """A word of the front after the edit of the one in the text of which it is a form: "store" of "stores"."""
    for place in _words(went.before):
        was = went.before[slice(*place)]
        if _meet(place, answer) or not _are_forms(word.casefold(), was.casefold()):
            continue
        there = went.follow(place)
        now = went.after[slice(*there)] if there else ""
        return word if _is_slip(was.casefold(), now.casefold()) else _base(now, words) if was == word + "s" else None
    return word


def _is_slip(was: str, now: str) -> bool:
    """Whether a word is the same, or was only misspelt or mended: a verb of the front is right all the same."""
    return OSA.distance(was, now) <= (1 if len(was) > _SAME_START else 0)


def _are_forms(one: str, other: str) -> bool:
    same = Prefix.similarity(one, other)
    return same >= _SAME_START and max(len(one), len(other)) - same <= _LONGEST_ENDING


def _base(verb: str, words: Words | None) -> str | None:
    known = words.base_verb(verb) if words else ""
    return known or (verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else None)


def _words(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text)]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
