"""What is decided in triage stands in the lock, holds through edits, and makes no fact and no deck."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cribdeck.cli import main
from cribdeck.facts.statements import find_statements
from cribdeck.identity.lock import Lock, format_lock, read_lock
from cribdeck.options import BuildOptions
from cribdeck.preview.decide import Decided, with_decisions
from cribdeck.preview.notebook import Notebook, RefusedError
from cribdeck.preview.targets import Target
from cribdeck.read.outline import read_outline

NOTES = """\
# Cells

- **Osmosis**: water moves across a membrane towards the salt
- A stream of ions is renewed every hour
- The cell wall is a layer around the cell
- ATP (adenosine triphosphate) drives the pumps of the membrane
"""

NOW = 1_795_000_000


def open_notebook(folder: Path, text: str = NOTES, **given: object) -> Notebook:
    """A notebook that has read this one note."""
    (folder / "cells.md").write_text(text, encoding="utf-8")
    options = BuildOptions(notes=folder, out=folder / "dist", now=NOW, **given)  # type: ignore[arg-type]
    notebook = Notebook(options, lambda: NOW, token="t")
    assert notebook.reread(), notebook.state
    return notebook


def targets(notebook: Notebook) -> list[Target]:
    assert notebook._shown
    return list(notebook._shown.targets.values())


def facts(notebook: Notebook) -> list[Target]:
    return [one for one in targets(notebook) if one.guid]


def proposals(notebook: Notebook) -> list[Target]:
    return [one for one in targets(notebook) if not one.guid and not (one.decision or {}).get("skip")]


def build(folder: Path) -> dict[str, dict[str, object]]:
    """The cards of a real build, by what stands in their line, from its report."""
    report = folder / "report.json"
    arguments = ["build", str(folder), "-o", str(folder / "dist"), "--only", "deck", "--report", str(report), "-q"]
    assert main([*arguments, "--yes"]) == 0
    return {card["guid"]: card for card in json.loads(report.read_text(encoding="utf-8"))["cards"]}


def lock_of(folder: Path) -> Lock:
    return read_lock((folder / "cribdeck.lock").read_text(encoding="utf-8"), "cribdeck.lock")


def decided_texts(folder: Path) -> dict[str, object]:
    """The text of each statement with a decision, and the decision."""
    rows = lock_of(folder).rows
    return {row.row.text: dict(entry.decision) for row in rows for entry in row.entries if entry.decision}


# --- what is written --------------------------------------------------------


def test_decision_before_the_first_build_makes_no_fact(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    notebook.decide("skip", [targets(notebook)[0].key])
    assert not list(lock_of(tmp_path).entries)
    assert not (tmp_path / "dist").exists()
    assert len(decided_texts(tmp_path)) == 1


def test_decision_changes_nothing_else_of_a_lock(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    build(tmp_path)
    before = (tmp_path / "cribdeck.lock").read_text(encoding="utf-8").splitlines()
    notebook.resettle()
    notebook.decide("seen", [facts(notebook)[0].key])
    after = (tmp_path / "cribdeck.lock").read_text(encoding="utf-8").splitlines()
    [(old, new)] = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert {**json.loads(old), "decision": {"seen": True}} == json.loads(new)


def test_notes_are_never_written_to(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    for verb in ("take", "skip", "turn", "next", "seen"):
        notebook.decide(verb, [one.key for one in targets(notebook)])
        notebook.resettle()
    assert (tmp_path / "cells.md").read_text(encoding="utf-8") == NOTES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cells.md", "cribdeck.lock"]


def test_throw_away_build_keeps_no_decision(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path, throw_away=True)
    with pytest.raises(RefusedError, match="throw-away"):
        notebook.decide("seen", [targets(notebook)[0].key])
    assert not (tmp_path / "cribdeck.lock").exists()


# --- what they do -----------------------------------------------------------


def test_skipped_fact_is_in_no_deck_until_it_is_unskipped(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    first = build(tmp_path)
    notebook.resettle()
    gone = facts(notebook)[0]
    notebook.decide("skip", [gone.key])
    assert set(first) - set(build(tmp_path)) == {gone.guid}
    notebook.resettle()
    notebook.decide("unskip", [gone.key])
    assert set(build(tmp_path)) == set(first)


def test_taken_proposal_is_a_card(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    taken = proposals(notebook)[0]
    notebook.decide("take", [taken.key])
    notebook.resettle()
    assert taken.key in {one.key for one in facts(notebook)}
    before = len(build(tmp_path))
    assert before == len(facts(notebook))


def test_next_way_asks_the_same_statement_otherwise(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    build(tmp_path)
    notebook.resettle()
    now = next(one for one in facts(notebook) if len(one.ways) > 1)
    asked = [now.candidate.asked]
    for _ in now.ways[1:]:
        notebook.decide("next", [now.key])
        notebook.resettle()
        now = next(one for one in targets(notebook) if one.key == now.key)
        asked.append(now.candidate.asked)
    assert len(set(asked)) > 1
    notebook.decide("next", [now.key])
    notebook.resettle()
    back = next(one for one in targets(notebook) if one.key == now.key)
    assert back.candidate.asked == asked[0]


def test_topic_is_the_users(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    notebook.decide("topic", [one.key for one in facts(notebook)], "Biology I")
    assert {tuple(card["topic"])[-1] for card in build(tmp_path).values()} == {"Biology I"}


def test_undo_takes_back_one_key_at_a_time(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    keys = [one.key for one in targets(notebook)]
    left = notebook.left
    notebook.decide("seen", keys[:1])
    after_one = (tmp_path / "cribdeck.lock").read_text(encoding="utf-8")
    notebook.decide("skip", keys)
    assert notebook.left == 0
    assert notebook.undo() == (keys, left - 1)
    assert (tmp_path / "cribdeck.lock").read_text(encoding="utf-8") == after_one
    assert notebook.undo() == (keys[:1], left)
    assert decided_texts(tmp_path) == {}
    with pytest.raises(RefusedError, match="nothing to undo"):
        notebook.undo()


# --- what they survive ------------------------------------------------------

EDITS = {
    "reword": lambda text: text.replace("is renewed", "is always renewed"),
    "move": lambda text: (
        text.replace("- A stream of ions is renewed every hour\n", "")
        + "\n## Later\n\n- A stream of ions is renewed every hour\n"
    ),
    "insert above": lambda text: text.replace("# Cells\n", "# Cells\n\nCells are small. They divide.\n"),
    "bold": lambda text: text.replace("A stream of", "A **stream** of"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("built", [False, True], ids=["before the first build", "after a build"])
@pytest.mark.parametrize("verb", ["skip", "take"])
def test_decisions_survive_an_edit(tmp_path: Path, edit: str, built: bool, verb: str) -> None:
    notebook = open_notebook(tmp_path)
    if built:
        build(tmp_path)
        notebook.resettle()
    assert notebook._shown
    statements = [each.statement.text.plain for each in notebook._shown.study.asked]
    [target] = [one for one in targets(notebook) if statements[one.nth].startswith("A stream")]
    notebook.decide(verb, [target.key])
    (tmp_path / "cells.md").write_text(EDITS[edit](NOTES), encoding="utf-8")
    cards = build(tmp_path)
    lines = [card for card in cards.values() if "stream" in str(card)]
    assert bool(lines) == (verb == "take"), cards
    assert [text for text in decided_texts(tmp_path) if text.startswith("A stream")]


def test_decisions_survive_a_rename_of_the_file(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    build(tmp_path)
    notebook.resettle()
    skipped = facts(notebook)[0]
    notebook.decide("skip", [skipped.key])
    (tmp_path / "cells.md").rename(tmp_path / "biology.md")
    assert skipped.guid not in build(tmp_path)
    assert len(decided_texts(tmp_path)) == 1


def test_key_of_a_line_that_has_changed_is_refused(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    key = targets(notebook)[0].key
    (tmp_path / "cells.md").write_text("- **Diffusion**: molecules spread until they are even\n", encoding="utf-8")
    notebook.reread()
    with pytest.raises(RefusedError, match="changed"):
        notebook.decide("skip", [key])
    assert not (tmp_path / "cribdeck.lock").exists()


def test_broken_save_shows_the_problem_and_keeps_the_page(tmp_path: Path) -> None:
    notebook = open_notebook(tmp_path)
    page = notebook.page
    (tmp_path / "cribdeck.toml").write_text("title = ", encoding="utf-8")
    assert not notebook.reread()
    assert notebook.state.problem and "cribdeck.toml" in notebook.state.says
    assert notebook.page == page
    (tmp_path / "cribdeck.toml").unlink()
    assert notebook.reread() and not notebook.state.problem


# --- any notes --------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["water", "salt", "cell", "wall", "ion", "moves"]), min_size=1, max_size=5)
LINES = st.lists(
    st.tuples(st.integers(0, 2), WORDS), min_size=1, max_size=12, unique_by=lambda line: tuple(sorted(line[1]))
)


@settings(max_examples=40)
@given(LINES, LINES, st.data())
def test_decisions_lose_no_row_and_can_be_taken_back(before: list, after: list, data: st.DataObject) -> None:
    old = _statements(before)
    lock = with_decisions(None, old, [Decided(nth, "", "", {"seen": True}) for nth in range(len(old))])
    new = _statements(after)
    picked = data.draw(st.sets(st.integers(0, len(new) - 1), max_size=3)) if new else set()
    decided = with_decisions(lock, new, [Decided(nth, "p", "", {"skip": True}) for nth in sorted(picked)])
    assert read_lock(format_lock(decided), "lock") == decided
    texts = [row.row for row in lock.rows]
    kept = iter(row.row for row in decided.rows)
    assert all(row in kept for row in texts), "the old rows, in their order"
    skips = [entry for row in decided.rows for entry in row.entries if entry.decision.get("skip")]
    assert len(skips) == len(picked)
    back = with_decisions(decided, new, [Decided(nth, "p", "", {}) for nth in sorted(picked)])
    assert not [entry for row in back.rows for entry in row.entries if entry.decision.get("skip")]


def _statements(lines: list) -> list:
    text = "# Notes\n\n" + "".join("    " * depth + f"- {' '.join(words)}\n" for depth, words in lines)
    return list(find_statements(read_outline(text, "notes.md")[0]))
