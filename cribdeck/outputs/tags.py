"""Chapters and an author's own tags as tags of Anki."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from cribdeck.model import Item, Statement

ROOT = "cribdeck"
LEVELS = 2
"""Chapters deep: with more, a tag says less than the card's topic."""

_NUMBER = re.compile(r"^(?:\d+[.)]|\d+(?:\.\d+)+[.)]?)\s+")


def tags_of(statement: Statement, own: Iterable[str] = ()) -> tuple[str, ...]:
    """The tag of its chapter, ``cribdeck::dynamodb::streams``, and the author's own, ``a/b`` as ``a::b``."""
    chapter = "::".join([ROOT, *filter(None, map(slug, chapters(statement)[:LEVELS]))])
    return clean_tags([chapter, *(tag.replace("/", "::") for tag in own)])


def chapters(statement: Statement) -> list[str]:
    """The title of the note file and the headings above the statement, or the bold lines that stand for headings."""
    labels = [item.text.plain for item in statement.path if item.kind == "file" or _is_heading(item)]
    return [label for nth, label in enumerate(labels) if nth == 0 or label != labels[nth - 1]]


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags as Anki keeps them, sorted: no white space, no empty level."""
    return _cleaned(tuple(tags))


@lru_cache(maxsize=1 << 12)
def _cleaned(tags: tuple[str, ...]) -> tuple[str, ...]:
    levels = ([slug(level, lower=False) for level in tag.split("::")] for tag in tags)
    return tuple(sorted({"::".join(filter(None, parts)) for parts in levels} - {""}))


@lru_cache(maxsize=1 << 12)
def slug(label: str, *, lower: bool = True) -> str:
    """The label as one level of a tag: ``2.1 CI/CD & Code`` is ``ci-cd-code``; C++ and C# stay apart."""
    name = _NUMBER.sub("", unicodedata.normalize("NFC", label).strip())
    return re.sub(r"(?:[^\w.+#]|\.(?!\w))+", "-", name.lower() if lower else name).strip("-.")


def _is_heading(item: Item) -> bool:
    return item.kind == "heading" or (bool(item.children) and item.text.wholly("strong"))
