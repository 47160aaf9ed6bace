"""Turns of phrase: the patterns by which the rules read a sentence of one language."""

import re
from functools import cache, cached_property

from cribdeck.facts.words.lexicon import Lexicon
from cribdeck.facts.words.memory import remembered

_WORD = re.compile(r"\w+")
_FRAGMENT = re.compile(r"\{([a-z][a-z-]*)\}")


class Turns(Lexicon):
    """The patterns and short lists of a language, by the names under which its data file gives them."""

    def turn(self, name: str) -> re.Pattern[str]:
        """The pattern of this name: "definitions.is"."""
        found = self._turns_used.get(name)
        if found is None:
            found = self._turns_used[name] = re.compile(self._spelled_out_turn(self.turns[name]))
        return found

    @remembered
    def listed(self, name: str) -> frozenset[str]:
        """The words of the list of this name: "definitions.helping"."""
        return frozenset(self.lists[name].split())

    def may_hold(self, text: str, turn: str) -> bool:
        """Whether a turn can stand in a text: one of its cue words does. Only then is its pattern worth a search."""
        return not self._cues[turn].isdisjoint(self.said(text))

    @remembered
    def said(self, text: str) -> frozenset[str]:
        """The words of a text, whatever their case."""
        return frozenset(_WORD.findall(text.casefold()))

    @cached_property
    def _cues(self) -> dict[str, frozenset[str]]:
        return {turn: frozenset(words.split()) for turn, words in self.cues.items()}

    @cached_property
    def _turns_used(self) -> dict[str, re.Pattern[str]]:
        """Those that some text has asked for: to make all of them takes longer than to ask a page of notes."""
        return {}

    def _spelled_out_turn(self, pattern: str) -> str:
        """The pattern with its fragments in place."""
        return _FRAGMENT.sub(lambda match: self._spelled_out_turn(self.fragments[match[1]]), pattern)


@cache
def never() -> re.Pattern[str]:
    """A pattern that nothing matches: every turn of phrase of a language that is not known."""
    return re.compile(r"(?!)")
