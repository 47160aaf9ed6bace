"""A question that the author wrote, with the rest of the line or the lines below as its answer."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.model import Block, Candidate, Item, Statement

LONGEST_ANSWER = 30
_POINTING = re.compile(r"\b(?:this|these|that|those|it|they|them|above|below|here)\b", re.IGNORECASE)


def written_question(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``What moves across a membrane? Water`` asks the question as it stands."""
    text = statement.text
    if not text.plain.rstrip().endswith("?") or _POINTING.search(text.plain) or len(text.words) < 3:
        return
    answer = _rest(statement) or _below(statement.item)
    if not answer:
        return
    size = sum(len(cell.words) for block in answer for row in block.rows for cell in row)
    if size >= 1:
        yield asks(text, answer, kind="question", rule="question", strict=size <= LONGEST_ANSWER)


def question_heading(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A heading that is a question, answered by a short first paragraph below it."""
    heading = statement.parent
    question = heading.text
    if (
        heading.kind != "heading"
        or not question.plain.rstrip().endswith("?")
        or heading.children[0] is not statement.item
    ):
        return
    if statement.nth or statement.item.kind != "paragraph" or _POINTING.search(question.plain):
        return
    if len(statement.item.text.words) <= LONGEST_ANSWER:
        yield asks(question, statement.item.text, kind="question", rule="question-heading")


def _rest(statement: Statement) -> tuple[Block, ...]:
    whole = statement.item.text
    end = whole.plain.find(statement.text.plain) + len(statement.text.plain)
    rest = whole.cut(end).strip(" -–—>:").strip()
    return (Block.text(rest),) if rest.words else ()


def _below(item: Item) -> tuple[Block, ...]:
    """The lines right below, when they are all plain ones without lines of their own."""
    below = [child for child in item.children if child.text.plain.strip()]
    if not 1 <= len(below) <= 7 or any(child.children or child.kind not in ("item", "paragraph") for child in below):
        return ()
    if len(below) == 1:
        return (Block.text(below[0].text),)
    return (Block("list", tuple((child.text,) for child in below)),)
