"""From the last release to this one: its deck is learned in the real Anki, and built again by what it has become."""

from pathlib import Path

import pytest
from anki.collection import Collection
from desk import DAY, LATER, Desk, Report, command, fields, histories, packaged, released_desk
from real_anki import Log, empty_cards, import_deck

from cribdeck.identity.lock import read_lock

NOTE_TYPES = {"Cribdeck Basic", "Cribdeck Cloze", "Cribdeck Calculation"}
MODES = pytest.mark.parametrize("forced", [False, True], ids=["default", "merge and always"])


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The first release's deck in Anki, and every card of it learned."""
    return released_desk(tmp_path_factory.mktemp("released") / "desk")


def with_status(report: Report, *statuses: str) -> set[str]:
    return {card["guid"] for card in report["cards"] if card["status"] in statuses}


def import_over(col: Collection, desk: Desk, report: Report, *, forced: bool) -> None:
    """Import the deck: what the report says is updated is, every other note and every card is as it was."""
    before, said = histories(col), fields(col)
    fresh, updated = with_status(report, "new", "replaced"), with_status(report, "updated", "matched")
    log = import_deck(col, desk.deck, forced=forced)
    assert log == Log(len(fresh), len(updated), len(packaged(desk.deck)) - len(fresh | updated), 0)
    after = histories(col)
    assert {card: after[card] for card in before} == before
    assert {guid for guid, row in said.items() if fields(col)[guid] != row} <= updated
    assert {found.name for found in col.models.all_names_and_ids() if "Cribdeck" in found.name} == NOTE_TYPES
    assert not empty_cards(col)


@MODES
def test_a_newer_version_loses_no_card_and_updates_what_it_says(forced: bool, released: Desk, tmp_path: Path) -> None:
    desk = released.copy(tmp_path)
    ours = set(packaged(desk.deck))
    report = desk.build()
    assert not report["gone"]
    assert with_status(report, "kept", "updated") == ours
    with desk.anki() as col:
        import_over(col, desk, report, forced=forced)


@MODES
def test_an_edit_is_found_again_by_a_newer_version(forced: bool, released: Desk, tmp_path: Path) -> None:
    desk = released.copy(tmp_path)
    plain = with_status(desk.copy(tmp_path / "plain").build(), "updated", "new")
    files = desk.read()
    desk.write(
        {
            "1-cells.md": files["1-cells.md"].replace("worn out parst", "worn out parts"),
            "2-organs.md": files["3-blood.md"].replace("about 120 days", "about 110 days"),
            "4-organs.md": files["2-organs.md"].replace(
                "- **Renin**", "- **Erythropoietin**: the hormone that makes the marrow form red cells\n- **Renin**"
            ),
        }
    )
    report = desk.build()
    assert not report["gone"]
    assert len(with_status(report, "new", "updated") - plain) == 3
    with desk.anki() as col:
        import_over(col, desk, report, forced=forced)


def test_a_newer_version_keeps_the_lock_line_by_line(released: Desk, tmp_path: Path) -> None:
    desk = released.copy(tmp_path)
    before = read_lock(desk.lock.read_text(encoding="utf-8"), "before")
    desk.build()
    once = desk.lock.read_text(encoding="utf-8")
    after = read_lock(once, "after")
    kept = {entry.guid: (entry.type, entry.part, entry.created) for entry in after.entries}
    assert {entry.guid: (entry.type, entry.part, entry.created) for entry in before.entries}.items() <= kept.items()
    assert (after.namespace, after.deck) == (before.namespace, before.deck)
    assert not after.retired
    desk.build(now=LATER + DAY)
    assert desk.lock.read_text(encoding="utf-8") == once


def test_a_lost_lock_is_made_again_from_the_first_release_s_deck(released: Desk, tmp_path: Path) -> None:
    desk = released.copy(tmp_path)
    ours = set(packaged(desk.deck))
    desk.lock.unlink()
    command(desk, "adopt", str(desk.deck))
    assert with_status(desk.build(), "updated", "kept") == ours
    with desk.anki() as col:
        before = histories(col)
        assert import_deck(col, desk.deck) == Log(0, len(ours), 0, 0), "every note is written once more"
        after = histories(col)
        assert {card: after[card] for card in before} == before
