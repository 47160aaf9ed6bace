"""Statements that were asked before: known again by all that a rule can see of them.

A rule sees its statement, the items beside and below it, the texts above it, and what it looks up in the survey of the
file. It is shown no more than that, so that an edit elsewhere cannot change what it finds.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar, overload

from cribdeck.facts.place import Place, Survey
from cribdeck.model import Candidate, Item, Source, Statement


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a statement on some line, and what was looked up for it."""

    line: int
    candidates: tuple[Candidate, ...]
    reason: str
    cure: str
    looked_up: tuple[tuple[str, str, object], ...]
    """Field of the survey, key, and what stood there."""


Ask = Callable[[Statement, Place], Answer]


class AskedBefore:
    """The answers of one file: those of an earlier run, and those that this one used."""

    def __init__(self, known: Mapping[str, Answer] | None = None, *, settings: str = "", keeps: bool = True) -> None:
        """``settings`` stand for everything that holds for the whole file; one that ``keeps`` nothing is sooner asked
        than known again."""
        self.used: dict[str, Answer] = {}
        self._keeps = keeps
        self._known = known or {}
        self._settings = settings
        self._views: dict[int, Statement] = {}
        self._paths: dict[int, tuple[Item, ...]] = {}
        self._above: dict[int, str] = {}
        self._digests: dict[int, str] = {}
        self._places: dict[int, int] = {}

    def answer(self, statement: Statement, place: Place, ask: Ask, *, is_member: bool) -> Answer:
        """What ``ask`` gives, which is not asked where it was before."""
        view = self.view(statement)
        if place.after:
            place = replace(place, after=self.view(place.after))
        if not self._keeps or place.calculation or place.working:  # what they come to is found by looking at all notes
            return ask(view, place)
        key = self._key(statement, place, is_member)
        known = self._known.get(key)
        if known is None or not all(_still(place.survey, *each) for each in known.looked_up):
            looked_up: dict[tuple[str, str], object] = {}
            found = ask(view, replace(place, survey=_noting(place.survey, looked_up)))
            known = replace(found, looked_up=tuple((*where, value) for where, value in looked_up.items()))
        self.used[key] = known
        return _on_line(known, statement.source.first)

    # --- what a rule sees -----------------------------------------------------

    def view(self, statement: Statement) -> Statement:
        """The statement with of each item above its parent only its own text."""
        found = self._views.get(id(statement))
        if found is None:
            before = statement.before and self.view(statement.before)
            found = replace(statement, path=self._path(statement), before=before)
            self._views[id(statement)] = found
        return found

    def _path(self, statement: Statement) -> tuple[Item, ...]:
        path = self._paths.get(id(statement.parent))
        if path is None:
            path = (statement.parent,)
            for item in reversed(statement.path[:-1]):
                path = (replace(item, children=path[:1]), *path)
            self._paths[id(statement.parent)] = path
            self._above[id(statement.parent)] = repr([_own(item) for item in path[:-1]])
        return path

    # --- the same as a key ----------------------------------------------------

    def _key(self, statement: Statement, place: Place, is_member: bool) -> str:
        parent = statement.parent
        seen = (
            self._settings,
            self._above[id(parent)],
            self._digest(parent),
            self._places[id(statement.item)],
            statement.source.first - parent.source.first,
            statement.nth,
            statement.text.plain,
            statement.label,
            statement.suppressed,
            place.labels,
            is_member,
        )
        return sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()

    def _digest(self, item: Item) -> str:
        """An item with all that is below it, wherever it stands."""
        found = self._digests.get(id(item))
        if found is None:
            below = [(child.source.first - item.source.first, self._digest(child)) for child in item.children]
            found = sha256(repr((_own(item), below)).encode("utf-8", "surrogatepass")).hexdigest()
            self._digests[id(item)] = found
            self._places.update((id(child), nth) for nth, child in enumerate(item.children))
        return found


def _own(item: Item) -> tuple[object, ...]:
    """What an item says itself."""
    lines = item.source.last - item.source.first
    said = item.text, item.cells, item.breaks, item.info, item.block, sorted(item.flags)
    return item.kind, item.level, item.number, lines, *said


def _on_line(answer: Answer, line: int) -> Answer:
    """The answer as it is where its statement stands on another line."""
    shift = line - answer.line
    if not shift:
        return answer
    moved = [
        replace(each, uses=tuple(Source(one.file, one.first + shift, one.last + shift) for one in each.uses))
        for each in answer.candidates
    ]
    return replace(answer, line=line, candidates=tuple(moved))


# --- what a rule looks up -------------------------------------------------------

LookedUp = dict[tuple[str, str], object]

ALL = ""
"""Stands for a rule that went through all keys."""


def _noting(survey: Survey, looked_up: LookedUp) -> Survey:
    """The survey, which notes what is asked of it."""
    return Survey(
        _Members(survey.schema_keys, "schema_keys", looked_up),
        _Entries(survey.spelled_out, "spelled_out", looked_up),
        _Entries(survey.terms, "terms", looked_up),
        _Members(survey.told_of, "told_of", looked_up),
    )


def _still(survey: Survey, name: str, key: str, value: object) -> bool:
    field: Set[str] | Mapping[str, object] = getattr(survey, name)
    if key == ALL:
        return _all(field) == value
    return (field.get(key) if isinstance(field, Mapping) else key in field) == value


def _all(field: Set[str] | Mapping[str, object]) -> object:
    return sorted(field.items()) if isinstance(field, Mapping) else sorted(field)


Value = TypeVar("Value")
Default = TypeVar("Default")


class _Entries(Mapping[str, Value]):
    def __init__(self, entries: Mapping[str, Value], name: str, looked_up: LookedUp) -> None:
        self._entries, self._name, self._looked_up = entries, name, looked_up

    def __getitem__(self, key: str) -> Value:
        self._looked_up[self._name, key] = self._entries.get(key)
        return self._entries[key]

    @overload
    def get(self, key: str) -> Value | None: ...
    @overload
    def get(self, key: str, default: Value | Default) -> Value | Default: ...
    def get(self, key: str, default: Value | Default | None = None) -> Value | Default | None:
        """As of any mapping, but without an exception for each word that is not there, as most are not."""
        found = self._looked_up[self._name, key] = self._entries.get(key)
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        self._looked_up[self._name, ALL] = _all(self._entries)
        return iter(self._entries)

    def __len__(self) -> int:
        self._looked_up[self._name, ALL] = _all(self._entries)
        return len(self._entries)


class _Members(Set[str]):
    def __init__(self, members: Set[str], name: str, looked_up: LookedUp) -> None:
        self._members, self._name, self._looked_up = members, name, looked_up

    def __contains__(self, key: object) -> bool:
        self._looked_up[self._name, str(key)] = key in self._members
        return key in self._members

    def __iter__(self) -> Iterator[str]:
        self._looked_up[self._name, ALL] = _all(self._members)
        return iter(self._members)

    def __len__(self) -> int:
        self._looked_up[self._name, ALL] = _all(self._members)
        return len(self._members)
