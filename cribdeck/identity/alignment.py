"""Where the words of a text went when it was edited."""

import re
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz.distance import Levenshtein

Span = tuple[int, int]

_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[^\w\s]+|[^\w\s]+$")
_OPENING, _CLOSING = "([{\"'“‘«*", ".,;:!?)]}\"'”’»*"
_STOP = re.compile(r"[.;!?]$")


class Alignment:
    """A text before and after an edit, word by word."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after

    def overlap(self, hidden: str, span: Span) -> float:
        """How much of a stretch of the new text stands where ``hidden`` stood in the old one, from 0 to 1."""
        start = self.before.find(hidden)
        if start < 0 or not hidden:
            return 0.0
        stood = {self._images[nth] for nth in _meeting(self._was, (start, start + len(hidden)))} - {None}
        new = set(_meeting(self._now, span))
        return len(stood & new) / len(stood | new) if stood else 0.0

    def follow(self, span: Span, *, grown: bool = False) -> Span | None:
        """Where a stretch of the old text stands now; None when nothing of it is left.

        ``grown`` takes in what was added at its edges, as far as that is no sentence or clause of its own.
        """
        old = list(_meeting(self._was, span))
        images = self._word_by_word(span) or [image for nth in old if (image := self._images[nth]) is not None]
        if not images:
            return None
        first, last = min(images), max(images)
        if grown:
            first, last = self._grown(old[0], first, old[-1], last)
        start, end = self._now[first][0], self._now[last][1]
        return self._without_edges(span, start, end)

    def _word_by_word(self, span: Span) -> list[int]:
        """The new words that say just what a stretch said, if they stand there once, as the stretch did."""
        said = self.before[slice(*span)]
        if self.before.count(said) != 1 or self.after.count(said) != 1:
            return []
        start = self.after.index(said)
        return list(_meeting(self._now, (start, start + len(said))))

    @cached_property
    def _was(self) -> list[Span]:
        return [word.span() for word in _WORD.finditer(self.before)]

    @cached_property
    def _now(self) -> list[Span]:
        return [word.span() for word in _WORD.finditer(self.after)]

    @cached_property
    def _images(self) -> list[int | None]:
        """For each old word the new one in its place, if there is one."""
        was, now = _bare(self.before, self._was), _bare(self.after, self._now)
        images: list[int | None] = [None] * len(was)
        for move in Levenshtein.opcodes(was, now):
            for nth in range(move.src_start, move.src_end if move.tag != "delete" else move.src_start):
                images[nth] = move.dest_start + nth - move.src_start
        return images

    def _grown(self, old_first: int, first: int, old_last: int, last: int) -> Span:
        before = self._images[old_first - 1] if old_first else None
        added = [self._word(nth) for nth in range(before + 1, first)] if before is not None else []
        if all(word[:1].islower() and not _STOP.search(word) for word in added):
            first -= len(added)
        behind = [image for image in self._images[old_last + 1 :] if image is not None]
        end = min(behind, default=len(self._now))
        while last + 1 < end and not _STOP.search(self._word(last)):
            last += 1
        return first, last

    def _word(self, nth: int) -> str:
        return self.after[slice(*self._now[nth])]

    def _without_edges(self, span: Span, start: int, end: int) -> Span:
        """Without the brackets and stops at its edges that were not part of the old stretch."""
        old, behind = self.before[slice(*span)], self.before[span[1] : span[1] + 1]
        while start < end and self.after[start] in _OPENING and not old.startswith(self.after[start]):
            start += 1
        while end > start and self.after[end - 1] in _CLOSING and not old.endswith(self.after[end - 1]):
            if _closes(self.after[start:end]) and behind != self.after[end - 1]:
                break
            end -= 1
        return start, end


def _closes(text: str) -> bool:
    """Whether the bracket at the end was opened inside."""
    pairs = {")": "(", "]": "[", "}": "{"}
    opening = pairs.get(text[-1:])
    return opening is not None and text.count(opening) >= text.count(text[-1])


def _bare(text: str, spans: list[Span]) -> list[str]:
    """The words in small letters, without stops and brackets; a sign that stands alone is itself."""
    words = (text[start:end].casefold() for start, end in spans)
    return [_EDGES.sub("", word) or word for word in words]


def _meeting(words: list[Span], span: Span) -> Iterator[int]:
    return (nth for nth, word in enumerate(words) if word[0] < span[1] and span[0] < word[1])
