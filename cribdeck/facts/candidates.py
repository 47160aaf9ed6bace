"""Statements to candidates: every way to ask each statement that passes `accept`, best first, and why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.facts.accept import accept
from cribdeck.facts.asked_before import Answer, AskedBefore
from cribdeck.facts.asking import covered
from cribdeck.facts.carried import with_its_sentence, with_sentence_before
from cribdeck.facts.cures import cure_of
from cribdeck.facts.first_clause import with_first_clause
from cribdeck.facts.labels import labels_of
from cribdeck.facts.offering import why_not_offered
from cribdeck.facts.place import LONGEST, Place, Survey, survey_of
from cribdeck.facts.presumed import may_presume, with_presumed_subject
from cribdeck.facts.rules import RULES, Rule
from cribdeck.facts.rules.calculated import calculation
from cribdeck.facts.rules.needs import rules_for
from cribdeck.facts.statements import ONE_OF_SEVERAL
from cribdeck.facts.subjects import with_subject
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Calculation, Candidate, Outline, Source, Statement


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules make of a statement."""

    statement: Statement
    candidates: tuple[Candidate, ...] = ()
    """Strict ones first, those that are not even offered last."""
    reason: str = ""
    """Why there is none."""
    cure: str = ""
    """A small change to the notes that was tried and gives it a card."""
    riddle: Candidate | None = None
    """What it would be asked as, if no other line answered the same question in another way."""

    @property
    def proposed(self) -> bool:
        """Whether there is a card or a proposal."""
        return bool(self.candidates) and (self.strict or self.candidates[0].offered)

    @property
    def strict(self) -> bool:
        return bool(self.candidates) and (self.candidates[0].strict or self.candidates[0].explicit)


@dataclass(frozen=True, slots=True)
class Worked:
    """Where an outline's calculations stand: by the identity of the item that states the problem, or is the working."""

    problems: Mapping[int, Calculation]
    workings: frozenset[int] = frozenset()


ASKS_OTHER_LINES = ("list", "procedure", "question", "comparison", "definition", "formula")
"""Kinds of card whose answer may hold the lines below or beside the statement."""

OF_A_WHOLE_SENTENCE = ("tail", "term", "term-blank", "modifier", "duty", "glossary", "need-to", "made-of")
"""Rules that have to see how a sentence goes on."""

FENCE_RULES: tuple[Rule, ...] = (calculation,)
"""Code is nothing to ask, but a fence may state a problem."""

NO_CALCULATIONS = Worked({})

MEMBER, TOO_SHORT = "asked by the list it stands in", "too short to ask"
"""Why a statement without a candidate has none, when no rule says more."""


def find_candidates(
    outline: Outline,
    statements: Sequence[Statement],
    worked: Worked = NO_CALCULATIONS,
    *,
    highlight: str = "mark",
    off: Iterable[str] = (),
    before: AskedBefore | None = None,
) -> tuple[Asked, ...]:
    """What each statement of a file can be asked as, in the order of the statements; those that were asked ``before``
    are not asked again."""
    words = words_for(outline.lang)
    survey = survey_of(statements, words)
    rules, before = _rules_on(off), before or AskedBefore(keeps=False)
    asked = tuple(_ask_all(statements, words, survey, worked, rules, highlight, frozenset(off), before))
    return _without_riddles(asked)


def _ask_all(
    statements: Sequence[Statement],
    words: Words | None,
    survey: Survey,
    worked: Worked,
    rules: tuple[Rule, ...],
    highlight: str,
    off: frozenset[str],
    before: AskedBefore,
) -> Iterator[Asked]:
    listed: set[Source] = set()
    written: set[Source] = set()
    followers = {id(after.before): after for after in statements if after.before is not None}
    for statement in statements:
        place = Place(
            words,
            labels_of(statement.path, words),
            survey,
            calculation=worked.problems.get(id(statement.item)),
            working=id(statement.item) in worked.workings,
            highlight=highlight,
            after=followers.get(id(statement)),
        )
        if statement.source in written:
            yield Asked(statement, reason="asked with the line above it")
            continue
        asked = _ask_once(statement, place, rules, off, before, is_member=statement.source in listed)
        if asked.candidates and asked.candidates[0].explicit:
            written.update(asked.candidates[0].uses)
        for candidate in asked.candidates:
            if candidate.strict and candidate.kind in ASKS_OTHER_LINES:
                listed.update(candidate.uses)
        yield asked


def _ask_once(
    statement: Statement,
    place: Place,
    rules: tuple[Rule, ...],
    off: frozenset[str],
    before: AskedBefore,
    *,
    is_member: bool,
) -> Asked:
    def ask(view: Statement, place: Place) -> Answer:
        asked = _ask(view, place, rules, off, is_member=is_member)
        return Answer(view.source.first, asked.candidates, asked.reason, asked.cure, ())

    answer = before.answer(statement, place, ask, is_member=is_member)
    return Asked(statement, answer.candidates, answer.reason, answer.cure)


def _ask(statement: Statement, place: Place, rules: tuple[Rule, ...], off: frozenset[str], *, is_member: bool) -> Asked:
    if statement.suppressed and not (place.calculation and statement.suppressed == ONE_OF_SEVERAL):
        return Asked(statement, reason=statement.suppressed)
    if len(statement.text) > LONGEST and statement.item.kind != "fence":
        return Asked(statement, reason="longer than any card")
    if place.working:
        return Asked(statement, reason="the working of a calculation")
    if statement.nth and place.calculation and _is_part_of(place.calculation, statement):
        return Asked(statement, reason="asked with the line above it")
    if _is_lone_word(statement) and not place.calculation:
        return Asked(statement, reason=MEMBER if is_member else TOO_SHORT)
    rules = rules if statement.item.kind != "fence" else FENCE_RULES
    passed, refused = _tried(with_subject(statement, place), place, rules, off, is_member=is_member)
    if not any(map(_is_offered, passed)) and (presumed := with_presumed_subject(statement, place)):
        guessed, _ = _tried(presumed, place, rules, off, is_member=is_member)
        passed += [_guessed(candidate, presumed, place) for candidate in guessed]
    if not any(map(_is_offered, passed)) and (shorter := with_first_clause(statement, place)):
        found, _ = _tried(with_subject(shorter, place), place, rules, off, is_member=is_member)
        passed += [candidate.rated(strict=False) for candidate in found if _is_worth_it(candidate, shorter, place)]
    if not any(map(_is_offered, passed)) and not is_member and (leaning := with_sentence_before(statement, place)):
        passed += _with_the_sentence_before(leaning, place, rules, off)
    passed.sort(key=_tier)
    if any(map(_is_offered, passed)):
        return Asked(statement, tuple(_taken(passed) if "card" in statement.item.flags else passed))
    if is_member:
        return Asked(statement, tuple(passed), reason=MEMBER)

    def tried(changed: Statement, rule: Rule) -> list[Candidate]:
        return _tried(with_subject(changed, place), place, (rule,), off, is_member=False)[0]

    cure = cure_of(statement, place, passed, tried)
    return Asked(statement, tuple(passed), reason=_reason(statement, refused), cure=cure)


def _is_lone_word(statement: Statement) -> bool:
    """Whether it is one word below another line of its list, which no rule asks by itself: nothing has to be tried."""
    item = statement.item
    if item.kind != "item" or item.children or item.flags or statement.text.marks:
        return False
    first = next(child for child in statement.siblings if child.kind == "item")
    return first is not item and statement.text.plain.isalnum()


def _tried(
    statement: Statement, place: Place, rules: tuple[Rule, ...], off: frozenset[str], *, is_member: bool
) -> tuple[list[Candidate], list[str]]:
    """What the rules make of a statement: the candidates that pass, and why the others do not."""
    passed: list[Candidate] = []
    refused: list[str] = []
    for rule in rules_for(statement, place, rules) if len(rules) > 1 else rules:
        for candidate in rule(statement, place):
            if candidate.rule in off or (is_member and not _says_more(candidate)):
                continue
            result = accept(candidate, statement, place)
            if isinstance(result, str):
                refused.append(result)
                continue
            if is_member and not _says_more(result):
                continue
            if is_member and not (result.strict or result.explicit):
                # Its list asks it; but what was a card once goes on.
                result = result.rated(offered=False)
            elif reason := why_not_offered(result, statement, place):
                refused.append(reason)
                result = result.rated(offered=False)
            passed.append(result)
    return passed, refused


def _is_worth_it(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Whether a question of the first clause alone may be proposed."""
    weak = candidate.rated(strict=False)
    if candidate.rule in OF_A_WHOLE_SENTENCE:
        return False
    return _is_offered(candidate) and not candidate.explicit and not why_not_offered(weak, statement, place)


def _guessed(candidate: Candidate, statement: Statement, place: Place) -> Candidate:
    """The candidate as a proposal, where its subject is only presumed."""
    weak = candidate.rated(strict=False)
    offered = candidate.offered and may_presume(candidate, place) and not why_not_offered(weak, statement, place)
    return weak.rated(offered=offered)


def _with_the_sentence_before(
    statement: Statement, place: Place, rules: tuple[Rule, ...], off: frozenset[str]
) -> Iterator[Candidate]:
    """What is offered of a statement once the sentence that it leans on is shown with it."""
    for rule in rules_for(statement, place, rules):
        for candidate in rule(statement, place):
            whole = with_its_sentence(candidate, statement)
            if whole is None or not whole.offered or candidate.rule in off:
                continue
            result = accept(whole, statement, place)
            if not isinstance(result, str) and not why_not_offered(result, statement, place):
                yield result


def _is_offered(candidate: Candidate) -> bool:
    return candidate.strict or candidate.explicit or candidate.offered


def _taken(passed: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with the first one taken: the author wants a card, however unsure it is."""
    return passed[0].rated(strict=True), *passed[1:]


def _is_part_of(worked: Calculation, statement: Statement) -> bool:
    """Whether a sentence goes on with a problem, or is its working: it is on that card already."""
    said = _bare(statement.text.plain)
    return said in _bare(worked.problem.plain) or _bare(worked.expression) in said


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


Front = tuple[tuple[str, ...], str]


def _without_riddles(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The same with questions proposed only that a file asks twice and answers in two ways; what even proposals ask
    twice is not offered."""
    cards = _riddles(asked, lambda candidate: candidate.strict)
    demoted = tuple(_demoted(each, _asked_again(each, cards)) if cards else each for each in asked)
    first = (replace(each, candidates=each.candidates[:1]) for each in demoted)
    riddles = {front for front, items in _riddles(first, _is_offered).items() if len(items) > 1}
    return tuple(_not_offered(each, riddles) if riddles else each for each in demoted)


def _riddles(asked: Iterable[Asked], counts: Callable[[Candidate], bool]) -> dict[Front, frozenset[int]]:
    """The items of a file that answer one question in several ways, by that question."""
    answers: dict[Front, dict[tuple[str, ...], int]] = {}
    for each in asked:
        for candidate in each.candidates:
            if candidate.note_type != "calculation" and counts(candidate):
                answers.setdefault(_front(candidate), {}).setdefault(candidate.asked, id(each.statement.item))
    return {front: frozenset(told.values()) for front, told in answers.items() if len(told) > 1}


def _not_offered(each: Asked, riddles: set[Front]) -> Asked:
    if not each.candidates:
        return each
    found = [
        candidate.rated(offered=False)
        if candidate.offered and not (candidate.strict or candidate.explicit) and _front(candidate) in riddles
        else candidate
        for candidate in each.candidates
    ]
    riddle = next((candidate for candidate in each.candidates[:1] if _front(candidate) in riddles), None)
    return replace(each, candidates=best_first(found), riddle=riddle)


def _asked_again(each: Asked, riddles: Mapping[Front, frozenset[int]]) -> set[Front]:
    """The riddles among a statement's questions; the first sentence of a line that asks twice is to be asked."""
    return {front for front, items in riddles.items() if each.statement.nth or len(items) > 1}


def _front(candidate: Candidate) -> Front:
    """The question as the learner reads it: that of a cloze is what it shows beside the one part it hides.

    A question that the author wrote word for word again under another label is the same one: "What caused the change?".
    """
    plain = candidate.prompt.plain
    if candidate.note_type == "cloze" and len(candidate.groups) == 1:
        plain = covered(plain, candidate.hidden, by="[…]")
    return () if candidate.rule == "question" else candidate.topic, plain.casefold()


def _demoted(each: Asked, riddles: set[Front]) -> Asked:
    if not each.candidates:
        return each
    found = [
        candidate.rated(strict=False) if not candidate.explicit and _front(candidate) in riddles else candidate
        for candidate in each.candidates
    ]
    return replace(each, candidates=best_first(found))


def best_first(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """What the author wrote as a card, then cards, then proposals, then what is not even offered."""
    return tuple(sorted(candidates, key=_tier))


def _tier(candidate: Candidate) -> tuple[bool, bool, bool]:
    return not candidate.explicit, not candidate.strict, not candidate.offered


def _says_more(candidate: Candidate) -> bool:
    """Whether a member of a list that is asked as a whole says something of its own."""
    if candidate.explicit:
        return True
    kinds = ("definition", "acronym", "limit", "formula", "pair", "calculation")
    return candidate.rule != "deed" and candidate.kind in kinds


def _rules_on(off: Iterable[str]) -> tuple[Rule, ...]:
    names = set(off)
    return tuple(rule for rule in RULES if rule.__name__ not in names)


def _reason(statement: Statement, refused: list[str]) -> str:
    if refused:
        return refused[0]
    if statement.item.kind == "fence":
        return "code"
    if statement.item.kind in ("term", "callout"):
        return "names what stands below it"
    if len(statement.text.words) < 4:
        return TOO_SHORT
    return "no rule finds what to ask"
