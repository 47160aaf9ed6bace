"""What happens in a case, and how something is done: ``If C, D`` and ``To C, do D``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clauses import is_base, verb_after_subject
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.rules.phrases import LONGEST_ANSWER, STOP, tells, trimmed
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

_CONDITION = re.compile(
    r"^(?P<cond>(?:If|When|Whenever|To|In order to)\s[^,]{6,120}?)(?P<comma>,\s(?:then\s)?|\s->\s)(?P<main>\S.+)$",
    re.IGNORECASE,
)


def condition(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``If C, D`` asks what happens if C: a card where the case names what it is about and one thing follows."""
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
    strict = strict and not (to and _is_no_way(match["cond"], main.plain, words))
    strict = strict and not words.numeral(main.plain)  # "gives two versions": which, the lines around say
    strict = strict and not _is_of_a_story(match["cond"], main.plain, place, words)
    offered = strict or _adds(match["cond"], main.plain, words)
    yield replace(asks(prompt, main, kind="question", rule="condition", strict=strict), offered=offered)


def _is_no_way(cond: str, main: str, words: Words) -> bool:
    """Whether what follows "To …" is no way to do it: a demand, what a named thing does of itself, or the aim again."""
    if _MUST_BE.search(main) or words.stems(cond) <= words.stems(main):
        return True
    verb = verb_after_subject(main, words)
    return main[:1].isupper() and verb is not None


def _is_of_a_story(cond: str, main: str, place: Place, words: Words) -> bool:
    """Whether a case is a step of what several sentences tell: it stands for itself only with them."""
    if _THERE_IS.match(cond) or (_AND_DOES.search(cond) and words.third_person_verb(_AND_DOES.findall(cond)[-1])):
        return True
    if place.after is not None and _GOES_ON.match(place.after.text.plain):
        return True
    of_it = _STATE_OF_IT.match(main)
    named = words.stems(" ".join((cond, *(label.text for label in place.labels))))
    return of_it is not None and named.isdisjoint(words.stems(of_it["thing"]))


_THERE_IS = re.compile(r"^\w+\s(?:there(?:[’']s)?|it(?:[’']s)?)\b", re.IGNORECASE)
_AND_DOES = re.compile(r"\sand\s(?:then\s)?([a-z]+)\b")
_GOES_ON = re.compile(r"^(?:\S+\s){0,3}?(?:it|they|this|that|these|those)\b", re.IGNORECASE)
_STATE_OF_IT = re.compile(r"^the\s(?P<thing>[\w\s-]{1,40}?)\s(?:is|are|was|were|will|can|cannot|must)\b", re.IGNORECASE)
"""What holds of "the role" that only other lines have named."""

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
        optional = re.search(r"\b(?:can|could)\b", match["main"][: told.start("verb")], re.IGNORECASE)
        strict = tells(statement.text, (start, end), words) and len(cond) >= 2 and not goes_on and not optional
        yield hides(statement, (start, end), kind="cloze", rule="means", strict=strict)
