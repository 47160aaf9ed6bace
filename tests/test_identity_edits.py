"""Every kind of edit, on notes that a student could have written: cases in `fixtures/identity/edits`."""

import re
from pathlib import Path

import pytest
from identity_notes import Deck, fates, guids

CASES = Path(__file__).parent / "fixtures/identity/edits"


def cases() -> list[tuple[str, str, str, str]]:
    """Title, notes before, notes after and what became of the facts: parts ended by a line with a single dot."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
        for nth in range(0, len(parts) - 3, 4):
            title, before, after, plan = parts[nth : nth + 4]
            found.append((f"{path.stem}: {title.strip()}", before, after, plan.strip()))
    return found


def files(notes: str) -> dict[str, str]:
    """Several files stand below lines like ``=== cells.md``."""
    parts = re.split(r"(?m)^=== (.+)\n", notes)
    return dict(zip(parts[1::2], parts[2::2], strict=True)) or {"notes.md": notes}


@pytest.mark.parametrize(("title", "before", "after", "plan"), cases(), ids=[case[0] for case in cases()])
def test_edit(title: str, before: str, after: str, plan: str) -> None:
    deck = Deck()
    first = deck.build(files(before))
    second = deck.build(files(after))
    assert "\n".join(fates(second)) == plan
    kept = {change.guid for part in ("kept", "updated", "matched", "revived") for change in getattr(second.plan, part)}
    assert kept <= {fact.guid for fact in first.facts}, "what is not new had its GUID before"
    assert len({fact.guid for fact in second.facts}) == len(second.facts)
    lock = deck.lock
    again = deck.build(files(after))
    assert deck.lock == lock, "a build without an edit leaves the lock byte for byte"
    assert {fact.status for fact in again.facts} <= {"kept"}


def test_of_two_equals_the_one_goes_on_whose_file_and_heading_were_only_renamed() -> None:
    rest = "".join(f"# {title}\n- {title} is told of in a line of its own\n" for title in ("Salt", "Sugar", "Starch"))
    line = "- Osmosis moves water across a membrane\n"
    deck = Deck()
    first = deck.build({"a.md": "# Copied\n- The pump moves salt\n", "b.md": f"# Water\n{line}{rest}"})
    second = deck.build({"a.md": f"# Copied\n{line}- The pump moves salt\n", "z.md": f"# Rivers\n{line}{rest}"})
    before = guids(first)["Osmosis moves water across a membrane"]
    assert [fact.statement.source.file for fact in second.facts if fact.guid == before] == ["z.md"]
