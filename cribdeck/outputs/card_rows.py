"""The cards of a fact as rows of a report: plain text, as the learner sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cribdeck.model import Block, Candidate, Fact, Hidden
from cribdeck.outputs.content import numbers

GAP = "[…]"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card: its ordinal, its front with each hidden part as a gap, and what the learner has to say."""

    ord: int
    front: str
    answers: tuple[str, ...]


def card_rows(fact: Fact) -> tuple[CardRow, ...]:
    """A row for each card of the fact's note, in the order of their ordinals."""
    candidate = fact.candidate
    if candidate.note_type == "cloze":
        rows = (_cloze_row(candidate, parts, numbers(fact)[group]) for group, parts in candidate.groups.items())
        return tuple(sorted(rows, key=lambda row: row.ord))
    answers = _answers(candidate.answer)
    if candidate.calculation:
        answers = tuple(dict.fromkeys([*answers, candidate.calculation.expression]))
    first = CardRow(0, candidate.prompt.plain, answers)
    if candidate.reverse is None:
        return (first,)
    front, back = candidate.reverse
    return (first, CardRow(1, front.plain, _answers(back)))


def _answers(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(" | ".join(cell.plain for cell in row) for block in blocks for row in block.rows)


def _cloze_row(candidate: Candidate, parts: Sequence[Hidden], number: int) -> CardRow:
    plain = candidate.prompt.plain
    hidden = dict.fromkeys(plain[part.start : part.end] for part in sorted(parts, key=lambda part: part.start))
    front, at = "", 0
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if part.start >= at:
            front, at = front + plain[at : part.start] + GAP, part.end
    return CardRow(number - 1, front + plain[at:], tuple(hidden))
