"""What stands around a fact and helps to understand it: sentences above it and beside it, and pictures below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cribdeck.facts.labels import label_of
from cribdeck.facts.words import words_for
from cribdeck.model import POINTS, Fact, Item, Outline, Source, Statement, Text

MOST = 3
"""Sentences of context on a card."""

Around = Mapping[int, Sequence[Statement]]
"""The statements of each item, by the item's identity."""


def by_item(statements: Sequence[Statement]) -> Around:
    """The statements of each item."""
    found: dict[int, list[Statement]] = {}
    for statement in statements:
        found.setdefault(id(statement.item), []).append(statement)
    return found


def context_of(
    fact: Fact, around: Around, asked: set[int], outline: Outline
) -> tuple[tuple[Text, ...], tuple[Source, ...]]:
    """What a card shows folded, in the order of the notes, and the lines that it stands on.

    Those are the sentences above the fact that are no label, the other sentences of its own item, the pictures
    right below it and the notes that it shows; never a sentence that is asked elsewhere. The neighbours in a list
    are left out on purpose: a line put in beside a fact would else rewrite its note.
    """
    sentences = list(_sentences(fact, around, asked, outline.lang))[-MOST:]
    pictures = list(_pictures(fact.statement.item))
    embedded = list(_embedded(fact.statement.item, around, asked, outline))[:MOST]
    texts = (*(other.text for other in sentences), *(item.text for item in pictures), *embedded)
    return texts, (*(other.source for other in sentences), *(item.source for item in pictures))


def _sentences(fact: Fact, around: Around, asked: set[int], lang: str) -> Iterator[Statement]:
    statement, told = fact.statement, fact.candidate.prompt.plain
    words = words_for(lang)
    for item in (*statement.path, statement.item):
        for other in around.get(id(item), ()):
            if other is statement or id(other) in asked or other.suppressed or other.text.plain in told:
                continue
            label = label_of(item, words)
            if label is None or label.text != other.text.plain.strip().rstrip(":").strip():
                yield other


def _pictures(item: Item) -> Iterator[Item]:
    for child in item.children:
        if not child.text.plain.strip() and any(mark.kind == "image" for mark in child.text.marks):
            yield child


def _embedded(item: Item, around: Around, asked: set[int], outline: Outline) -> Iterator[Text]:
    """The sentences of the notes that an item shows in its own lines, without what a note may not lend: pictures are
    found from the note that they stand in."""
    for embed in outline.embeds:
        if item.source.first <= embed.source.first <= item.source.last:
            for inner in (inner for shown in embed.items for inner in shown.walk()):
                for other in around.get(id(inner), ()):
                    if id(other) not in asked and not other.suppressed:
                        yield replace(other.text, marks=tuple(m for m in other.text.marks if m.kind not in POINTS))
