"""A card that was learnt stays while it can be asked, whether or not a rule would make it: cases in
`fixtures/identity/recall.md`, and what holds for any edit."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_notes import Deck

from cribdeck.ask_files import worked
from cribdeck.facts.calculations import find_calculations
from cribdeck.facts.candidates import find_candidates
from cribdeck.facts.statements import find_statements
from cribdeck.identity.identify import Identified
from cribdeck.model import TOGETHER, Candidate, Fact, Statement
from cribdeck.outputs.card_rows import card_rows
from cribdeck.read.outline import read_outline

CASES = Path(__file__).parent / "fixtures/identity/recall.md"


def cases() -> list[tuple[str, str, str, str]]:
    """Title, notes before, notes after, and the cards there are then."""
    parts = re.split(r"(?m)^\.\n", CASES.read_text(encoding="utf-8"))
    return [(parts[nth].strip(), parts[nth + 1], parts[nth + 2], parts[nth + 3]) for nth in range(0, len(parts) - 3, 4)]


def by_rules(notes: str) -> dict[tuple[int, str], Sequence[Candidate]]:
    """What the rules make of each statement of a file, by its line and its text."""
    outline = read_outline(notes, "notes.md")[0]
    asked = find_candidates(outline, find_statements(outline), worked(find_calculations(outline)))
    return {(each.statement.source.first, each.statement.text.plain): each.candidates for each in asked}


def build(deck: Deck, notes: str, **options: object) -> Identified:
    candidates = by_rules(notes)

    def asking(statement: Statement) -> Sequence[Candidate]:
        return candidates[statement.source.first, statement.text.plain]

    return deck.build(notes, asking, **options)


def cards(found: Identified) -> dict[tuple[str, int], str]:
    """What each card asks, by the GUID of its note and its ordinal."""
    return {
        (
            fact.guid,
            row.ord,
        ): f"{fact.candidate.note_type} {' / '.join(row.front.splitlines())} -> {'; '.join(row.answers)}"
        for fact in found.facts
        for row in card_rows(fact)
    }


@pytest.mark.parametrize(("title", "before", "after", "expected"), cases(), ids=[case[0] for case in cases()])
def test_recall(title: str, before: str, after: str, expected: str) -> None:
    deck = Deck()
    first = cards(build(deck, before))
    second = build(deck, after)
    assert first, "there is something to be kept"
    fates = [f"{'kept' if card in first else 'new'} {text}" for card, text in cards(second).items()]
    assert fates == expected.splitlines()


# --- what holds for any edit -------------------------------------------------

LINES = (
    "The **sinus node** sets the pace of the heart, and does it without any nerve.",
    "Water moves through a membrane by **osmosis**, towards more salt.",
    "The kidney makes up to 180 litres of filtrate in a day; most of that is taken back.",
    "Stop the task with `--region` and start it again with `aws run`.",
    "The loop of Henle stores salt in the marrow of the kidney",
    "ATP (adenosine triphosphate) drives the pumps of the cell",
    "A nephron is the smallest part of a kidney that makes urine.",
    "Renin: raises the pressure of the blood",
    "The heart has three layers:\n    - endocardium\n    - myocardium\n    - epicardium",
    "Through a membrane built of lipids pass **gases**, but never **ions**. It keeps them apart.",
)
SPARE = ("not", "rarely", "**salt**", "`code`", "15", "up to", "and", "; it", ". It", "(again)", "kidney")


@st.composite
def edits(draw: st.DrawFn) -> str:
    """The lines after any words were cut, added, misspelt, moved or unmarked, and any lines split, joined or moved."""
    lines = draw(st.lists(st.sampled_from(LINES), unique=True, min_size=1))
    edited = [draw(edited_lines(line)) for line in lines]
    return "# Body\n\n" + "".join(f"- {line}\n" for line in edited if line.strip())


@st.composite
def edited_lines(draw: st.DrawFn, line: str) -> str:
    words = line.split(" ")
    for _ in range(draw(st.integers(0, 4))):
        nth = draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(("cut", "add", "slip", "unmark", "split", "merge"))):
            case "cut" if len(words) > 1:
                del words[nth]
            case "add":
                words.insert(nth, draw(st.sampled_from(SPARE)))
            case "slip" if len(words[nth]) > 3:
                words[nth] = words[nth][:2] + words[nth][3:]
            case "unmark":
                words = " ".join(words).replace("**", "").replace("`", "").split(" ")
            case "split":
                words.insert(nth, "\n-")
            case "merge":
                words += ["and", *draw(st.sampled_from(LINES)).split("\n")[0].split(" ")]
    return " ".join(words)


NOTES = "# Body\n\n" + "".join(f"- {line}\n" for line in LINES)


@settings(max_examples=60, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=3))
def test_whatever_is_recalled_stands_in_its_line_and_is_asked_without_its_answer(versions: Sequence[str]) -> None:
    deck = Deck()
    build(deck, NOTES)
    for notes in versions:
        for fact in build(deck, notes).facts:
            if fact.candidate.recalled:
                assert_sound(fact)


def assert_sound(fact: Fact) -> None:
    candidate, said = fact.candidate, fact.statement.text.plain
    below = [child.text.plain for child in fact.statement.item.children]
    for answer in candidate.asked:
        parts = answer.split(TOGETHER)
        assert all(part.strip() and any(part in text for text in (said, *below)) for part in parts)
    for row in card_rows(fact):
        assert re.search(r"\w", row.front.replace("[…]", ""))
        assert len(row.answers) > 1 or not re.search(rf"(?<![\w-]){re.escape(row.answers[0])}(?![\w-])", row.front)
    for part in candidate.hidden:
        assert not candidate.prompt.cuts(part.start, part.end, "code", "math")


@settings(max_examples=40, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=2))
def test_a_build_without_an_edit_recalls_the_very_same(versions: Sequence[str]) -> None:
    deck = Deck()
    build(deck, NOTES)
    for notes in versions:
        first = build(deck, notes)
        lock = deck.lock
        second = build(deck, notes)
        assert deck.lock == lock
        assert cards(second) == cards(first)


@settings(max_examples=40, deadline=None)
@given(edits())
def test_no_part_is_asked_twice_of_one_line(notes: str) -> None:
    deck = Deck()
    build(deck, NOTES)
    found = cards(build(deck, notes))
    assert len(set(found.values())) == len(found)


# --- what takes a card away all the same --------------------------------------


def recalled(found: Identified) -> set[str]:
    return {change.guid for change in found.plan.recalled}


PROBLEM, WORKING = "A pump lifts 12 litres a minute for 5 minutes.", "`12 * 5 = 60 litres`"


@pytest.mark.parametrize(
    ("problem", "working"),
    [
        ("A pmup lifts 12 litres a minute for 5 minutes.", WORKING),
        ("For 5 minutes a small pump in the cellar lifts water: 12 litres a minute.", WORKING),
        (PROBLEM, "12 × 5 = 60 litres"),
        (PROBLEM, "`12*5=60`"),
        (PROBLEM, "`12 * 5 = 60 l` (as in the exam)"),
        (PROBLEM, "`12 * 5 = 61 litres`"),
        ("A pump lifts 36 litres a minute for 5 minutes.", "`36 * 5 = 180 litres`"),
    ],
)
def test_a_calculation_stays_as_long_as_a_working_with_a_result_stands_there(problem: str, working: str) -> None:
    deck = Deck()
    notes = "# Pumps\n\n- {}\n    - {}\n- A **valve** keeps the water from running back\n".format
    (before,) = (one for one in build(deck, notes(PROBLEM, WORKING)).facts if one.candidate.note_type == "calculation")
    (after,) = (one for one in build(deck, notes(problem, working)).facts if one.candidate.note_type == "calculation")
    assert after.guid == before.guid
    build(deck, notes(problem, "to be worked out"))
    (back,) = (one for one in build(deck, notes(PROBLEM, WORKING)).facts if one.candidate.note_type == "calculation")
    assert back.guid == before.guid, "and comes back with it"


def test_what_is_renewed_is_let_go_for_good() -> None:
    deck, plain = Deck(), NOTES.replace("**", "")
    build(deck, NOTES)
    before = recalled(build(deck, plain))
    renewed = build(deck, plain, renew=True)
    gone = {change.guid for change in renewed.plan.gone}
    assert before and gone and gone | {fact.guid for fact in renewed.facts} >= before
    assert not recalled(renewed) and not recalled(build(deck, plain))


def test_what_a_rule_made_that_is_off_is_let_go_until_it_is_on_again() -> None:
    deck, plain = Deck(), NOTES.replace("**", "")
    build(deck, NOTES)
    before = recalled(build(deck, plain))
    bold = {guid for guid in before if f'"guid": "{guid}"' in "".join(re.findall(r'.*"rule": "bold".*', deck.lock))}
    assert bold and recalled(build(deck, plain, off=("bold",))) == before - bold
    assert recalled(build(deck, plain)) == before


def test_a_line_that_comes_back_is_asked_as_it_was_though_no_rule_would() -> None:
    deck = Deck()
    build(deck, NOTES)
    plain = NOTES.replace("**", "")
    first = cards(build(deck, plain))
    build(deck, "# Body\n\n- Nothing of all that is left\n")
    assert cards(build(deck, plain)) == first


def test_a_lock_of_an_early_version_recalls_what_stands_in_the_line() -> None:
    deck = Deck()
    first = cards(build(deck, NOTES))
    deck.lock = re.sub(r'"asked": \{[^}]*\}, ', "", deck.lock)
    assert "asked" not in deck.lock
    second = cards(build(deck, NOTES.replace("**", "")))
    clozes = {card for card, text in first.items() if text.startswith("cloze")}
    assert clozes <= second.keys()


def test_a_relative_beside_an_edited_line_is_no_half_of_it() -> None:
    deck = Deck()
    line = "- The longest run of a Lambda function in a private network"
    (card,) = cards(build(deck, f"# Limits\n\n{line} is up to 15 minutes.\n"))
    found = build(deck, f"# Limits\n\n{line} was raised of late.\n- A run of a Batch job is up to 15 minutes.\n")
    assert card not in cards(found)


def test_one_of_two_merged_facts_can_be_dropped_alone() -> None:
    deck, lines = (
        Deck(),
        ("The kidney makes up to 180 litres of filtrate in a day", "Renin: raises the pressure of blood"),
    )
    first = cards(build(deck, "# Kidney\n\n" + "".join(f"- {line}\n" for line in lines)))
    merged = f"# Kidney\n\n- {'; '.join(lines)}\n"
    found = build(deck, merged)
    assert cards(found).keys() == first.keys() and len(first) == 2 and not found.plan.better
    deck.lock = re.sub(r'("part": "merged .*)\}$', r'\1, "decision": {"skip": true}}', deck.lock, flags=re.MULTILINE)
    assert len(cards(build(deck, merged))) == len(cards(build(deck, merged))) == 1
