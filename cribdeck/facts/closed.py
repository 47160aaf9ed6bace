"""Whether a proposal has one answer: by its form, what it hides or asks is settled by what it shows."""

import re

from cribdeck.facts.asking import NO_PHRASE, NO_TERM
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.rules.meaning import is_participle
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

SET_APART = ("bold", "code", "highlight", "much-bold")
"""Rules that hide what the author marked: whatever it is, it is meant."""


def hides_a_phrase(candidate: Candidate) -> bool:
    """Whether a candidate hides words of a sentence that nobody marked, no figure and no list."""
    return candidate.note_type == "cloze" and candidate.rule not in SET_APART and candidate.kind not in NO_PHRASE


_NAME = re.compile(r"[A-Z0-9]")


def named(answer: str) -> bool:
    """Whether an answer is a name, an acronym or holds a figure: more than everyday words."""
    return bool(_NAME.search(answer))


_FIGURE = re.compile(r"\d")
_CLOSES = re.compile(r"\s*(?:$|[.,;:)!])")
TAIL = 3
"""Words of substance behind "has […]" that say which of the many things it has is meant."""
LONGEST_REST = 3


def _open_sentence(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Every table has […]" and "Requests go to […]" are true of much; a name ends the guessing."""
    words = place.words
    if words is None or candidate.rule not in _OF_PLAIN_SENTENCES:
        return ""
    row = statement.item.kind == "row" and not all(map(named, candidate.asked))
    return "many answers fit" if row or _is_open(candidate, words) else ""


def _is_open(candidate: Candidate, words: Words) -> bool:
    named_all = all(map(named, candidate.asked))
    plain, last = candidate.prompt.plain, candidate.hidden[-1]
    if words.turn("closed.being-done").search(plain[: candidate.hidden[0].start]) or words.turn("closed.things").search(
        plain
    ):
        return True
    after = plain[last.end :]
    if candidate.rule == "object-phrase":
        return not _is_led_up_to(candidate, named_all, words)
    if candidate.rule == "has":
        told = named_all or len(words.content_words(after)) >= TAIL
        return not told or any(map(words.turn("closed.doing").search, candidate.asked))
    if candidate.rule == "rest":
        short = all(len(answer.split()) <= LONGEST_REST for answer in candidate.asked)
        return not ((named_all and short) or words.turn("closed.narrow").search(plain))
    if candidate.rule == "tail":
        return words.turn("closed.loosely-said").search(plain) is not None or any(
            _says_a_clause(plain[: candidate.hidden[0].start], answer, words) for answer in candidate.asked
        )
    if candidate.rule in ("verb-object", "object"):
        verb = words.turn("closed.last-verb").search(plain[: candidate.hidden[0].start])
        if any(map(words.is_verb, candidate.asked)) or (
            candidate.rule == "object" and words.turn("closed.to-do").match(plain, last.end)
        ):
            return True
        light = verb is None or words.light_verb(verb[1])
        return light if candidate.rule == "object" else not named_all and light
    if candidate.rule == "predicate":
        return not named_all and words.turn("closed.loosely-said").search(plain) is not None
    if candidate.rule == "subject-blank":
        return not all(named(answer[1:]) for answer in candidate.asked)
    return not named_all


def _says_a_clause(before: str, answer: str, words: Words) -> bool:
    """Whether the rest of a sentence has a subject or a verb of its own: "of an [index varies with its size]"."""
    doing = answer.islower() and words.is_verb(answer.split()[0])
    led_to = bool(before.split()) and before.split()[-1].lower() in words.modals | {"to"}
    return words.has_finite_verb(answer) if not doing else not led_to


CUES_OF_A_PHRASE = 3
"""Words of substance before a phrase that ends its sentence, by which one knows it."""


def _is_led_up_to(candidate: Candidate, named_all: bool, words: Words) -> bool:
    """Whether a whole sentence leads up to the phrase that ends it: "one mole of electrons from one mole of […]"."""
    plain, first, last = candidate.prompt.plain, candidate.hidden[0], candidate.hidden[-1]
    closes = _CLOSES.match(plain, last.end) is not None
    if not words.has_finite_verb(plain[: first.start]):  # an order, or a phrase
        return named_all and closes and all(map(_FIGURE.search, candidate.asked))
    whole = all(len(answer.split()) > 1 for answer in candidate.asked) or closes
    if named_all:
        return whole
    apart = words.turn("closed.set-apart").match(plain, last.end) is not None
    cues = set(words.content_words(plain[: first.start]))
    if words.turn("closed.side-clause").match(plain) or words.turn("closed.praises").search(plain[: first.start]):
        return False
    return (closes or apart) and len(cues) >= CUES_OF_A_PHRASE


def _any_of_a_kind(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Different accounts" and "a stronger attraction" could be any."""
    if candidate.rule not in ("glossary", "object-phrase"):
        return ""
    return "many answers fit" if any(map(place.turn("closed.any-kind").match, candidate.asked)) else ""


_OF_PLAIN_SENTENCES = (
    "object-phrase",
    "has",
    "rest",
    "tail",
    "predicate",
    "verb-object",
    "object",
    "passive",
    "subject-blank",
)


def _in_a_condition(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Of "if the queue is […], so is the other" any case is true."""
    if candidate.note_type != "cloze" or candidate.kind in NO_TERM:
        return ""
    plain = candidate.prompt.plain
    return (
        "asks in a side clause"
        if any(place.turn("closed.unless").search(plain[: part.start]) for part in candidate.hidden)
        else ""
    )


def _bracket(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A word that stands alone in a bracket is said by the way, marked or not."""
    plain = candidate.prompt.plain
    alone = any(plain[: part.start].endswith("(") and plain[part.end :].startswith(")") for part in candidate.hidden)
    return "hides a bracket" if alone and candidate.rule in SET_APART else ""


def _unlike_members(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Two things are known together if both are names, or of one make, "physical laws and initial conditions", or all
    there is: not "SQS and failed events"."""
    if candidate.rule != "together":
        return ""
    members = [member for answer in candidate.asked for member in place.turn("closed.joined").split(answer)]
    if place.turn("closed.narrow-before").search(candidate.prompt.plain[: candidate.hidden[0].start]):
        return ""
    several = len(members) >= SEVERAL
    either = any(map(place.turn("closed.or").search, candidate.asked))
    if either and not (several and names_its_label(statement, place.words)):
        return "joins what is unlike"
    alike = len({len(member.split()) for member in members}) == 1
    return "" if alike or several or all(map(named, members)) else "joins what is unlike"


SEVERAL = 3


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
    return "its lead-in names nothing" if few or place.turn("closed.empty").match(lead_in) else ""


def _open_case(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "In order to get in: how?" has as many answers as ways, and "you can do so" is no consequence."""
    if candidate.rule not in ("condition", "sequel") or candidate.note_type != "basic":
        return ""
    front, told = candidate.prompt.plain, " ".join(candidate.asked)
    if place.turn("closed.no-case").search(front):
        return "many answers fit"
    if place.turn("closed.no-answer").search(told) or told.split()[-1].lower() in place.listed("closed.pointing-last"):
        return "many answers fit"
    return ""


def _answers_two(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "If one is busy, or even merge them" answers what is not asked."""
    words = place.words
    if words is None or candidate.rule != "reason":
        return ""
    told = " ".join(candidate.asked)
    goes_on = words.turn("closed.goes-on").search(told)
    rest = goes_on["rest"] if goes_on else ""
    also_for = told.startswith(tuple(words.listed("closed.for-what"))) and words.is_order(rest)
    two = bool(rest) and not also_for and (words.is_verb(rest.split()[0]) or words.has_finite_verb(rest))
    return "answers more than is asked" if two else ""


def _no_meaning(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "What is X?" wants a kind of thing: not "moving packets", "highly resilient", "a new concept"."""
    words = place.words
    if words is None or candidate.kind != "definition" or candidate.rule not in ("definition", "label-definition"):
        return ""
    told = " ".join(candidate.asked)
    if words.starts_with_pronoun(told) and not place.turn("closed.own").match(told):
        return "leans on what is not on the card"
    if not place.turn("closed.what-is").match(candidate.prompt.plain) or place.turn("closed.says-more").search(told):
        return ""
    kind = place.turn("closed.kind").match(told)
    return "says no kind of thing" if kind is None or words.empty_kind(kind["genus"]) else ""


def _loose_question(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "What is the best benefit?", a use that names no more than "things like", one deed of a thing that does many."""
    if candidate.note_type != "basic":
        return ""
    front, told = candidate.prompt.plain, " ".join(candidate.asked)
    if candidate.rule == "deed" and front.endswith(" do?") and statement.nth:
        return "many answers fit"
    if candidate.rule == "label-does" and (
        place.turn("closed.no-verb").match(told) or _has_two_verbs(told, place.words)
    ):
        return "says not what it does"
    if candidate.rule == "used-for" and (
        place.turn("closed.loose").match(told) or not place.turn("closed.asks-well").match(front)
    ):
        return "many answers fit"
    return "many answers fit" if candidate.rule == "superlative" and place.turn("closed.best").match(front) else ""


def _has_two_verbs(told: str, words: Words | None) -> bool:
    """Whether the verb that a line seems to open with is a noun: "changes in clearance can impact the half-life"."""
    core = re.split(r"[,;:(]|\s(?:and|or|which|that|so|to|when|if|how|what|where|by|as)\s", told)[0]
    return words is not None and words.has_finite_verb(core.partition(" ")[2])


_BEHIND_A_TERM = re.compile(r"\s*[:=–—-]\s*(?P<value>.*)", re.DOTALL)


def _remark(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What stands behind a term or below a label, but speaks of something else, or only compares."""
    words = place.words
    if words is None or candidate.rule not in ("term", "term-blank", "bold", "label-fragment", "only-child"):
        return ""
    told = " ".join(candidate.asked)
    if candidate.rule in ("term-blank", "bold"):
        behind = _BEHIND_A_TERM.match(candidate.prompt.plain[candidate.hidden[-1].end :])
        return "is a remark on its term" if behind and place.turn("closed.remark").match(behind["value"]) else ""
    if candidate.rule == "term" and (
        place.turn("closed.remark").match(told)
        or (place.turn("closed.of-another").match(told) and words.has_finite_verb(told))
    ):
        return "is a remark on its term"
    opens = statement.item is statement.siblings[0] and not statement.nth
    if candidate.rule not in ("label-fragment", "only-child") or _tells_its_label(candidate, told, words, first=opens):
        return ""
    return "is a remark below its label"


def _tells_its_label(candidate: Candidate, told: str, words: Words, *, first: bool) -> bool:
    """Whether a line says what its label is or does: "area of the brain that …", "Calling numbers that …" below "War
    dialing"; not "Motivated by money", "Regional and public"."""
    what_is = words.turn("closed.what-is").match(candidate.prompt.plain)
    label = what_is["subject"] if what_is else candidate.prompt.plain.rstrip("?")
    opening = told.split()[0].lower() if told.split() else ""
    if candidate.rule == "only-child" and words.third_person_verb(opening):
        return not words.has_finite_verb(candidate.prompt.plain)
    name, core = words.stems(label), words.turn("closed.clause").split(told)[0]
    if not name or words.third_person_verb(label) or words.has_finite_verb(core) or name <= words.stems(told):
        return False
    if opening.endswith("ing") and opening not in words.gerund_exceptions:
        deed = first or label.lower().endswith(tuple(words.deed_endings))
        return deed and "," not in told and len(told.split()) >= SHORTEST_DEED
    end = words.turn("closed.kind-ends").search(told)
    genus = told[: end.start()].split() if end else []
    if len(genus) > 1 and is_participle(genus[-1], words):
        genus = genus[:-1]  # "Random data added to a password"
    return bool(genus) and words.clean_noun_phrase(" ".join(genus))


SHORTEST_DEED = 4


LONGEST_ANSWER = 30


def _long_answer(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A list may be long, what one has to say may not."""
    said = sum(len(answer.split()) for answer in candidate.asked)
    return "a back of many words" if candidate.kind == "question" and said > LONGEST_ANSWER else ""


CLOSED_CHECKS = (
    _open_sentence,
    _any_of_a_kind,
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
