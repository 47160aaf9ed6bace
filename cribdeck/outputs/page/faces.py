"""The two sides of a card, as Anki makes them of a note's fields and the card's template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import chevron
from chevron.tokenizer import tokenize

from cribdeck.outputs.cards import AnkiNote, is_empty
from cribdeck.outputs.note_types import AnkiNoteType
from cribdeck.outputs.page.clozes import asked_html, revealed_html

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_SECTION = ("#", "/", "^", "!")
_PLACE = "\0"
"""Stands around a name in a template that is filled in; no template holds one."""


@dataclass(frozen=True, slots=True)
class Faces:
    """HTML for the body of a card's front and of its back."""

    front: str
    back: str


def faces_of(note: AnkiNote, note_type: AnkiNoteType, ordinal: int) -> Faces:
    """What the learner sees of one card of the note, before scripts and MathJax run."""
    template = note_type.templates[0 if note_type.cloze else ordinal]
    names = (field.name for field in note_type.fields)
    fields = dict(zip(names, note.fields, strict=True))
    fields |= {
        "Tags": " ".join(note.tags),
        "Deck": note.deck,
        "Subdeck": note.deck.rpartition("::")[2],
        "Type": note_type.name,
        "Card": f"Cloze {ordinal + 1}" if note_type.cloze else template.name,
    }
    front = _side(template.front, fields, ordinal + 1, front=True)
    back = _side(template.back, fields | {"FrontSide": front}, ordinal + 1, front=False)
    return Faces(front, back)


def _side(template: str, fields: Mapping[str, str], number: int, *, front: bool) -> str:
    shown = {key: _value(key, fields, number, front=front) for key in _prepared(template)[1]}
    parts = _filled(template, tuple(key for key, value in shown.items() if value))
    return "".join(shown[part] if nth % 2 else part for nth, part in enumerate(parts))


@lru_cache(maxsize=256)
def _filled(template: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The side of a card on which these names hold something: text and the name of what follows it, in turn.

    Thousands of notes have the same names filled, and a template only asks whether a name holds something.
    """
    stood_for = {key: f"{_PLACE}{key}{_PLACE}" for key in keys}
    return tuple(str(chevron.render(_prepared(template)[0], stood_for)).split(_PLACE))


@lru_cache(maxsize=64)
def _prepared(template: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The template's tokens, with fields that are not escaped, as Anki means them, and the names that stand in it."""
    keys: dict[str, None] = {}

    def plain(found: re.Match[str]) -> str:
        inner = found[1].strip()
        keys[inner.lstrip("#/^!").strip()] = None
        return found[0] if inner.startswith(_SECTION) else f"{{{{&{inner}}}}}"

    return tuple(tokenize(_TAG.sub(plain, template))), tuple(keys)


def _value(key: str, fields: Mapping[str, str], number: int, *, front: bool) -> str:
    """The field that a tag names, through the tag's filters; empty where Anki counts it as empty."""
    *filters, name = key.split(":")
    found = fields.get(name, "")
    if is_empty(found):
        # A flag like {{#c1}} holds on the card of that number.
        return "1" if not filters and name == f"c{number}" else ""
    for each in reversed(filters):
        if each == "cloze":
            found = asked_html(found, number) if front else revealed_html(found, number)
        elif each == "text":
            found = re.sub(r"<[^>]*>", "", found)
    return found
