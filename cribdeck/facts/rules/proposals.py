"""Weaker ways to ask, right about every second time: proposed, never made a card by themselves."""

import itertools
import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.balance import is_balanced
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import WORD, Place
from cribdeck.facts.rules.meaning import ends_a_name, is_participle, telling
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

MOST_TRIED = 3
"""Phrases of a sentence that a rule offers, the likeliest first."""
CUE_WORDS = 5
"""Words of substance in a sentence that hides a term of the glossary."""
MOST_ALIKE = 300
"""Terms that open with the same word, as "Theorem 1", "Theorem 2"…; of more, every line would be searched for all."""

LONGEST_ARROW_PART = 6
"""Words on either side of an arrow; between longer ones it says "and by the way"."""
_ARROW = re.compile(r"\s(?:->|→|=>)\s")
_LETTER = re.compile(r"\w")
_NEXT_WORD = re.compile(r"\s([^\W\d_][\w-]*)")
_STOP = re.compile(r"[,.](?!\d)|[;:()]|\s->|\s[-–—]\s|$")


def has_what(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``A stream has shards`` hides the shards."""
    yield from _after(statement, place, place.turn("proposals.has"), "has")


def predicate(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Glucose is an aldose`` hides the aldose."""
    for candidate in _after(statement, place, place.turn("proposals.predicate"), "predicate"):
        first = candidate.asked[0].split()[0]
        if first.lower() == "used" or place.turn("proposals.there").match(statement.text.plain):
            continue
        if place.words and not is_participle(first, place.words):
            yield candidate


def glossary(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A term that the author sets in bold elsewhere in the file, hidden where it is not the subject."""
    words = place.words
    if words is None:
        return
    plain = statement.text.plain
    for start, end in terms_in(statement, place)[:MOST_TRIED]:
        end = _whole_name(plain, end, words)
        if words.clean_noun_phrase(plain[start:end]) and len(words.content_words(plain)) >= CUE_WORDS:
            yield hides(statement, (start, end), kind="cloze", rule="glossary", strict=False)


def terms_in(statement: Statement, place: Place) -> list[tuple[int, int]]:
    """Where terms of the file's glossary stand in a sentence behind its first word, the longest first."""
    lower = statement.text.plain.casefold()
    found = []
    for word in dict.fromkeys(WORD.findall(lower)):
        terms = place.survey.terms.get(word, ())
        for term in terms if len(terms) <= MOST_ALIKE else ():
            offset = lower.find(term)
            if offset > 0 and not _LETTER.match(lower, offset - 1) and not _LETTER.match(lower, offset + len(term)):
                found.append((len(term), offset))
    return [(offset, offset + size) for size, offset in sorted(found, reverse=True)]


def _whole_name(plain: str, end: int, words: Words) -> int:
    """Where the name ends that a term opens: "CloudWatch alarms" in "create CloudWatch alarms on a metric"."""
    for match in itertools.islice(_NEXT_WORD.finditer(plain, end), 2):
        if match.start() != end or ends_a_name(match[1], words):
            break
        end = match.end()
    return end


def arrow(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``A -> B`` asks what A leads to."""
    text = statement.text
    parts = text.split(_ARROW) if _ARROW.search(text.plain) else ()
    if len(parts) == 2 and all(1 <= len(part.words) <= 20 for part in parts):
        short = all(len(part.words) <= LONGEST_ARROW_PART for part in parts)
        fragments = place.words is None or all(place.words.is_fragment(part.plain) for part in parts)
        found = asks(parts[0] + " → ?", parts[1], kind="question", rule="arrow", strict=False)
        whole = all(is_balanced(part.plain) for part in parts) and not place.turn("accept.for-instance").match(
            text.plain
        )
        yield found.rated(offered=short and fragments and whole)


def only_child(statement: Statement, place: Place) -> Iterator[Candidate]:
    """The one line below a label says what there is to know of it."""
    parent = statement.parent
    label = label_of(parent, place.words)
    if label is None or label.generic or label.kind == "lead-in" or statement.nth:
        return
    if place.words is None or (parent.kind == "heading" and parent.level == 1):
        return  # below a note's title alone stands a remark, not what the title means
    if statement.item.kind not in ("item", "paragraph") or statement.item.children:
        return
    if place.words.starts_with_pronoun(statement.text.plain):
        return
    if (
        statement.parent.kind in ("item", "heading")
        and len(statement.siblings) == 1
        and len(statement.text.words) <= 30
    ):
        found = asks(f"{label.text}?", statement.text, kind="question", rule="only-child", strict=False)
        yield found.rated(offered=_leaves_its_subject_out(statement.text.plain, place.words))


def _leaves_its_subject_out(plain: str, words: Words) -> bool:
    """Whether a line speaks of its label: "uses the keys of the table", not "Always use a key" or "the key is used"."""
    first = plain.split()[0]
    if words.third_person_verb(first):
        return True
    return not (words.has_finite_verb(plain) or words.function_word(first) or first.lower() in words.verbs)


def object_phrase(statement: Statement, place: Place) -> Iterator[Candidate]:
    """The last noun phrase of a short sentence, after a preposition."""
    words = place.words
    if words is None or len(statement.text.words) > 25:
        return
    tried = 0
    for match in reversed(list(place.turn("proposals.preposition").finditer(statement.text.plain))):
        span = _phrase_span(statement, match.end(), words)
        answer = statement.text.plain[span[0] : span[1]]
        if words.clean_noun_phrase(answer) and len(answer.split()) <= 4 and telling(answer):
            found = hides(statement, span, kind="cloze", rule="object-phrase", strict=False)
            yield found.rated(offered=not _is_deed(match[0], answer, words))
            tried += 1
            if tried == MOST_TRIED:
                return


def _is_deed(preposition: str, answer: str, words: Words) -> bool:
    """Whether something is done there: "to add capacity", "of moving objects"."""
    first = answer.split()[0].lower() if answer else ""
    verb = first in words.verbs or first in words.noun_verbs
    gerund = (
        first.endswith("ing") and len(first) > 5 and len(answer.split()) > 1 and first not in words.gerund_exceptions
    )
    return (preposition.strip().lower() == "to" and verb) or gerund


def _after(statement: Statement, place: Place, pattern: re.Pattern[str], rule: str) -> Iterator[Candidate]:
    words = place.words
    match = pattern.search(statement.text.plain) if words else None
    if words is None or match is None:
        return
    span = _phrase_span(statement, match.start("answer"), words)
    answer = statement.text.plain[span[0] : span[1]]
    if 1 <= len(answer.split()) <= 6 and words.clean_noun_phrase(answer):
        yield hides(statement, span, kind="cloze", rule=rule, strict=False)


def _phrase_span(statement: Statement, start: int, words: Words) -> tuple[int, int]:
    plain = statement.text.plain
    stop = _STOP.search(plain, start)
    end = stop.start() if stop else len(plain)
    inner = words.turn("proposals.end").search(plain, start, end + 1)
    end = inner.start() if inner and inner.start() > start else end
    while end > start and plain[end - 1] in " ,.;:":
        end -= 1
    return start, end
