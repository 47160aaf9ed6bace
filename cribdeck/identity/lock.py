"""The lock: what ties an Anki collection to notes that hold no ids, as values and as text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast, get_args

from cribdeck.errors import CribdeckError
from cribdeck.identity.rows import Row, RowKind
from cribdeck.model import NoteType

NAME = "cribdeck.lock"

_VERSION = 1
_ABOUT = "Ties your Anki reviews to these notes. Keep it with them; without it edited cards start anew."

State = Literal["live", "retired"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which way of asking a statement was chosen."""

    kind: str = ""
    hidden: tuple[str, ...] = ()
    """What the learner has to say, as plain text: for a cloze one entry a card."""


LINKED = "linked"
"""The key of a fact that the user has tied to a line by hand: it goes on with whatever that line is asked."""

EARLIER = "earlier"
"""The rule of a card of which nobody knows any more by which one it was made."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a fact was asked, so that it can be asked like that again where no rule would any more."""

    rule: str = ""
    front: str = ""
    """What a question asked, as plain text. A cloze is its statement with a part hidden."""
    reverse: tuple[str, ...] = ()
    """Front and answer of its second card, if it was asked both ways."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lock remembers of one fact; without a GUID, a decision about a statement that has no card."""

    guid: str = ""
    type: NoteType = "basic"
    part: str = ""
    choice: Choice = Choice()
    wording: Wording = Wording()
    """Empty in the locks of early versions."""
    clozes: Mapping[int, str] = field(default_factory=dict)
    """Every cloze number that the note ever had, and what it hid last: no number is given twice."""
    hash: str = ""
    """Of what the note says; ``mod`` moves with it."""
    mod: int = 0
    created: int = 0
    state: State = "live"
    retired: int = 0
    """When it was retired, seconds since 1970."""
    decision: Mapping[str, object] = field(default_factory=dict)
    """What the user decided in triage: skip, take, reverse, topic, seen."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys of other versions, and those that say why something is unsure. They are kept."""


@dataclass(frozen=True, slots=True)
class LockRow:
    """A row of the notes at the last build, with the facts that were made of it."""

    row: Row
    entries: tuple[Entry, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retired:
    """A fact that is no longer in the notes, with what it said: it is revived when the notes say it again."""

    entry: Entry
    text: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """All that is remembered between builds. ``rows`` stand in the order of files and statements."""

    namespace: str
    deck: str = ""
    level: str = "strict"
    rows: tuple[LockRow, ...] = ()
    retired: tuple[Retired, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def entries(self) -> Iterator[Entry]:
        """Every live fact, in order."""
        return (entry for row in self.rows for entry in row.entries if entry.guid)

    @property
    def guids(self) -> set[str]:
        """Every GUID that was ever given, live or retired."""
        return {entry.guid for entry in self.entries} | {one.entry.guid for one in self.retired}


# --- writing ----------------------------------------------------------------


def format_lock(lock: Lock) -> str:
    """The lock as JSON Lines: a change in the notes changes the lines of what was changed and no others."""
    lines = [_head(lock)]
    for row in lock.rows:
        lines.extend(_row_lines(row))
    retired = sorted(lock.retired, key=lambda one: one.entry.guid)
    lines.extend(entry_line(one.entry, {"text": one.text, "topic": one.topic}) for one in retired)
    return "".join(_as_json(line) + "\n" for line in [*lines, {"end": 1}])


_as_json = json.JSONEncoder(ensure_ascii=False).encode


def _head(lock: Lock) -> dict[str, object]:
    head = {"cribdeck": _VERSION, "about": _ABOUT, "namespace": lock.namespace, "deck": lock.deck, "level": lock.level}
    return head | dict(lock.extra)


def _row_lines(found: LockRow) -> Iterator[dict[str, object]]:
    row = found.row
    if row.kind != "statement":
        yield {row.kind: row.text} | ({"depth": row.depth} if row.depth else {}) | dict(found.extra)
        return
    place: dict[str, object] = {"depth": row.depth, "text": row.text}
    if row.block:
        place["block"] = row.block
    if not found.entries:
        yield place | dict(found.extra)
    for nth, entry in enumerate(found.entries):
        # A line without depth is another fact of the statement above it.
        yield entry_line(entry, place if nth == 0 else {}) | (dict(found.extra) if nth == 0 else {})


def entry_line(entry: Entry, place: Mapping[str, object]) -> dict[str, object]:
    """What the line of a fact holds, in the order of the keys; what is empty is left out."""
    choice = {"kind": entry.choice.kind, "hidden": list(entry.choice.hidden)}
    known: dict[str, object] = {
        "guid": entry.guid,
        "type": entry.type if entry.guid else "",
        **place,
        "part": entry.part,
        "choice": choice if entry.choice != Choice() else {},
        "asked": _asked(entry.wording),
        "clozes": {str(number): text for number, text in sorted(entry.clozes.items())},
        "hash": entry.hash,
        "mod": entry.mod,
        "created": entry.created,
        "state": entry.state if entry.state != "live" else "",
        "retired": entry.retired,
        "decision": dict(entry.decision),
    }
    return {key: value for key, value in known.items() if value or key in ("depth", "text")} | dict(entry.extra)


def _asked(wording: Wording) -> dict[str, object]:
    found = {"rule": wording.rule, "front": wording.front, "reverse": list(wording.reverse)}
    return {key: value for key, value in found.items() if value}


# --- reading ----------------------------------------------------------------


def read_lock(text: str, path: str) -> Lock:
    """The lock that this text holds. Raises CribdeckError, naming path and line, if it is not whole and sound."""
    return _Reader(path).read(text)


def read_entry(line: Mapping[str, object]) -> Entry:
    """The fact that such a line holds."""
    return _Reader("cribdeck.lock").entry(dict(line))


_Line = dict[str, object]
_Word = TypeVar("_Word", bound=str)

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "guid": str,
    "type": str,
    "depth": int,
    "text": str,
    "topic": str,
    "file": str,
    "part": str,
    "block": str,
    "choice": dict,
    "asked": dict,
    "clozes": dict,
    "hash": str,
    "mod": int,
    "created": int,
    "state": str,
    "retired": int,
    "decision": dict,
}

_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class _Reader:
    """Reads a lock line by line, knowing where it is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._line = 0
        self._rows: list[LockRow] = []
        self._retired: list[Retired] = []
        self._seen: dict[str, int] = {}

    def read(self, text: str) -> Lock:
        lines = self._lines(text)
        head = next(lines, {})
        if "cribdeck" not in head:
            raise self._error("this is no lock: its first line has no version. Restore it from a backup or from git")
        version = head.pop("cribdeck")
        if not isinstance(version, int) or isinstance(version, bool):
            raise self._error(f"the version is {version!r}, no whole number")
        if version > _VERSION:
            raise self._error(f"a newer cribdeck wrote this lock (version {version})", "Update cribdeck")
        head.pop("about", None)
        lock = {key: self._text(head, key, default) for key, default in _HEAD.items()}
        for line in lines:
            if "end" in line:
                self._nothing_after(lines)
                return Lock(rows=tuple(self._rows), retired=tuple(self._retired), extra=head, **lock)
            self._take(line)
        raise self._error("the lock is cut off: its last line is missing. Restore it from a backup or from git")

    def _lines(self, text: str) -> Iterator[_Line]:
        for self._line, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            if line.startswith(_CONFLICT):
                raise self._error("git left a conflict here", "Keep one of the two sides and take the markers out")
            if line.strip():
                yield self._parse(line)

    def _parse(self, line: str) -> _Line:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._error("this line does not parse") from error
        if not isinstance(found, dict):
            raise self._error("this line holds no object")
        return found

    def _take(self, line: _Line) -> None:
        for key, kind in _TYPES.items():
            if key in line and (not isinstance(line[key], kind) or isinstance(line[key], bool)):
                raise self._error(f"{key} has a value of the wrong kind")
        if line.get("state") == "retired":
            retired = Retired(text=self._text(line, "text"), topic=self._text(line, "topic"), entry=self.entry(line))
            self._retired.append(retired)
        elif "guid" not in line and ("file" in line or "topic" in line):
            label: RowKind = "file" if "file" in line else "topic"
            row = Row(label, self._text(line, label), self._number(line, "depth"))
            self._rows.append(LockRow(row, extra=line))
        elif "depth" in line:
            self._statement(line)
        else:
            self._another(line)

    def _statement(self, line: _Line) -> None:
        row = Row("statement", self._text(line, "text"), self._number(line, "depth"), self._text(line, "block"))
        if "guid" in line or "decision" in line:
            self._rows.append(LockRow(row, (self.entry(line),)))
        else:
            self._rows.append(LockRow(row, extra=line))

    def _another(self, line: _Line) -> None:
        """A further fact of the statement above."""
        above = self._rows[-1] if self._rows else None
        if above is None or not above.entries:
            raise self._error("this fact belongs to no statement")
        self._rows[-1] = LockRow(above.row, (*above.entries, self.entry(line)), above.extra)

    def entry(self, line: _Line) -> Entry:
        guid = self._text(line, "guid")
        if guid in self._seen:
            raise self._error(f"GUID {guid} stands here and in line {self._seen[guid]}", "Keep the line that is right")
        if guid:
            self._seen[guid] = self._line
        return Entry(
            guid=guid,
            type=self._one_of(line, "type", get_args(NoteType), "basic"),
            part=self._text(line, "part"),
            choice=self._choice(cast(_Line, line.pop("choice", {}))),
            wording=self._wording(cast(_Line, line.pop("asked", {}))),
            clozes=self._clozes(cast(_Line, line.pop("clozes", {}))),
            hash=self._text(line, "hash"),
            mod=self._number(line, "mod"),
            created=self._number(line, "created"),
            state=self._one_of(line, "state", get_args(State), "live"),
            retired=self._number(line, "retired"),
            decision=cast(_Line, line.pop("decision", {})),
            extra=line,  # what is left of it
        )

    def _choice(self, found: _Line) -> Choice:
        hidden = found.get("hidden", [])
        if not isinstance(hidden, list):
            raise self._error("hidden must be a list of texts")
        return Choice(str(found.get("kind", "")), tuple(map(str, hidden)))

    def _wording(self, found: _Line) -> Wording:
        reverse = found.get("reverse", [])
        if not isinstance(reverse, list) or len(reverse) not in (0, 2):
            raise self._error("reverse must be a list of two texts")
        return Wording(str(found.get("rule", "")), str(found.get("front", "")), tuple(map(str, reverse)))

    def _clozes(self, found: _Line) -> dict[int, str]:
        if not all(number.isascii() and number.isdigit() for number in found):
            raise self._error("a cloze number is no number")
        return {int(number): str(text) for number, text in found.items()}

    def _text(self, line: _Line, key: str, default: str = "") -> str:
        return str(line.pop(key, default))

    def _number(self, line: _Line, key: str) -> int:
        return cast(int, line.pop(key, 0))

    def _one_of(self, line: _Line, key: str, known: tuple[_Word, ...], default: _Word) -> _Word:
        found = line.pop(key, default)
        for word in known:
            if found == word:
                return word
        raise self._error(f"{key} is {found!r}, not one of {', '.join(known)}", "Update cribdeck")

    def _nothing_after(self, lines: Iterator[_Line]) -> None:
        if next(lines, None) is not None:
            raise self._error("something stands behind the end", "Two locks were joined: keep one of them")

    def _error(self, wrong: str, cure: str = "Restore the lock from a backup or from git") -> CribdeckError:
        return CribdeckError(f"{self._path}:{self._line}: {wrong}. {cure}.")


_HEAD = {"namespace": "", "deck": "", "level": "strict"}
