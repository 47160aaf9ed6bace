"""Whom a sentence speaks of that does not name it: the label above it, or the subject of its line's first sentence."""

import re
from dataclasses import replace

from cribdeck.facts.labels import Label, label_of, leading_term
from cribdeck.facts.place import FAR_BELOW, Place, sentences_before
from cribdeck.facts.words import Words
from cribdeck.model import Statement, Text

LONGEST_SUBJECT = 5


def with_subject(statement: Statement, place: Place) -> Statement:
    """The statement with its subject in place of "This" or "It", where that is sure; else the statement itself.

    ``- **Beanstalk**`` over ``- This uses CloudFormation`` says that Beanstalk uses CloudFormation, and ``Insulin is
    a hormone. It lowers blood sugar.`` that insulin does.
    """
    if place.words is None:
        return statement
    text = _after_first(statement, place.words) if statement.nth else _below_label(statement, place.words)
    return replace(statement, text=text) if text else statement


# --- the label above ------------------------------------------------------------


def _below_label(statement: Statement, words: Words) -> Text | None:
    label = label_of(statement.parent, words)
    if label is None or label.kind not in ("label", "heading") or label.generic or label.container:
        return None
    if not words.clean_noun_phrase(label.text):
        return None
    first = statement.siblings[0] is statement.item
    return (
        _this_label(statement, label, words, first=first)
        or (_this_kind(statement, label, words) if first else None)
        or (_used(statement, label, words) if first else None)
        or _verb_first(statement.text, label.text, words)
    )


def _this_label(statement: Statement, label: Label, words: Words, *, first: bool) -> Text | None:
    match = words.turn("subjects.this").match(statement.text.plain)
    if match is None or match["verb"] in words.listed("subjects.not-of-the-label"):
        return None
    verb = match["verb"]
    if words.turn("subjects.done-by").match(statement.text.plain, match.end()):
        return None
    if not first and (label.kind == "heading" or verb in ("is", "are")):
        return None
    if not (verb in ("is", "are", "can") or words.third_person_verb(verb)):
        return None
    return Text(f"{label.text} ") + statement.text.cut(match.start("verb"))


def _this_kind(statement: Statement, label: Label, words: Words) -> Text | None:
    """``This service lets us …`` right below ``X-Ray``: X-Ray does."""
    match = words.turn("subjects.this-kind").match(statement.text.plain)
    if match is None or match[0][:4] != "This" or match["kind"] not in words.kind_nouns:
        return None
    if words.plural(label.text.split()[-1]) or not words.third_person_verb(match["verb"]):
        return None
    return Text(f"{label.text} ") + statement.text.cut(match.end())


def _used(statement: Statement, label: Label, words: Words) -> Text | None:
    """``Use this to scale`` right below ``Auto Scaling``: it is used to scale."""
    match = words.turn("subjects.use-this").match(statement.text.plain)
    if match is None:
        return None
    be = "are" if words.plural(label.text.split()[-1]) else "is"
    return Text(f"{label.text} {be} used ") + statement.text.cut(match.end())


def _verb_first(text: Text, subject: str, words: Words, *, after: bool = False) -> Text | None:
    """``Produces two ATP`` below ``Glycolysis``: glycolysis produces them."""
    match = words.turn("subjects.verb-first").match(text.plain)
    if match is None or words.plural(subject.split()[-1]):
        return None
    verb = match["verb"].lower()
    if (
        not words.third_person_verb(verb)
        or (verb in words.listed("subjects.no-deeds") and not after)
        or text.inside(0, "strong", "code")
    ):
        return None
    noun = not words.noun_verbs.isdisjoint((verb.removesuffix("s"), verb.removesuffix("es")))
    if noun and verb not in words.listed("subjects.hardly-nouns") and match["next"].lower() not in words.determiners:
        return None  # "Stores in town …" opens with a noun
    if (
        match["next"].endswith(":")
        or match["next"].lower() in ("of", "for", "and", "are", "can")
        or text.plain.startswith("Also")
    ):
        return None
    return Text(f"{subject} {verb}") + text.cut(match.end("verb"))


# --- the first sentence of the line ---------------------------------------------


def _after_first(statement: Statement, words: Words) -> Text | None:
    before = _sentences_before(statement)
    if not before:
        return None
    if any(_opener(other.text.plain, words) is None for other in before[1:]):
        return None  # somebody else was named meanwhile
    subject = _first_subject(before[0], words)
    if not subject or subject.casefold() in statement.text.plain.casefold():
        return None
    several = words.plural(subject.split()[-1])
    match = words.turn("subjects.it").match(statement.text.plain)
    if match is None:
        return _verb_first(statement.text, subject, words, after=True)
    if match["verb"] in words.listed("subjects.not-of-the-label") or words.turn("subjects.done-by").match(
        statement.text.plain, match.end()
    ):
        return None
    if several != (match["pronoun"] in ("They", "These")):
        return None
    if not (words.third_person_verb(match["verb"]) or match["verb"] in ("is", "are", "has", "have", "can") or several):
        return None
    return Text(f"{subject} ") + statement.text.cut(match.end())


def _opener(plain: str, words: Words) -> str | None:
    """The pronoun or verb by which a sentence goes on with the same subject, or nothing."""
    if match := words.turn("subjects.it").match(plain):
        return match["pronoun"]
    match = words.turn("subjects.verb-first").match(plain)
    return match["verb"] if match and words.third_person_verb(match["verb"]) else None


def _sentences_before(statement: Statement) -> list[Statement]:
    """The sentences of the line up to this one; nothing where they are too many for it to speak of the first."""
    if statement.nth > FAR_BELOW:
        return []
    return list(sentences_before(statement))[::-1]


def _first_subject(first: Statement, words: Words) -> str:
    """Of what a line's first sentence says what it is, or the label that it speaks of."""
    named = leading_term(first.text)
    if named:
        return named if words.clean_noun_phrase(named) else ""
    text = _below_label(first, words) or first.text
    match = words.turn("subjects.is").match(text.plain)
    if match is None or text.plain.rstrip().endswith(("?", ":")):
        return ""
    subject = match["subject"]
    if len(subject.split()) > LONGEST_SUBJECT or not words.clean_noun_phrase(subject):
        return ""
    return "" if words.starts_with_pronoun(subject) else subject


# --- as a label -----------------------------------------------------------------


def subject_label(statement: Statement, place: Place) -> Label | None:
    """What a line is about that only the sentence before it, or the one above it, names.

    ``**SQS**: a queue. Messages live for up to 14 days.`` is about SQS in its second sentence too.
    """
    words = place.words
    if words is None:
        return None
    if statement.nth and leading_term(statement.text) and statement.source.first > statement.item.source.first:
        return None  # a line with a term of its own
    if statement.nth:
        before = _sentences_before(statement)
        return _named(_first_subject(before[0], words), place, words) if before else None
    parent = statement.parent
    if parent.kind not in ("item", "paragraph") or label_of(parent, words) is not None:
        return None
    return _named(_subject_of(parent.text.plain, words), place, words)


def _named(subject: str, place: Place, words: Words) -> Label | None:
    """The subject as a label, unless it says nothing, or no more than the labels do."""
    if words.generic_label(subject) or words.schema_key(subject) or words.study_talk(subject):
        return None
    told = {
        words.stem(word)
        for label in place.labels[-2:]
        if not label.container
        for word in words.content_words(label.text)
    }
    new = words.stems(subject) - told
    return Label(subject, "label") if new else None


def _subject_of(plain: str, words: Words) -> str:
    """The name that a sentence opens with, before its verb."""
    found = plain.split()
    for nth, word in enumerate(found[1 : LONGEST_SUBJECT + 1], 1):
        if word.lower() in words.finite_auxiliaries or words.third_person_verb(word):
            subject = " ".join(found[:nth])
            named = re.search(r"[A-Z\d]", subject[1:]) is not None or nth == 1
            return subject if named and words.clean_noun_phrase(subject) else ""
    return ""
