"""What a build is unsure of, settled by hand: in Anki the history then belongs to the text that the user named."""

import json
from pathlib import Path

import pytest
from desk import DAY, LATER, Desk, command, histories, learned_desk, packaged, questions
from real_anki import Log, cards_of, empty_cards, import_deck

SERVICES = """\
# Services

## Queues

- **SQS**: a store of messages until a consumer deletes them
- **SNS**: a sender of each message to every subscriber
- **MQ**: a broker for the protocols of older programs

## Streams

- **Shard**: a part of a stream with a rate of its own
- **Record**: a piece of data with a sequence number
"""
OLD = "- **SQS**: a store of messages until a consumer deletes them\n"
NEW = "- **Kinesis**: a store of messages until a day has passed\n"


Unsure = tuple[Desk, str, str]


@pytest.fixture
def unsure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Unsure:
    """A line went and one like it came elsewhere: the desk after that build, the GUID of the old fact, of the new."""
    desk = learned_desk(tmp_path, files={"services.md": SERVICES})
    desk.write({"services.md": SERVICES.replace(OLD, "") + NEW})
    command(desk, "plan", "--json")
    (doubt,) = json.loads(capsys.readouterr().out)["unsure"]
    (old,) = doubt["candidates"]
    assert old["text"].startswith("SQS")
    desk.build()
    return desk, old["guid"], doubt["guid"]


def test_relink_gives_the_new_text_the_old_history(unsure: Unsure) -> None:
    desk, old, new = unsure
    command(desk, "relink", old[:8], new[:8])
    report = desk.build(now=LATER + DAY)
    assert {card["status"] for card in report["cards"]} == {"kept", "updated"}
    with desk.anki() as col:
        before, asked = histories(col), questions(col)
        (card,) = cards_of(col, old).values()
        assert "SQS" in asked[card.id]
        assert import_deck(col, desk.deck) == Log(0, 1, len(asked) - 1, 0)
        assert histories(col) == before
        now = questions(col)
        assert "Streams\n" in now[card.id]
        assert "Kinesis" in now[card.id]
        assert {other for other in now if now[other] != asked[other]} == {card.id}


def test_undo_restores_lock_and_deck_byte_for_byte(unsure: Unsure) -> None:
    desk, old, new = unsure
    before = desk.lock.read_bytes(), desk.deck.read_bytes()
    command(desk, "relink", old, new)
    assert desk.lock.read_bytes() != before[0]
    command(desk, "relink", "--undo", old, new)
    assert desk.lock.read_bytes() == before[0]
    desk.build(now=LATER + DAY)
    assert (desk.lock.read_bytes(), desk.deck.read_bytes()) == before


def test_undo_after_an_import_gives_each_text_its_own_note_again(unsure: Unsure) -> None:
    desk, old, new = unsure
    deck = packaged(desk.deck)
    command(desk, "relink", old, new)
    desk.build(now=LATER + DAY)
    with desk.anki() as col:
        before = histories(col)
        import_deck(col, desk.deck)
        command(desk, "relink", "--undo", old, new, now=LATER + 2 * DAY)
        desk.build("--retire-now", now=LATER + 2 * DAY)
        assert packaged(desk.deck) == deck
        assert import_deck(col, desk.deck) == Log(1, 0, len(deck) - 1, 0)
        assert import_deck(col, desk.retired) == Log(0, 1, 0, 0)
        assert empty_cards(col).keys() == {old}
        after = histories(col)
        assert {card: after[card] for card in before} == before
