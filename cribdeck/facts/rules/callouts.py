"""A callout with a title: the title names what the text below says."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import LONGEST_MEANING, shortened
from cribdeck.model import Candidate, Statement

DEFINING = ("definition", "def", "theorem", "thm", "law", "rule", "principle", "axiom", "concept", "term", "formula")
"""Types of callout whose text is what the title means."""


def titled_callout(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``> [!theorem] Law of cosines`` over its statement asks for it; of another type it is a proposal."""
    callout = statement.parent
    if callout.kind != "callout":
        return
    title = callout.text.strip(": ")
    if not title.words or title.plain.endswith("?"):
        return
    if len(callout.children) != 1 or callout.children[0] is not statement.item or statement.nth:
        return
    words = place.words
    if words is not None and (words.generic_label(title.plain) or not words.clean_noun_phrase(title.plain)):
        return
    told = shortened(statement.item.text)
    if 2 <= len(told.words) <= LONGEST_MEANING and title.plain.casefold() != callout.info.casefold():
        strict = callout.info.casefold() in DEFINING
        yield asks(title + "?", told, kind="definition", rule="callout", strict=strict)
