"""The rules: the ways in which a statement becomes a candidate, in the order they are tried."""

from collections.abc import Callable, Iterator

from cribdeck.facts.place import Place
from cribdeck.facts.rules.abilities import ability
from cribdeck.facts.rules.acronyms import acronym
from cribdeck.facts.rules.calculated import calculation
from cribdeck.facts.rules.callouts import titled_callout
from cribdeck.facts.rules.closings import closing
from cribdeck.facts.rules.code_blocks import explained_code
from cribdeck.facts.rules.comparisons import versus, versus_heading
from cribdeck.facts.rules.conditions import condition, means
from cribdeck.facts.rules.courses import often, sequel
from cribdeck.facts.rules.dates import date
from cribdeck.facts.rules.deeds import deed
from cribdeck.facts.rules.definitions import definition, subject_blank, used_for, what_it_does
from cribdeck.facts.rules.denials import denial
from cribdeck.facts.rules.duties import duty
from cribdeck.facts.rules.emphasis import bold, code, highlight, much_bold
from cribdeck.facts.rules.enumerations import enumeration
from cribdeck.facts.rules.explicit import EXPLICIT_RULES
from cribdeck.facts.rules.fitness import fitness
from cribdeck.facts.rules.formulas import formula_after, formula_below, formula_in_sentence
from cribdeck.facts.rules.keys import schema_key
from cribdeck.facts.rules.label_lines import first_below_label, label_does
from cribdeck.facts.rules.label_verbs import label_verb
from cribdeck.facts.rules.limits import limit
from cribdeck.facts.rules.lists import list_below, list_under_heading
from cribdeck.facts.rules.modifiers import modifier
from cribdeck.facts.rules.named import named
from cribdeck.facts.rules.narrow import only, state
from cribdeck.facts.rules.outcomes import outcome
from cribdeck.facts.rules.pairs import word_pair
from cribdeck.facts.rules.participles import participle
from cribdeck.facts.rules.passives import passive_subject
from cribdeck.facts.rules.phrases import PHRASE_RULES, single_object
from cribdeck.facts.rules.places import where
from cribdeck.facts.rules.predicates import rest_of_sentence, tail
from cribdeck.facts.rules.proposals import arrow, glossary, has_what, object_phrase, only_child, predicate
from cribdeck.facts.rules.questions import question_heading, written_question
from cribdeck.facts.rules.quotes import quotation
from cribdeck.facts.rules.reasons import reason
from cribdeck.facts.rules.requirements import requirement
from cribdeck.facts.rules.tables import table_row
from cribdeck.facts.rules.terms import definition_item, term_blank, term_forward, term_forward_plain
from cribdeck.facts.rules.together import together
from cribdeck.model import Candidate, Statement

Rule = Callable[[Statement, Place], Iterator[Candidate]]

RULES: tuple[Rule, ...] = (
    *EXPLICIT_RULES,
    calculation,
    written_question,
    question_heading,
    list_below,
    list_under_heading,
    versus,
    versus_heading,
    table_row,
    word_pair,
    definition_item,
    titled_callout,
    quotation,
    formula_after,
    formula_in_sentence,
    acronym,
    schema_key,
    limit,
    term_forward,
    term_forward_plain,
    term_blank,
    first_below_label,
    label_does,
    definition,
    used_for,
    what_it_does,
    enumeration,
    bold,
    code,
    highlight,
    date,
    *PHRASE_RULES,
    means,
    condition,
    deed,
    explained_code,
    formula_below,
    fitness,
    reason,
    sequel,
    often,
    only,
    together,
    state,
    where,
    requirement,
    participle,
    label_verb,
    subject_blank,
    has_what,
    only_child,
    glossary,
    arrow,
    predicate,
    rest_of_sentence,
    outcome,
    denial,
    duty,
    modifier,
    object_phrase,
    closing,
    tail,
    single_object,
    ability,
    passive_subject,
    much_bold,
    named,
)
"""Whatever passes `accept` is a way to ask; strict ways come before proposals, each in this order."""
