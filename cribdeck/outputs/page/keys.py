"""Names for what can be decided: they stay as long as the text does, and hold no place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from cribdeck.facts.candidates import Asked
from cribdeck.identity.rows import plain
from cribdeck.model import Fact


def keys_of(asked: Sequence[Asked], facts: Iterable[Fact] = ()) -> list[dict[str, str]]:
    """For each statement the keys of its parts: of file, label, text and part, counted among equals."""
    asked_still: dict[int, list[str]] = defaultdict(list)
    for fact in facts:
        asked_still[id(fact.statement)].append(fact.candidate.part)
    seen: Counter[tuple[str, ...]] = Counter()
    keys: list[dict[str, str]] = []
    for each in asked:
        statement = each.statement
        said = (statement.source.file, statement.label, plain(statement.text))
        seen[said] += 1
        parts = dict.fromkeys([*(one.part for one in each.candidates), *asked_still.get(id(statement), ())])
        keys.append({part: _key(*said, part, str(seen[said])) for part in parts})
    return keys


def _key(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
