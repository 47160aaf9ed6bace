"""Where sentences begin and end."""

import re
from collections.abc import Iterator
from functools import cached_property

from cribdeck.facts.words.lexicon import Lexicon, phrases

# No run of signs is tried again from within: "?????" would be looked through from each of them.
_STOP = re.compile(r"(?:(?<![.!?])[.!?]++|…)[\"'”’»)\]]*+(?=\s)|\n+")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]+$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[*_]*(\S+)")
_BRACKET = re.compile(r"\s*[(\[]")
_SPACE = re.compile(r"\s*")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*|[ivxIVX]+|[a-zA-Z]")
_OPEN, _CLOSE = "([", ")]"
_FAR = 40
"""Characters before a stop among which its last word stands."""


class Sentences(Lexicon):
    """Sentences of a text, and what stands before their first word of substance."""

    def split_sentences(self, text: str) -> list[tuple[int, int]]:
        """Start and end of every sentence, without the white space around it; nothing for blank text.

        "It stops at 3.5 V, e.g. in Fig. 2. Then (see A. B.) it rests." are two.
        """
        spans, start = [], 0
        for end in self._ends(text):
            spans.append((start, end))
            start = end
        spans.append((start, len(text)))
        trimmed = [_trim(text, *span) for span in spans]
        return [span for span in trimmed if span[0] < span[1]]

    def discourse_start(self, sentence: str) -> int:
        """How many characters of "So, ", "Basically, " or "Remember that " one can drop; 0 where none would be left."""
        start = 0
        while match := self._discourse.match(sentence, start):
            if match.end() == len(sentence):
                return start
            start = match.end()
        return start

    def _ends(self, text: str) -> Iterator[int]:
        depth, seen = 0, 0
        closes = max(text.rfind(mark) for mark in _CLOSE)
        for match in _STOP.finditer(text):
            depth += _depth(text, seen, match.end())
            seen = match.end()
            if match.group().startswith("\n"):
                if self._breaks_line(text, match.start(), match.end()):
                    depth = 0
                    yield match.end()
            elif not (depth > 0 and closes >= match.end()) and self._stops(text, match):
                depth = 0
                yield match.end()

    def _breaks_line(self, text: str, start: int, end: int) -> bool:
        """Whether a hard line break parts sentences: it does unless the line runs on in lower case."""
        after = _NEXT.match(text, end)
        return not (
            after and after.group(1)[0].islower() and text[max(0, start - _FAR) : start].rstrip()[-1:].isalnum()
        )

    def _stops(self, text: str, match: re.Match[str]) -> bool:
        after = _NEXT.match(text, match.end())
        if not after:
            return True
        follower = after.group(1)
        bracketed = bool(_BRACKET.match(text, match.end()))
        if not (follower[0].isalnum() or bracketed or follower[0] in "`$/"):
            return False
        stop = match.group().rstrip("\"'”’»)]")
        if stop != ".":
            return not follower[0].islower() or (bracketed and stop != "...")
        return self._full_stop(text, match.start(), follower, bracketed)

    def _full_stop(self, text: str, at: int, follower: str, bracketed: bool) -> bool:
        last = _LAST_WORD.search(text, max(0, at - _FAR), at)
        word = last.group() if last else ""
        low = word.lower()
        if last and (lead := _SPACE.match(text)) and lead.end() == last.start() and _NUMBERED.fullmatch(word):
            return False  # "1. The first" and "a. The first" are numbered, not two sentences
        if low in self.abbreviations:
            return low in ("no", "max", "min", "temp", "fig", "art", "st") and self._starts(follower)
        if low in self.final_abbreviations or re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word):
            final = low in self.final_abbreviations and "." not in low
            return (final and follower[0].isupper()) or self._starts(follower)
        if follower[0].islower() and not bracketed:
            return len(word) > 4 or (len(word) > 3 and follower.lower().rstrip(",") in self._openers)
        return True

    def _starts(self, follower: str) -> bool:
        """Whether a capital begins a sentence here, and not a name."""
        return follower[0].isupper() and follower.lower().rstrip(",") in self._openers

    @cached_property
    def _openers(self) -> frozenset[str]:
        return self.determiners | self.prepositions | self.conjunctions | self.pronouns | self.adverbs

    @cached_property
    def _discourse(self) -> re.Pattern[str]:
        comma, without = phrases(self.discourse), phrases(self.discourse_bare)
        return re.compile(
            rf"(?:(?:{comma})\s*[,:](?=\s)|(?:{without})(?=\s))\s+|So\s+(?=(?:the|a|an|we|in|if|when|for|it)\s)", re.I
        )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _depth(text: str, start: int, end: int) -> int:
    part = text[start:end]
    return sum(part.count(mark) for mark in _OPEN) - sum(part.count(mark) for mark in _CLOSE)
