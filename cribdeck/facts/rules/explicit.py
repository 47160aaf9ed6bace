"""Cards that the author asked for: ``Q :: A``, a line with ``?``, ``Q:`` and ``A:``, ``{{c1::x}}``, ``==x==``."""

import re
from collections.abc import Iterator
from itertools import pairwise

from cribdeck.facts.place import Place
from cribdeck.model import Block, BlockKind, Candidate, Hidden, Item, ItemKind, MarkKind, Source, Statement, Text

LONGEST_HIGHLIGHT = 8
"""Words of a highlight that is hidden; a longer one marks a passage, not an answer."""

Span = tuple[int, int]

_KINDS: tuple[ItemKind, ...] = ("item", "paragraph", "definition", "quote", "callout")
_ATOMS: tuple[MarkKind, ...] = ("code", "math", "link")
_SIGNS = ("::", "?", "Q:")
"""What a card that is written out cannot do without."""
_SEPARATOR = re.compile(r"(?<=\s):::?(?=\s)")
_CLOZE = re.compile(r"\{\{c(\d{1,3})::")
_END = re.compile(r"\}\}(?!\})")


def written_spans(item: Item) -> tuple[Span, ...]:
    """Start and end of the stretches of an item's text that the author wrote as a question with its answer.

    Each is one statement, however many sentences it has.
    """
    if item.kind not in _KINDS or not any(sign in item.text.plain for sign in _SIGNS):
        return ()
    lines = _lines(item)
    if any(_is_mark(item, line) for line in lines[1:]):
        return ((0, len(item.text)),)
    asked = tuple((question[0], answer[1]) for question, answer in _asked_in(item))
    return asked or tuple(line for line in lines if _separator(item.text, line))


# --- Q :: A -----------------------------------------------------------------


def pair(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``osmosis :: movement of water`` asks one way, ``der Hund ::: the dog`` both ways."""
    item = statement.item
    if item.kind == "row" and item.info != "head":
        whole = [(cell, (0, len(cell))) for cell in item.cells]
    elif item.kind in _KINDS and _SEPARATOR.search(statement.text.plain):
        whole = [(item.text, line) for line in _lines_of(statement)]
    else:
        return
    for text, (start, end) in whole:
        sign = _separator(text, (start, end))
        if sign is not None:
            front, back = text.cut(start, sign[0]).strip(), text.cut(sign[1], end).strip()
            both = sign[1] - sign[0] == 3
            yield _asks(front, (Block.text(back),), rule="pair", reverse=back if both else None)


def _separator(text: Text, line: Span) -> Span | None:
    """The one separator of a line that has text on both sides."""
    if "::" not in text.plain:
        return None
    found = [
        match.span() for match in _SEPARATOR.finditer(text.plain, *line) if not text.inside(match.start(), *_ATOMS)
    ]
    if len(found) != 1:
        return None
    start, end = found[0]
    return found[0] if text.plain[line[0] : start].strip() and text.plain[end : line[1]].strip() else None


# --- a line that is only ? or ?? --------------------------------------------


def question_line(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A question, a line that is only ``?`` (``??``: both ways), and below it the answer."""
    item = statement.item
    if statement.nth or item.kind not in _KINDS or "?" not in item.text.plain:
        return
    marks = [line for line in _lines(item) if _is_mark(item, line)]
    if len(marks) != 1 or not marks[0][0]:
        return
    front, back = item.text.cut(0, marks[0][0]).strip(), item.text.cut(marks[0][1]).strip()
    both = "??" in item.text.plain[slice(*marks[0])]
    if back:
        yield _asks(front, (Block.text(back),), rule="question-line", reverse=back if both else None)
        return
    members = item.children or _list_after(statement)
    if members and all(member.kind == "item" and not member.children for member in members):
        block = Block("list", tuple((member.text,) for member in members))
        yield _asks(front, (block,), rule="question-line", uses=tuple(member.source for member in members))
    elif shown := _block_after(statement):
        kind: BlockKind = "code" if shown.kind == "fence" else "math"
        yield _asks(front, (Block(kind, ((shown.text,),), shown.info),), rule="question-line", uses=(shown.source,))


def _block_after(statement: Statement) -> Item | None:
    """The code or the display formula that is all below an item, or comes right after it."""
    below = statement.item.children or _after(statement)[:1]
    return below[0] if len(below) == 1 and below[0].kind in ("fence", "math") else None


def _is_mark(item: Item, line: Span) -> bool:
    return item.text.plain[slice(*line)].strip() in ("?", "??")


def _list_after(statement: Statement) -> tuple[Item, ...]:
    """The list right after a paragraph."""
    following = _after(statement)
    size = next((nth for nth, item in enumerate(following) if item.kind != "item"), len(following))
    return following[:size] if statement.item.kind == "paragraph" else ()


# --- Q: and A: --------------------------------------------------------------


def question_answer(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Q: Who sealed it?`` and ``A: King John``: on two lines, as two neighbours, or one below the other."""
    item = statement.item
    if item.kind not in _KINDS or not statement.text.plain.lstrip().startswith("Q:"):
        return
    for question, answer in _asked_in(item, line=statement.source.first):
        front, back = item.text.cut(*question), item.text.cut(*answer)
        yield _asks(_said(front, "Q:"), (Block.text(_said(back, "A:")),), rule="question-answer")
        return
    for other in (item.children or _after(statement))[:1]:
        front, back = _said(item.text, "Q:"), _said(other.text, "A:")
        if front and back and not statement.nth and (item.children or other.kind == item.kind):
            yield _asks(front, (Block.text(back),), rule="question-answer", uses=(other.source,))


def _asked_in(item: Item, *, line: int = 0) -> Iterator[tuple[Span, Span]]:
    """The pairs within one block, each part running on to the next ``Q:`` or ``A:``; if asked for, those of a line."""
    starts = [line[0] for line in _lines(item) if item.text.plain[slice(*line)].lstrip().startswith(("Q:", "A:"))]
    if not starts or starts[0] != 0:
        return
    for question, answer in pairwise(pairwise([*starts, len(item.text)])):
        if line and item.line_of(question[0]) != line:
            continue
        if _said(item.text.cut(*question), "Q:") and _said(item.text.cut(*answer), "A:"):
            yield question, answer


def _said(text: Text, sign: str) -> Text:
    """What follows the sign that opens the text, or an empty text."""
    opens = text.plain.lstrip().startswith(sign) and not text.inside(text.plain.index(sign), *_ATOMS)
    return text.cut(text.plain.index(sign) + len(sign)).strip() if opens else Text("")


# --- {{c1::x}} --------------------------------------------------------------


def written_cloze(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The {{c1::nucleus::organelle}} holds the DNA`` hides what it says, with its hint."""
    found = _written(statement.text)
    if not found or statement.item.kind in ("fence", "math"):
        return
    prompt, hidden, seen = Text(""), [], 0
    numbers = sorted({number for number, *_ in found})
    for number, start, inner, end in found:
        prompt = prompt + statement.text.cut(seen, start)
        content, _, hint = statement.text.plain[inner : end - 2].partition("::")
        kept = statement.text.cut(inner, inner + len(content))
        hidden.append(Hidden(len(prompt), len(prompt) + len(kept), numbers.index(number) + 1, hint))
        prompt, seen = prompt + kept, end
    prompt = prompt + statement.text.cut(seen)
    if all(part.start < part.end for part in hidden) and not _CLOZE.search(prompt.plain):
        yield Candidate("cloze", "cloze", "written-cloze", prompt, hidden=tuple(hidden), explicit=True)


def _written(text: Text) -> list[tuple[int, int, int, int]]:
    """Number, start, start of the content and end of every cloze; one in code or math, or left open, is none."""
    found, at = [], 0
    while opening := _CLOZE.search(text.plain, at):
        at = opening.end()
        ends = (
            match.end() for match in _END.finditer(text.plain, at) if not text.inside(match.start(), "code", "math")
        )
        end = next(ends, None)
        if end is not None and not text.inside(opening.start(), "code", "math"):
            found.append((int(opening.group(1)), opening.start(), at, end))
            at = end
    return found


# --- ==x== ------------------------------------------------------------------


def highlight_cloze(statement: Statement, place: Place) -> Iterator[Candidate]:
    """Where the author says ``highlight: cloze``, each ``==term==`` is hidden, the same term on the same card."""
    if place.highlight != "cloze":
        return
    text = statement.text
    spans = [span for span in text.spans("highlight") if _is_term(text, *span)]
    terms = list(dict.fromkeys(text.plain[start:end].casefold() for start, end in spans))
    hidden = tuple(Hidden(a, b, terms.index(text.plain[a:b].casefold()) + 1) for a, b in spans)
    if hidden:
        yield Candidate("cloze", "cloze", "highlight-cloze", text, hidden=hidden, explicit=True)


def _is_term(text: Text, start: int, end: int) -> bool:
    size = len(text.plain[start:end].split())
    return 0 < size <= LONGEST_HIGHLIGHT and 2 * size <= len(text.words)


# --- what they share --------------------------------------------------------


def _lines(item: Item) -> list[Span]:
    """Start and end of an item's lines; a list item with a pair on its first line alone is one, wrapped."""
    lines = list(pairwise([0, *item.breaks, len(item.text)]))
    if item.kind != "item" or not _separator(item.text, lines[0]):
        return lines
    alone = not any(_separator(item.text, line) for line in lines[1:])
    return [(0, len(item.text))] if alone else lines


def _lines_of(statement: Statement) -> list[Span]:
    """Those lines of its item on which a statement stands."""
    lines, source = _lines(statement.item), statement.source
    before = statement.item.source.first
    return lines if len(lines) == 1 else lines[source.first - before : source.last - before + 1]


def _after(statement: Statement) -> tuple[Item, ...]:
    """The items after the statement's own, on its level."""
    nth = next((nth for nth, item in enumerate(statement.siblings) if item is statement.item), len(statement.siblings))
    return statement.siblings[nth + 1 :]


def _asks(
    front: Text,
    answer: tuple[Block, ...],
    *,
    rule: str,
    reverse: Text | None = None,
    uses: tuple[Source, ...] = (),
) -> Candidate:
    turned = (reverse, (Block.text(front),)) if reverse is not None else None
    return Candidate("basic", "question", rule, front, answer=answer, reverse=turned, explicit=True, uses=uses)


EXPLICIT_RULES = (pair, question_line, question_answer, written_cloze, highlight_cloze)
