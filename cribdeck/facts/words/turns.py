"""Turns of phrase: the patterns by which the rules read a sentence of one language."""

import re
from functools import cache, cached_property

from cribdeck.facts.words.lexicon import Lexicon
from cribdeck.facts.words.memory import remembered

_WORD = re.compile(r"\w+|[&:]")
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
        return turn in self.turns_in(text)

    @remembered
    def turns_in(self, text: str) -> frozenset[str]:
        """The turns that can stand in a text, of those that have cue words."""
        said = self._cued.keys() & _WORD.findall(text.casefold())
        return frozenset().union(*map(self._cued.__getitem__, said))

    @remembered
    def supposes(self, sentence: str) -> bool:
        """Whether a sentence opens a case that the next ones go on with: "Consider a plate …"."""
        return self.turn("accept.supposed").match(sentence) is not None

    @cached_property
    def _cued(self) -> dict[str, list[str]]:
        """The turns that a cue word may stand for."""
        found: dict[str, list[str]] = {}
        for turn, words in self.cues.items():
            for word in words.split():
                found.setdefault(word, []).append(turn)
        return found

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
