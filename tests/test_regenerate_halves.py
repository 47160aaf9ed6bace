"""Lines that were learned in the real Anki are split and merged: every card goes on with its half, or in the whole."""

from pathlib import Path

from anki.collection import Collection
from desk import LATER, Desk, Report, histories, learned_desk
from real_anki import empty_cards, import_deck

APART = """\
# Kidney

- The blood runs through the kidney again and again, which leaves up to 180 litres of filtrate in a day.
- **Renin**: raises the pressure of the blood in the whole body
- The loop of **Henle** makes the medulla salty.
"""
SPLIT = APART.replace(" again and again, which leaves", " again and again.\n- The kidney leaves")
MERGED = APART.replace("body\n- The loop", "body; the loop")


def answers(col: Collection) -> dict[int, str]:
    """What each card shows when it is turned, by its id."""
    return {cid: col.get_card(cid).answer() for cid in col.find_cards("")}


def test_a_card_goes_with_the_half_that_says_what_it_asks(tmp_path: Path) -> None:
    desk = learned_desk(tmp_path, files={"kidney.md": APART})
    with desk.anki() as col:
        before = histories(col)
        (card,) = (cid for cid, text in answers(col).items() if "180 litres" in text)
        rebuild(desk, SPLIT)
        import_deck(col, desk.deck)
        assert {cid: found for cid, found in histories(col).items() if cid in before} == before
        assert "The kidney leaves up to" in answers(col)[card] and "again and again" not in answers(col)[card]


def test_two_lines_that_become_one_keep_the_cards_of_both(tmp_path: Path) -> None:
    desk = learned_desk(tmp_path, files={"kidney.md": APART})
    with desk.anki() as col:
        before = histories(col)
        assert not rebuild(desk, MERGED)["gone"]
        assert import_deck(col, desk.deck).new == 0
        assert histories(col) == before
        assert empty_cards(col) == {}
        assert any("the loop of" in text and "salty" in text for text in answers(col).values())
        rebuild(desk, APART, now=LATER + 1)
        assert import_deck(col, desk.deck).new == 0
        assert histories(col) == before, "and when the line is taken apart again"


def rebuild(desk: Desk, notes: str, *, now: int = LATER) -> Report:
    desk.write({"kidney.md": notes})
    return desk.build(now=now)
