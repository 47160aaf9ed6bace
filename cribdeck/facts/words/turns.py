"""Turns of phrase: the patterns by which the rules read a sentence of one language."""

import re
from functools import cache, cached_property

from cribdeck.facts.words.lexicon import Lexicon

_FRAGMENT = re.compile(r"\{([a-z][a-z-]*)\}")


class Turns(Lexicon):
    """The patterns and short lists of a language, by the names under which its data file gives them."""

    def turn(self, name: str) -> re.Pattern[str]:
        """The pattern of this name: "definitions.is"."""
        found = self._compiled.get(name)
        if found is None:
            found = self._compiled[name] = re.compile(self._spelled_out_turn(self.turns[name]))
        return found

    def listed(self, name: str) -> frozenset[str]:
        """The words of the list of this name: "definitions.helping"."""
        return self._word_lists[name]

    def _spelled_out_turn(self, pattern: str) -> str:
        """The pattern with its fragments in place."""
        return _FRAGMENT.sub(lambda match: self._spelled_out_turn(self.fragments[match[1]]), pattern)

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def _word_lists(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(words.split()) for name, words in self.lists.items()}


@cache
def never() -> re.Pattern[str]:
    """A pattern that nothing matches: every turn of phrase of a language that is not known."""
    return re.compile(r"(?!)")
