"""What the author set in bold or code within a sentence is what is worth asking."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import everywhere, hides, hides_together
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, MarkKind, Statement, Text

LONGEST = 6
WORDS_OUTSIDE = 4
CUE_WORDS = 5
"""Words of substance after a term that opens its sentence."""
FEW, MANY = 2, 6
"""Terms of a sentence that are asked at once, and that are proposed at all."""


def bold(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Water moves by **osmosis** across a membrane`` hides the term."""
    yield from _marked(statement, place, "strong", "bold")
    yield from _how(statement, place.words)


def _how(statement: Statement, words: Words | None) -> Iterator[Candidate]:
    """A proposal: ``The queue calls the function **asynchronously**`` hides how."""
    spans = _merged(statement, "strong")
    if words is None or len(spans) != 1:
        return
    (start, end), text = spans[0], statement.text
    how = text.plain[start:end].lower()
    adverb = how.endswith("ly") and how not in words.ly_exceptions and how.isalpha()
    outside = len(words.content_words(text.plain[:start] + text.plain[end:]))
    if adverb and start and outside >= CUE_WORDS and not words.evaluative(how):
        yield hides(statement, (start, end), kind="cloze", rule="bold", strict=False)


def much_bold(statement: Statement, place: Place) -> Iterator[Candidate]:
    """More terms in bold than a sentence should ask for. A card of two of them lives on when a third becomes bold."""
    spans = _targets(statement, "strong", place.words)
    if FEW < len(spans) <= MANY:
        yield hides(statement, *spans, kind=_kind("strong"), rule="much-bold", strict=False)


def code(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Stop it with `--region` `` hides the code."""
    yield from _marked(statement, place, "code", "code")


def highlight(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A highlighted term; a highlighted sentence is a mark of priority and hides nothing."""
    yield from _marked(statement, place, "highlight", "highlight")


def _marked(statement: Statement, place: Place, mark: MarkKind, rule: str) -> Iterator[Candidate]:
    text = statement.text
    spans = _targets(statement, mark, place.words)
    same = {text.plain[start:end].casefold() for start, end in spans}
    if not spans or len(same) > FEW:
        return
    if len(same) == 1:
        strict = (
            len(spans) == 1
            and not (mark == "code" and _is_bracket(text.plain, *spans[0]))
            and (not _opens(statement, spans[0]) or _is_known_by(text, spans[0], place.words))
        )
        yield hides_together(statement, everywhere(text, spans[0]), kind=_kind(mark), rule=rule, strict=strict)
    else:
        known = all(not _opens(statement, span) or _is_known_by(text, span, place.words) for span in spans)
        listed = _listed(text.plain, spans, place.words)
        yield hides(statement, *spans, kind=_kind(mark), rule=rule, strict=known and not listed)
        for span in spans:
            strict = not listed and not _opens(statement, span)
            yield hides(statement, span, kind=_kind(mark), rule=rule, strict=strict)


def _targets(statement: Statement, mark: MarkKind, words: Words | None) -> list[tuple[int, int]]:
    """The marked stretches if each is worth asking and enough is left to ask it with, else none."""
    text, spans = statement.text, _merged(statement, mark)
    if not spans:
        return []
    outside = len(text.words) - sum(len(text.plain[start:end].split()) for start, end in spans)
    if outside < WORDS_OUTSIDE or any(not _is_target(text.plain[a:b], mark, words) for a, b in spans):
        return []
    return [] if any(_in_bracket(text.plain, a, b) for a, b in spans) else spans


def _kind(mark: MarkKind) -> str:
    return "code" if mark == "code" else "cloze"


def _merged(statement: Statement, mark: MarkKind) -> list[tuple[int, int]]:
    """The marked stretches, white space and a closing colon left outside."""
    plain, found = statement.text.plain, []
    for start, end in statement.text.spans(mark):
        bare = plain[start:end].strip() if mark == "code" else plain[start:end].strip(" :.,")
        if bare:
            offset = plain.index(bare, start)
            found.append((offset, offset + len(bare)))
    return found


def _is_target(term: str, mark: MarkKind, words: Words | None) -> bool:
    if len(term.split()) > LONGEST or (words is not None and words.turn("emphasis.figure").match(term)):
        return False
    if mark == "code":
        return (
            len(term) <= 60 and not term.endswith(":") and not re.fullmatch(r"[^\W\d_]{1,2}", term)
        )  # a variable is no answer
    if words is None:
        return len(term.split()) <= 4 and _is_long(term)
    first = term.split()[0].lower()
    if len(term.split()) > 1 and first in words.only_verbs:
        return False
    return (words.clean_noun_phrase(term) or bool(words.number_units(term))) and not words.generic_label(term)


def _is_long(term: str) -> bool:
    """Whether all words are long enough to be no function words, in a language that is not known."""
    sizes = [len(word) for word in re.findall(r"[^\W\d_]+", term)]
    return bool(sizes) and min(sizes) >= 5 and max(sizes) >= 6


def _in_bracket(plain: str, start: int, end: int) -> bool:
    """Whether the term stands in a bracket among other words: an aside, not what the sentence tells."""
    opened, closed = plain.rfind("(", 0, start), plain.find(")", end)
    return (
        opened > plain.rfind(")", 0, start) and closed >= 0 and plain[opened + 1 : closed].strip() != plain[start:end]
    )


def _is_bracket(plain: str, start: int, end: int) -> bool:
    """Whether a bracket holds the term alone: "spread the keys (`user_id`)" gives an example."""
    return plain[:start].endswith("(") and plain[end:].startswith(")")


def _opens(statement: Statement, span: tuple[int, int]) -> bool:
    """Whether the term opens the sentence as its subject."""
    return not statement.text.plain[: span[0]].strip()


def _is_known_by(text: Text, span: tuple[int, int], words: Words | None) -> bool:
    """Whether what follows a subject is enough to know it by: not "… also has encryption"."""
    if words is None or words.turn("emphasis.also").search(text.plain):
        return False
    return len(words.content_words(text.plain[span[1] :])) >= CUE_WORDS


def _listed(plain: str, spans: list[tuple[int, int]], words: Words | None) -> bool:
    between = plain[spans[0][1] : spans[-1][0]].strip()
    return words is not None and words.turn("emphasis.between").fullmatch(between) is not None
