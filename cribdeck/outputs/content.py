"""What a fact's cards say, as one hash: when it changes, Anki is to update the note, and only then."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from cribdeck.model import Block, Calculation, Fact, Mark, Source, Text
from cribdeck.outputs.html import is_shown_link
from cribdeck.outputs.media import Place
from cribdeck.outputs.tags import ROOT, clean_tags

RENDERING = 1
"""Raised by hand when a change of rendering is worth rewriting every note in every collection."""


def content_hash(fact: Fact, names: Mapping[Place, str] | None = None) -> str:
    """A hash over the values that the fact's cards show, never over HTML; ``names`` are those of its media.

    Where the fact stands, its practice problems and its deck are not part of it: they are written fresh into every
    deck and are no reason to touch a note.
    """
    candidate, place = fact.candidate, _Place(fact.statement.source.file, names or {})
    said = {
        "rendering": RENDERING,
        "type": candidate.note_type,
        "topic": candidate.topic,
        "prompt": place.text(candidate.prompt),
        "hidden": sorted((part.start, part.end, numbers(fact)[part.group], part.hint) for part in candidate.hidden),
        "answer": [place.block(block) for block in candidate.answer],
        "reverse": candidate.reverse
        and [place.text(candidate.reverse[0]), [place.block(block) for block in candidate.reverse[1]]],
        "remark": candidate.remark,
        "context": [place.text(text) for text in fact.context],
        "tags": note_tags(fact),
        "calculation": candidate.calculation and place.calculation(candidate.calculation),
    }
    return sha256(_as_json(said).encode("ascii")).hexdigest()[:16]


_as_json = json.JSONEncoder(sort_keys=True).encode


def numbers(fact: Fact) -> dict[int, int]:
    """For each group of hidden parts the number that Anki sees: the lock's, else in order."""
    groups = fact.candidate.groups
    return dict(zip(groups, fact.clozes or range(1, len(groups) + 1), strict=True))


def note_tags(fact: Fact) -> tuple[str, ...]:
    """The tags of the fact's note; an unsure one is found by its rule, to be settled."""
    unsure = [f"{ROOT}::unsure::{fact.candidate.rule}"] if fact.unsure else []
    return clean_tags([*fact.tags, *unsure])


def texts_of(fact: Fact) -> Iterator[Text]:
    """Every text that the fact's cards show."""
    candidate = fact.candidate
    yield candidate.prompt
    blocks = candidate.answer
    if candidate.reverse:
        yield candidate.reverse[0]
        blocks += candidate.reverse[1]
    for block in blocks:
        for row in block.rows:
            yield from row
    if candidate.calculation and candidate.calculation.rule:
        yield candidate.calculation.rule
    yield from fact.context


def media_of(fact: Fact) -> Iterator[tuple[Place, Source]]:
    """The images and sounds that the fact's cards show, and where the fact stands."""
    source = fact.statement.source
    for text in texts_of(fact):
        for mark in text.marks:
            if mark.kind in ("image", "sound"):
                yield (source.file, mark.value), source


class _Place:
    """Values as they show in a note file: an image is its bytes, a link that leads nowhere is its text."""

    def __init__(self, file: str, names: Mapping[Place, str]) -> None:
        self.file, self.names = file, names

    def text(self, text: Text) -> list[object]:
        return [text.plain, [self.mark(mark) for mark in text.marks if self.shows(mark)]]

    def block(self, block: Block) -> list[object]:
        return [block.kind, block.info, [[self.text(cell) for cell in row] for row in block.rows]]

    def calculation(self, worked: Calculation) -> list[object]:
        return [worked.steps, worked.answer, worked.rule and self.text(worked.rule), worked.formula]

    def mark(self, mark: Mark) -> list[object]:
        value = self.names.get((self.file, mark.value), mark.value) if mark.kind in ("image", "sound") else mark.value
        return [mark.start, mark.end, mark.kind, value, mark.note]

    def shows(self, mark: Mark) -> bool:
        return mark.kind != "footnote" and (mark.kind != "link" or is_shown_link(mark.value))
