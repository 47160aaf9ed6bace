"""What a thing does: ``Softmax turns logits into probabilities``."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.acronyms import said_once
from cribdeck.facts.rules.clauses import is_base, verb_after_subject
from cribdeck.facts.rules.doing import what_it
from cribdeck.facts.rules.meaning import is_participle, shortened
from cribdeck.facts.rules.terms import lead_term
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

SHORTEST_DEED, LONGEST_DEED = 4, 25
_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+")
"""Of people what they do is one deed of many."""
FEWEST_NEWS = 3
"""Words of substance that the deed must say beyond its subject."""

_VERBS_OF_OBJECTS = "use need require contain consume include receive follow"
_ASKED_BY_VERB = {form: verb for verb in _VERBS_OF_OBJECTS.split() for form in (verb, verb + "s")}
"""Verbs that say little without their object: "What does a contract need?"."""


def deed(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``ARP maps IP addresses to MAC addresses`` asks what ARP does."""
    words = place.words
    if (
        words is None
        or statement.item.number is not None
        or lead_term(statement) is not None
        or statement.text.plain.rstrip().endswith((":", "?"))
    ):
        return
    text = statement.text
    verb = verb_after_subject(text.plain, words)
    if verb is None:
        return
    subject, doing = text.cut(0, verb[0]).strip(), shortened(_of_one_thing(text.cut(verb[0]), words))
    if subject.plain.endswith(("-", "–", "—")) or not _is_deed(doing.words, subject.plain, words):
        return  # "Lyase - splits a bond": a term and its meaning
    said = words.stems(doing.plain)
    news = said - words.stems(subject.plain)
    if not SHORTEST_DEED <= len(doing.words) <= LONGEST_DEED or len(news) < FEWEST_NEWS:
        return
    do = "do" if words.plural(subject.words[-1]) else "does"
    strict = _may_be_asked(subject.plain, statement, place, words) and not words.evaluative(doing.plain)
    of_what = _ASKED_BY_VERB.get(doing.words[0])
    strict = strict and not of_what and not place.turn("deeds.vague").match(doing.plain)
    if of_what:
        doing = doing.cut(len(doing.words[0])).strip()
    named = said_once(subject, statement, place)
    found = asks(what_it(do, named, of_what or "do", words), doing, kind="definition", rule="deed", strict=strict)
    one_of_many = (
        words.people(subject.plain)
        or of_what in place.listed("deeds.any-time")
        or _INITIALS.match(subject.plain)
        or place.turn("deeds.vague").match(doing.plain)
    )
    yield found.rated(offered=not one_of_many)


def _of_one_thing(doing: Text, words: Words) -> Text:
    """The deed up to where the sentence goes on with another subject: "…, whereas a router forwards packets"."""
    for match in words.turn("deeds.and").finditer(doing.plain):
        rest = doing.plain[match.end() :]
        first = rest.split()[0].lower()
        opens = words.third_person_verb(first) or first in words.verbs or words.starts_with_pronoun(rest)
        if not opens and words.has_finite_verb(words.turn("deeds.clause").split(rest)[0]):
            return doing.cut(0, match.start())
    return doing


def _is_deed(doing: list[str], subject: str, words: Words) -> bool:
    """Whether a verb in the present opens what is said, and tells what its subject does."""
    verb, then = doing[0], doing[1].lower() if len(doing) > 1 else ""
    if " " not in subject:
        then = then.strip(",;:")  # "Opposite charges attract, like …": one word may be half of the subject
    bases = {verb, verb.removesuffix("s"), verb.removesuffix("es"), re.sub("ies$", "y", verb)}
    if (
        not words.listed("deeds.no-deeds").isdisjoint(bases)
        or not words.intransitive_verbs.isdisjoint(bases)
        or then in words.listed("deeds.no-object")
    ):
        return False
    if not words.noun_verbs.isdisjoint(bases) and then not in words.determiners:
        noun = words.function_word(then) or is_base(then, words) or is_participle(then, words)
        if noun or words.third_person_verb(then):
            return False  # "Flow logs hold …": their verb comes later
    if words.turn("deeds.gerund").match(subject):
        return False  # "Using a gateway allows …"
    return (verb in words.verbs or words.third_person_verb(verb)) and not words.turn("deeds.modal").search(subject)


def _may_be_asked(subject: str, statement: Statement, place: Place, words: Words) -> bool:
    """Whether one may ask what a subject does: it has a name, is nothing that the author introduces elsewhere, nor what
    the whole section is about, of which every line tells something."""
    bare = place.turn("deeds.article").sub("", subject).casefold()
    if words.generic_answer(subject) or bare in place.survey.terms:
        return False
    if _INITIALS.match(subject) or not re.search(r"[A-Z]\w|\d", subject[1:]):
        return False
    about = words.stems(" ".join(label.text for label in place.labels[-2:]))
    if about.issuperset(words.stems(subject)):
        first = not statement.nth and statement.siblings[0] is statement.item
        return first and not words.stems(subject).isdisjoint(words.stems(place.labels[-1].text))
    return True
