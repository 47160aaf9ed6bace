"""Words that deny, and what stands in their place when one asks whether it is so."""

from functools import cached_property

from cribdeck.facts.words.lexicon import bare
from cribdeck.facts.words.verbs import Verbs


class Denials(Verbs):
    """What is left of a denial once one asks: "can" of "cannot", "ever" of "never", "any" of "no"."""

    def undenied_auxiliary(self, word: str) -> str:
        """The auxiliary that a word denies: "can" for "can't"; nothing for others."""
        return self._undenied.get(bare(word), "")

    def denies(self, word: str) -> bool:
        """Whether the word beside a verb denies it: "not", "never"."""
        return bare(word) in self._asked_adverbs

    def asked_adverb(self, word: str) -> str:
        """What asks in place of a denying adverb: "ever" for "never", nothing for "not"."""
        return self._asked_adverbs.get(bare(word), "")

    def asked_determiner(self, word: str) -> str:
        """What asks in place of a denying determiner: "any" for "no"."""
        return self._asked_determiners.get(bare(word), "")

    def base_of(self, verb: str) -> str:
        """The plain form of a verb in the present: "leave" for "leaves" and "leave"; nothing for other words."""
        low = verb.lower()
        return self._third_person.get(low, low if low in self._bases else "")

    @cached_property
    def _undenied(self) -> dict[str, str]:
        return _pairs(self.denying_auxiliaries)

    @cached_property
    def _asked_adverbs(self) -> dict[str, str]:
        return _pairs(self.denying_adverbs)

    @cached_property
    def _asked_determiners(self) -> dict[str, str]:
        return _pairs(self.denying_determiners)


def _pairs(rows: frozenset[str]) -> dict[str, str]:
    return {word: place for word, _, place in (row.partition(":") for row in rows)}
