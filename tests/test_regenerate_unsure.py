"""Each kind of pair that a build is unsure of, settled by hand before that build or after it, and taken back."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from desk import DAY, FIRST, LATER, Desk, Report, command, new_desk


@dataclass(frozen=True)
class Kind:
    """An edit after which nobody can tell by the words which line is which fact."""

    name: str
    before: str
    after: str
    old: str
    """How the old line starts, and the new one that is the same fact to its author."""
    new: str


LADDER = "# Nodes\n\n- With **3 nodes** a cluster bears 1 loss\n- With **{0} nodes** a cluster bears {1} losses\n"
QUEUES = (
    "# Queues\n\n- **SNS**: a sender of each message to every subscriber\n{}\n## Streams\n\n- **Shard**: a part of it\n"
)
DIVISION = (
    "# Division\n\n- The **spindle** pulls the strands apart\n{}- The **nucleus** holds the strands of the cell\n"
)

KINDS = (
    Kind(
        "another term elsewhere",
        QUEUES.format("- **SQS**: a store of messages until a consumer deletes them\n"),
        QUEUES.format("") + "- **Kinesis**: a store of messages until a day has passed\n",
        "SQS",
        "Kinesis",
    ),
    Kind(
        "a ladder edited and moved",
        LADDER.format(5, 2)
        + "- With **7 nodes** a cluster bears 3 losses\n\n## Why\n\n- A **quorum** is more than half\n",
        LADDER.format(7, 3)
        + "\n## Why\n\n- A **quorum** is more than half\n- With **6 nodes** a cluster bears 2 losses\n",
        "With 5",
        "With 6",
    ),
    Kind(
        "a split of which neither half begins as the line did",
        DIVISION.format("- Body cells come of **mitosis** as pairs, while germ cells come of **meiosis** in fours\n"),
        DIVISION.format(
            "- By **mitosis**, there are pairs of body cells\n- In fours, by **meiosis**, germ cells arise\n"
        ),
        "Body cells",
        "In fours",
    ),
    Kind(
        "rewritten wholly in its place",
        DIVISION.format("- **Kinetochore**: the place at which a fibre takes hold of a strand\n"),
        DIVISION.format("- **Motors**: proteins that walk along, so that strands come to the place of the poles\n"),
        "Kinetochore",
        "Motors",
    ),
)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def edited(kind: Kind, tmp_path: Path) -> Desk:
    """The notes after the edit; the deck and the lock are those of before it."""
    desk = new_desk(tmp_path)
    desk.write({"notes.md": kind.before})
    desk.build(now=FIRST)
    desk.write({"notes.md": kind.after})
    return desk


def unsure(desk: Desk, kind: Kind, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The GUIDs of the pair, as the plan names them."""
    capsys.readouterr()
    command(desk, "plan", "--json")
    rows = json.loads(capsys.readouterr().out)["unsure"]
    (row,) = (row for row in rows if row["new"].startswith(kind.new))
    (candidate,) = (one for one in row["candidates"] if one["text"].startswith(kind.old))
    return candidate["guid"], row["guid"]


def statuses(report: Report) -> dict[str, str]:
    return {card["guid"]: card["status"] for card in report["cards"]}


@pytest.mark.parametrize("built", [False, True], ids=["before the build", "after the build"])
def test_relink_settles_it(built: bool, kind: Kind, edited: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = unsure(edited, kind, capsys)
    if built:
        assert statuses(edited.build())[new] == "new"
    command(edited, "relink", old[:8], new[:8])
    report = edited.build(now=LATER + DAY)
    assert statuses(report)[old] in ("updated", "matched")
    assert new not in statuses(report)
    asked = [card for card in report["cards"] if card["guid"] == old]
    lines = kind.after.splitlines()
    assert all(lines[card["lines"][0] - 1].replace("*", "").startswith(f"- {kind.new}") for card in asked)
    assert not report["gone"]


@pytest.mark.parametrize("built", [False, True], ids=["before the build", "after the build"])
def test_undo_takes_it_back_byte_for_byte(
    built: bool, kind: Kind, edited: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = unsure(edited, kind, capsys)
    if built:
        edited.build()
    else:
        undisturbed = edited.copy(edited.root / "undisturbed")
        undisturbed.build()
    before = edited.lock.read_bytes()
    command(edited, "relink", old, new)
    assert edited.lock.read_bytes() != before
    command(edited, "relink", "--undo", old, new)
    assert edited.lock.read_bytes() == before
    if not built:
        edited.build()
        assert edited.deck.read_bytes() == undisturbed.deck.read_bytes()
        assert edited.lock.read_bytes() == undisturbed.lock.read_bytes()


def test_what_was_taken_without_being_sure_is_parted_and_joined_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = new_desk(tmp_path)
    line = "- **SQS**: a store of messages until a consumer deletes them\n"
    desk.write({"notes.md": QUEUES.format(line)})
    desk.build(now=FIRST)
    desk.write({"notes.md": QUEUES.format(line.replace("SQS", "MQ"))})
    capsys.readouterr()
    command(desk, "plan", "--json")
    (row,) = json.loads(capsys.readouterr().out)["unsure"]
    assert row["remark"] == "was taken for it, which may be wrong"
    taken = row["guid"]
    report = desk.build()
    assert statuses(report)[taken] == "matched"
    command(desk, "relink", "--undo", taken, taken)
    parted = desk.build(now=LATER + DAY)
    assert taken not in statuses(parted)
    (new,) = (guid for guid, status in statuses(parted).items() if status == "new")
    command(desk, "relink", taken, new)
    joined = statuses(desk.build(now=LATER + 2 * DAY))
    assert joined.keys() == statuses(report).keys()
    assert set(joined.values()) <= {"kept", "updated"}


UNASKED = DIVISION.format("- It pulls the **chromatids** apart with its fibres, the strands go to the poles\n").replace(
    "- The **spindle** pulls the strands apart\n", ""
)
ASKED_AGAIN = UNASKED.replace("It pulls the **chromatids**", "The **kinetochore fibres** pull the chromatids")


def test_a_line_that_nothing_asks_is_tied_to_an_old_card_until_it_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = new_desk(tmp_path)
    desk.write({"notes.md": DIVISION.format("")})
    desk.build(now=FIRST)
    desk.write({"notes.md": UNASKED})
    capsys.readouterr()
    command(desk, "plan", "--json")
    (row,) = json.loads(capsys.readouterr().out)["unsure"]
    (old,) = (one["guid"] for one in row["candidates"])
    assert (row["guid"], row["remark"]) == ("", "nothing asks this line; relink it by its file:line")
    before, line = desk.lock.read_bytes(), f"{row['file']}:{row['line']}"
    command(desk, "relink", old, line)
    command(desk, "relink", "--undo", old, line)
    assert desk.lock.read_bytes() == before
    command(desk, "relink", old, line)
    assert old not in statuses(desk.build(now=LATER + DAY))
    desk.build(now=LATER + 20 * DAY)
    assert not desk.retired.exists(), "what is tied to a line is not retired"
    desk.write({"notes.md": ASKED_AGAIN})
    assert statuses(desk.build(now=LATER + 21 * DAY))[old] == "revived"
