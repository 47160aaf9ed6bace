"""What is gone, what comes back, what is unsure, and how a user settles it."""

import json
from collections.abc import Callable

import pytest
from identity_notes import DAY, Deck, fates, guids, hash_of, read_notes

from cribdeck.errors import CribdeckError
from cribdeck.identity.lock import format_lock, read_lock
from cribdeck.identity.plan import plan_json, word_diff
from cribdeck.identity.relink import find_guid, relink, speak, undo_relink, unspeak
from cribdeck.model import Block, Candidate, Statement, Text

CELLS = "# Cells\n- Osmosis: moves water\n- Pump: moves salt\n"
ORGANS = "# Organs\n- Kidney: filters blood\n- Liver: stores sugar\n"
MANY = "# Cells\n" + "".join(f"- Organelle {chr(97 + n)}: does the work number {n}\n" for n in range(26))


# --- gone and back ----------------------------------------------------------


def test_a_fact_that_comes_back_has_its_history() -> None:
    deck = Deck()
    first = deck.build(CELLS)
    deck.build("# Cells\n- Pump: moves salt\n")
    back = deck.build(CELLS)
    assert fates(back) == ["kept 1", "revived Osmosis: moves water"]
    assert guids(back) == guids(first)
    assert not back.lock.retired


def test_a_fact_comes_back_in_another_topic_only_if_its_text_is_beyond_doubt() -> None:
    deck = Deck()
    notes = "# Cells\n- Osmosis moves water to the saltier side\n- Use: see top\n"
    first = deck.build(notes)
    deck.build("# Cells\n- Ribosomes build proteins\n", retire_now=True)
    back = deck.build("# Organs\n- Osmosis moves water to the saltier side\n- Use: see top\n")
    assert [fact.status for fact in back.facts] == ["revived", "new"]
    assert back.facts[0].guid == first.facts[0].guid


def test_the_very_text_in_its_place_is_worth_more_than_likeness() -> None:
    deck = Deck()
    notes = "# Cells\n- Osmosis moves water to the saltier side of a wall\n- Use: see top\n"
    first = deck.build(notes)
    deck.build("# Cells\n- Use: see top\n")
    other = deck.build(notes.replace("the saltier side of a wall", "where it finds more of the salt"))
    assert [fact.status for fact in other.facts] == ["new", "kept"]
    back = deck.build(notes)
    assert [fact.guid for fact in back.facts] == [fact.guid for fact in first.facts]
    assert [change.guid for change in back.plan.gone] == [other.facts[0].guid]


def test_a_file_that_was_not_read_keeps_its_facts() -> None:
    deck = Deck()
    both = {"cells.md": CELLS, "organs.md": ORGANS, "zoo.md": "# Zoo\n- Lion: eats meat\n"}
    deck.build(both)
    before = deck.lock
    some = deck.build({"cells.md": CELLS, "zoo.md": both["zoo.md"]}, unread={"organs.md"})
    assert fates(some) == ["kept 3"]
    assert deck.lock == before
    gone = deck.build({"cells.md": CELLS, "zoo.md": both["zoo.md"]})
    assert [change.text for change in gone.plan.gone] == ["Kidney: filters blood", "Liver: stores sugar"]


def test_a_fact_of_a_file_that_was_not_read_is_not_taken_by_a_copy() -> None:
    deck = Deck()
    first = deck.build({"cells.md": CELLS, "organs.md": ORGANS})
    copied = deck.build({"cells.md": CELLS + "- Kidney: filters blood\n"}, unread={"organs.md"})
    assert [fact.status for fact in copied.facts] == ["kept", "kept", "new"]
    assert copied.facts[2].guid not in guids(first).values()


# --- tombstones -------------------------------------------------------------


def test_tombstones_wait_for_a_week_and_are_dropped_after_three_months() -> None:
    deck = Deck()
    first = deck.build(CELLS)
    days = [bool(deck.build("# Cells\n- Pump: moves salt\n").tombstones) for _ in range(100)]
    assert days.index(True) == 7
    assert days[7:].index(False) == 84
    assert not any(days[91:])
    assert {one.entry.guid for one in deck.build(CELLS).lock.retired} == set()
    assert guids(first)


def test_a_tombstone_is_newer_than_the_note_and_stays_as_it_is() -> None:
    deck = Deck()
    first = deck.build(CELLS)
    one = deck.build("# Cells\n- Pump: moves salt\n", retire_now=True).tombstones[0]
    other = deck.build("# Cells\n- Pump: moves salt\n", retire_now=True).tombstones[0]
    assert one == other
    assert (one.guid, one.text, one.topic) == (first.facts[0].guid, "Osmosis: moves water", "Cells")
    assert one.mod > first.facts[0].mod


def test_what_is_unsure_gets_no_tombstone_until_it_is_asked_for() -> None:
    deck, _, _ = unsure_pair()
    deck.now += 10 * DAY
    assert not deck.build(AFTER).tombstones
    assert len(deck.build(AFTER, retire_now=True).tombstones) == 1


# --- too many at once -------------------------------------------------------


@pytest.mark.parametrize(("left", "stops"), [(26, False), (16, False), (15, True), (0, True)])
def test_losing_more_than_a_fifth_and_more_than_ten_at_once_is_a_warning(left: int, stops: bool) -> None:
    deck = Deck()
    deck.build(MANY)
    lines = MANY.splitlines(keepends=True)
    assert deck.build("".join(lines[: 1 + left]) or "#\n").plan.retires_too_many is stops


def test_losing_ten_of_a_hundred_is_an_edit() -> None:
    deck = Deck()
    many = "# Cells\n" + "".join(f"- Organelle {n * 'x'}: does the work number {n}\n" for n in range(1, 101))
    deck.build(many)
    assert not deck.build("".join(many.splitlines(keepends=True)[:82])).plan.retires_too_many


# --- unsure -----------------------------------------------------------------

BEFORE = """\
# Ladder
- With 3 nodes the cluster stays up when 1 of them fails
- With 5 nodes the cluster stays up when 2 of them fail
- With 7 nodes the cluster stays up when 3 of them fail
# Rope
- A rope ladder bears one climber only
"""
AFTER = """\
# Ladder
- With 3 nodes the cluster stays up when 1 of them fails
- With 7 nodes the cluster stays up when 3 of them fail
# Rope
- A rope ladder bears one climber only
- With 6 nodes the cluster stays up when 2 of them fail
"""


def unsure_pair() -> tuple[Deck, str, str]:
    """A deck after an edit that may have been two: the old fact's GUID and the new one's."""
    deck = Deck()
    first = deck.build(BEFORE)
    second = deck.build(AFTER)
    old = guids(first)["With 5 nodes the cluster stays up when 2 of them fail"]
    return deck, old, guids(second)["With 6 nodes the cluster stays up when 2 of them fail"]


def test_two_that_may_be_one_are_shown_until_they_are_settled() -> None:
    deck, old, new = unsure_pair()
    assert old != new
    for _ in range(2):
        plan = deck.build(AFTER).plan
        assert [(one.old, one.new, one.taken) for one in plan.unsure] == [(old, new, False)]
    row = plan_json(plan)["unsure"][0]  # type: ignore[index]
    assert row["candidates"][0]["guid"] == old
    assert (row["file"], row["line"]) == ("notes.md", 6)


def test_what_stands_in_the_place_of_a_fact_is_asked_about_before_all_that_is_more_alike_elsewhere() -> None:
    tale = "- {} binds the primary gateway of one cell for every consumer of {}\n"
    others = [("Sodium", "zinc"), ("Copper", "iron"), ("Nickel", "tin"), ("Silver", "gold"), ("Iodine", "lead")]
    deck = Deck()
    first = deck.build("# Gates\n- The first line\n" + tale.format("Calcium", "salt") + "- The last line\n# Rest\n")
    reworded = "- Calcium opens, meaning that a channel swings round until the voltage falls\n"
    added = "".join(tale.format(*names) for names in others)
    second = deck.build(f"# Gates\n- The first line\n{reworded}- The last line\n# Rest\n{added}")
    old = guids(first)["Calcium binds the primary gateway of one cell for every consumer of salt"]
    asked = [one.text for one in second.plan.unsure if one.old == old]
    assert asked[0].startswith("Calcium opens") and len(asked) > 1


def test_relink_gives_the_text_its_history_and_undo_takes_it_back_byte_for_byte() -> None:
    deck, old, new = unsure_pair()
    before = deck.lock
    linked = relink(read_lock(before, "l"), old, new)
    again = read_lock(format_lock(linked), "l")
    assert format_lock(undo_relink(again, old, new, now=deck.now)) == before
    deck.lock = format_lock(linked)
    built = deck.build(AFTER)
    fact = next(fact for fact in built.facts if "6 nodes" in fact.statement.text.plain)
    assert (fact.guid, fact.status) == (old, "updated")
    assert new not in guids(built).values()
    assert not built.plan.unsure and not built.plan.gone
    assert deck.build(AFTER).plan.counts["kept"] == 4


def test_undo_after_a_build_tells_anki_again() -> None:
    deck, old, new = unsure_pair()
    deck.lock = format_lock(relink(read_lock(deck.lock, "l"), old, new))
    linked = {fact.guid: fact.mod for fact in deck.build(AFTER).facts}
    deck.lock = format_lock(undo_relink(read_lock(deck.lock, "l"), old, new, now=deck.now))
    undone = deck.build(AFTER)
    assert new in guids(undone).values() and old not in guids(undone).values()
    assert next(one.entry.mod for one in undone.lock.retired if one.entry.guid == old) > linked[old]


def test_relink_between_two_live_facts_exchanges_their_histories() -> None:
    deck = Deck()
    first = deck.build(CELLS)
    one, other = guids(first)["Osmosis: moves water"], guids(first)["Pump: moves salt"]
    before = deck.lock
    linked = relink(read_lock(before, "l"), one, other)
    deck.lock = format_lock(linked)
    assert format_lock(undo_relink(read_lock(deck.lock, "l"), one, other, now=deck.now)) == before
    second = deck.build(CELLS)
    assert guids(second) == {"Osmosis: moves water": other, "Pump: moves salt": one}
    assert {fact.status for fact in second.facts} == {"updated"}


def test_relink_gives_clozes_the_numbers_of_the_history() -> None:
    deck = Deck()
    before = "# Water\n- The **ocean** is salt and the **river** is sweet, by far the most of it\n"
    after = "# Water\n- How sweet is every **river** that we know, how salt is each **sea**\n"
    old = deck.build(before).facts[0]
    new = deck.build(after).facts[0]
    assert old.guid != new.guid and new.clozes == (1, 2)
    deck.lock = format_lock(relink(read_lock(deck.lock, "l"), old.guid, new.guid))
    assert deck.build(after).facts[0].clozes == (2, 1)


TAKEN = "# Queues\n- SQS: stores messages until a consumer deletes them\n- SNS: pushes to all\n"


def test_what_was_taken_wrongly_can_be_parted() -> None:
    deck = Deck()
    old = deck.build(TAKEN).facts[0].guid
    taken = deck.build(TAKEN.replace("SQS", "Kinesis"))
    assert [(one.old, one.new, one.taken) for one in taken.plan.unsure] == [(old, old, True)]
    deck.lock = format_lock(undo_relink(read_lock(deck.lock, "l"), old, old, now=deck.now))
    parted = deck.build(TAKEN.replace("SQS", "Kinesis"))
    assert [fact.status for fact in parted.facts] == ["new", "kept"]
    back = deck.build(TAKEN)
    assert old in guids(back).values()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nobody", "{new}", "the lock holds no such fact"),
        ("{old}", "{old}", "has its own history already"),
        ("{new}", "{old}", "this fact is retired"),
    ],
)
def test_what_cannot_be_relinked_is_said_in_a_line(old: str, new: str, says: str) -> None:
    deck, one, other = unsure_pair()
    names = {"old": one, "new": other}
    with pytest.raises(CribdeckError, match=says):
        relink(read_lock(deck.lock, "l"), old.format(**names), new.format(**names))


def test_a_note_cannot_have_the_history_of_another_type() -> None:
    deck = Deck()
    found = deck.build("# Cells\n- Osmosis: moves water\n- A **pump** moves salt out\n")
    with pytest.raises(CribdeckError, match="of type cloze"):
        relink(found.lock, found.facts[0].guid, found.facts[1].guid)


def test_undo_needs_something_to_undo() -> None:
    deck, old, new = unsure_pair()
    with pytest.raises(CribdeckError, match="nothing to undo"):
        undo_relink(read_lock(deck.lock, "l"), old, new, now=1)
    with pytest.raises(CribdeckError, match="nothing to part"):
        undo_relink(read_lock(deck.lock, "l"), new, new, now=1)


def test_a_guid_is_found_by_its_first_letters() -> None:
    lock = Deck().build(CELLS).lock
    guid = sorted(lock.guids)[0]
    assert find_guid(lock, guid[:6].upper()) == guid
    with pytest.raises(CribdeckError, match="no fact has"):
        find_guid(lock, "!")
    with pytest.raises(CribdeckError, match="2 facts"):
        find_guid(lock, "")


# --- the plan ---------------------------------------------------------------


def test_the_plan_is_json_with_words_and_places() -> None:
    deck = Deck()
    deck.build(CELLS)
    plan = plan_json(deck.build(CELLS.replace("moves water", "moves 2 waters")).plan)
    assert json.loads(json.dumps(plan)) == plan
    assert plan["kept"] == 1 and plan["new"] == [] and plan["before"] == 2
    (row,) = plan["updated"]  # type: ignore[misc]
    assert row == {
        "guid": row["guid"],
        "file": "notes.md",
        "line": 2,
        "old": "Osmosis: moves water",
        "new": "Osmosis: moves 2 waters",
        "words": [["same", "Osmosis: moves"], ["cut", "water"], ["added", "2 waters"]],
        "asked": "moves 2 waters",
        "asked_before": "moves water",
        "asked_words": [["same", "moves"], ["cut", "water"], ["added", "2 waters"]],
        "how": "like",
        "sure": row["sure"],
        "remark": "meaning changed",
    }


def test_the_plan_tells_what_changed_where_the_line_itself_is_as_it_was() -> None:
    ask_for = lambda members: lambda one: (Candidate("basic", "list", "list", one.text, (members,)),)  # noqa: E731
    deck = Deck()
    deck.build("- The estates of France", ask_for(Block("list", ((Text("clergy"),), (Text("nobility"),)))))
    three = Block("list", ((Text("clergy"),), (Text("nobility"),), (Text("commons"),)))
    (row,) = plan_json(deck.build("- The estates of France", ask_for(three)).plan)["updated"]  # type: ignore[misc]
    assert "old" not in row and row["asked_words"] == [["same", "clergy · nobility"], ["added", "· commons"]]
    (row,) = plan_json(deck.build("- The *estates* of France", ask_for(three)).plan)["updated"]  # type: ignore[misc]
    assert "asked_words" not in row and row["remark"] == "in markup, topic, tags, context or a picture"


def test_the_plan_tells_what_a_replaced_note_asked() -> None:
    deck = Deck()
    deck.build("- Osmosis: moves water over a wall")
    renewed = deck.build("- Osmosis moves **water** over a wall", renew=True)
    (row,) = plan_json(renewed.plan)["replaced"]  # type: ignore[misc]
    assert (row["old"], row["new"]) == ("Osmosis: moves water over a wall", "Osmosis moves water over a wall")
    assert (row["asked_before"], row["asked"]) == ("moves water over a wall", "water")


def test_a_diff_holds_both_texts() -> None:
    was, now = "a b c d", "a x c d e"
    words = word_diff(was, now)
    assert " ".join(text for kind, text in words if kind != "added") == was
    assert " ".join(text for kind, text in words if kind != "cut") == now


def test_a_hash_is_asked_for_whole_facts() -> None:
    found = Deck().build(CELLS)
    assert all(hash_of(fact) for fact in found.facts) and read_notes({"a.md": CELLS})


def lines_asked(**asked: str) -> Callable[[Statement], tuple[Candidate, ...]]:
    """Asks of each line that starts with a name what is given for it: ``kind hidden``."""

    def ask(statement: Statement) -> tuple[Candidate, ...]:
        kind, hidden = asked.get(statement.text.plain.split()[0].lower(), " ").split(" ", 1)
        if hidden not in statement.text.plain:
            return ()
        return (Candidate("basic", kind, kind, Text(f"Which {kind}?"), (Block.text(Text(hidden)),)),) if kind else ()

    return ask


HEART = "# Heart\n- Pulse of a healthy person at rest: {}\n- The other line says something else\n"


def test_a_line_that_nothing_asks_any_more_keeps_its_card_until_it_is_asked_again() -> None:
    deck, asking = Deck(), lines_asked(pulse="rate seventy", the="thing line")
    first = deck.build(HEART.format("seventy"), asking)
    unasked = deck.build(HEART.format("quite slow"), asking)
    (gone,) = unasked.plan.gone
    assert gone.note == "nothing asks it any more" and gone.line.endswith("quite slow")
    row = plan_json(unasked.plan)["gone"][0]  # type: ignore[index]
    assert (row["line"], row["old"], row["new"]) == (2, gone.text, gone.line)
    edited = deck.build(HEART.format("quite slow, says the doctor"), asking)
    assert not edited.plan.gone and not edited.plan.new
    back = deck.build(HEART.format("about sixty, says the doctor"), lines_asked(pulse="rate sixty", the="thing line"))
    assert [(fact.guid, fact.status) for fact in back.facts][:1] == [(first.facts[0].guid, "revived")]
    assert "unasked" not in deck.lock


def test_a_line_that_nothing_asks_any_more_does_not_give_its_card_to_another_question() -> None:
    deck = Deck()
    first = deck.build(HEART.format("seventy"), lines_asked(pulse="rate seventy"))
    deck.build(HEART.format("quite slow"), lines_asked())
    other = deck.build(HEART.format("quite slow"), lines_asked(pulse="person healthy person"))
    assert [fact.status for fact in other.facts] == ["replaced"]
    assert other.plan.replaced[0].note == f"replaces {first.facts[0].guid}"


def test_what_is_asked_in_another_way_keeps_its_history_if_the_user_says_so() -> None:
    before, after = lines_asked(pulse="rate seventy"), lines_asked(pulse="person healthy person")
    deck = Deck()
    old = deck.build(HEART.format("seventy"), before).facts[0].guid
    lock, now = deck.lock, deck.now
    replaced = deck.build(HEART.format("slow"), after).facts[0]
    assert replaced.status == "replaced"
    for built in (False, True):
        deck.lock, deck.now = (deck.lock, deck.now) if built else (lock, now)
        if built:
            deck.build(HEART.format("slow"), after)
        start, line = read_lock(deck.lock, "l"), replaced.statement.text.plain
        linked = relink(start, old, replaced.guid) if built else speak(start, old, line)
        again = read_lock(format_lock(linked), "l")
        undone = undo_relink(again, old, replaced.guid, now=deck.now) if built else unspeak(again, old)
        assert format_lock(undone) == deck.lock
        deck.lock = format_lock(linked)
        found = deck.build(HEART.format("slow"), after)
        assert [(fact.guid, fact.status) for fact in found.facts] == [(old, "updated")]
        assert deck.build(HEART.format("slow"), after).plan.counts["kept"] == 1
        deck.lock, deck.now = lock, now


def test_cards_of_a_cloze_note_go_on_with_other_parts_if_the_user_says_so() -> None:
    deck = Deck()
    first = deck.build("# Heart\n- The **left** chamber of the heart is the **strong** one\n- Another line is here\n")
    lock = deck.lock
    after = "# Heart\n- The chamber of the heart that **pumps** is the one at the **aorta**\n- Another line is here\n"
    replaced = deck.build(after).facts[0]
    assert (replaced.status, replaced.clozes) == ("replaced", (3, 4))
    line = replaced.statement.text.plain
    deck.lock = format_lock(speak(read_lock(lock, "l"), first.facts[0].guid, line))
    tied = deck.build(after).facts[0]
    assert (tied.guid, tied.clozes, tied.status) == (first.facts[0].guid, (1, 2), "updated")


TALES = "# Cells\n- Ribosomes: build proteins from amino acids\n{}- Mitochondria: release energy from sugar\n"


def test_what_left_and_what_came_between_two_lines_are_asked_about_for_a_week() -> None:
    deck = Deck()
    first = deck.build(TALES.format("- Lysosomes digest worn out parts\n"))
    after = TALES.format("- Chloroplasts catch the light of noon\n")
    second = deck.build(after)
    old, new = first.facts[1].guid, second.facts[1].guid
    asked = [(one.old, one.new, one.taken) for one in second.plan.unsure]
    assert asked == [(old, new, False)] and second.plan.unsure[0].score < 0.3
    assert deck.build(after).plan.unsure == second.plan.unsure
    deck.now += 6 * DAY
    week = deck.build(after)
    assert not week.plan.unsure and [one.guid for one in week.tombstones] == [old]


def test_a_gap_that_was_rewritten_at_large_is_not_asked_about_line_by_line() -> None:
    deck = Deck()
    olden = "".join(
        f"- {name} digest worn out parts\n" for name in ("Lysosomes", "Peroxisomes", "Vacuoles", "Vesicles")
    )
    newer = "".join(f"- {name} catch the light of noon\n" for name in ("Leaves", "Algae", "Mosses", "Ferns"))
    deck.build(TALES.format(olden))
    assert not deck.build(TALES.format(newer)).plan.unsure


def test_one_edited_line_is_asked_about_once() -> None:
    deck = Deck()
    near = "".join(f"- Organelle {nth}: works on the proteins of the cell\n" for nth in "abcdefgh")
    deck.build(TALES.format(f"{near}- Lysosomes digest worn out parts\n"))
    plan = deck.build(TALES.format(f"{near}- Chloroplasts catch the light of noon\n")).plan
    assert len(plan.unsure) == len(plan.gone) == 1


def test_what_was_settled_before_a_build_is_parted_after_it() -> None:
    deck = Deck()
    old = deck.build(HEART.format("seventy"), lines_asked(pulse="rate seventy")).facts[0].guid
    line = "Pulse of a healthy person at rest: slow"
    deck.lock = format_lock(speak(read_lock(deck.lock, "l"), old, line))
    assert deck.build(HEART.format("slow"), lines_asked(pulse="person healthy person")).facts[0].guid == old
    deck.lock = format_lock(undo_relink(read_lock(deck.lock, "l"), old, old, now=deck.now))
    parted = deck.build(HEART.format("slow"), lines_asked(pulse="person healthy person"))
    assert [fact.status for fact in parted.facts] == ["new"]
    assert [one.text for one in parted.lock.retired if one.entry.guid == old] == [line.replace("slow", "seventy")]


METALS = """\
# Metals
- {}: melts on a stove at once. It boils at **2602** degrees
- {}: is won from its ore by a melt
- Iron: rusts
"""


def test_a_sentence_whose_subject_is_another_one_now_is_asked_about() -> None:
    deck = Deck()
    first = guids(deck.build(METALS.format("Tin of the mines", "Zinc of the works")))
    swapped = deck.build(METALS.format("Zinc of the works", "Tin of the mines"))
    sentence = "It boils at 2602 degrees"
    assert guids(swapped)[sentence] != first[sentence]
    assert [(one.old, one.score) for one in swapped.plan.unsure if one.new == guids(swapped)[sentence]] == [
        (first[sentence], 1.0)
    ]
    mended = Deck()
    before = guids(mended.build(METALS.format("Tin of the mines", "Zinc of the works")))
    after = guids(mended.build(METALS.format("Tin of the pits", "Zinc of the works")))
    assert after[sentence] == before[sentence]


def test_nor_does_a_sentence_behind_one_that_nothing_asks_keep_its_card() -> None:
    deck, lines = Deck(), METALS.replace("It boils", "They are soft. It boils")
    asking = lines_asked(tin="metal Tin", zinc="metal Zinc", it="heat 2602")
    first = guids(deck.build(lines.format("Tin of the mines", "Zinc of the works"), asking))
    swapped = guids(deck.build(lines.format("Zinc of the works", "Tin of the mines"), asking))
    sentence = "It boils at 2602 degrees"
    assert swapped[sentence] != first[sentence]
