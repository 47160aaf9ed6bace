"""What a statement must have for a rule to find anything in it: looked at once, so that few of the rules are run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place, is_named_above
from cribdeck.facts.rules import Rule
from cribdeck.facts.rules.phrases import PHRASES
from cribdeck.facts.rules.reasons import TURNS
from cribdeck.facts.rules.terms import lead_term
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Item, Statement

_FIGURE = re.compile(r"\d")
_NAME_INSIDE = re.compile(r"\s\S*[A-Z]")

SIGNS = ("::", "{{c", "Q:", " (", "->", "→", "=>")
"""Those that some rule cannot do without."""

NEEDS: Mapping[str, str] = {
    "pair": "::",
    "question_line": "first, ? in its item",
    "question_answer": "Q:",
    "written_cloze": "{{c",
    "highlight_cloze": "highlight",
    "calculation": "worked out, first",
    "written_question": "ends in ?",
    "question_heading": "first, below ?, below heading",
    "list_below": "lines below, ends in :",
    "list_under_heading": "first, below heading, is item",
    "versus": "first, lines below, vs in its item",
    "versus_heading": "first, below heading, below vs",
    "table_row": "is row",
    "word_pair": "first, is item, term",
    "definition_item": "first, is definition, below term",
    "titled_callout": "first, below callout",
    "quotation": "first, below quote",
    "formula_after": "leads on",
    "formula_in_sentence": "first, math",
    "acronym": "term |  (",
    "schema_key": "term, label",
    "limit": "figure",
    "term_forward": "term",
    "term_forward_plain": "term",
    "term_blank": "term",
    "first_below_label": "first, label",
    "label_does": "first, label",
    "definition": "definitions.is | definitions.means | definitions.does",
    "used_for": "definitions.bare-used",
    "what_it_does": "strong | code",
    "enumeration": "enumerations.lead",
    "bold": "strong",
    "code": "code",
    "highlight": "highlight",
    "date": "figure",
    "n_of_x": "phrases.n-of-x",
    "superlative": "phrases.superlative",
    "phrase": " | ".join(known.turn for known in PHRASES),
    "verb_object": "no term",
    "passive": "phrases.passive",
    "means": "conditions.condition",
    "condition": "conditions.condition",
    "deed": "no term, ends plainly",
    "explained_code": "ends in :",
    "formula_below": "is math, label",
    "fitness": "first, label, fitness.fit",
    "reason": " | ".join(turn.turn for turn in TURNS),
    "sequel": "courses.sequel",
    "often": "courses.often",
    "only": "narrow.only",
    "together": "together.joined",
    "state": "narrow.state",
    "where": "ends plainly, places.where",
    "requirement": "requirements.required",
    "participle": "first, names its label, ends plainly",
    "label_verb": "first, names its label, ends plainly",
    "subject_blank": "definitions.is | definitions.means | definitions.does",
    "has_what": "proposals.has",
    "only_child": "first, label, alone",
    "arrow": "-> | → | =>",
    "predicate": "proposals.predicate",
    "outcome": "later, outcomes.this",
    "duty": "ends plainly, duties.must",
    "object_phrase": "proposals.preposition",
    "closing": "names its label, ends plainly, closings.leading-to",
    "single_object": "no term",
    "ability": "first, ends plainly, abilities.can",
    "passive_subject": "passives.done",
    "much_bold": "strong",
    "named": "ends plainly, name inside",
}
"""By the name of a rule: all of these, or one of those that ``|`` parts. A turn of phrase is named where one of its cue
words has to stand; a rule that is not here may find something in any statement."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed, to be looked up at once."""

    rule: Rule
    every: frozenset[str]
    some: frozenset[str]
    """One of these, where there are any."""


def rules_for(statement: Statement, place: Place, rules: tuple[Rule, ...]) -> Sequence[Rule]:
    """Those of the rules that may find something to ask, in their order."""
    found = traits_of(statement, place)
    return [
        need.rule
        for need in _needs(rules)
        if need.every <= found and (not need.some or not need.some.isdisjoint(found))
    ]


def traits_of(statement: Statement, place: Place) -> set[str]:
    """What a statement has, by the names that `NEEDS` gives it."""
    text, plain = statement.text, statement.text.plain
    found = {*_above(statement.parent, place.words), *_of_item(statement.item, place.words), _end(plain)}
    found.add("later" if statement.nth else "first")
    found.add("no term" if lead_term(statement) is None else "term")
    found.update([sign for sign in SIGNS if sign in plain])
    if text.marks:
        found.update([mark.kind for mark in text.marks])
    if _FIGURE.search(plain):
        found.add("figure")
    if _NAME_INSIDE.search(plain):
        found.add("name inside")
    if plain.rstrip().endswith((":", " is", " by")):
        found.add("leads on")
    if place.calculation is not None:
        found.add("worked out")
    if place.words is not None:
        found |= place.words.turns_in(plain)
    return found


def _end(plain: str) -> str:
    last = plain.rstrip()[-1:]
    return f"ends in {last}" if last in (":", "?") else "ends plainly"


@remembered
def _above(parent: Item, words: Words | None) -> tuple[str, ...]:
    """What all statements right below an item have."""
    has = {
        f"below {parent.kind}": True,
        "below ?": "?" in parent.text.plain,
        "below vs": _may_set_against(parent, words),
        "alone": len(parent.children) == 1,
        "label": label_of(parent, words) is not None,
        "names its label": is_named_above(parent, words),
    }
    return tuple(trait for trait, holds in has.items() if holds)


@remembered
def _of_item(item: Item, words: Words | None) -> tuple[str, ...]:
    """What all statements of an item have."""
    has = {
        f"is {item.kind}": True,
        "? in its item": "?" in item.text.plain,
        "vs in its item": _may_set_against(item, words),
        "lines below": bool(item.children),
    }
    return tuple(trait for trait, holds in has.items() if holds)


def _may_set_against(item: Item, words: Words | None) -> bool:
    return words is not None and words.may_hold(item.text.plain, "comparisons.versus")


@cache
def _needs(rules: tuple[Rule, ...]) -> tuple[Need, ...]:
    return tuple(_need(rule) for rule in rules)


def _need(rule: Rule) -> Need:
    needed = NEEDS.get(rule.__name__, "")
    if " | " in needed:
        return Need(rule, frozenset(), frozenset(needed.split(" | ")))
    return Need(rule, frozenset(filter(None, needed.split(", "))), frozenset())
