"""A clause as a question of its own: its verb says what is asked, where "what then?" would leave it open."""

import re

from cribdeck.facts.first_clause import is_clause
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clauses import is_base, verb_after_subject
from cribdeck.facts.rules.doing import within_a_question
from cribdeck.facts.rules.meaning import is_participle
from cribdeck.facts.words import Words
from cribdeck.model import Text

LONGEST_ANSWER = 16


def question_of(clause: Text, place: Place) -> tuple[Text, Text] | None:
    """What to ask of a clause, and its answer: "what happens to the main table?" and "will be throttled" of "the main
    table will be throttled"; nothing where its verb leads to no one thing."""
    words = place.words
    if words is None:
        return None
    clause = _first_deed(clause, words)
    found = (
        _of_somebody(clause, place, words) or _of_an_order(clause, place, words) or _of_a_thing(clause, place, words)
    )
    if found is None or not 1 <= len(found[1].words) <= LONGEST_ANSWER or words.negated(clause.plain):
        return None
    return None if place.turn("clause_questions.two").search(found[1].plain) else found


def _first_deed(clause: Text, words: Words) -> Text:
    """The clause up to where it goes on with what is done next: "the verdict is read and the jury goes home"."""
    for match in re.finditer(r",\s(?:and\s)?|\sand\s", clause.plain):
        if is_clause(clause.plain[match.end() :], words):
            return clause.cut(0, match.start())
    return clause


def _of_somebody(clause: Text, place: Place, words: Words) -> tuple[Text, Text] | None:
    """ "we need to run an agent": what do we need to run?"""
    match = place.turn("clause_questions.somebody").match(clause.plain)
    if match is None or not is_base(match["verb"], words) or not _is_object(match["rest"], words):
        return None
    who, must, verb = match["who"].lower(), match["must"], match["verb"] + (match["of"] or "")
    asked = f"what {must} {who} {verb}?" if must in words.finite_auxiliaries else f"what do {who} {must} {verb}?"
    return Text(asked), clause.cut(match.start("rest")).strip(" .")


def _of_an_order(clause: Text, place: Place, words: Words) -> tuple[Text, Text] | None:
    """ "use MySQL drivers": what do you use?"""
    first, _, rest = clause.plain.partition(" ")
    low = first.lower()
    if not is_base(low, words) or not words.is_order(clause.plain) or not _is_object(rest, words):
        return None
    if place.turn("clause_questions.idiom").match(rest):
        return None
    return Text(f"what do you {low}?"), clause.cut(len(first)).strip(" .")


def _of_a_thing(clause: Text, place: Place, words: Words) -> tuple[Text, Text] | None:
    if match := place.turn("clause_questions.happens").match(clause.plain):
        subject, told = clause.cut(*match.span("subject")), clause.cut(match.start("told")).strip(" .")
        named = words.clean_noun_phrase(subject.plain) and not words.starts_with_pronoun(subject.plain)
        known = named and not place.turn("clause_questions.some").match(subject.plain)
        if not known or not is_participle(match["verb"], words):
            return None
        return Text("what happens to ") + within_a_question(subject, words) + "?", told
    verb = verb_after_subject(clause.plain, words)
    if verb is None or not words.base_verb(clause.plain[slice(*verb)]):
        return None
    subject, form = clause.cut(0, verb[0]).strip(), clause.plain[slice(*verb)].lower()
    base, rest = words.base_verb(form), clause.cut(verb[1]).strip(" .")
    if base in place.listed("clause_questions.no-deeds") or place.turn("clause_questions.idiom").match(rest.plain):
        return None
    do = "does" if words.third_person_verb(form) else "do" if form == base else "did"
    if subject.words[-1].lower() in words.modals:
        do, subject = subject.words[-1].lower(), subject.cut(0, subject.plain.rindex(" "))
    asked = Text(f"what {do} ") + within_a_question(subject, words)
    if base in words.intransitive_verbs or not _is_object(rest.plain, words):
        deed = clause.cut(verb[0]).strip(" .")
        return (asked + " do?", deed) if len(deed.words) > 1 or do not in words.modals else None
    return asked + f" {base}?", rest


def _is_object(rest: str, words: Words) -> bool:
    """Whether what stands behind a verb is what it acts on: "the agent", not "into the bucket", nor "slowly"."""
    first = rest.split()[0].lower() if rest.split() else ""
    return first in words.determiners or (bool(first) and not (words.function_word(first) or first.endswith("ly")))
