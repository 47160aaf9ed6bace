"""The lock is lost: what was never edited is found again without it, the rest with the help of an earlier deck."""

from pathlib import Path

import pytest
from desk import DAY, LATER, Desk, command, histories, learned_desk, packaged, questions
from real_anki import Log, import_deck

REWORDED = ("the movement of water through a membrane", "the passage of water through a membrane")


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return learned_desk(tmp_path_factory.mktemp("learned"))


@pytest.fixture
def lost(learned: Desk, tmp_path: Path) -> Desk:
    """The desk without its lock, and with one line that was reworded."""
    desk = learned.copy(tmp_path)
    desk.lock.unlink()
    desk.write({name: text.replace(*REWORDED) for name, text in desk.read().items()})
    return desk


def test_without_a_lock_only_the_edited_fact_starts_anew(lost: Desk) -> None:
    count = len(packaged(lost.deck))
    lost.build()
    with lost.anki() as col:
        before, asked = histories(col), questions(col)
        assert import_deck(col, lost.deck) == Log(1, count - 1, 0, 0)
        after, now = histories(col), questions(col)
        assert {card: after[card] for card in before} == before
        assert {card: now[card] for card in asked} == asked


def test_adopting_an_earlier_deck_keeps_every_history(lost: Desk) -> None:
    count = len(packaged(lost.deck))
    command(lost, "adopt", str(lost.deck))
    assert lost.build()["gone"] == []
    with lost.anki() as col:
        before, asked = histories(col), questions(col)
        assert import_deck(col, lost.deck) == Log(0, count, 0, 0), "every note is written once more"
        assert (histories(col), questions(col)) == (before, asked)
        assert "passage" in col.get_note(col.find_notes("Osmosis")[0])["Back"]
        lost.build(now=LATER + DAY)
        assert import_deck(col, lost.deck) == Log(0, 0, count, 0)
