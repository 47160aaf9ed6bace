"""What happens in a case, and how something is done: ``If C, D`` and ``To C, do D``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clauses import is_base
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.rules.phrases import LONGEST_ANSWER, STOP, tells, trimmed
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

_CONDITION = re.compile(
    r"^(?P<cond>(?:If|When|Whenever|To|In order to)\s[^,]{6,120}?)(?P<comma>,\s(?:then\s)?|\s->\s)(?P<main>\S.+)$",
    re.IGNORECASE,
)


def condition(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``If C, D`` asks what happens if C."""
    words = place.words
    match = _CONDITION.match(statement.text.plain)
    if words is None or match is None:
        return
    main = statement.text.cut(match.start("main")).strip(" .")
    if not 2 <= len(main.words) <= 25:
        return
    arrow = "->" in match["comma"]
    lead = statement.text.cut(0, match.end("cond"))
    to = match["cond"].lower().startswith(("to ", "in order"))
    prompt = lead + (": how?" if to else ": what then?")
    strict = (arrow and len(main.words) <= 12) or _is_told(match["cond"], main.plain, words)
    strict = strict and not (to and _MUST_BE.search(main.plain))
    strict = strict and not (statement.item.children and words.numeral(main.plain))  # the lines below say which
    offered = strict or _adds(match["cond"], main.plain, words)
    yield replace(asks(prompt, main, kind="question", rule="condition", strict=strict), offered=offered)


_VAGUE = re.compile(
    r"\b(?:might|may|could|perhaps|maybe|probably|think|sometimes|often|usually|assume|consider|but|this|these|those)\b"
    r"|\b(?:we|you|one) can\b|^(?:if|when|whenever)\s(?:\w+ing\s(?!is\b|are\b)|.*\b(?:we|you|i|one)\b)",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:might|may|could|perhaps|maybe|probably|think|sometimes|often|usually|assume|consider|but|this|these|those)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"^(?:we|you|one)\s(?:must|need to|have to|cannot)\b", re.IGNORECASE)
_MUST_BE = re.compile(r"^(?!you|we|one)\S+(?:\s\S+){0,3}\s(?:must|has to|have to|needs? to|should) be\b", re.IGNORECASE)
"""``To claim specific performance, damages must be inadequate``: a condition, not how it is done."""
_HE = re.compile(r"^(?:he|she|there|here)\b", re.IGNORECASE)


def _is_told(cond: str, main: str, words: Words) -> bool:
    """Whether a condition names its case, and what follows is short and says for certain what happens."""
    duty = _DUTY.search(main)
    if (_MAYBE if duty else _VAGUE).search(f"{cond} {main}") or _HE.match(main) or not 3 <= len(main.split()) <= 18:
        return False
    if len(words.content_words(cond)) < 2 or words.dangles(cond) or words.evaluative(main):
        return False
    return _adds(cond, main, words) and main.split()[0].lower() not in words.prepositions


def _adds(cond: str, main: str, words: Words) -> bool:
    """Whether what follows says two things more than the condition."""
    return len(words.stems(main) - words.stems(cond)) >= 2


_THEN = re.compile(
    r"^(?:then\s)?(?:(?:you|we|one)\s)?(?:(?:will|must|should|can|could|just|simply|only|have to|need to|needs to)\s)*"
    r"(?P<verb>[a-z]+)\s(?:to use\s)?(?:an?\s|the\s)?(?P<answer>\S.*?)" + STOP
)


def means(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``To separate two miscible liquids, use fractional distillation`` hides what is used."""
    words = place.words
    match = _CONDITION.match(statement.text.plain)
    if words is None or match is None:
        return
    told = _THEN.match(match["main"])
    if told is None or not is_base(told["verb"], words) or _HE.match(match["main"]) or words.dangles(match["cond"]):
        return
    start, end = (match.start("main") + offset for offset in told.span("answer"))
    start, end = trimmed(statement.text.plain, start, end)
    answer = statement.text.plain[start:end]
    if (
        1 <= len(answer.split()) <= LONGEST_ANSWER
        and words.clean_noun_phrase(answer)
        and outside_atoms(statement.text, start)
    ):
        goes_on = re.match(r"\s(?:by|with|into|onto|as)\b", statement.text.plain[end:])
        cond = words.content_words(match["cond"])
        strict = tells(statement.text, (start, end), words) and len(cond) >= 2 and not goes_on
        yield hides(statement, (start, end), kind="cloze", rule="means", strict=strict)
