"""A figure with its unit that a student has to know: ``up to 15 minutes``, ``Max size: 256 KB``."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides, hides_together
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

WORDS_LEFT = 2
FEWEST_OF_TWO = 3
"""Longer words beside two figures, by which one knows what they measure."""

_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")


def limit(statement: Statement, place: Place) -> Iterator[Candidate]:
    """The one figure of a sentence, with its unit and the same value in brackets, hidden."""
    words = place.words
    if words is None:
        return
    text = statement.text
    spans = _figures(text, words)
    if not spans or _is_worked_out(text):
        return
    start, end = spans[0]
    equivalent = place.turn("limits.equivalent").match(text.plain, end)
    parts = [(start, end)]
    rest = spans[1:]
    if equivalent:
        aside = [span for span in rest if equivalent.start() <= span[0] < equivalent.end()]
        rest = [span for span in rest if span not in aside]
        inner = equivalent.start() + equivalent[0].index("(") + 1
        if any(span == (equivalent.start("same"), equivalent.end() - 1) for span in aside):
            parts.append((inner, equivalent.end() - 1))
    if len(rest) == 1 and len(parts) == 1:
        yield from _two_figures(statement, spans, place)
        return
    if (
        rest
        or place.turn("limits.before").search(text.plain[:start])
        or not _stands_alone(text.plain, start, parts[-1][1])
    ):
        return
    if len(text.plain[:start].split()) + len(text.plain[end:].split()) < WORDS_LEFT:
        return
    parts = [_whole_mark(statement, a, b) for a, b in parts]
    yield hides_together(statement, parts, kind="limit", rule="limit", strict=_is_told(text.plain, start, end, words))


def _two_figures(statement: Statement, spans: list[tuple[int, int]], place: Place) -> Iterator[Candidate]:
    """A proposal: ``Reads of 4 KB and writes of 1 KB`` asks for one figure at a time, with the other in sight."""
    plain = statement.text.plain
    (first, end), (second, last) = spans
    between = plain[end:second]
    apart = len(_LONG_WORD.findall(between)) >= 1 and not place.turn("limits.range").fullmatch(between)
    told = all(_stands_alone(plain, a, b) and not place.turn("limits.before").search(plain[:a]) for a, b in spans)
    left = len(_LONG_WORD.findall(plain[:first] + between + plain[last:]))
    if apart and told and plain[:first].strip() and left >= FEWEST_OF_TWO and plain[first:end] != plain[second:last]:
        yield hides(statement, *spans, kind="limit", rule="limits", strict=False)


def _figures(text: Text, words: Words) -> list[tuple[int, int]]:
    """The figures that a sentence gives with a unit, or counts with a cue; those of an example left out."""
    if not _FIGURE.search(text.plain):
        return []
    spans = [span for span in words.number_units(text.plain) if not text.inside(span[0], "math", "link")]
    counts = [match.span("count") for match in words.turn("limits.count").finditer(text.plain)]
    free = [span for span in counts if not any(a <= span[0] < b for a, b in spans)]
    return [span for span in sorted([*spans, *free]) if not words.turn("limits.example").search(text.plain[: span[0]])]


def _is_worked_out(text: Text) -> bool:
    """Whether a formula of the sentence holds figures as well: "4 KB reads $\\approx 500$ MB/s" tells of that one."""
    return any(_FIGURE.search(formula) for formula in text.marked("math"))


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether the figure is not a part of a longer word, a range, a calculation or a count with a noun to come."""
    return not re.search(r"[\w.,*/+=^-]$", plain[:start]) and not re.match(r"\s?[*/+=×÷^]|\w", plain[end : end + 3])


def _is_told(plain: str, start: int, end: int, words: Words) -> bool:
    """Whether the figure has a unit, and a cue, a lead-in or a whole sentence says that it matters."""
    figure = plain[start:end]
    if words.turn("limits.supposed").match(plain) and not words.turn("limits.hard").search(plain[:start]):
        return False  # "If we heat a litre by 10 °C": the input of an example
    if words.turn("limits.at-first").match(plain[:start]) and not words.limit_cue(plain[:end]):
        return False  # "After allocation of 100 bytes, the head moves": when it is so, not how much
    if _is_an_aside(plain, start, end) and not words.turn("limits.hard").search(plain[:start]):
        return False
    if _is_all_of_a_bracket(plain, start, end) and not (
        words.has_finite_verb(plain) or words.turn("limits.hard").search(figure)
    ):
        return False
    if _is_said_again(figure, plain[:start] + plain[end:], words):
        return False
    opens = not words.content_words(plain[:start])
    if opens and not words.limit_cue(plain):
        return False  # "64-bit machines need more levels", "The 5 % goes to the state": it says which, not how much
    led_in = ":" in plain[:start] or words.has_finite_verb(plain)
    if opens and not led_in and not words.limit_cue(plain[end:]):
        return False  # "Up to 20 % of what the cell makes": of which cell, stands above
    led_in = ": " in plain[:start] and plain[:start].rstrip().endswith(":")
    if not led_in and not words.limit_cue(plain) and words.turn("limits.of-a-case").search(figure):
        return False
    unit = bool(re.search(r"[^\W\d_]|%", figure)) or bool(words.turn("limits.count").search(plain))
    if words.turn("limits.may").search(plain[:start]) and not words.turn("limits.hard").search(plain):
        return False
    if words.turn("limits.other-number").search(plain[:start]) and not words.limit_cue(plain):
        return False  # "a pH of 7 at 25 °C": the other one is the point
    if (
        words.turn("limits.later").match(plain[end:])
        or words.turn("limits.out-of").match(plain[end:])
        or words.turn("limits.other-bound").search(plain[:start])
    ):
        return False  # "9 months later"; "greater than 38 or less than 36 °C": the other half is told
    return unit and (words.limit_cue(plain) or ": " in plain[:start] or len(plain.split()) >= 5)


def _is_an_aside(plain: str, start: int, end: int) -> bool:
    """Whether a figure stands in a bracket that says more: "(more than half, mostly 60 %)"."""
    opened, closed = plain.rfind("(", 0, start), plain.find(")", end)
    return opened > plain.rfind(")", 0, start) and "," in plain[opened:start] and closed >= 0


def _is_all_of_a_bracket(plain: str, start: int, end: int) -> bool:
    """Whether a bracket holds the figure alone: "Capable of slow contractions (20 seconds)"."""
    return plain[:start].rstrip().endswith("(") and plain[end:].lstrip().startswith(")")


def _is_said_again(figure: str, rest: str, words: Words) -> bool:
    """Whether number and unit stand elsewhere in other words: "1 volt" beside "1 electron volt"."""
    number, units = _NUMBER.search(figure), words.stems(_NUMBER.sub(" ", figure))
    if number is None or not units or not units <= words.stems(rest):
        return False
    return any(found[0] == number[0] for found in _NUMBER.finditer(rest))


def _whole_mark(statement: Statement, start: int, end: int) -> tuple[int, int]:
    """The span grown to a code or bold mark that it fills but for white space."""
    for a, b in statement.text.spans("code", "strong"):
        if (
            a <= start
            and end <= b
            and not statement.text.plain[a:start].strip()
            and not statement.text.plain[end:b].strip()
        ):
            return a, b
    return start, end
