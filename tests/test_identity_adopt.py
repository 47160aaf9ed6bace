"""A lock that was lost is made again from an earlier deck."""

from collections.abc import Sequence

from identity_notes import Deck, ask, guids, read_notes

from cribdeck.identity.adopt import DeckNote, adopt
from cribdeck.identity.identify import Identified
from cribdeck.identity.lock import Lock, format_lock

NOTES = """\
# Cells
- Osmosis: moves water to the saltier side
- A **pump** moves **3 sodium** ions out of the cell
- Diffusion: particles spread out until they are even
# Organs
- Kidney: filters some 180 litres of blood a day
- Use: nobody knows
# More organs
- Use: nobody knows
"""


def deck_notes(found: Identified) -> Sequence[DeckNote]:
    """The notes as a reader of the package gives them."""
    return [
        DeckNote(
            fact.guid,
            fact.candidate.note_type,
            fact.candidate.prompt.plain,
            fact.candidate.asked if fact.candidate.note_type != "cloze" else (),
            dict(zip(fact.clozes, fact.candidate.asked, strict=False)) if fact.clozes else {},
            fact.statement.label,
            fact.mod,
            fact.created,
        )
        for fact in found.facts
    ]


def adopted(earlier: Deck, notes: str, now: str, namespace: str = "tests") -> tuple[Identified, Deck, Lock]:
    first = earlier.build(notes)
    statements = read_notes({"notes.md": now})
    lock = adopt(deck_notes(first), statements, [ask(one) for one in statements], namespace=namespace, now=earlier.now)
    return first, Deck(format_lock(lock), earlier.now), lock


def test_notes_that_were_not_edited_are_all_adopted() -> None:
    first, deck, lock = adopted(Deck(), NOTES, NOTES)
    again = deck.build(NOTES)
    assert [fact.guid for fact in again.facts] == [fact.guid for fact in first.facts]
    assert not lock.retired and not again.plan.gone
    assert all(new.mod > old.mod for new, old in zip(again.facts, first.facts, strict=True))
    assert [fact.created for fact in again.facts] == [fact.created for fact in first.facts]


def test_another_namespace_does_not_matter() -> None:
    first, deck, _ = adopted(Deck(), NOTES, NOTES, namespace="other")
    # "Use" is asked twice; the topic that the note shows tells which is which.
    assert [fact.guid for fact in deck.build(NOTES).facts] == [fact.guid for fact in first.facts]


def test_edited_notes_are_adopted_and_clozes_keep_their_numbers() -> None:
    earlier = Deck()
    earlier.build(NOTES.replace("A **pump**", "**Each** **pump**"))  # so that the numbers are not the order
    edited = (
        NOTES.replace("saltier side", "more salty side")
        .replace("3 sodium** ions out", "3 sodium** ions at a time out")
        .replace("180", "170")
    )
    first, deck, lock = adopted(earlier, NOTES, edited)
    again = deck.build(edited)
    assert [fact.guid for fact in again.facts] == [fact.guid for fact in first.facts]
    assert not lock.retired
    assert first.facts[1].clozes == again.facts[1].clozes == (2, 3)


def test_what_is_not_found_is_retired_and_its_guid_not_given_again() -> None:
    first, deck, lock = adopted(
        Deck(), NOTES, NOTES.replace("- Diffusion: particles spread out until they are even\n", "")
    )
    gone = guids(first)["Diffusion: particles spread out until they are even"]
    assert [one.entry.guid for one in lock.retired] == [gone]
    assert gone in deck.build(NOTES).lock.guids
