"""Topic labels: what the lines below a heading, a bold item or a colon are about."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.facts.words.turns import never
from cribdeck.model import Item, Text

LONGEST_LABEL = 6
"""Words in an item that is a label because it has no verb."""
LONGEST_LEAD_IN = 14
"""Words in a sentence ending in a colon that still serves as a label."""

LabelKind = Literal["title", "heading", "label", "lead-in"]

_NUMBERING = re.compile(r"^[\W\d_]+(?=\w)|[\s:]+$")
_LETTER = re.compile(r"[^\W\d_]")
_PAIR = re.compile(r"\s:::?\s")
_TERM = re.compile(r"^(?P<term>[^:]{1,60}?)\s*(?::\s|\s[-–—]{1,2}\s)")


@dataclass(frozen=True, slots=True)
class Label:
    """A name for what stands below an item."""

    text: str
    kind: LabelKind
    generic: bool = False
    """It says what kind of lines these are ("Properties", "Examples"), not what they are about."""
    container: bool = False
    """It names several things ("RDS, Aurora and ElastiCache")."""


@remembered
def label_of(item: Item, words: Words | None) -> Label | None:
    """The label that an item gives the lines below it, or nothing when it is a statement of its own."""
    if item.kind == "file":
        return _label(_spoken(item.text.plain), "title", words)
    text = _bare(item.text)
    if not text:
        return None
    if item.kind in ("heading", "term"):
        return _label(text, "heading", words)
    if item.kind == "callout":
        return _label(text, "label", words)
    if item.kind not in ("item", "paragraph") or not item.children:
        return None
    return _item_label(item, text, words)


def _item_label(item: Item, text: str, words: Words | None) -> Label | None:
    plain = item.text.plain.strip()
    if (pair := _PAIR.search(text)) and not item.text.inside(item.text.plain.index(pair[0]), "code", "math"):
        plain = text = text[: pair.start()]  # what the author asks names it, the answer would be told
    count = len(text.split())
    verbless = words is None or not words.has_finite_verb(text)
    if item.text.wholly("strong", "emphasis", "code") or (count <= LONGEST_LABEL and verbless and _is_name(plain)):
        return _label(text, "label", words)
    if plain.endswith(":"):
        named = _bold_end(item.text)
        if named:
            return _label(named, "label", words)
        last = _last_sentence(plain, words)
        pointing = words.turn("labels.pointing-on") if words else never()
        if len(last.split()) <= LONGEST_LEAD_IN and not pointing.search(last):
            label = _label(last.rstrip(":").strip(), "lead-in", words)
            down = words is not None and label is not None and words.turn("labels.points-down").match(label.text)
            return replace(label, generic=True) if label and down else label
        return None
    term = leading_term(item.text)
    return _label(term, "label", words) if term else None


def _bold_end(text: Text) -> str:
    """The bold term that a lead-in ends in: what follows "Another topic is **Lambda Layers**:" is about it."""
    end = len(text.plain.rstrip(": "))
    ends = [
        text.plain[a:b].strip(" :") for a, b in text.spans("strong") if len(text.plain[:b].rstrip(": ")) == end and a
    ]
    return ends[-1] if ends else ""


@remembered
def leading_term(text: Text) -> str:
    """The term that opens a line: a bold start, or up to six words before a colon or a dash that stands free."""
    for start, end in text.spans("strong"):
        if not text.plain[:start].strip():
            return text.plain[start:end].strip(" :.")
    match = _TERM.match(text.plain)
    if (
        not match
        or len(match["term"].split()) > LONGEST_LABEL
        or text.cuts(0, match.end("term"), "code", "math", "link")
    ):
        return ""
    return match["term"].strip()


@remembered
def labels_of(path: tuple[Item, ...], words: Words | None) -> tuple[Label, ...]:
    """The labels over whatever stands below the last item of ``path``, outermost first, repetitions left out."""
    found: list[Label] = []
    for item in path:
        label = label_of(item, words)
        if label and (not found or found[-1].text.casefold() != label.text.casefold()):
            found.append(label)
    return tuple(found)


def nearest_topic(labels: tuple[Label, ...]) -> str:
    """The nearest label that names a topic; part of a GUID, so it does not change with what a card shows."""
    topics = [label for label in labels if label.kind != "lead-in" and not label.generic]
    return topics[-1].text if topics else (labels[-1].text if labels else "")


def _label(text: str, kind: LabelKind, words: Words | None) -> Label | None:
    bare = _NUMBERING.sub("", text).strip() or text.strip()
    if kind == "title":
        bare = text.strip()
    if not _LETTER.search(bare):
        return None
    if words is None:
        return Label(bare, kind)
    talk = words.study_talk(bare) or words.first_person(bare)
    return Label(bare, kind, generic=talk or words.generic_label(bare), container=words.container_label(bare))


def _bare(text: Text) -> str:
    return text.plain.strip().rstrip(":").strip()


def _is_name(plain: str) -> bool:
    return not plain.endswith((".", "!", "?", ";", ","))


def _last_sentence(plain: str, words: Words | None) -> str:
    if words is None:
        return plain
    start, end = words.split_sentences(plain)[-1]
    return plain[start:end]


def _spoken(name: str) -> str:
    """A title as it is said: a file name made of words and hyphens is those words."""
    return re.sub(r"[-_]+", " ", name).strip() if " " not in name and re.search(r"[-_]", name) else name
