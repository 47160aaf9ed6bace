"""Each rule on notes that a student could have written: cases in `fixtures/rules`, a file a rule."""

import re
from pathlib import Path

import pytest

from cribdeck.facts.candidates import Asked, find_candidates
from cribdeck.facts.statements import find_statements
from cribdeck.model import Candidate
from cribdeck.read.bold_headings import with_bold_headings
from cribdeck.read.outline import read_outline

CASES = Path(__file__).parent / "fixtures" / "rules"


def cases() -> list[tuple[str, str, str]]:
    """Title, notes and expected cards of every case: three parts, each ended by a line with a single dot."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
        for title, notes, cards in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            found.append((f"{path.stem}: {title.strip()}", notes, cards.strip()))
    return found


def shown(candidate: Candidate) -> str:
    """A candidate on a line: ``card definition | Cells | What is osmosis? -> movement of water``."""
    tier = "card" if candidate.strict or candidate.explicit else "maybe"
    front = candidate.prompt.plain
    for part in sorted(candidate.hidden, key=lambda part: -part.start):
        front = f"{front[: part.start]}[{part.group}:{front[part.start : part.end]}]{front[part.end :]}"
    line = f"{tier} {candidate.rule} | {' › '.join(candidate.topic)} | {front}"
    if candidate.note_type != "cloze":
        line += " -> " + "; ".join(candidate.asked)
    if candidate.reverse:
        line += f" <-> {candidate.reverse[0].plain}"
    return line.replace("\n", " ⏎ ")


def best(asked: Asked) -> list[str]:
    """The best candidate, and those of another part that stand beside it."""
    rows, seen = [], set()
    for candidate in asked.candidates:
        if not (candidate.strict or candidate.explicit or candidate.offered):
            continue
        if not seen or (candidate.part not in seen and candidate.strict):
            rows.append(shown(candidate))
        seen.add(candidate.part)
    return rows


@pytest.mark.parametrize(
    ("title", "notes", "cards"), cases(), ids=lambda value: value[:60] if isinstance(value, str) else ""
)
def test_rule(title: str, notes: str, cards: str) -> None:
    outline, _ = read_outline(notes, "Notes.md")
    outline = with_bold_headings(outline)
    rows = [row for asked in find_candidates(outline, find_statements(outline)) for row in best(asked)]
    assert "\n".join(rows) == cards
