"""A question that the author wrote, with the rest of the line or the lines below as its answer."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.model import Block, Candidate, Item, Statement

LONGEST_ANSWER = 30
LONGEST_CERTAIN = 8
"""Words of an answer that one reader would give as another does."""
MOST_LINES = 7


def written_question(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``What moves across a membrane? Water`` asks the question as it stands."""
    text = statement.text
    if (
        not text.plain.rstrip().endswith("?")
        or place.turn("questions.pointing").search(text.plain)
        or len(text.words) < 3
    ):
        return
    rest = _rest(statement)
    below = () if rest else _below(statement)
    answer = rest or _told(below)
    if not answer or _sends_elsewhere(answer, place):
        return
    size = sum(len(cell.words) for block in answer for row in block.rows for cell in row)
    plain = not any(child.children for child in below) and _asks_of_the_subject(text.plain, place)
    found = asks(text, answer, kind="question", rule="question", strict=size <= LONGEST_CERTAIN and plain)
    yield replace(found, uses=tuple(child.source for child in below))


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
    if statement.nth or statement.item.kind != "paragraph" or place.turn("questions.pointing").search(question.plain):
        return
    told = statement.item.text
    below = _list_after(statement) if told.plain.rstrip().endswith(":") else ()
    if told.plain.rstrip().endswith(":") and not 1 <= len(below) <= MOST_LINES:
        return
    answer = (Block.text(told), *_told(below))
    size = sum(len(text.words) for text in (told, *(child.text for child in below)))
    if size <= LONGEST_ANSWER:
        strict = size <= LONGEST_CERTAIN and (not below or _asks_of_the_subject(question.plain, place))
        found = asks(question, answer, kind="question", rule="question-heading", strict=strict)
        yield replace(found, uses=tuple(child.source for child in below))


def _asks_of_the_subject(question: str, place: Place) -> bool:
    """Whether it is a question from its first word on, and none for advice: not "Ex. Increase revenue Who are …?",
    "Handle traffic spikes?", "What should you always do?"."""
    words = place.words
    if words is None:
        return True
    first = question.split()[0].lower()
    asks_for = first in words.question_words or first in words.finite_auxiliaries or first in words.prepositions
    return asks_for and place.turn("questions.of-the-reader").search(question) is None


def _rest(statement: Statement) -> tuple[Block, ...]:
    whole = statement.item.text
    end = whole.plain.find(statement.text.plain) + len(statement.text.plain)
    rest = whole.cut(end).strip(" -–—>:").strip()
    return (Block.text(rest),) if rest.words else ()


def _below(statement: Statement) -> tuple[Item, ...]:
    """The lines right below a question: its children, or the list after a paragraph."""
    item = statement.item
    below = item.children or (_list_after(statement) if item.kind == "paragraph" else ())
    said = tuple(child for child in below if child.text.plain.strip())
    return said if 1 <= len(said) <= MOST_LINES and all(child.kind in ("item", "paragraph") for child in said) else ()


def _list_after(statement: Statement) -> tuple[Item, ...]:
    siblings = statement.siblings
    start = next((nth for nth, other in enumerate(siblings) if other is statement.item), len(siblings)) + 1
    return tuple(takewhile(lambda other: other.kind == "item", siblings[start:]))


def _told(below: tuple[Item, ...]) -> tuple[Block, ...]:
    if not below:
        return ()
    if len(below) == 1:
        return (Block.text(below[0].text),)
    return (Block("list", tuple((child.text,) for child in below)),)


def _sends_elsewhere(answer: tuple[Block, ...], place: Place) -> bool:
    """Whether the answer is no answer: it is a question again, or sends the reader to a picture."""
    plain = " ".join(block.plain for block in answer).strip()
    return (
        plain.endswith(("?", ":"))
        or bool(place.turn("questions.elsewhere").search(plain))
        or bool(place.words and place.words.to_do(plain))
    )
