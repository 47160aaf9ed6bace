"""A lock that was lost is made again from an earlier deck."""

from collections.abc import Sequence

from identity_notes import Deck, guids

from cribdeck.identity.adopt import Adopted, Card, adopt
from cribdeck.identity.identify import Identified
from cribdeck.identity.lock import format_lock
from cribdeck.model import Block, Candidate, Hidden, Statement, Text

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


def cards(found: Identified) -> Sequence[Card]:
    """What the notes of a deck say."""
    return [
        Card(
            fact.guid,
            fact.candidate.note_type,
            " ".join((fact.candidate.prompt.plain, *(fact.candidate.asked if not fact.clozes else ()))),
            fact.candidate.prompt.plain if not fact.clozes else "",
            fact.statement.label,
            fact.mod,
            dict(zip(fact.clozes, fact.candidate.asked, strict=False)) or None,
        )
        for fact in found.facts
    ]


def adopted(earlier: Identified, notes: str, now: int = 9_000_000) -> tuple[Adopted, Deck]:
    """What is made of these notes and an earlier deck where no lock is."""
    lost = Deck(now=now).build(notes)
    made = adopt(lost.lock, cards(lost), cards(earlier), when=now)
    return made, Deck(format_lock(made.lock), now)


def test_notes_that_were_not_edited_have_their_guids_and_are_written_once_more() -> None:
    first = Deck().build(NOTES)
    made, deck = adopted(first, NOTES)
    assert (made.same, made.alike, made.lost) == (6, 0, 0)
    again = deck.build(NOTES)
    assert [fact.guid for fact in again.facts] == [fact.guid for fact in first.facts]
    assert all(new.mod > old.mod for new, old in zip(again.facts, first.facts, strict=True))
    assert not again.plan.gone


def test_edited_notes_are_found_by_question_and_by_likeness() -> None:
    deck = Deck()
    deck.build(NOTES)
    # Edited once with the lock: these GUIDs cannot be made from the words any more.
    edited = (
        NOTES.replace("saltier", "more salty").replace("180", "170").replace("sodium** ions", "sodium** ions a time")
    )
    first = deck.build(edited)
    made, again = adopted(first, edited.replace("a day", "every day"))
    assert (made.same, made.alike, made.lost) == (3, 3, 0)
    built = again.build(edited.replace("a day", "every day"))
    assert [fact.guid for fact in built.facts] == [fact.guid for fact in first.facts]


def test_clozes_keep_their_numbers() -> None:
    deck = Deck()
    deck.build(NOTES.replace("A **pump**", "**Each** **pump**"))  # so that the numbers are not the order
    first = deck.build(NOTES)
    assert first.facts[1].clozes == (2, 3)
    _, again = adopted(first, NOTES)
    assert again.build(NOTES).facts[1].clozes == (2, 3)


def test_what_is_not_found_is_retired_and_its_guid_not_given_again() -> None:
    first = Deck().build(NOTES)
    fewer = NOTES.replace("- Diffusion: particles spread out until they are even\n", "")
    made, deck = adopted(first, fewer)
    gone = guids(first)["Diffusion: particles spread out until they are even"]
    assert made.lost == 1 and [one.entry.guid for one in made.lock.retired] == [gone]
    back = deck.build(NOTES)
    assert guids(back)["Diffusion: particles spread out until they are even"] == gone


def test_what_no_rule_asks_any_more_is_asked_on_by_the_deck() -> None:
    first = Deck().build(NOTES)
    plain = NOTES.replace("**", "")
    made, deck = adopted(first, plain)
    assert (made.same, made.alike, made.lost) == (5, 1, 0)
    built = deck.build(plain)
    assert [fact.guid for fact in built.facts] == [fact.guid for fact in first.facts]
    assert built.facts[1].candidate.asked == first.facts[1].candidate.asked
    assert not built.plan.gone


ROWS = """\
# Serology

| Group | Antigens | Antibodies |
| --- | --- | --- |
| A | A | anti-B |
| B | B | anti-A |

The thymus is a gland behind the breastbone.
The spleen is a gland behind the stomach.
"""


def test_what_is_only_proposed_by_now_is_found_by_the_words_on_its_card() -> None:
    """As a release with stricter rules does with the deck of the one before."""
    first = Deck().build(ROWS, asking=ask_rows)
    assert len(first.facts) == 4
    now = Deck(now=9_000_000).build(ROWS, asking=propose_rows)
    assert not now.facts
    made = adopt(now.lock, (), cards(first), when=9_000_000)
    assert (made.same, made.alike, made.lost) == (0, 4, 0)
    built = Deck(format_lock(made.lock), 9_000_000).build(ROWS, asking=propose_rows)
    assert guids(built) == guids(first)
    assert not built.plan.gone


def ask_rows(statement: Statement) -> tuple[Candidate, ...]:
    """The cells of a row below their heads, and what a thing is."""
    thing, verb, meaning = statement.text.plain.rstrip(".").partition(" is ")
    if verb:
        return (Candidate("basic", "definition", "is", Text(f"What is {thing}?"), (Block.text(Text(meaning)),)),)
    cells = [cell.plain for cell in statement.item.cells]
    if len(cells) != 3 or cells[0] == "Group":
        return ()
    prompt = Text(f"{cells[0]}\nAntigens: {cells[1]}\nAntibodies: {cells[2]}")
    first = prompt.plain.index(": ") + 2
    last = len(prompt.plain) - len(cells[2])
    hidden = (Hidden(first, first + len(cells[1]), 1), Hidden(last, len(prompt.plain), 2))
    return (Candidate("cloze", "table", "row", prompt, hidden=hidden),)


def propose_rows(statement: Statement) -> tuple[Candidate, ...]:
    return tuple(candidate.rated(strict=False) for candidate in ask_rows(statement))
