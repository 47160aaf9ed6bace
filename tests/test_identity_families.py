"""Families of facts that differ in a number or a word: a history is rather lost than given to a relative."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from families import EDITS, FAMILIES, Line, Vault

from cribdeck.identity.keys import make_key
from cribdeck.identity.match import match

TIMES = 4
"""Edits of one kind in a vault; more of those that change many lines at once would leave nothing alone."""

KEPT: dict[tuple[str, str], float] = {
    # Of a ladder, a line that is moved and mended at once could be any of its neighbours.
    ("ladders", "shuffle_and_mend"): 0.0,
    ("ladders", "exchange_values"): 0.5,
    ("ladders", "mend_a_number"): 0.6,
    ("ladders", "go_on"): 0.8,
    ("nested", "shuffle_and_mend"): 0.0,
    # What goes on where a relative says nearly the same may be the relative.
    ("words", "go_on"): 0.5,
    ("nested", "go_on"): 0.6,
    ("nested", "make_a_typo"): 0.8,
}
"""How much of what was edited is found again; 0.95 where nothing is said."""


def outcome(family: Callable[[random.Random], Any], edit: Callable[[Vault], Any], seed: int) -> Counter[str]:
    """What became of the lines of a vault, counted."""
    chance = random.Random(f"{family.__name__} {edit.__name__} {seed}")
    vault = Vault(family(chance), chance)
    old_rows, old_lines = vault.rows()
    texts = {id(line): line.text for line in old_lines if line}
    touched: dict[int, tuple[Line, str]] = {}
    for _ in range(1 if edit.__name__ == "double_a_section" else TIMES):
        for line, verdict in edit(vault):
            if id(line) in texts or verdict != "same":
                touched.setdefault(id(line), (line, verdict))
    new_rows, new_lines = vault.rows()
    found = match(old_rows, new_rows).found
    count: Counter[str] = Counter()
    for row, line in enumerate(new_lines):
        if line is None:
            continue
        owner = old_lines[found[row].old] if row in found else None
        said = make_key(texts[id(owner)]) if owner else ""
        if owner is line:
            verdict = "kept"
        elif owner is None:
            verdict = "lost" if id(line) in texts else "new"
        elif said == make_key(line.text):
            verdict = "same words"  # of two lines that say the same, either may have the history
        elif found[row].doubtful:
            verdict = "asked"  # the plan shows it as taken, which may be wrong
        else:
            verdict = "stolen"
        count[f"edited {verdict}" if id(line) in touched else verdict] += 1
    return count


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_no_history_goes_to_a_relative(family: Callable[[random.Random], Any], edit: Callable[[Vault], Any]) -> None:
    count = sum((outcome(family, edit, seed) for seed in range(3)), Counter[str]())
    assert not count["stolen"] and not count["edited stolen"], count
    assert not count["lost"], "what nobody touched is always found again"
    edited = count["edited kept"] + count["edited lost"]
    least = KEPT.get((family.__name__, edit.__name__), 0.95)
    assert count["edited kept"] >= least * edited, count
