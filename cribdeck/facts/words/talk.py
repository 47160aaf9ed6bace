"""Talk about learning, and sentences that are not done: what no card should ask."""

import re
from functools import cached_property
from itertools import pairwise

from cribdeck.facts.words.lexicon import Lexicon, bare, phrases, whole_words
from cribdeck.facts.words.memory import remembered

_ELLIPSIS = re.compile(r"(?<![,\d]\s)(?:\.{3,}|…)\s*$")
_AND_SO_ON = re.compile(r"\betc\.?,?$")
_STOPPED = re.compile(r"[.!?:][\"'”’)\]*_]*\s*$")
_FIRST_SINGULAR = re.compile(r"(?<![\w-])(?:[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)(?![\w-])")
_FIRST_PLURAL = re.compile(r"(?<![\w-])(?:[Ww]e|[Oo]ur|us|Us|[Oo]urs|[Oo]urselves)(?![\w-])")
_I = re.compile(r"(?<![\w.\-])I(?:['’](?:m|ve|ll|d)\b|(?=\s+[a-z]))")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_CLAUSE = re.compile(r"\s*(?:->|→|=>|;|\s[–—-]{1,3}\s)\s*([^;]*?)$")


class Talk(Lexicon):
    """Sentences about the studying, not about the subject."""

    @remembered
    def study_talk(self, sentence: str) -> bool:
        """Whether the sentence speaks of exams and learning: "Know the difference", "I'll come back to this".

        What stands only in brackets or in a clause at the end is for ``talk_spans`` to cut.
        """
        kept = sentence
        for start, end in reversed(self.talk_spans(sentence)):
            kept = kept[:start] + kept[end:]
        return not kept.strip(" .") or self._talks(self._in_passing.sub("", kept.lower()))

    def talk_spans(self, sentence: str) -> list[tuple[int, int]]:
        """Start and end of brackets and last clauses that hold study talk only: " (important for the exam)"."""
        if not self._talks(sentence):
            return []
        inside = [match.span() for match in _BRACKETS.finditer(sentence) if self._talks(match.group(1))]
        tail = _CLAUSE.search(sentence)
        if tail and tail.start() and self._talks(tail.group(1)) and not self._talks(sentence[: tail.start()]):
            inside = [span for span in inside if span[1] <= tail.start()]
            inside.append((tail.start(), len(sentence)))
        return inside

    def unfinished(self, sentence: str) -> bool:
        """Whether the sentence breaks off: "Main thing is the", "we nee d", "and then..."; not a lead-in."""
        text = sentence.rstrip()
        if not text:
            return False
        if _ELLIPSIS.search(text):
            return not re.search(r"\betc\s*(?:\.+|…)$", text)
        if _AND_SO_ON.search(text):
            return False
        if text.endswith((",", " -", " –", "->", "(", "[")) or text.count("(") > text.count(")") + text.count(":("):
            return True
        if _STOPPED.search(text):
            return False
        words = re.findall(r"[\w'’]+", text)
        return len(words) > 1 and bool(re.search(r"\w[*_]*$", text)) and self._breaks_off(words)

    def to_do(self, sentence: str) -> bool:
        """Whether the author left work for later: "TODO", "???", "add a diagram here"."""
        return bool(self._to_do_mark.search(sentence) or self._work_to_do.search(sentence.lower()))

    def claims_importance(self, sentence: str) -> bool:
        """Whether the sentence says no more than that something matters: "This is very important!"."""
        return bool(self._importance.fullmatch(sentence.strip()))

    @remembered
    def first_person(self, text: str, *, plural: bool = True) -> bool:
        """Whether the author speaks of themselves: I, me, my, and unless ``plural`` is off we, our, us."""
        if _FIRST_SINGULAR.search(text) or (plural and _FIRST_PLURAL.search(text)):
            return True
        return any(not self._numbers(text[: match.start()].split()) for match in _I.finditer(text))

    @remembered
    def hedged(self, text: str) -> bool:
        """Whether the author is not sure, speaks of themselves, or wrote a word twice by mistake."""
        return bool(self._hedges.search(text.lower())) or self.first_person(text, plural=False) or self._stutters(text)

    def _stutters(self, text: str) -> bool:
        """Whether a function word stands twice in a row: "that that", "the the"."""
        lows = [bare(word) for word in text.split()]
        return any(one == other and one in self.determiners for one, other in pairwise(lows))

    def _numbers(self, before: list[str]) -> bool:
        """Whether an I after these words is a number: "World War I", "Type I", "Charles I"."""
        last = before[-1] if before else ""
        return bare(last) in self.numbered_names or (last[:1].isupper() and bare(last) not in self._known_words)

    @remembered
    def _talks(self, text: str) -> bool:
        return bool(self._study_talk.search(text.lower().replace("’", "'")))

    def _breaks_off(self, words: list[str]) -> bool:
        last, before = words[-1], words[-2]
        if last.isupper() and len(last) > 1:
            return False
        low = bare(last)
        if len(last) == 1 and last.isalpha() and last.islower() and last != "a":
            return bare(before + last) in self._known_words
        if low in self.no_last_words:
            return True
        if low not in self.leading_words or any(bare(word) in self.question_words for word in words[:-1]):
            return False
        return low in self.auxiliaries or not before.endswith(("ed", "en", "de", "ne"))

    @cached_property
    def _known_words(self) -> frozenset[str]:
        return (
            self.verbs
            | self.noun_verbs
            | self.pronouns
            | self.adverbs
            | self.determiners
            | self.prepositions
            | self.conjunctions
        )

    @cached_property
    def _hedges(self) -> re.Pattern[str]:
        return whole_words(tuple(map(str.lower, self.hedges)))

    @cached_property
    def _study_talk(self) -> re.Pattern[str]:
        talk = phrases(self.study_talk_phrases)
        # Matched against lower case: with IGNORECASE it takes five times as long.
        return re.compile(rf"(?<![\w-])(?:{talk})(?![\w-])(?!\s+(?:basis|principle)\b)")

    @cached_property
    def _in_passing(self) -> re.Pattern[str]:
        return whole_words(self.study_talk_in_passing)

    @cached_property
    def _to_do_mark(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self.to_do_marks))})(?![\w-])|\?{{3,}}")

    @cached_property
    def _work_to_do(self) -> re.Pattern[str]:
        return re.compile(rf"{whole_words(self.to_do_phrases).pattern}|^to[ -]?do\s*:")

    @cached_property
    def _importance(self) -> re.Pattern[str]:
        words, nouns = "|".join(sorted(self.importance)), "|".join(sorted(self.importance_nouns))
        degrees = rf"(?:(?:{'|'.join(sorted(self.importance_degrees))})\s+)*"
        claim = rf"{degrees}(?:{words})(?:(?:,\s*|\s+and\s+){degrees}(?:{words}))*"
        whole = rf"{claim}(?:\s+(?:{nouns}))?(?:\s+(?:{phrases(self.importance_tails)}))?"
        subject = r"(?:[\w'’*/-]+\s+){1,6}?(?:is|are|was|were)\s+|(?:it|this|that|these)['’](?:s|re)\s+|"
        return re.compile(rf"(?:{subject})(?:{whole})\s*[.!]*", re.IGNORECASE)
