"""What a thing must have or be, and what it needs: what follows the verb is the answer."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.doing import within_a_question
from cribdeck.facts.rules.meaning import is_participle, outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

LONGEST_SUBJECT, LONGEST_NEED, FEWEST_NEWS = 10, 14, 1


def duty(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Every row needs a unique key`` asks what every row needs."""
    words, text = place.words, statement.text
    match = place.turn("duties.must").match(text.plain) if words else None
    if words is None or match is None or text.plain.rstrip().endswith((":", "?")):
        return
    if not outside_atoms(text, match.start("what")) or not _is_subject(match["subject"], words):
        return
    what = _up_to_a_clause(text.cut(match.start("what")).strip(" .!"), words)
    if match["verb"] is None and (" " in match["must"] or match["must"].lower() in words.modals):
        return
    done = (match["verb"] or "").strip() == "be" and _is_done(what.words[0], words) if what else True
    if done or not _is_a_need(match["subject"], what, words):
        return  # what must be done to a thing is a remark on it
    subject = within_a_question(text.cut(*match.span("subject")), words)
    yield asks(_question(match, subject, words), what, kind="question", rule="duty", strict=False)


def _is_done(word: str, words: Words) -> bool:
    return word.endswith("ed") or is_participle(word, words)


def _question(match: re.Match[str], subject: Text, words: Words) -> Text:
    """``What must both hosts have?``, ``What does every row need?``"""
    must, verb = match["must"].lower(), (match["verb"] or "").strip()
    if must in words.modals:
        return Text(f"What {must} ") + subject + f" {verb}?"
    need, _, to = must.partition(" ")
    one, several = words.asking_auxiliaries
    base = words.base_of(need)
    rest = " ".join(filter(None, (base, to, verb)))
    return Text(f"What {several if base == need else one} ") + subject + f" {rest}?"


def _is_subject(subject: str, words: Words) -> bool:
    """Whether a name stands at the head of what must be: "nouns", "every item in the table"; not "you"."""
    said = subject.split()
    if len(said) > LONGEST_SUBJECT or words.dangles(subject) or words.has_finite_verb(subject) or ":" in subject:
        return False
    lows = [word.lower() for word in said]
    if words.subordinators.intersection(lows):
        return False
    ends = [nth for nth, word in enumerate(lows) if nth and (word in words.prepositions or word in words.relatives)]
    each = lows[0] in words.determiners
    return words.clean_noun_phrase(" ".join(said[each : (*ends, len(said))[0]])) or bool(each and ends)


def _up_to_a_clause(what: Text, words: Words) -> Text:
    for match in re.finditer(r"(?:,|;|:|\s->|\s\()\s?|\s(?=[a-z]+\s)", what.plain):
        first, _, rest = what.plain[match.end() :].partition(" ")
        joins = first.lower() in (words.conjunctions - words.question_words) | words.turning_words | words.subordinators
        if (match[0].strip() and words.has_finite_verb(what.plain[match.end() :])) or (
            joins and words.has_finite_verb(rest)
        ):
            return what.cut(0, match.start())
    return what


def _is_a_need(subject: str, what: Text, words: Words) -> bool:
    said = what.words
    if not 1 <= len(said) <= LONGEST_NEED or words.dangles(what.plain) or words.evaluative(what.plain):
        return False
    first = said[0].lower()
    if (
        first in words.prepositions
        or first in words.conjunctions
        or words.negated(what.plain)
        or first in words.back_pronouns
    ):
        return False
    news = words.stems(what.plain) - words.stems(subject)
    return len(news) >= FEWEST_NEWS
