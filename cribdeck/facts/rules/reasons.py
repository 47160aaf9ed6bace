"""Why, what for, when and how: the part of a sentence that a conjunction sets off is what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clause_questions import question_of
from cribdeck.facts.rules.key_phrases import hides_key_phrase
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement

SHORTEST_WHAT, LONGEST_WHAT, SHORTEST_TOLD, LONGEST_TOLD = 3, 25, 2, 25
NEW_WORDS = 2
"""Words of substance in an answer that its question does not hold."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that turns from what is so to the answer of a question; the group ``told`` starts the answer."""

    question: str
    turn: str
    clause: bool = False
    """What follows must be a clause with a verb of its own."""


TURNS: tuple[Turn, ...] = (
    Turn("why?", "reasons.because"),
    Turn("why?", "reasons.since", clause=True),
    Turn("what for?", "reasons.so-that"),
    Turn("what for?", "reasons.to"),
    Turn("how?", "reasons.by"),
    Turn("what follows?", "reasons.so", clause=True),
    Turn("when?", "reasons.when", clause=True),
    Turn("why?", "reasons.as", clause=True),
    Turn("when?", "reasons.after"),
)


def reason(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Arteries have thick walls because their pressure is high`` asks why they have."""
    words, text = place.words, statement.text
    if words is None:
        return
    start = words.discourse_start(text.plain)
    for turn in TURNS:
        if not words.may_hold(text.plain, turn.turn):
            continue
        for match in words.turn(turn.turn).finditer(text.plain, start):
            before, after = text.plain[start : match.start()].strip(" ,"), text.plain[match.start("told") :].strip(" .")
            if not outside_atoms(text, match.start()) or not _is_told(before, after, turn, words):
                continue
            if (
                turn.question == "what for?"
                and "deed" in match.groupdict()
                and not _is_use(before, match["deed"], words)
            ):
                continue
            what, told = text.cut(start, match.start()).strip(" ,"), text.cut(match.start("told")).strip(" .")
            asked = asks(what + f": {turn.question}", told, kind="question", rule="reason", strict=False)
            open_ended = _is_open(turn, before, after, words)
            if turn.question == "what follows?" and (closed := question_of(told, place)):
                yield asks(what + f": {closed[0].plain}", closed[1], kind="question", rule="reason", strict=False)
            if open_ended:
                yield from hides_key_phrase(statement, match.start("told"), len(text), "reason", words)
            yield asked.rated(offered=not open_ended)
            return


def _is_open(turn: Turn, what: str, told: str, words: Words) -> bool:
    """Whether much could be said to a question: to what follows, to how a list of ways, to what a thing is for that
    nobody does for anything."""
    if turn.question == "how?":
        return words.turn("reasons.several").search(told) is not None
    if turn.question == "when?":
        return words.turn("reasons.until").match(told) is not None
    if turn.question == "what for?":
        somebody = words.starts_with_person(what) or words.people(" ".join(what.split()[:2]))
        return not (
            somebody
            or words.is_order(what)
            or any(words.turn(name).search(what) for name in ("reasons.use", "reasons.done"))
        )
    return turn.question == "what follows?"


def _is_use(what: str, deed: str, words: Words) -> bool:
    """Whether "to" tells what for: "uses a buffer to keep …", "Add salt to lower …", not "has to keep …"."""
    said = what.split()
    last = bare(said[-1])
    if not words.is_verb(deed) or words.base_verb(last) or words.adjective(last):
        return False
    if not words.nouns_of_intent.isdisjoint((last, last.removesuffix("s"))):
        return False
    if any(word in words.verbs_of_intent for word in map(words.base_verb, said)):
        return False  # "allows the client to read": the verb wants it
    doing = said[0].lower().endswith("ing") and len(said) >= SHORTEST_WHAT
    told = doing or words.has_finite_verb(what) or words.is_order(what)
    return told or words.turn("reasons.use").search(what) is not None


def _leans(what: str, told: str, words: Words) -> bool:
    """Whether an answer points at what its question does not name: "because it is round" of no thing."""
    return words.dangles(told) and (words.dangles(what) or words.dangles(f"{what} {told}"))


def _is_told(what: str, told: str, turn: Turn, words: Words) -> bool:
    if not SHORTEST_WHAT <= len(what.split()) <= LONGEST_WHAT or not SHORTEST_TOLD <= len(told.split()) <= LONGEST_TOLD:
        return False
    if turn.clause and not words.has_finite_verb(told.split(" ", 1)[1] if turn.question != "what follows?" else told):
        return False
    if turn.turn == "reasons.after" and words.negated(what):
        return False  # whether "no ribosomes are left" is the question
    last = what.split()[-1].lower()
    if turn.question == "when?" and (last in words.only_verbs or words.third_person_verb(last)):
        return False  # "to see if …" is a question, not a case
    small = last in words.determiners or last in words.conjunctions or last in words.auxiliaries
    if small or last in words.listed("reasons.leads-on"):
        return False
    if (last.endswith("ly") and last not in words.ly_exceptions) or words.turn("reasons.leans").match(what):
        return False
    if not (words.has_finite_verb(what) or turn.question == "what for?") or ": " in what or _leans(what, told, words):
        return False
    said = words.stems(told)
    return len(said - words.stems(what)) >= NEW_WORDS
