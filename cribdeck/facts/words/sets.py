"""Lead-ins: whether what follows is a set with a name, and whether its order counts."""

import re

from cribdeck.facts.words.lexicon import bare
from cribdeck.facts.words.verbs import Verbs

_FIRST_PHRASE = re.compile(r"^(?:in|for|at|on|during|with|when|if|to|as|under)\b[^,:]*?(?:,\s*|(?=\bthere\b))", re.I)


class Sets(Verbs):
    """The nouns that promise a list."""

    def set_noun(self, lead_in: str) -> bool:
        """Whether a noun names the members to follow: "types" in "There are two types of joint:"."""
        return bool(self._first_set_noun(lead_in))

    def ordered_set_noun(self, lead_in: str) -> bool:
        """Whether that noun says that the order counts: "steps", "phases", but not "parts of the process"."""
        return self._first_set_noun(lead_in) in self.ordered_set_nouns

    def _first_set_noun(self, lead_in: str) -> str:
        nouns = (word for word in _words(lead_in) if word in self.set_nouns or word in self.ordered_set_nouns)
        return next(nouns, "")


def _words(lead_in: str) -> list[str]:
    text = _FIRST_PHRASE.sub("", lead_in.strip()) or lead_in
    return [bare(word) for word in re.findall(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*", text)]
