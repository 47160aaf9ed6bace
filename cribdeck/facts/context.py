"""What stands around a fact and helps to understand it: sentences above it and beside it that no card asks."""

from collections.abc import Mapping, Sequence

from cribdeck.facts.labels import label_of
from cribdeck.facts.words import words_for
from cribdeck.model import Fact, Source, Statement, Text

MOST = 3
"""Sentences of context on a card."""


def context_of(
    fact: Fact, asked: Mapping[tuple[str, int, int], Sequence[Statement]], facts: set[int]
) -> list[Statement]:
    """Statements that a card may show folded, in the order of the notes.

    Those are the sentences above the fact that are no label, and the other sentences of its own item; never one that
    is asked elsewhere. Siblings are left out on purpose: a line put in beside a fact would else rewrite its note.
    """
    statement = fact.statement
    around = [
        other
        for item in (*statement.path, statement.item)
        for other in asked.get((item.source.file, item.source.first, id(item)), ())
        if other is not statement and id(other) not in facts and not other.suppressed
    ]
    told = fact.candidate.prompt.plain
    return [other for other in around if other.text.plain not in told and not _is_label(other)][-MOST:]


def by_item(statements: Sequence[Statement]) -> dict[tuple[str, int, int], list[Statement]]:
    """The statements of each item, by the place and identity of the item."""
    found: dict[tuple[str, int, int], list[Statement]] = {}
    for statement in statements:
        key = (statement.source.file, statement.item.source.first, id(statement.item))
        found.setdefault(key, []).append(statement)
    return found


def _is_label(statement: Statement) -> bool:
    """Whether the whole of it stands above the card already."""
    label = label_of(statement.item, words_for("en"))
    return label is not None and label.text == statement.text.plain.strip().rstrip(":").strip()


def texts_of(statements: Sequence[Statement]) -> tuple[Text, ...]:
    return tuple(statement.text for statement in statements)


def sources_of(statements: Sequence[Statement]) -> list[Source]:
    return [statement.source for statement in statements]
