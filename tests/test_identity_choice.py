"""How a statement is asked stays as it was while it can: candidate, note type, cloze numbers, decisions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from identity_notes import Deck, ask, guids, read_notes

from cribdeck.identity.identify import identify
from cribdeck.identity.lock import format_lock, read_lock
from cribdeck.model import Block, Candidate, Hidden, Statement, Text

NOTE = "- Lambda runs code for at most 15 minutes in 10 regions\n"

Asking = Callable[[Statement], Sequence[Candidate]]


def basic(statement: Statement, front: str, back: str, **more: Any) -> Candidate:
    more = {"kind": "definition", "rule": "r"} | more
    return Candidate("basic", prompt=Text(front), answer=(Block.text(Text(back)),), **more)


def cloze(statement: Statement, *parts: str, **more: Any) -> Candidate:
    plain = statement.text.plain
    hidden = tuple(Hidden(plain.index(part), plain.index(part) + len(part), nth) for nth, part in enumerate(parts, 1))
    more = {"kind": "cloze", "rule": "r"} | more
    return Candidate("cloze", prompt=statement.text, hidden=hidden, **more)


def hiding(*parts: str) -> Asking:
    return lambda statement: (cloze(statement, *parts),)


def front(statement: Statement) -> Candidate:
    return basic(statement, "What does Lambda do?", "it runs code")


def limit(statement: Statement) -> Candidate:
    return basic(statement, "How long does Lambda run code?", "15 minutes", kind="limit")


# --- which candidate --------------------------------------------------------


def test_a_better_candidate_is_shown_and_not_taken() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (limit(one),))
    second = deck.build(NOTE, lambda one: (front(one), limit(one)))
    assert second.facts[0].candidate.kind == "limit" and second.facts[0].status == "kept"
    assert [change.guid for change in second.plan.better] == [first.facts[0].guid]
    assert second.plan.better[0].note == "What does Lambda do? → it runs code"


def test_renew_takes_the_better_candidate_by_a_new_note_if_it_asks_another_thing() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (limit(one),))
    renewed = deck.build(NOTE, lambda one: (front(one), limit(one)), renew=True)
    assert renewed.facts[0].candidate.kind == "definition" and renewed.facts[0].status == "replaced"
    assert renewed.facts[0].guid != first.facts[0].guid
    assert [change.note for change in renewed.plan.gone] == [f"replaced by {renewed.facts[0].guid}"]
    again = deck.build(NOTE, lambda one: (front(one), limit(one)))
    assert again.facts[0].status == "kept" and not again.plan.better


def test_renew_keeps_a_cloze_note_and_gives_new_parts_new_numbers() -> None:
    deck = Deck()
    first = deck.build(NOTE, hiding("15 minutes"))
    renewed = deck.build(NOTE, lambda one: (cloze(one, "10 regions"), cloze(one, "15 minutes")), renew=True)
    assert renewed.facts[0].guid == first.facts[0].guid
    assert renewed.facts[0].clozes == (2,)


def test_an_edited_answer_does_not_change_the_question() -> None:
    deck = Deck()
    deck.build(NOTE, lambda one: (limit(one), front(one)))
    edited = NOTE.replace("15", "20")
    asked = deck.build(edited, lambda one: (front(one), replace(limit(one), answer=(Block.text(Text("20 minutes")),))))
    assert asked.facts[0].candidate.kind == "limit" and asked.facts[0].status == "updated"


def test_another_note_type_is_another_note() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (limit(one),))
    second = deck.build(NOTE.replace("at most 15 minutes", "a while"), hiding("10 regions"))
    assert second.facts[0].status == "replaced" and second.facts[0].guid != first.facts[0].guid
    assert [change.guid for change in second.plan.gone] == [first.facts[0].guid]


def test_a_question_turned_round_is_another_note() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (basic(one, "Which service runs code?", "Lambda"),))
    turned: Asking = lambda one: (basic(one, "What does Lambda do?", "runs code for minutes"),)  # noqa: E731
    assert deck.build(NOTE, turned).facts[0].candidate.prompt.plain == "Which service runs code?"
    second = deck.build(NOTE, turned, renew=True)
    assert second.facts[0].status == "replaced" and second.facts[0].guid != first.facts[0].guid


def test_candidates_of_different_parts_are_different_facts() -> None:
    deck = Deck()
    both = lambda one: (replace(limit(one), part="time"), replace(front(one), part="use"), front(one))  # noqa: E731
    found = deck.build(NOTE, both)
    assert [fact.candidate.part for fact in found.facts] == ["time", "use", ""]
    assert len({fact.guid for fact in found.facts}) == 3
    assert [fact.status for fact in deck.build(NOTE, both).facts] == ["kept"] * 3


def test_a_part_may_be_reworded() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (replace(limit(one), part="time"), replace(front(one), part="use")))
    second = deck.build(NOTE, lambda one: (replace(limit(one), part="how long"), replace(front(one), part="use")))
    assert [fact.guid for fact in second.facts] == [fact.guid for fact in first.facts]
    assert not second.plan.gone


def test_what_the_author_marks_up_stands_beside_what_was_there() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (limit(one),))
    second = deck.build(NOTE, lambda one: (cloze(one, "10 regions", explicit=True), limit(one)))
    assert [fact.candidate.note_type for fact in second.facts] == ["basic", "cloze"]
    assert second.facts[0].guid == first.facts[0].guid
    assert not second.plan.gone


def test_at_most_one_note_a_type_of_what_was_only_inferred() -> None:
    found = Deck().build(NOTE, lambda one: (limit(one), front(one), cloze(one, "10 regions")))
    assert [fact.candidate.kind for fact in found.facts] == ["limit"]


# --- cloze numbers ----------------------------------------------------------


def test_a_cloze_that_is_added_in_front_gets_the_next_number() -> None:
    deck = Deck()
    assert deck.build(NOTE, hiding("15 minutes")).facts[0].clozes == (1,)
    assert deck.build(NOTE, hiding("Lambda", "15 minutes")).facts[0].clozes == (2, 1)


def test_a_number_is_never_given_twice() -> None:
    deck = Deck()
    deck.build(NOTE, hiding("Lambda", "15 minutes"))
    assert deck.build(NOTE.replace("Lambda", "It"), hiding("15 minutes")).facts[0].clozes == (2,)
    assert deck.build(NOTE, hiding("10 regions", "15 minutes")).facts[0].clozes == (3, 2)


def test_a_cloze_that_comes_back_gets_its_number_again() -> None:
    deck = Deck()
    deck.build(NOTE, hiding("Lambda", "15 minutes"))
    assert deck.build(NOTE.replace("Lambda", "It"), hiding("15 minutes")).facts[0].clozes == (2,)
    assert deck.build(NOTE, hiding("15 minutes", "Lambda")).facts[0].clozes == (2, 1)


@pytest.mark.parametrize(
    ("after", "parts", "numbers"),
    [
        ("- Lambda runs code for at most 900 seconds in 10 regions\n", ("900 seconds", "10 regions"), (1, 2)),
        ("- Lambda runs code for at most 15 minutes in 12 regions\n", ("15 minutes", "12 regions"), (1, 2)),
        ("- Lambda runs code in 10 regions for at most 15 minutes\n", ("10 regions", "15 minutes"), (2, 1)),
        ("- Lambda runs any code for at most 15 min in 10 regions\n", ("any code", "15 min", "10 regions"), (3, 1, 2)),
    ],
)
def test_an_edited_part_keeps_its_number(after: str, parts: Sequence[str], numbers: Sequence[int]) -> None:
    deck = Deck()
    assert deck.build(NOTE, hiding("15 minutes", "10 regions")).facts[0].clozes == (1, 2)
    assert deck.build(after, hiding(*parts)).facts[0].clozes == numbers


def test_hiding_another_part_is_another_card_of_the_same_note() -> None:
    deck = Deck()
    first = deck.build(NOTE, hiding("Lambda"))
    second = deck.build(NOTE, hiding("15 minutes"), renew=True)
    assert second.facts[0].guid == first.facts[0].guid
    assert second.facts[0].clozes == (2,), "the card of Lambda must not come to ask for minutes"
    assert [change.note for change in second.plan.replaced] == ["hides other parts, on new cards of the same note"]


def test_what_is_hidden_anew_stands_beside_what_was_hidden_before() -> None:
    deck = Deck()
    deck.build(NOTE, hiding("Lambda", "15 minutes"))
    (fact,) = deck.build(NOTE, hiding("15 minutes", "10 regions")).facts
    assert dict(zip(fact.candidate.asked, fact.clozes, strict=True)) == {"Lambda": 1, "15 minutes": 2, "10 regions": 3}


def test_a_cloze_of_another_rule_is_another_card_of_the_same_note() -> None:
    deck = Deck()
    first = deck.build(NOTE, hiding("Lambda"))
    second = deck.build(NOTE, lambda one: (cloze(one, "15 minutes", kind="limit", explicit=True),))
    assert (second.facts[0].guid, second.facts[0].clozes) == (first.facts[0].guid, (2,))
    assert second.facts[0].status == "replaced" and not second.plan.gone


# --- tiers and decisions ----------------------------------------------------


def weak(one: Statement) -> Sequence[Candidate]:
    return (replace(limit(one), strict=False), replace(front(one), strict=False))


def decide(deck: Deck, decision: str) -> None:
    """As triage does: a decision on the only statement's line."""
    plain = '"text": "Lambda runs code'
    lines = deck.lock.splitlines()
    deck.lock = "".join(
        (line.removesuffix("}") + f', "decision": {decision}}}' if plain in line and '"retired"' not in line else line)
        + "\n"
        for line in lines
    )
    assert decision in deck.lock
    read_lock(deck.lock, "l")


def test_a_weak_candidate_is_a_proposal() -> None:
    deck = Deck()
    found = deck.build(NOTE, weak)
    assert not found.facts
    assert [offer.candidate.kind for offer in found.proposals] == ["limit"]
    assert '{"depth": 0, "text": "Lambda runs code for at most 15 minutes in 10 regions"}\n' in deck.lock


def test_a_proposal_that_was_taken_is_a_card_and_stays_one_after_an_edit() -> None:
    deck = Deck()
    deck.build(NOTE, weak)
    decide(deck, '{"take": true}')
    taken = deck.build(NOTE, weak)
    assert [fact.candidate.kind for fact in taken.facts] == ["limit"] and not taken.facts[0].unsure
    edited = deck.build({"moved.md": NOTE.replace("at most", "up to")}, weak)
    assert edited.facts[0].guid == taken.facts[0].guid
    assert '"decision": {"take": true}' in deck.lock


def test_a_proposal_may_be_taken_by_what_it_asks() -> None:
    deck = Deck()
    deck.build(NOTE, weak)
    decide(deck, '{"take": {"type": "basic", "kind": "definition", "hidden": ["it runs code"]}}')
    assert [fact.candidate.kind for fact in deck.build(NOTE, weak).facts] == ["definition"]


def test_what_is_skipped_is_no_card_and_no_proposal() -> None:
    deck = Deck()
    deck.build(NOTE, weak)
    decide(deck, '{"skip": true}')
    found = deck.build(NOTE, weak)
    assert not found.facts and not found.proposals and len(found.skipped) == 1


def test_a_card_that_is_skipped_is_retired_and_comes_back_with_its_history() -> None:
    deck = Deck()
    asking: Asking = lambda one: (limit(one),)  # noqa: E731
    first = deck.build(NOTE, asking)
    decide(deck, '{"skip": true}')
    skipped = deck.build(NOTE, asking)
    assert not skipped.facts and [change.note for change in skipped.plan.gone] == ["skipped"]
    still = deck.build(NOTE, asking)
    assert not still.facts and not still.plan.gone
    deck.lock = deck.lock.replace(', "decision": {"skip": true}', "")
    back = deck.build(NOTE, asking)
    assert (back.facts[0].guid, back.facts[0].status) == (first.facts[0].guid, "revived")
    assert back.facts[0].mod > skipped.lock.retired[0].entry.mod


def test_a_topic_that_the_user_gave_is_shown_above_the_question() -> None:
    deck = Deck()
    asking: Asking = lambda one: (replace(limit(one), topic=("AWS", "Notes")),)  # noqa: E731
    first = deck.build(NOTE, asking)
    decide(deck, '{"topic": "Compute"}')
    second = deck.build(NOTE, asking)
    assert second.facts[0].candidate.topic == ("AWS", "Compute")
    assert second.facts[0].guid == first.facts[0].guid


def test_a_pair_may_be_turned_round_for_good() -> None:
    deck = Deck()
    pair = lambda one: (replace(front(one), strict=False, reverse=(Text("Which?"), (Block.text(Text("Lambda")),))),)  # noqa: E731
    deck.build(NOTE, pair)
    decide(deck, '{"reverse": true}')
    turned = deck.build(NOTE, pair)
    assert turned.facts[0].candidate.prompt.plain == "Which?"
    again = deck.build(NOTE, pair)
    assert (again.facts[0].guid, again.facts[0].status) == (turned.facts[0].guid, "kept")


def test_another_way_to_ask_may_be_taken_in_place_of_the_remembered_one() -> None:
    deck = Deck()
    ways: Asking = lambda one: (front(one), limit(one), cloze(one, "15 minutes"), cloze(one, "10 regions"))  # noqa: E731
    first = deck.build(NOTE, ways).facts[0]
    decide(deck, '{"take": {"type": "cloze", "kind": "cloze", "hidden": ["15 minutes"]}}')
    hides = deck.build(NOTE, ways).facts[0]
    assert (hides.candidate.asked, hides.guid != first.guid) == (("15 minutes",), True)
    deck.lock = deck.lock.replace('"hidden": ["15 minutes"]}}', '"hidden": ["10 regions"]}}')
    assert [(one.candidate.asked, one.guid) for one in deck.build(NOTE, ways).facts] == [(("10 regions",), hides.guid)]


def test_all_proposals_may_be_taken_and_dropped_again() -> None:
    deck = Deck()
    taken = deck.build(NOTE, weak, level="all")
    assert [fact.unsure for fact in taken.facts] == [True]
    dropped = deck.build(NOTE, weak)
    assert not dropped.facts and len(dropped.plan.gone) == 1
    still = deck.build(NOTE, weak)
    assert not still.facts and not still.plan.gone
    back = deck.build(NOTE, weak, level="all")
    assert (back.facts[0].guid, back.facts[0].status) == (taken.facts[0].guid, "revived")


def test_a_card_whose_rule_became_weaker_stays() -> None:
    deck = Deck()
    first = deck.build(NOTE, lambda one: (limit(one),))
    second = deck.build(NOTE, lambda one: (replace(limit(one), strict=False),))
    assert [fact.guid for fact in second.facts] == [fact.guid for fact in first.facts]
    assert not second.facts[0].unsure


# --- without a lock ---------------------------------------------------------


def test_a_lost_lock_gives_the_same_guids() -> None:
    notes = "# Cells\n- Osmosis: moves water\n- Pump: moves salt\n# Organs\n- Osmosis: moves water\n"
    first, second = Deck().build(notes), Deck(now=9_999_999).build({"renamed.md": notes})
    assert [fact.guid for fact in first.facts] == [fact.guid for fact in second.facts]
    assert len(guids(first)) == 2 and len(first.facts) == 3


def test_equal_texts_that_ask_different_things_are_counted() -> None:
    notes = "# Drugs\n- A\n    - Examples: aspirin\n- B\n    - Examples: aspirin\n"
    deck = Deck()
    label = lambda one: (replace(front(one), topic=(one.path[-1].text.plain,)),) if ":" in one.text.plain else ()  # noqa: E731
    found = deck.build(notes, label)
    assert len({fact.guid for fact in found.facts}) == 2
    assert [fact.guid for fact in deck.build(notes, label).facts] == [fact.guid for fact in found.facts]


def test_a_guid_that_an_edited_fact_left_behind_is_not_given_to_another() -> None:
    deck = Deck()
    first = deck.build("# Cells\n- Osmosis: moves water\n- Pump: moves salt\n- Wall: gives shape to it\n")
    edited = deck.build("# Cells\n- Osmosis: moves waters\n- Pump: moves salt\n- Wall: gives shape to it\n")
    moved = deck.build(
        "# Cells\n- Osmosis: moves waters\n- Pump: moves salt\n- Wall: gives shape to it\n- Osmosis: moves water\n"
    )
    assert guids(edited)["Osmosis: moves waters"] == guids(first)["Osmosis: moves water"]
    assert len({fact.guid for fact in moved.facts}) == 4


def test_the_namespace_of_the_first_build_is_kept() -> None:
    deck = Deck()
    first = deck.build(NOTE)
    deck.lock = deck.lock.replace('"namespace": "tests"', '"namespace": "earlier"')
    assert deck.build(NOTE + "- Fargate runs containers without servers\n").lock.namespace == "earlier"
    assert first.lock.namespace == "tests"


# --- time -------------------------------------------------------------------


def test_only_what_changed_is_newer() -> None:
    deck = Deck()
    notes = "# Cells\n- Osmosis: moves water\n- Pump: moves salt\n"
    first = {fact.guid: fact.mod for fact in deck.build(notes).facts}
    found = deck.build(notes.replace("salt", "salts") + "- Wall: gives shape\n")
    mods = {fact.statement.text.plain: (fact.mod, fact.created, first.get(fact.guid)) for fact in found.facts}
    day0, day1 = deck.now - 24 * 60 * 60, deck.now
    assert mods == {
        "Osmosis: moves water": (day0, day0, day0),
        "Pump: moves salts": (day1, day0, day0),
        "Wall: gives shape": (day1, day1, None),
    }


def test_a_change_is_newer_even_if_the_clock_went_back() -> None:
    deck = Deck()
    notes = "# Cells\n- Osmosis: moves water\n"
    before = deck.build(notes).facts[0].mod
    deck.now -= 1000 * 24 * 60 * 60
    assert deck.build(notes.replace("water", "waters")).facts[0].mod == before + 1


@pytest.mark.parametrize("kind", ["context", "tags"])
def test_what_only_all_facts_together_tell_counts_as_change(kind: str) -> None:
    """Context and tags are given to facts once all are known, and move `mod` like the rest."""
    notes = "# Cells\n- Osmosis: moves water\n"

    def dress(value: str) -> Any:
        given = {"context": (Text(value),), "tags": (value,)}[kind]
        return lambda facts: [replace(fact, **{kind: given}) for fact in facts]

    def fingerprint(fact: Any) -> str:
        return repr((fact.context, fact.tags))

    statements = read_notes({"a.md": notes})
    candidates = [ask(one) for one in statements]
    lock, mods = None, []
    for now, value in ((10, "old"), (20, "old"), (30, "new")):
        found = identify(
            statements, candidates, lock, namespace="n", now=now, hash_of=fingerprint, complete=dress(value)
        )
        lock = read_lock(format_lock(found.lock), "l")
        mods.append(found.facts[0].mod)
    assert mods == [10, 10, 30]


# --- an edit that is undone -------------------------------------------------


def test_a_question_that_stood_in_gives_way_to_the_old_one_when_the_edit_is_undone() -> None:
    deck = Deck()
    whole = lambda one: (front(one), cloze(one, "15 minutes"))  # noqa: E731
    first = deck.build(NOTE, whole)
    for _ in range(2):
        plain = deck.build(NOTE.replace("runs code", "is there"), hiding("15 minutes"))
        assert plain.facts[0].candidate.note_type == "cloze" and plain.facts[0].guid != first.facts[0].guid
        again = deck.build(NOTE, whole)
        assert [(fact.guid, fact.status) for fact in again.facts] == [(first.facts[0].guid, "revived")]
        assert [change.note for change in again.plan.gone] == [f"replaced by {first.facts[0].guid}"]
        assert not deck.build(NOTE, whole).plan.gone
    assert len(deck.build(NOTE, whole).lock.guids) == 2, "each of the two comes back whenever its turn is"


def test_all_cards_of_a_cloze_note_come_back_when_the_edit_is_undone() -> None:
    deck = Deck()
    both = lambda one: (cloze(one, "Lambda", "10 regions"), cloze(one, "15 minutes", kind="limit"))  # noqa: E731
    first = deck.build(NOTE, both)
    less = deck.build("- It runs code for at most 15 minutes in all of them\n", hiding("15 minutes"))
    assert (less.facts[0].guid, less.facts[0].clozes) == (first.facts[0].guid, (3,))
    again = deck.build(NOTE, both)
    assert (again.facts[0].guid, again.facts[0].clozes) == (first.facts[0].guid, (1, 2))
    assert not again.plan.better


def test_what_was_renewed_does_not_come_back_by_itself() -> None:
    deck = Deck()
    deck.build(NOTE, lambda one: (limit(one),))
    both = lambda one: (front(one), limit(one))  # noqa: E731
    renewed = deck.build(NOTE, both, renew=True)
    assert renewed.facts[0].candidate.kind == "definition"
    assert [fact.status for fact in deck.build(NOTE, both).facts] == ["kept"]
