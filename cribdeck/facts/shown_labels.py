"""Which of the labels over a statement stand above its card: those that say what it is about, and not the answer."""

import re

from cribdeck.facts.labels import Label
from cribdeck.facts.place import Place
from cribdeck.facts.subjects import subject_label
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Candidate, Statement

MOST_LABELS = 3


def shown_topic(candidate: Candidate, statement: Statement, place: Place) -> tuple[str, ...]:
    """The labels above the prompt: the nearest topic, what is over it when that says little, and a colon sentence."""
    flagged = next(
        (
            flag[6:]
            for item in (statement.item, *reversed(statement.path))
            for flag in item.flags
            if flag[:6] == "topic="
        ),
        "",
    )
    if flagged:
        return (flagged,)
    own = candidate.kind == "definition" and _on_a_line_of_its_own(statement)
    named_before = None if own else subject_label(statement, place)
    above_all = (*place.labels, named_before) if named_before else place.labels
    answers = _short_answers(candidate)
    labels = list(above_all)
    if answers:
        labels = [label for label in labels if not _tells(label, answers, candidate, place.words)]
    topics = [label for label in labels if label.kind != "lead-in" and not label.generic]
    named = [label for label in topics if not label.container] or topics
    shown: list[Label] = named[-1:]
    above = named[-2:-1]
    if shown and above and (len(shown[0].text.split()) <= 2 or not _NAME.search(shown[0].text)):
        shown = above + shown
    last = place.labels[-1] if place.labels else None
    if last is not None and last.kind == "lead-in" and last in labels and not last.generic:
        shown.append(last)
    if not shown:
        shown = labels[-1:]
    front = candidate.prompt.plain.casefold()
    kept = [label for label in shown if label.text.casefold() not in front] or _above(shown[-1:], topics) or shown[-1:]
    return _said_once([label.text for label in kept[-MOST_LABELS:]])


def _said_once(labels: list[str]) -> tuple[str, ...]:
    """The labels without those that the next ones say again: "Triggers" above "Triggers of a user pool"."""
    lows = [f" {label.casefold()} " for label in labels]
    return tuple(label for nth, label in enumerate(labels) if not any(lows[nth] in low for low in lows[nth + 1 :]))


def _on_a_line_of_its_own(statement: Statement) -> bool:
    """Whether a later sentence opens a line: what it asks for is a thing beside that of the first one."""
    return statement.before is not None and statement.source.first > statement.before.source.last


_NAME = re.compile(r"(?<=.)[A-ZÀ-Þ\d]")
"""A capital or a figure inside a label: it names its subject, as "Two launch types" does not."""


def _above(shown: list[Label], topics: list[Label]) -> list[Label]:
    """The topic over a label that the front says already."""
    place = topics.index(shown[0]) if shown and shown[0] in topics else 0
    return topics[max(0, place - 1) : place]


def _tells(label: Label, answers: list[str], candidate: Candidate, words: Words | None) -> bool:
    """Whether a label gives one of the answers away."""
    if words is None:
        return any(answer.casefold() in label.text.casefold() for answer in answers)
    name = candidate.kind == "acronym"
    half = name or candidate.note_type == "cloze"
    return any(_tells_answer(label.text, answer, words, half, name) for answer in answers)


@remembered
def _tells_answer(label: str, answer: str, words: Words, half: bool, name: bool) -> bool:
    """Whether a label gives an answer away; of a hidden part, or of a name, even half is too much."""
    return (half and _half_in(answer, label, words, whole=name)) or words.tells(label, answer)


def _half_in(answer: str, label: str, words: Words, *, whole: bool) -> bool:
    """Whether a label says half of a short answer, or of one that is a name as a whole: "No negative weights" over
    "positive weights"."""
    said = words.stems(answer)
    short = whole or len(answer.split()) <= 3
    return bool(said) and 2 * len(said & words.stems(label)) >= len(said) and short


def _short_answers(candidate: Candidate) -> list[str]:
    if candidate.note_type == "cloze" or candidate.kind in ("acronym", "limit"):
        return [answer for answer in candidate.asked if answer.strip()]
    return [answer for answer in candidate.asked if 1 <= len(answer.split()) <= 4]
