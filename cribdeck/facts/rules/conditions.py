"""What happens in a case, and how something is done: ``If C, D`` and ``To C, do D``."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clause_questions import question_of
from cribdeck.facts.rules.clauses import is_base
from cribdeck.facts.rules.key_phrases import hides_key_phrase
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.rules.phrases import LONGEST_ANSWER, tells, trimmed
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

FEWEST_NEWS = 1
SHORTEST_CASE = 2
LONGEST_TOLD = 18
LONGEST_BEHIND_ARROW = 12
"""Words that an arrow leads to."""


def condition(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``If C, D`` asks what happens if C: a card behind an arrow, else a proposal."""
    words = place.words
    match = place.turn("conditions.condition").match(statement.text.plain)
    if words is None or match is None:
        return
    main = statement.text.cut(match.start("main")).strip(" .")
    if not 2 <= len(main.words) <= 25:
        return
    arrow = "->" in match["comma"]
    lead = statement.text.cut(0, match.end("cond"))
    to = place.turn("conditions.to").match(match["cond"]) is not None
    if to and (words.has_finite_verb(match["cond"]) or not _is_aim(match["cond"], place, words)):
        return
    prompt = lead + (": how?" if to else ": what then?")
    told = _is_told(match["cond"], main.plain, words)
    strict = arrow and len(main.words) <= LONGEST_BEHIND_ARROW  # what follows of a case in a sentence is one of many
    strict = strict and not (to and _is_no_way(match["cond"], main.plain, words))
    strict = strict and statement.item.number is None  # a step of what a list tells, or proves
    strict = strict and not words.numeral(main.plain)  # "gives two versions": which, the lines around say
    strict = strict and not _is_of_a_story(match["cond"], main.plain, place, words)
    told = told or _is_done(match["cond"], main.plain, words)
    named = len(match["cond"].split()) > SHORTEST_CASE  # not "When activated"
    offered = strict or told or (named and _adds(match["cond"], main.plain, words))
    offered = offered and not (to and place.turn("conditions.must-be").search(main.plain))
    asked = asks(prompt, main, kind="question", rule="condition", strict=strict).rated(offered=offered)
    if strict:
        yield asked
        return
    yield from _closed(lead, main, statement, place, offered=offered)
    yield from hides_key_phrase(statement, match.start("main"), len(statement.text), "condition", words)
    advice = words.is_order(main.plain) and not to  # what one is advised to do in a case may be much
    yield asked.rated(offered=offered and told and not advice)


def _closed(lead: Text, main: Text, statement: Statement, place: Place, *, offered: bool) -> Iterator[Candidate]:
    """``If the tank is full, the valve opens the drain`` asks what the valve opens then."""
    if found := question_of(main, place):
        question, answer = found
        yield asks(lead + ": " + question, answer, kind="question", rule="condition", strict=False).rated(
            offered=offered
        )


def _is_aim(cond: str, place: Place, words: Words) -> bool:
    """Whether "To …" opens with what one wants to do: not "To a certain extent"."""
    aim = place.turn("conditions.to").sub("", cond, count=1).split()
    return bool(aim) and (is_base(aim[0], words) or words.is_verb(aim[0]) or not words.function_word(aim[0]))


def _is_no_way(cond: str, main: str, words: Words) -> bool:
    """Whether what follows "To …" is no way to do it: a demand, what a named thing does of itself, or the aim again."""
    if words.turn("conditions.must-be").search(main) or words.stems(cond) <= words.stems(main):
        return True
    return not (words.is_verb(main.split()[0]) or words.starts_with_person(main))


def _is_of_a_story(cond: str, main: str, place: Place, words: Words) -> bool:
    """Whether a case is a step of what several sentences tell: it stands for itself only with them."""
    if place.turn("conditions.there-is").match(cond) or (
        place.turn("conditions.and-does").search(cond)
        and words.third_person_verb(place.turn("conditions.and-does").findall(cond)[-1])
    ):
        return True
    if place.after is not None and place.turn("conditions.goes-on").match(place.after.text.plain):
        return True
    of_it = place.turn("conditions.state-of-it").match(main)
    named = words.stems(" ".join((cond, *(label.text for label in place.labels))))
    return of_it is not None and named.isdisjoint(words.stems(of_it["thing"]))


def _is_told(cond: str, main: str, words: Words) -> bool:
    """Whether a condition names its case, and what follows is short and says for certain what happens."""
    duty = words.turn("conditions.duty").search(main)
    if (
        (words.turn("conditions.maybe") if duty else words.turn("conditions.vague")).search(f"{cond} {main}")
        or words.turn("conditions.he").match(main)
        or not 3 <= len(main.split()) <= 18
    ):
        return False
    if len(words.content_words(cond)) < 2 or words.dangles(cond) or words.evaluative(main):
        return False
    return (
        not words.turn("conditions.we").match(main)
        and _adds(cond, main, words)
        and main.split()[0].lower() not in words.prepositions
    )


def _is_done(cond: str, main: str, words: Words) -> bool:
    """Whether a case is what somebody does, and what follows happens of itself: "If you change a file, the original is
    replaced"."""
    deed = words.turn("conditions.somebody").match(cond)
    if deed is None or not words.is_verb(deed["verb"]) or not 3 <= len(main.split()) <= LONGEST_TOLD:
        return False
    if words.turn("conditions.maybe").search(main) or words.dangles(f"{cond}, {main}") or words.evaluative(main):
        return False
    free = words.turn("conditions.we-may").match(main) is not None or words.is_order(main)
    return not (free or words.starts_with_pronoun(main)) and _adds(cond, main, words)


def _adds(cond: str, main: str, words: Words) -> bool:
    """Whether what follows says two things more than the condition."""
    return len(words.stems(main) - words.stems(cond)) >= FEWEST_NEWS


def means(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``To separate two miscible liquids, use fractional distillation`` hides what is used."""
    words = place.words
    match = place.turn("conditions.condition").match(statement.text.plain)
    if words is None or match is None:
        return
    told = place.turn("conditions.then").match(match["main"])
    if (
        told is None
        or not is_base(told["verb"], words)
        or place.turn("conditions.he").match(match["main"])
        or words.dangles(match["cond"])
    ):
        return
    start, end = (match.start("main") + offset for offset in told.span("answer"))
    start, end = trimmed(statement.text.plain, start, end)
    answer = statement.text.plain[start:end]
    if (
        1 <= len(answer.split()) <= LONGEST_ANSWER
        and words.clean_noun_phrase(answer)
        and outside_atoms(statement.text, start)
    ):
        goes_on = words.turn("conditions.further").match(statement.text.plain, end)
        cond = words.content_words(match["cond"])
        optional = words.turn("conditions.may").search(match["main"], 0, told.start("verb"))
        strict = tells(statement.text, (start, end), words) and len(cond) >= 2 and not goes_on and not optional
        yield hides(statement, (start, end), kind="cloze", rule="means", strict=strict)
