"""What a phrase comes down to that speaks of its label: the thing at its end that a preposition leads to."""

from collections.abc import Iterator

from cribdeck.facts.asking import hides
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

LONGEST_LINE, LONGEST_THING, SHORTEST_THING = 25, 4, 2
CUES = 2
"""Words of substance that lead to the thing."""


def closing(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Perception of auditory stimuli`` below ``Temporal lobe`` hides the stimuli."""
    words, text = place.words, statement.text
    if words is None or len(text.words) > LONGEST_LINE or text.plain.rstrip().endswith((":", "?")):
        return
    if not names_its_label(statement, words) or words.has_finite_verb(text.plain):
        return
    found = list(place.turn("closings.leading-to").finditer(text.plain))
    if not found or not outside_atoms(text, found[-1].end()):
        return
    start, end = found[-1].end(), len(text.plain.rstrip(" .!"))
    if _names_a_thing(text.plain[start:end], words) and _leads_up(text.plain[: found[-1].start()], words):
        yield hides(statement, (start, end), kind="cloze", rule="closing", strict=False)


def _names_a_thing(thing: str, words: Words) -> bool:
    said = thing.split()
    if not SHORTEST_THING <= len(said) <= LONGEST_THING or not words.clean_noun_phrase(thing):
        return False
    first = said[0].lower()
    deed = first in words.verbs or first in words.noun_verbs or first.endswith("ing")
    return not deed and not words.generic_answer(thing) and len(words.content_words(thing)) >= SHORTEST_THING


def _leads_up(before: str, words: Words) -> bool:
    """Whether what stands before the thing says enough: not "Instead of […]", nor "Similar to […]"."""
    first = before.split()[0].lower() if before.split() else ""
    if words.function_word(first) or first in words.negations or ":" in before:
        return False
    return len(set(words.content_words(before))) >= CUES
