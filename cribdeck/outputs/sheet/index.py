"""An index of terms as one more box: each with the numbers of its topics, which no packing can change."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cribdeck.facts.words import Words, words_for
from cribdeck.model import Mark, Text
from cribdeck.outputs.sheet.values import Row, Sheet, Topic

LEAST = 30
"""Fewer terms are found faster without an index."""
LONGEST = 28
_ARTICLE = 4
"""Bold words that a row opens with, after an article at most, are what it is about, and so are names wherever they
stand; small words further on are bold for their weight: "this **cannot be changed**"."""
TOPIC = "topic:"
"""What the target of a link in the index begins with; the number of the topic follows."""

_TITLES = {"da": "Indeks", "de": "Register", "es": "Índice", "fr": "Index", "it": "Indice", "nl": "Register"}


def with_index(sheet: Sheet) -> Sheet:
    """The sheet with an index at its end, or as it is when there is too little to look up."""
    terms = _terms(sheet.topics, words_for(sheet.lang))
    if len(terms) < LEAST:
        return sheet
    entries = sorted(terms.items(), key=lambda entry: (entry[0].casefold(), entry[0]))
    rows = tuple(
        Row("index", _line(letter, list(members)), ())
        for letter, members in groupby(entries, key=lambda entry: _letter(entry[0]))
    )
    last = sheet.topics[-1]
    box = Topic(last.number + 1, _TITLES.get(sheet.lang, "Index"), rows, hue=(last.hue + 1) % 8)
    return replace(sheet, topics=(*sheet.topics, box))


def _terms(topics: Sequence[Topic], words: Words | None) -> dict[str, list[int]]:
    """Sub-heads and bold terms with the topics they stand in, those left out that are topics themselves."""
    titles = {_folded(topic.title) for topic in topics}
    found: dict[str, tuple[str, list[int]]] = {}
    for topic in topics:
        for name in _named(topic):
            if _folded(name) in titles or not _is_term(name, words):
                continue
            _, numbers = found.setdefault(_folded(name), (name, []))
            if topic.number not in numbers:
                numbers.append(topic.number)
    return dict(found.values())


def _named(topic: Topic) -> Iterator[str]:
    for row in topic.rows:
        if row.kind == "head":
            yield row.text.plain.strip()
        for text in (row.text, *row.run, *row.cells):
            for start, end in text.spans("strong"):
                name = text.plain[start:end].strip(" :.,;?!")
                if start <= _ARTICLE or name != name.lower():
                    yield name


def _folded(name: str) -> str:
    """One key for ``Alarm`` and ``alarms``."""
    bare = name.casefold()
    return bare.removesuffix("s") if not bare.endswith("ss") else bare


def _is_term(name: str, words: Words | None) -> bool:
    """Short, and made of words: a figure in bold is no term. Nor is "AND", nor "Remember"."""
    if words and (name.casefold() in words.function_words or words.generic_label(name)):
        return False
    return 2 <= len(name) <= LONGEST and len(name.split()) <= 4 and bool(re.match(r"[^\W\d_]", name))


def _letter(name: str) -> str:
    return name[0].upper()


def _line(letter: str, entries: Sequence[tuple[str, list[int]]]) -> Text:
    """``A alarm 12 · alias 3, 17``, each number a link to its topic."""
    line = Text(letter, (Mark(0, len(letter), "strong"),))
    for nth, (name, numbers) in enumerate(entries):
        line = line + (" " if nth == 0 else "\u00a0· ") + name.replace(" ", "\u00a0") + "\u00a0"
        for at, number in enumerate(numbers):
            label = str(number)
            line = line + ("," if at else "") + Text(label, (Mark(0, len(label), "link", f"{TOPIC}{number}"),))
    return line
