"""A list that grows past seven members, or shrinks below eight, is asked as it was: in Anki nothing is lost."""

from pathlib import Path

import pytest
from anki.collection import Collection
from desk import DAY, LATER, Desk, Report, histories, learned_desk, packaged, questions
from real_anki import Log, empty_cards, import_deck

PLANETS = ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune")


def planets(count: int) -> dict[str, str]:
    members = "".join(f"- {planet}\n" for planet in PLANETS[:count])
    return {
        "sky.md": f"# Solar system\n\n- **Sun**: the star that all of them go round\n\nThe planets are:\n\n{members}"
    }


def assert_all_histories_stay(col: Collection, desk: Desk, *, new: int, updated: int) -> None:
    before = histories(col)
    kept = len(packaged(desk.deck)) - new - updated
    assert import_deck(col, desk.deck) == Log(new, updated, kept, 0)
    after = histories(col)
    assert {card: after[card] for card in before} == before


@pytest.mark.parametrize(("first", "then"), [(7, 8), (8, 7)], ids=["a list that grows", "a list that shrinks"])
def test_a_list_is_asked_as_it_was_and_better_when_told_to(first: int, then: int, tmp_path: Path) -> None:
    desk = learned_desk(tmp_path, files=planets(first))
    cards = max(1, 8 * (first == 8))
    with desk.anki() as col:
        assert len(questions(col)) == 1 + cards
        desk.write(planets(then))
        report = desk.build()
        assert statuses(report) == {"kept", "updated"}
        assert_all_histories_stay(col, desk, new=0, updated=1)
        assert len(questions(col)) == 1 + cards, "not one card more, and none is taken away by itself"
        assert len(empty_cards(col)) == (first > then), "the card of Neptune asks nothing any more"
        renewed = desk.build("--renew", now=LATER + DAY)
        assert statuses(renewed) == {"kept", "replaced"}
        assert_all_histories_stay(col, desk, new=1, updated=0)


def statuses(report: Report) -> set[str]:
    return {card["status"] for card in report["cards"]}
