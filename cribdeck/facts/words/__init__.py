"""What the rules know of a language: its function words, verbs, set nouns and ways of talking about study."""

from functools import cache

from cribdeck.facts.words.denials import Denials
from cribdeck.facts.words.labels import Labels
from cribdeck.facts.words.leaks import Leaks
from cribdeck.facts.words.lexicon import read_lexicon
from cribdeck.facts.words.phrases import Phrases
from cribdeck.facts.words.sentences import Sentences
from cribdeck.facts.words.sets import Sets
from cribdeck.facts.words.talk import Talk
from cribdeck.facts.words.turns import Turns

__all__ = ["Words", "words_for"]


class Words(Sentences, Phrases, Denials, Talk, Labels, Sets, Leaks, Turns):
    """All that the rules may ask about the words of one language; its fields are those of its data file."""


@cache
def words_for(lang: str) -> Words | None:
    """The words of a language by its code ("en", "en-GB"), or None: then only structural rules apply."""
    found = read_lexicon(lang)
    return Words(**found) if found else None  # type: ignore[arg-type]  # read_lexicon names and types every field
