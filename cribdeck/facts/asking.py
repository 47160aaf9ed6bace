"""The ways in which a rule asks: a hidden part, a question, a list with its count."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cribdeck.model import Block, Candidate, Hidden, Source, Statement, Text

LIST_LIMIT = 7
"""The longest list that is asked as a whole; a longer one hides an item a card."""

LISTED = ("table", "list", "procedure")
"""Kinds of cards that ask for more than one thing, or show it in rows."""
NO_TERM = (*LISTED, "limit")
NO_PHRASE = (*NO_TERM, "code")
"""Kinds of clozes that hide a figure or several things, and those that hide no words of a sentence."""


def hides(
    statement: Statement, *spans: tuple[int, int], kind: str, rule: str, strict: bool = True, part: str = ""
) -> Candidate:
    """The statement with each span hidden on a card of its own, wherever its words stand."""
    taken = set(spans)
    hidden = [
        Hidden(*place, group)
        for group, span in enumerate(spans, 1)
        for place in everywhere(statement.text, span)
        if place == span or not any(a < place[1] and place[0] < b for a, b in taken)
    ]
    return Candidate("cloze", kind, rule, statement.text, hidden=tuple(hidden), strict=strict, part=part)


def covered(plain: str, parts: Iterable[Hidden], by: str = "…") -> str:
    """A text as the front of a cloze shows it: with something else in place of each hidden part."""
    for part in sorted(parts, key=lambda part: -part.start):
        plain = plain[: part.start] + by + plain[part.end :]
    return plain


def carrying(candidate: Candidate, before: Text) -> Candidate:
    """The candidate with the sentence before on its front."""
    lead = before.strip() + " "
    return replace(candidate, prompt=lead + candidate.prompt, hidden=moved(candidate.hidden, len(lead)))


def moved(hidden: Iterable[Hidden], by: int) -> tuple[Hidden, ...]:
    """Hidden parts of a prompt that starts elsewhere by so much."""
    return tuple(replace(part, start=part.start + by, end=part.end + by) for part in hidden)


def hides_together(
    statement: Statement, spans: Iterable[tuple[int, int]], *, kind: str, rule: str, strict: bool = True
) -> Candidate:
    """The statement with all spans hidden on one card."""
    hidden = tuple(Hidden(start, end) for start, end in spans)
    return Candidate("cloze", kind, rule, statement.text, hidden=hidden, strict=strict)


def everywhere(text: Text, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The span and every other place where its words stand, so that they are not given away."""
    term = text.plain[span[0] : span[1]]
    if any(a <= span[0] and span[1] <= b for a, b in text.spans("code")):
        if text.plain.find(term, text.plain.find(term) + 1) < 0:
            return [span]
        return _again(text, span, re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])"))  # `NULL` is not "null"
    whole, sought = text.plain.casefold(), term.casefold()
    if whole.find(sought, whole.find(sought) + 1) < 0:
        return [span]  # nearly every term stands once: no pattern has to be made of it
    return _again(text, span, re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])", re.IGNORECASE))


def _again(text: Text, span: tuple[int, int], term: re.Pattern[str]) -> list[tuple[int, int]]:
    return sorted({span, *(match.span() for match in term.finditer(text.plain))})


def asks(
    prompt: Text | str,
    answer: Text | Block | Sequence[Block],
    *,
    kind: str,
    rule: str,
    strict: bool = True,
    part: str = "",
) -> Candidate:
    """A question and its answer."""
    blocks = (Block.text(answer),) if isinstance(answer, Text) else (answer,) if isinstance(answer, Block) else answer
    front = prompt if isinstance(prompt, Text) else Text(prompt)
    return Candidate("basic", kind, rule, front, answer=tuple(blocks), strict=strict, part=part)


def asks_list(
    lead_in: Text,
    members: Sequence[Text],
    *,
    ordered: bool,
    rule: str,
    uses: tuple[Source, ...] = (),
    strict: bool = True,
    part: str = "",
) -> tuple[Candidate, Candidate]:
    """A list asked as a whole with its count, and an item a card with the others in sight.

    First the one that suits its length. The other is for a list that was asked so before it grew or shrank.
    """
    whole = Candidate("basic", "procedure" if ordered else "list", rule, *_whole(lead_in, members, ordered))
    single = Candidate("cloze", whole.kind, rule, *_single(lead_in, members, ordered))
    first, second = (whole, single) if len(members) <= LIST_LIMIT else (single, whole)
    return (
        replace(first, strict=strict, uses=uses, part=part),
        replace(second, strict=False, offered=False, uses=uses, part=part),
    )


def _whole(lead_in: Text, members: Sequence[Text], ordered: bool) -> tuple[Text, tuple[Block, ...]]:
    block = Block("steps" if ordered else "list", tuple((member,) for member in members))
    return lead_in + f" ({len(members)} {'steps' if ordered else 'items'})", (block,)


def _single(
    lead_in: Text, members: Sequence[Text], ordered: bool
) -> tuple[Text, tuple[Block, ...], tuple[Hidden, ...]]:
    text, hidden = lead_in + ":", []
    for nth, member in enumerate(members, 1):
        text = text + (f"\n{nth}. " if ordered else "\n• ")
        hidden.append(Hidden(len(text), len(text) + len(member), nth))
        text = text + member
    return text, (), tuple(hidden)
