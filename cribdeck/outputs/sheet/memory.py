"""What earlier builds found out by laying out, kept in a file by all that it depends on."""

import json
from collections.abc import Mapping
from pathlib import Path


class Memory:
    """Values that JSON can hold, by key; kept from one build to the next where there is a file."""

    def __init__(self, file: Path | None, *, most: int) -> None:
        self._file = file
        self._most = most
        self._old = _read(file)
        self._used: dict[str, object] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no earlier build left anything."""
        return not self._old

    def get(self, key: str) -> object | None:
        found = self._used.get(key) or self._old.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, value: object) -> None:
        self._used[key] = value

    def save(self) -> None:
        """Write what this build used, and before it what earlier ones did, as far as there is room."""
        unused = {key: value for key, value in self._old.items() if key not in self._used}
        kept = dict([*unused.items(), *self._used.items()][-max(self._most, len(self._used)) :])
        if self._file is None or kept == self._old:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(kept), encoding="utf-8")
        except OSError:
            return  # a cache that cannot be written costs time, nothing else


def _read(file: Path | None) -> Mapping[str, object]:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
