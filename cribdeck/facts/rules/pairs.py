"""A list of pairs, as learners of a language write them: ``der Hund = the dog``, asked both ways."""

import re
from collections.abc import Iterator

from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.terms import split_at_separator
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Block, Candidate, Item, Statement, Text

LONGEST_SIDE = 3
"""Words on either side."""
FEWEST_PAIRS = 3

Sides = tuple[Text, Text]


def word_pair(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``- Na = sodium`` among others like it: what one side means, and what the other is called."""
    if statement.nth or statement.item.kind != "item":
        return
    sides = sides_of(statement.item)
    if sides is None:
        return
    among = [sides_of(item) for item in statement.siblings if item.kind == "item"]
    pairs = [pair for pair in among if pair]
    if len(pairs) < FEWEST_PAIRS or len(pairs) < len(among) or not is_one_to_one(pairs) or are_properties(pairs, place):
        return
    front, back = sides
    strict = ":" not in statement.text.plain or _names_a_set(statement, place)
    listed = place.words is not None and place.words.generic_answer(back.plain)
    turned = None if listed else (back, (Block.text(front),))
    yield Candidate("basic", "pair", "word-pair", front, answer=(Block.text(back),), reverse=turned, strict=strict)


@remembered
def sides_of(item: Item) -> Sides | None:
    """The two short sides of an item that is nothing but a pair."""
    split = None if item.children else split_at_separator(item.text)
    if split is None:
        return None
    sides = split[0].strip(": ").strip(), split[1].strip()
    return sides if all(is_side(side) for side in sides) else None


def is_side(text: Text) -> bool:
    """Whether the text is a word or a few, without figures and without a stop."""
    plain = text.plain
    return (
        1 <= len(plain.split()) <= LONGEST_SIDE
        and bool(re.search(r"[^\W\d_]", plain))
        and not re.search(r"\d|[.!?;:,]$|[=<>|\\]|->|→", plain)
        and not text.spans("link", "image")
    )


def is_one_to_one(pairs: list[Sides]) -> bool:
    """Whether no text stands twice on its side."""
    return all(len({pair[side].plain.casefold() for pair in pairs}) == len(pairs) for side in (0, 1))


def are_properties(pairs: list[Sides], place: Place) -> bool:
    """Whether what stands on the left are properties of one thing ("Type: string"), which turn round to nonsense."""
    words = place.words
    keys = [front.plain for front, _ in pairs]
    if any(key.casefold() in place.survey.schema_keys for key in keys):
        return True
    if words is None:
        return False
    plain = [back.plain for _, back in pairs]
    return any(words.schema_key(key) or words.generic_label(key) for key in keys) or any(
        words.function_word(text) or words.adjective(text) for text in plain
    )


def _names_a_set(statement: Statement, place: Place) -> bool:
    """Whether the label above names the things on the left: "Capitals", "Irregular verbs"."""
    label = label_of(statement.parent, place.words)
    if label is None or label.generic or place.words is None:
        return False
    return place.words.plural(label.text.split()[-1]) or place.words.set_noun(label.text)
