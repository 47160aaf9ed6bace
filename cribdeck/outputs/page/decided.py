"""What the user decided of each statement, out of a lock that was made from the same statements."""

from collections.abc import Mapping, Sequence

from cribdeck.identity.lock import Lock, LockRow
from cribdeck.identity.rows import Row, find_rows
from cribdeck.model import Statement

Decision = Mapping[str, object]


def decisions_of(lock: Lock, statements: Sequence[Statement]) -> list[dict[str, Decision]]:
    """For each statement the decisions by part."""
    rows = find_rows(statements)
    kept = _by_file(lock.rows)
    places = _places(rows.rows)
    found: list[dict[str, Decision]] = []
    for place in rows.places:
        file, nth = places[place]
        block = kept.get(file, [])
        entries = block[nth].entries if nth < len(block) else ()
        found.append({entry.part: entry.decision for entry in reversed(entries) if entry.decision})
    return found


def _by_file(rows: Sequence[LockRow]) -> dict[str, list[LockRow]]:
    """The rows of each file: those of files that were not read this time stand among the others."""
    blocks: dict[str, list[LockRow]] = {}
    file = ""
    for row in rows:
        file = row.row.text if row.row.kind == "file" else file
        blocks.setdefault(file, []).append(row)
    return blocks


def _places(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """For each row its file, and which row of the file it is."""
    places: list[tuple[str, int]] = []
    file, start = "", 0
    for nth, row in enumerate(rows):
        if row.kind == "file":
            file, start = row.text, nth
        places.append((file, nth - start))
    return places
