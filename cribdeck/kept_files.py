"""Note files that were read and asked before: what an edit of another file does not change is taken from there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from cribdeck.errors import Problem
from cribdeck.facts.asked_before import Answer, AskedBefore
from cribdeck.facts.calculations import Found, practise
from cribdeck.facts.calculations.drill import Drill
from cribdeck.facts.candidates import Asked
from cribdeck.model import Calculation, Outline, Practice, Statement
from cribdeck.read.outline import read_outline
from cribdeck.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Alone:
    """What a note file says without the others."""

    outline: Outline
    statements: tuple[Statement, ...]
    found: tuple[Found, ...]
    """The worked calculations, their formulas not yet found."""
    written: tuple[Found, ...]
    """The author's own practice problems."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that became of a file, and what beside its text it depends on. One value, for its parts share items."""

    outline: Outline
    """As it was read."""
    problems: tuple[Problem, ...]
    settings: str = ""
    alone: Alone | None = None
    calculations: tuple[Calculation, ...] = ()
    """Those of the file with formulas, which are found by looking at all files."""
    asked: tuple[Asked, ...] = ()


LONG = 100
"""Statements from which a file is worth knowing again line by line."""


class KeptFiles:
    """The files of one run, on a shelf that outlives it."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or Shelf()
        self._known: dict[int, tuple[str, Known]] = {}

    def read(self, source: str, file: str, *, lang: str = "") -> tuple[Outline, tuple[Problem, ...]]:
        """What `read_outline` gives."""
        key = sha256(repr((file, lang, source)).encode("utf-8")).hexdigest()
        known = self._shelf.get(key)
        if not isinstance(known, Known):
            known = Known(*read_outline(source, file, lang=lang))
            self._shelf.put(key, known)
        self._known[id(known.outline.root)] = key, known
        return known.outline, known.problems

    def practise(self, drill: Drill, *, seed: str, count: int) -> tuple[Practice, ...]:
        """What `practise` gives; a problem takes longer to make and check than a line to read."""
        key = sha256(repr((drill, seed, count)).encode("utf-8")).hexdigest()
        found = self._shelf.get(key)
        if not isinstance(found, tuple):
            found = practise(drill, seed=seed, count=count)
            self._shelf.put(key, found)
        return found

    def alone(self, outline: Outline, settings: str) -> Alone | None:
        """What the file said by the same settings. Not known where other files changed what stands in it: links."""
        _, known = self._known.get(id(outline.root), ("", None))
        if known is None or known.alone is None or known.settings != settings:
            return None
        return replace(known.alone, outline=replace(known.alone.outline, embeds=outline.embeds))

    def asked_before(self, file: Alone, settings: str) -> AskedBefore:
        """The statements of a long file, as they were asked when it last was another one."""
        name = file.outline.file
        if len(file.statements) < LONG:
            return AskedBefore(keeps=False)
        known = self._shelf.get(_statements_of(name))
        return AskedBefore(
            known if isinstance(known, dict) else None, settings=repr((name, file.outline.lang, settings))
        )

    def asked(self, outline: Outline, alone: Alone, calculations: Sequence[Calculation]) -> tuple[Asked, ...] | None:
        """What was asked of the file, if its calculations are the same."""
        _, known = self._known.get(id(outline.root), ("", None))
        if known is None or known.alone is None or known.alone.statements is not alone.statements:
            return None
        if known.calculations != tuple(calculations):
            return None
        self._shelf.hold(_statements_of(outline.file))
        return known.asked

    def keep(
        self,
        outline: Outline,
        settings: str,
        alone: Alone,
        calculations: Sequence[Calculation],
        asked: Sequence[Asked],
        used: dict[str, Answer],
    ) -> None:
        """Remember what became of a file; one that was not read by `read` is not kept."""
        key, known = self._known.get(id(outline.root), ("", None))
        if known is not None:
            found = Known(known.outline, known.problems, settings, alone, tuple(calculations), tuple(asked))
            self._known[id(outline.root)] = key, found
            self._shelf.put(key, found)
        if len(alone.statements) >= LONG:
            self._shelf.put(_statements_of(outline.file), used)


def _statements_of(file: str) -> str:
    return f"statements of {file}"
