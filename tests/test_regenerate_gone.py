"""What is no longer in the notes leaves the deck at once, Anki after a while, and comes back with its history."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from anki.collection import Collection
from desk import DAY, LATER, Desk, fields, histories, learned_desk, packaged, questions
from real_anki import Log, empty_cards, import_deck

ORGANS = "2-organs.md"
GONE = ("- **Nephron**", "- The left ventricle", "- tricuspid valve", "- A heart at rest", "    - `70 ml")
"""The lines of a note of each type, one of them with two cards and one with two clozes."""
NOTES, CARDS = 4, 6


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return learned_desk(tmp_path_factory.mktemp("learned"))


@pytest.fixture
def desk(learned: Desk, tmp_path: Path) -> Desk:
    return learned.copy(tmp_path)


@pytest.fixture
def col(desk: Desk) -> Iterator[Collection]:
    with desk.anki() as opened:
        yield opened


def without(files: Mapping[str, str], *starts: str) -> dict[str, str]:
    """The notes without the lines that start like this."""
    left = {
        name: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(starts))
        for name, text in files.items()
    }
    count = sum(text.count("\n") for text in files.values()) - sum(text.count("\n") for text in left.values())
    assert count >= len(starts)
    return left


def test_gone_facts_leave_the_deck_at_once_and_are_retired_after_a_week(desk: Desk) -> None:
    before = packaged(desk.deck)
    desk.write(without(desk.read(), *GONE))
    report = desk.build()
    gone = {row["guid"] for row in report["gone"]}
    assert len(gone) == NOTES
    assert packaged(desk.deck).keys() == before.keys() - gone
    for days, retired in ((0, False), (6, False), (7, True), (90, True), (91, False), (400, False)):
        assert desk.build(now=LATER + days * DAY)["gone"] == []
        assert desk.retired.exists() == retired, f"after {days} days"
        assert packaged(desk.deck).keys() == before.keys() - gone
        if retired:
            assert packaged(desk.retired).keys() == gone


def test_a_retired_package_changes_no_byte_while_nothing_more_is_gone(desk: Desk) -> None:
    desk.write(without(desk.read(), *GONE))
    desk.build("--retire-now")
    first = desk.retired.read_bytes(), desk.lock.read_bytes()
    desk.build("--retire-now", now=LATER + 8 * DAY)
    assert (desk.retired.read_bytes(), desk.lock.read_bytes()) == first


@pytest.mark.parametrize("forced", [False, True], ids=["default", "merge and always"])
def test_empty_cards_lists_exactly_the_retired_cards(forced: bool, desk: Desk, col: Collection) -> None:
    desk.write(without(desk.read(), *GONE))
    desk.build("--retire-now")
    before, count = histories(col), len(packaged(desk.deck))
    assert import_deck(col, desk.deck, forced=forced) == Log(0, 0, count, 0)
    assert empty_cards(col) == {}
    assert import_deck(col, desk.retired, forced=forced) == Log(0, NOTES, 0, 0)
    assert histories(col) == before, "nothing is lost before the user takes it away"
    listed = empty_cards(col)
    assert listed.keys() == packaged(desk.retired).keys()
    assert sum(map(len, listed.values())) == CARDS
    assert all(found.will_delete_note for found in col.get_empty_cards().notes)
    assert import_deck(col, desk.deck, forced=forced) == Log(0, 0, count, 0)
    assert empty_cards(col) == listed, "the deck does not bring them back"


@pytest.mark.parametrize("forced", [False, True], ids=["default", "merge and always"])
def test_a_line_that_comes_back_has_its_cards_and_their_history_again(
    forced: bool, desk: Desk, col: Collection
) -> None:
    files, before, asked = desk.read(), histories(col), questions(col)
    desk.write(without(files, *GONE))
    desk.build("--retire-now")
    import_deck(col, desk.retired, forced=forced)
    desk.write(files)
    report = desk.build(now=LATER + DAY)
    assert [card["status"] for card in report["cards"]].count("revived") == CARDS
    assert not desk.retired.exists()
    count = len(packaged(desk.deck))
    assert import_deck(col, desk.deck, forced=forced) == Log(0, NOTES, count - NOTES, 0)
    assert empty_cards(col) == {}
    assert histories(col) == before
    assert questions(col) == asked
    for guid, values in packaged(desk.deck).items():
        assert fields(col)[guid] | {"Source": "", "Practice": ""} == values | {"Source": "", "Practice": ""}


def test_what_is_marked_no_more_is_asked_as_before(desk: Desk, col: Collection) -> None:
    files, before, asked = desk.read(), histories(col), questions(col)
    for marks in (("**gases**", "gases"), ("**ions**", "ions")):
        desk.write({name: text.replace(*marks) for name, text in desk.read().items()})
    for nth, notes in enumerate((desk.read(), files)):
        desk.write(notes)
        assert not desk.build(now=LATER + nth * DAY)["gone"]
        assert import_deck(col, desk.deck).new == 0
        assert (questions(col), histories(col)) == (asked, before)


def test_what_is_marked_no_more_can_be_let_go(desk: Desk, col: Collection) -> None:
    before = histories(col)
    plain = {name: re.sub(r"\*\*(gases|ions)\*\*", r"\1", text) for name, text in desk.read().items()}
    desk.write(plain)
    assert not desk.build()["gone"]
    assert len(desk.build("--renew", now=LATER + DAY)["gone"]) == 1
    assert not desk.build(now=LATER + 2 * DAY)["gone"], "and does not come back by itself"
    import_deck(col, desk.deck)
    assert histories(col) == before


def test_what_was_taken_away_in_anki_is_not_brought_back_by_the_deck(desk: Desk, col: Collection) -> None:
    files = desk.read()
    desk.write(without(files, *GONE))
    desk.build("--retire-now")
    import_deck(col, desk.retired)
    col.remove_cards_and_orphaned_notes([card for found in col.get_empty_cards().notes for card in found.card_ids])
    left = histories(col)
    desk.build(now=LATER + DAY)
    assert import_deck(col, desk.deck).new == 0
    assert histories(col) == left
    desk.write(files)
    desk.build(now=LATER + 2 * DAY)
    assert import_deck(col, desk.deck).new == NOTES
    problems, sound = col.fix_integrity()
    assert sound, problems


def test_a_build_that_would_retire_many_stops_and_leaves_all_as_it_was(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = {card["guid"]: card["file"] for card in desk.build()["cards"]}
    gone = list(notes.values()).count(ORGANS)
    before = desk.deck.read_bytes(), desk.lock.read_bytes()
    files = {name: text for name, text in desk.read().items() if name != ORGANS}
    desk.write(files)
    assert desk.run(now=LATER) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"would retire {gone} of {len(notes)}" in err
    assert "--yes" in err
    assert (desk.deck.read_bytes(), desk.lock.read_bytes()) == before
    assert len(desk.build("--yes")["gone"]) == gone
    assert desk.build(now=LATER + DAY)["gone"] == [], "said once"


def test_a_whole_file_that_comes_back_is_as_it_was(desk: Desk, col: Collection) -> None:
    files, deck, asked, before = desk.read(), packaged(desk.deck), questions(col), histories(col)
    desk.write({name: text for name, text in files.items() if name != ORGANS})
    desk.build("--yes", "--retire-now")
    import_deck(col, desk.retired)
    desk.write({"later/" + name if name == ORGANS else name: text for name, text in files.items()})
    desk.build(now=LATER + DAY)
    assert packaged(desk.deck).keys() == deck.keys()
    import_deck(col, desk.deck)
    assert empty_cards(col) == {}
    assert (questions(col), histories(col)) == (asked, before)
