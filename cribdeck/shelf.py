"""What was worked out before and need not be again: values by key, kept from one build to the next.

A key says all that its value depends on, so that a value is never wrong, only missing. What a run did not ask for is
dropped. On the disk it is one file, which may be deleted at any time; one that is damaged, of another program, or not
ours at all is as good as none, and nothing in it is ever run.
"""

import io
import json
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

SHELF = "notes.bin"

FORMAT = 1


@dataclass(slots=True)
class Shelf:
    """Values of earlier runs, as far as this one asks for them, and those that it adds."""

    packed: Mapping[str, bytes] = field(default_factory=dict)
    """Of the last build, as they stood on the disk."""
    program: str = ""
    """What tells one version of the code from another."""
    known: dict[str, object] = field(default_factory=dict)
    """Of the last run of this process."""
    used: dict[str, object] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)

    def get(self, key: str) -> object | None:
        """The value that was put there, or None."""
        found = self.used.get(key) or self.known.get(key) or _unpacked(self.packed.get(key))
        if found is not None:
            self.used[key] = found
        return found

    def hold(self, key: str) -> None:
        """Keep what is there for the next run, without looking at it."""
        if key in self.known:
            self.used[key] = self.known[key]
        elif key in self.packed and key not in self.used:
            self.held.add(key)

    def put(self, key: str, value: object) -> None:
        self.used[key] = value
        self.added.add(key)

    def turn(self) -> None:
        """End a run and begin the next in the same process: what this one did not use is dropped."""
        self.packed, self.known, self.used = {}, self.used, {}
        self.added, self.held = set(), set()


def read_shelf(path: Path, program: str) -> Shelf:
    """What a build of the same program left there."""
    try:
        content = path.read_bytes()
        end = content.index(b"\n")
        head = json.loads(content[:end])
        packed: dict[str, bytes] = {}
        if head["format"] == FORMAT and head["program"] == program:
            at = end + 1
            for key, size in head["entries"]:
                packed[key] = content[at : at + size]
                at += size
        return Shelf(packed, program)
    except (OSError, ValueError, LookupError, TypeError):
        return Shelf({}, program)


def write_shelf(shelf: Shelf, path: Path) -> None:
    """Leave what this run used for the next. Where that cannot be done, it costs time and nothing else."""
    kept = shelf.used.keys() | shelf.held
    if not shelf.added and kept == shelf.packed.keys():
        return
    packed = {key: _kept(shelf, key) for key in sorted(kept)}
    entries = [(key, len(content)) for key, content in packed.items() if content]
    head = json.dumps({"format": FORMAT, "program": shelf.program, "entries": entries})
    draft = path.with_suffix(".tmp")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        with draft.open("wb") as file:  # piece by piece: of a large vault it is a hundred megabytes
            file.writelines([head.encode("ascii"), b"\n", *packed.values()])
        draft.replace(path)


def _kept(shelf: Shelf, key: str) -> bytes:
    return _packed(shelf.used[key]) if key in shelf.added else shelf.packed[key]


# --- values as bytes ----------------------------------------------------------


def _packed(value: object) -> bytes:
    """The value behind its hash; nothing where it is nested too deeply."""
    try:
        content = pickle.dumps(value, protocol=5)
    except RecursionError:
        return b""
    return sha256(content).digest() + content


def _unpacked(packed: bytes | None) -> object | None:
    """The value, or None where there is none, or other bytes than were put there."""
    if packed is None or sha256(packed[32:]).digest() != packed[:32]:
        return None
    try:
        found: object = _Unpickler(io.BytesIO(packed[32:])).load()
    except Exception:  # whatever bytes that we did not write make of it
        return None
    return found


class _Unpickler(pickle.Unpickler):
    """Makes values of cribdeck's own dataclasses, and nothing else."""

    def find_class(self, module: str, name: str) -> type[object]:
        if (module, name) == ("fractions", "Fraction"):
            return Fraction
        found = super().find_class(module, name) if module.startswith("cribdeck.") and name.isidentifier() else None
        if isinstance(found, type) and hasattr(found, "__dataclass_fields__"):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")
