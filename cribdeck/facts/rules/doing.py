"""The question what a thing does, in English that needs no article that the notes do not give."""

from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Text


def what_it(do: str, subject: Text, verb: str, words: Words) -> Text:
    """The question what a subject does: "What does the kidney do?", and "Left kidney: what does it do?" of a thing that
    the author gives no article."""
    if wants_article(subject, words):
        return subject + f": what does it {verb}?"
    return Text(f"What {do} ") + lowered(subject) + f" {verb}?"


def wants_article(subject: Text, words: Words) -> bool:
    """Whether a subject of several words is one common thing, named without an article."""
    said = subject.words
    last = said[-1]
    if len(said) < 2 or bare(said[0]) in words.determiners or subject.spans("code") or words.plural(last):
        return False
    return last.isalpha() and last.islower()


def lowered(text: Text) -> Text:
    """A sentence's subject inside a question: an article loses its capital, a name keeps it."""
    first, _, rest = text.plain.partition(" ")
    if first in ("The", "A", "An") and rest:
        return text.replace_span(0, 1, first[0].lower())
    return text


def within_a_question(subject: Text, words: Words) -> Text:
    """A sentence's subject behind the verb: whatever little word opens it loses its capital, a name keeps it."""
    if words.function_word(subject.words[0]):
        return Text(subject.plain[:1].lower()) + subject.cut(1)
    return lowered(subject)
