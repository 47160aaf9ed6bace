"""Whether what a card shows gives its answer away."""

import re
from collections.abc import Iterable

from cribdeck.facts.words.acronyms import ACRONYM, Acronyms
from cribdeck.facts.words.memory import remembered
from cribdeck.facts.words.numbers import Numbers
from cribdeck.facts.words.stems import Seen, Stems

_TAIL = re.compile(r"\s(?:of|for|in|to|from|with)\s")


FEWEST_NEWS, WHOLE_CLAUSE = 2, 6
"""What an answer must say beyond its question to be worth asking: "Write through?" and "when writing to the database,
also write to the cache"."""


class Leaks(Stems, Acronyms, Numbers):
    """What an answer and the front have in common."""

    def leaks(self, answer: str, sentence: str, labels: Iterable[str] = ()) -> str:
        """Why the answer can be read off the front, or nothing.

        ``sentence`` is what the front shows beside the blank, ``labels`` what stands above it.
        """
        above = tuple(labels)
        return (
            self._repeated_value(answer, sentence)
            or self._repeated_words(answer, sentence, " | ".join(above))
            or self._spelled_out(answer, (sentence, *above))
        )

    @remembered
    def tells(self, label: str, answer: str) -> bool:
        """Whether a label that stands above the front gives the answer away all by itself."""
        wanted = self.content_words(answer)
        if wanted and all(word in self._seen(label) for word in wanted) and not self.quantity(answer):
            return True
        return bool(self._spelled_out(answer, (label,)))

    def restates(self, question: str, answer: str) -> bool:
        """Whether an answer only says the question again: "Manual mode?" and "set manually"."""
        label, _, key = question.rpartition(": ")
        asked = self.content_words(key)
        said = tuple(dict.fromkeys(self.content_words(answer)))
        told, over = self._seen(answer), self._seen(label)
        shown = Seen(self.stems(key) | self.stems(label), self.stem)
        news = sum(word not in shown for word in said)
        if any(word in told for word in asked) and all(word in told or word in over for word in asked):
            return news < FEWEST_NEWS or len(answer.split()) < WHOLE_CLAUSE
        return bool(said) and 2 * sum(word in shown for word in said) > len(said)

    def _repeated_value(self, answer: str, sentence: str) -> str:
        value = self.same_value(answer, sentence)
        return f"the same value stands beside it: {value}" if value else ""

    def _repeated_words(self, answer: str, sentence: str, above: str) -> str:
        wanted = tuple(dict.fromkeys(self.content_words(answer)))
        if not wanted or self.quantity(answer):
            return ""
        beside, over = self._seen(sentence), self._seen(above)
        held = [word for word in wanted if word in beside]
        head = self._head(answer, wanted)
        if 2 * len(held) >= len(wanted) or (len(wanted) <= 2 and head in held):
            return f"the front says “{' '.join(held)}”"
        if all(word in held or word in over for word in wanted):
            return f"label and front say “{' '.join(wanted)}”"
        return ""

    @remembered
    def _seen(self, text: str) -> Seen:
        return Seen(self.stems(text), self.stem)

    def _head(self, answer: str, words: tuple[str, ...]) -> str:
        """The word that names the thing: "theory" in "theory of games", the last one elsewhere."""
        before = self.content_words(_TAIL.split(answer)[0])
        return before[-1] if before else words[-1]

    def _spelled_out(self, answer: str, shown: Iterable[str]) -> str:
        """An acronym whose long form is in sight, or a long form whose acronym is."""
        answer = answer.strip().strip("().,:;")
        is_acronym = ACRONYM.fullmatch(answer) is not None
        if not is_acronym and not self.may_have_acronym(answer):
            return ""
        for text in shown:
            if is_acronym and (found := self.expansion(answer, text)):
                return f"the front spells it out: “{found}”"
            for short in self._acronyms_in(text):
                if self.is_acronym_of(short, answer):
                    return f"the front has its initials: “{short}”"
        return ""

    @remembered
    def _acronyms_in(self, text: str) -> tuple[str, ...]:
        return tuple(match.group() for match in ACRONYM.finditer(text))
