"""Whether a proposal has one answer: by its form, what it hides or asks is settled by what it shows."""

import re

from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

SET_APART = ("bold", "code", "highlight", "much-bold")
"""Rules that hide what the author marked: whatever it is, it is meant."""
LISTED = ("table", "list", "procedure")


def hides_a_phrase(candidate: Candidate) -> bool:
    """Whether a candidate hides words of a sentence that nobody marked, no figure and no list."""
    return (
        candidate.note_type == "cloze"
        and candidate.rule not in SET_APART
        and candidate.kind not in (*LISTED, "limit", "code")
    )


_NAME = re.compile(r"[A-Z0-9]")


def named(answer: str) -> bool:
    """Whether an answer is a name, an acronym or holds a figure: more than everyday words."""
    return bool(_NAME.search(answer))


_FIGURE = re.compile(r"\d")
_CLOSES = re.compile(r"\s*(?:$|[.,;:)!])")
TAIL = 3
"""Words of substance behind "has […]" that say which of the many things it has is meant."""
LONGEST_REST = 3
_NARROW = re.compile(r"\b(?:never|always|only|cannot)\b", re.IGNORECASE)


def _open_sentence(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Every table has […]" and "Requests go to […]" are true of much; a name ends the guessing."""
    words = place.words
    if words is None or not _is_open(candidate, words):
        return ""
    return "many answers fit"


def _is_open(candidate: Candidate, words: Words) -> bool:
    if candidate.rule not in _OF_PLAIN_SENTENCES:
        return False
    named_all = all(map(named, candidate.asked))
    plain, last = candidate.prompt.plain, candidate.hidden[-1]
    if _BEING_DONE.search(plain[: candidate.hidden[0].start]) or _THINGS.search(plain):
        return True
    after = plain[last.end :]
    if candidate.rule == "object-phrase":
        whole = all(len(answer.split()) > 1 for answer in candidate.asked) or _CLOSES.match(after)
        told = words.has_finite_verb(plain)  # not an order
        return not (named_all and whole and (told or all(map(_FIGURE.search, candidate.asked))))
    if candidate.rule == "has":
        told = named_all or len(words.content_words(after)) >= TAIL
        return not told or any(map(_DOING.search, candidate.asked))
    if candidate.rule == "rest":
        short = all(len(answer.split()) <= LONGEST_REST for answer in candidate.asked)
        return not ((named_all and short) or _NARROW.search(plain))
    if candidate.rule == "subject-blank":
        return not all(named(answer[1:]) for answer in candidate.asked)
    return not named_all


_THINGS = re.compile(r"\bthings? like\b", re.IGNORECASE)
_BEING_DONE = re.compile(r"\b(?:is|are|was|were)\s(?:\w+\s)?[a-z]{3,}ing\s(?:an?\s|the\s)?(?:[a-z]+\sof\s)?$")
_DOING = re.compile(r"\s[a-z]{3,}ing\b")
_OF_PLAIN_SENTENCES = ("object-phrase", "has", "rest", "predicate", "verb-object", "passive", "subject-blank")

_UNLESS = re.compile(r"\b(?:if|whether|unless)\s[^,;.]*$", re.IGNORECASE)


def _in_a_condition(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Of "if the queue is […], so is the other" any case is true."""
    if candidate.note_type != "cloze" or candidate.kind in (*LISTED, "limit"):
        return ""
    plain = candidate.prompt.plain
    return "asks in a side clause" if any(_UNLESS.search(plain[: part.start]) for part in candidate.hidden) else ""


def _bracket(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A word that stands alone in a bracket is said by the way, marked or not."""
    plain = candidate.prompt.plain
    alone = any(plain[: part.start].endswith("(") and plain[part.end :].startswith(")") for part in candidate.hidden)
    return "hides a bracket" if alone and candidate.rule in SET_APART else ""


def _unlike_members(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Two things are known together if both are names, "RCU and WCU", or all there is: not "SQS and failed events"."""
    if candidate.rule != "together":
        return ""
    members = [member for answer in candidate.asked for member in re.split(r",?\s(?:and|or)\s|,\s", answer)]
    if _NARROW_BEFORE.search(candidate.prompt.plain[: candidate.hidden[0].start]):
        return ""
    if any(" or " in answer for answer in candidate.asked):
        return "joins what is unlike"
    alike = len({len(member.split()) for member in members}) == 1
    return "" if alike and all(map(named, members)) else "joins what is unlike"


_NARROW_BEFORE = re.compile(r"\b(?:only|both|between)(?:\s(?:for|in|on|by|of|to|the))*\s$", re.IGNORECASE)

_EMPTY = re.compile(r"^(?:for (?:example|instance)|e\.g\.?|such as|remember|note|like|other)\b", re.IGNORECASE)
FEWEST_OF_LEAD_IN = 2
LONGEST_WITHOUT_COUNT = 3


def _empty_lead_in(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "For example (3 items)", "Offers (5 items)" ask for nothing, and four things want their count."""
    words = place.words
    if words is None or candidate.kind not in ("list", "procedure"):
        return ""
    if candidate.rule == "enumeration":
        many = any(answer.count(",") >= LONGEST_WITHOUT_COUNT for answer in candidate.asked)
        return "hides a list without its count" if many else ""
    if candidate.rule != "list":
        return ""
    lead_in = re.split(r"\s\(\d+ \w+\)$|:\n", candidate.prompt.plain)[0]
    few = len(words.content_words(lead_in)) < FEWEST_OF_LEAD_IN and not _NAME.search(lead_in[1:])
    return "its lead-in names nothing" if few or _EMPTY.match(lead_in) else ""


_CAN = re.compile(
    r"^(?:(?:you|we|they|one|it)\s)?(?:can|could|may|might)\b|^it (?:takes|requires|is)\b|\bmuch\b"
    r"|\b(?:this|these|those|that)(?:$|[\s,.](?:on|in|by|for|to|is|are|will|and|objects?)\b)",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"^(?:if|when) there (?:is|are)\b", re.IGNORECASE)
_NO_CASE = re.compile(r"^(?:when|if)\s(?:in|on|at|outside|inside|above|below|you see)\b|\bthe same\b", re.IGNORECASE)


def _open_case(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "In order to get in: how?" has as many answers as ways, and "you can do so" is no consequence."""
    if candidate.rule not in ("condition", "sequel") or candidate.note_type != "basic":
        return ""
    front, told = candidate.prompt.plain, " ".join(candidate.asked)
    if front.endswith(": how?") or _NO_CASE.search(front):
        return "many answers fit"
    return "many answers fit" if _CAN.search(told) and not _THERE_IS.match(front) else ""


_IN_PASSING = re.compile(r"^(?:if|when)\s(?:say|you like|needed)\b|\bor even\b", re.IGNORECASE)


def _answers_two(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "If one is busy, or even merge them" answers what is not asked."""
    if candidate.rule != "reason":
        return ""
    return "answers more than is asked" if _IN_PASSING.search(" ".join(candidate.asked)) else ""


_WHAT_IS = re.compile(r"^What (?:is|are|was|were)\s(?P<subject>.+)\?$")
_KIND = re.compile(
    r"^(?:an?|the|one of)\s(?P<genus>.+?)(?:\s(?:that|which|where|who|of|for|to|in)\s|,|$)", re.IGNORECASE
)
_SAYS_MORE = re.compile(r",\s(?:which means|meaning|i\.e\.)\s", re.IGNORECASE)
_EMPTY_KIND = re.compile(
    r"\b(?:concepts?|ways?|things?|ones?|features?|parts?|best|amount|standard|entity|entities)$", re.IGNORECASE
)


def _no_meaning(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "What is X?" wants a kind of thing: not "moving packets", "highly resilient", "a new concept"."""
    words = place.words
    if words is None or candidate.kind != "definition" or candidate.rule not in ("definition", "label-definition"):
        return ""
    told = " ".join(candidate.asked)
    if re.match(r"^(?:it|they)\b", told, re.IGNORECASE):
        return "leans on what is not on the card"
    if not _WHAT_IS.match(candidate.prompt.plain) or _SAYS_MORE.search(told):
        return ""
    kind = _KIND.match(told)
    return "says no kind of thing" if kind is None or _EMPTY_KIND.search(kind["genus"]) else ""


_LOOSE = re.compile(r"^(?:things? like|stuff)\b", re.IGNORECASE)
_ASKS_WELL = re.compile(r"^What (?:is|are|was|were|can|do|does|did)\b", re.IGNORECASE)
_NO_VERB = re.compile(r"^\S+\s(?:being|is|are|was|were|will|can|must)\b", re.IGNORECASE)
"""An answer that opens so has a subject of its own: "objects being sent"."""
_BEST = re.compile(r"^What (?:is|are) the (?:best|main|first|last|only)\s\S+\?$", re.IGNORECASE)


def _loose_question(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "What is the best benefit?", a use that names no more than "things like", one deed of a thing that does many."""
    if candidate.note_type != "basic":
        return ""
    front, told = candidate.prompt.plain, " ".join(candidate.asked)
    if candidate.rule == "deed" and front.endswith(" do?"):
        return "many answers fit"
    if candidate.rule == "label-does" and _NO_VERB.match(told):
        return "says not what it does"
    if candidate.rule == "used-for" and (_LOOSE.match(told) or not _ASKS_WELL.match(front)):
        return "many answers fit"
    return "many answers fit" if candidate.rule == "superlative" and _BEST.match(front) else ""


_BEHIND_A_TERM = re.compile(r"\s*[:=–—-]\s*(?P<value>.*)", re.DOTALL)
_OF_ANOTHER = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
_REMARK = re.compile(r"^(?:similar|like|must|should|not|same)\b", re.IGNORECASE)


def _remark(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What stands behind a term or below a label, but speaks of something else, or only compares."""
    words = place.words
    if words is None or candidate.rule not in ("term", "term-blank", "bold", "label-fragment", "only-child"):
        return ""
    told = " ".join(candidate.asked)
    if candidate.rule in ("term-blank", "bold"):
        behind = _BEHIND_A_TERM.match(candidate.prompt.plain[candidate.hidden[-1].end :])
        return "is a remark on its term" if behind and _REMARK.match(behind["value"]) else ""
    if candidate.rule == "term" and (_REMARK.match(told) or (_OF_ANOTHER.match(told) and words.has_finite_verb(told))):
        return "is a remark on its term"
    if candidate.rule == "label-fragment" or (
        candidate.rule == "only-child" and words.has_finite_verb(candidate.prompt.plain)
    ):
        return "is a remark below its label"
    verb = told.split()[0].lower() if told.split() else ""
    return "is a remark below its label" if candidate.rule == "only-child" and not words.third_person_verb(verb) else ""


LONGEST_ANSWER = 30


def _long_answer(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A list may be long, what one has to say may not."""
    said = sum(len(answer.split()) for answer in candidate.asked)
    return "a back of many words" if candidate.kind == "question" and said > LONGEST_ANSWER else ""


CLOSED_CHECKS = (
    _open_sentence,
    _in_a_condition,
    _bracket,
    _unlike_members,
    _empty_lead_in,
    _open_case,
    _answers_two,
    _no_meaning,
    _loose_question,
    _remark,
    _long_answer,
)
