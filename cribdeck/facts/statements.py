"""Outline to statements: the sentences and phrases that may be asked, and those that may not, with the reason."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from cribdeck.facts.labels import label_of, labels_of, leading_term, nearest_topic
from cribdeck.facts.rules.explicit import written_spans
from cribdeck.facts.words import Words, words_for
from cribdeck.facts.words.sections import foreign_example_heading
from cribdeck.facts.words.turns import never
from cribdeck.model import Item, Mark, Outline, Statement, Text

WHOLE = ("row", "fence", "math", "term")
"""Kinds of item that are one statement however long."""
SENTENCES = ("paragraph", "item", "definition", "quote", "callout", "html", "footnote")

MOST_SIBLINGS = 200
"""Blocks in one list or section; longer ones are read as if they were several."""

ONE_OF_SEVERAL = "one example of several"
"""Why a line below "Examples:" is not asked; a worked calculation is, for it is there to be done."""

LEFT_OUT = "left out by the author"
"""Why a line with ``#nocard`` is not asked, whatever it was asked before."""

PROSE_LINE = range(60, 131)
"""How long the lines of a paragraph are that was wrapped, rather than broken a fact a line."""

ROOM = 8
"""Characters by which the length of a line as read may differ from that of its source: marks are no text."""

_FIELD = re.compile(r"\W*\w[\w -]*::\s+")
_KEY_VALUE = re.compile(r"^\s*[\w -]{2,30}:(?:\s|$)")
_LINK_SHARE, _PERSONAL_SHARE, _COMMON_SHARE = 0.4, 0.08, 0.4
"""Of a file's lines: links, lines that say I, and lines that say I or we (which lectures do, too)."""


def find_statements(outline: Outline) -> tuple[Statement, ...]:
    """Every statement of a file in the order of the notes; headings are labels, not statements."""
    words = words_for(outline.lang)
    whole = _file_reason(outline, words)
    return tuple(_below(outline.root, (), whole, words))


def _below(item: Item, path: tuple[Item, ...], reason: str, words: Words | None) -> Iterator[Statement]:
    reason = reason or _item_reason(item, words)
    yield from _own(item, path, reason, words)
    properties = _property_block(item, words)
    inherited = reason or _reason_for_children(item, words)
    for part in _parts(item):
        for child in part.children:
            spared = inherited.startswith("?") and _says_something(child, words)
            below = "" if spared else inherited.removeprefix("?")
            yield from _below(child, (*path, part), "properties" if child in properties else below, words)


def _parts(item: Item) -> Iterator[Item]:
    """The item itself; one with more children than anybody writes in parts, since rules compare a line with all the
    others of its list, and identity its neighbours."""
    count = len(item.children)
    if count <= MOST_SIBLINGS:
        yield item
        return
    parts = -(-count // MOST_SIBLINGS)
    for nth in range(parts):
        yield replace(item, children=item.children[nth * count // parts : (nth + 1) * count // parts])


def _own(item: Item, path: tuple[Item, ...], reason: str, words: Words | None) -> Iterator[Statement]:
    if not path or item.kind not in (*WHOLE, *SENTENCES) or not item.text.plain.strip():
        return
    topic = _flagged_topic((*path, item)) or nearest_topic(labels_of(path, words))
    before: Statement | None = None
    written = bool(written_spans(item))
    spans = spans_of(item, words)
    for nth, ((start, end), part) in enumerate(zip(spans, item.text.parts(spans), strict=True)):
        text = part.strip()
        source = item.lines_of(start, end)
        why = reason or _sentence_reason(item, text, words, written=written)
        before = Statement(text, source, item, path, nth, before, topic, why)
        yield before


def spans_of(item: Item, words: Words | None) -> list[tuple[int, int]]:
    """Offsets of an item's statements: its sentences, or its lines where it is broken a fact a line."""
    plain = item.text.plain
    if item.kind in WHOLE:
        return [(0, len(plain))]
    if written := written_spans(item):
        return _with_written(item, written, words)
    return _read_spans(item, 0, len(plain), words)


def _with_written(item: Item, written: tuple[tuple[int, int], ...], words: Words | None) -> list[tuple[int, int]]:
    """The stretches that the author wrote as a card, whole, and the sentences between them."""
    spans, at = [], 0
    for start, end in (*written, (len(item.text.plain), len(item.text.plain))):
        if item.text.plain[at:start].strip():
            spans += _read_spans(item, at, start, words)
        if end > start:
            spans.append((start, end))
        at = end
    return spans


def _read_spans(item: Item, first: int, last: int, words: Words | None) -> list[tuple[int, int]]:
    plain = item.text.plain
    edges = [first, *(offset for offset in _fact_lines(item) if first < offset < last), last]
    spans: list[tuple[int, int]] = []
    inside = _inside_atoms(item.text)
    for start, end in itertools.pairwise(edges):
        for a, b in split_sentences(plain[start:end], words):
            if plain[start + a : start + b].strip() and start + a not in inside:
                spans.append((start + a, start + b))
            elif spans:
                spans[-1] = (spans[-1][0], start + b)
    return spans or [(first, last)]


_PLAIN_STOP = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ÿ])")


def split_sentences(plain: str, words: Words | None) -> list[tuple[int, int]]:
    """Offsets of the sentences; without a language, only a stop before a capital letter ends one."""
    if words is not None:
        return words.split_sentences(plain)
    starts = [0, *(match.end() for match in _PLAIN_STOP.finditer(plain))]
    return list(zip(starts, [*starts[1:], len(plain)], strict=True))


def _inside_atoms(text: Text) -> frozenset[int]:
    """The offsets at which no sentence may begin."""
    return frozenset(at for start, end in text.spans("code", "math", "link") for at in range(start + 1, end))


_NEW_LINE = re.compile(r"\n(?![a-zà-ÿ])")


def _fact_lines(item: Item) -> list[int]:
    """Where a paragraph's lines start that are facts of their own, not one text wrapped by an editor."""
    if item.kind not in ("paragraph", "callout", "quote") or not item.breaks:
        # A line that goes on in lower case goes on with the sentence: "of bone<br>and of teeth".
        return [match.end() for match in _NEW_LINE.finditer(item.text.plain)]
    edges = [0, *item.breaks, len(item.text.plain)]
    lengths = [b - a for a, b in itertools.pairwise(edges)]
    wrapped = all(length in PROSE_LINE for length in lengths[:-1])
    if not wrapped or _lists_terms(item):
        return list(item.breaks)
    return [
        offset
        for offset, length in zip(item.breaks, lengths, strict=False)
        if _starts_anew(item, offset, length, max(lengths))
    ]


def _lists_terms(item: Item) -> bool:
    """Whether each line of a paragraph opens with a term: they are as many facts as lines, however long."""
    edges = [0, *item.breaks, len(item.text.plain)]
    return all(leading_term(item.text.cut(a, b).strip()) for a, b in itertools.pairwise(edges))


def _starts_anew(item: Item, offset: int, length: int, width: int) -> bool:
    """Whether a line of prose was begun on purpose: the one before it, of this length, does not go on to it and had
    room for its first word."""
    before, behind = item.text.plain[:offset].rstrip(), item.text.plain[offset:].lstrip()
    room = length + len(behind.split(" ", 1)[0]) + ROOM <= width
    stopped = before.endswith((".", "!", "?"))
    if stopped and not behind[:1].isalpha():
        return True  # a formula, an arrow
    return room and (stopped or (behind[:1].isupper() and before[-1:].isalnum()))


# --- why not ----------------------------------------------------------------


def _file_reason(outline: Outline, words: Words | None) -> str:
    if words is None:
        return "a proof or an exercise" if foreign_example_heading(outline.root.text.plain) else ""
    stem = outline.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if words.course_file(stem):
        return "course information"
    texts = [item.text for item in outline.root.walk() if item.kind in SENTENCES and item.text.plain.strip()]
    if len(texts) < 5:
        return ""
    if sum(text.wholly("link") for text in texts) > _LINK_SHARE * len(texts):
        return "a page of links"
    alone = sum(words.first_person(text.plain, plural=False) for text in texts)
    together = sum(words.first_person(text.plain) for text in texts)
    if alone > _PERSONAL_SHARE * len(texts) or together > _COMMON_SHARE * len(texts):
        return "" if _is_study_notes(texts) else "personal notes"
    return ""


def _is_study_notes(texts: list[Text]) -> bool:
    """Whether an author who says I and we marks up terms all the same: these are notes, not a diary."""
    return sum(bool(text.spans("strong", "code", "highlight")) for text in texts) > 0.15 * len(texts)


def _item_reason(item: Item, words: Words | None) -> str:
    if item.flags & {"nocard", "skip"}:
        return LEFT_OUT
    told = words.example_heading if words else foreign_example_heading
    if item.kind == "heading" and told(item.text.plain):
        return f"under “{item.text.plain.strip()}”"
    return ""


def _reason_for_children(item: Item, words: Words | None) -> str:
    """A reason that holds for the lines below; led by "?" where it holds only for those that say nothing themselves."""
    if words is None or item.kind not in ("item", "paragraph", "heading") or not item.text.plain.strip().endswith(":"):
        return ""
    if words.turn("statements.example").match(item.text.plain.strip()):
        return ONE_OF_SEVERAL
    return "?study talk" if words.study_talk(item.text.plain) else ""


def _says_something(item: Item, words: Words | None) -> bool:
    """Whether an item is more than a name in a list of what to study."""
    return bool(item.children or leading_term(item.text)) or words is None or words.has_finite_verb(item.text.plain)


def _sentence_reason(item: Item, text: Text, words: Words | None, *, written: bool) -> str:
    if item.kind in WHOLE:
        return "table header" if item.kind == "row" and item.info == "head" else ""
    if text.wholly("link"):
        return "only a link"
    if _is_field_of_links(text):
        return "properties"
    if words is None or written or "{{c1::" in text.plain:
        return ""
    plain = text.plain
    for told, reason in (
        (words.to_do, "to do"),
        (words.study_talk, "study talk"),
        (words.claims_importance, "claims importance only"),
        (words.unfinished, "unfinished"),
    ):
        if told(plain):
            return reason
    return ""


def _is_field_of_links(text: Text) -> bool:
    """Whether a line is a field of Dataview's that holds nothing but links: ``Topic:: [[Memory]], [[Attention]]``."""
    field = _FIELD.match(text.plain)
    if field is None or field.end() == len(text.plain):
        return False
    return not any(piece.strip(" ,;()") for piece, marks in text.cut(field.end()).pieces() if not _are_links(marks))


def _are_links(marks: tuple[Mark, ...]) -> bool:
    return any(mark.kind == "link" for mark in marks)


def _property_block(item: Item, words: Words | None) -> tuple[Item, ...]:
    """The lines at the top of a page that are its properties: two or more in a row, one with a well-known key.

    In a list, which may as well tell of the subject, two of the keys have to be known.
    """
    if item.kind != "file" and not (item.kind == "heading" and item.level == 1):
        return ()
    subtitle = item.children[:1] if item.children and _is_subtitle(item.children[0]) else ()
    below = item.children[len(subtitle) :]
    kind = below[0].kind if below else ""
    first = list(itertools.takewhile(lambda child: child.kind == kind and _are_key_values(child), below))
    lines = [line for child in first for line in _lines_of(child)]
    keys = words.turn("statements.property") if words else never()
    known = sum(keys.match(line) is not None for line in lines)
    needed = 2 if kind == "item" else 1
    return (*subtitle, *first) if known >= needed and len(lines) >= 2 else ()


def _is_subtitle(item: Item) -> bool:
    """Whether a paragraph is one line in italics: what the page calls itself besides its title."""
    return item.kind == "paragraph" and item.text.wholly("emphasis") and not item.breaks


def _are_key_values(item: Item) -> bool:
    """Whether an item of a page's head says "key: value", in each of its lines where it is a quote."""
    if item.kind == "quote":
        return all(_KEY_VALUE.match(line) for line in _lines_of(item))
    return item.kind in ("paragraph", "item") and not item.children and _KEY_VALUE.match(item.text.plain) is not None


def _lines_of(item: Item) -> Iterator[str]:
    for part in item.walk():
        edges = [0, *part.breaks, len(part.text.plain)]
        lines = (part.text.plain[start:end].strip() for start, end in itertools.pairwise(edges))
        yield from filter(None, lines)


def _flagged_topic(path: tuple[Item, ...]) -> str:
    for item in reversed(path):
        for flag in item.flags:
            if flag.startswith("topic="):
                return flag.removeprefix("topic=")
    return ""


__all__ = ["SENTENCES", "WHOLE", "find_statements", "label_of", "spans_of", "split_sentences"]
