"""Cue words: a turn of phrase is searched only where one of its cues stands, and never missed for that."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.facts.rules.phrases import PHRASES
from cribdeck.facts.rules.reasons import TURNS
from cribdeck.facts.words import words_for

ENGLISH = words_for("en")
assert ENGLISH is not None
WORDS = ENGLISH
NOTES = [
    line
    for path in sorted((Path(__file__).parent / "fixtures").rglob("*.md"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
SMALL = sorted(
    {
        *" ".join(WORDS.cues.values()).split(),
        *["the", "it", "a", "of", "up", "as", "than", "that", "is", "only", "right", "for", "in", "which"],
    }
)
SENTENCES = st.lists(st.sampled_from(SMALL), max_size=12).map(" ".join)


def test_every_turn_of_a_list_that_is_tried_in_order_has_cues() -> None:
    assert {turn.turn for turn in TURNS} | {known.turn for known in PHRASES} <= WORDS.cues.keys()
    assert WORDS.cues.keys() <= WORDS.turns.keys()


@pytest.mark.parametrize("turn", sorted(WORDS.cues))
def test_no_line_of_any_fixture_holds_a_turn_without_its_cue(turn: str) -> None:
    assert not [line for line in NOTES if WORDS.turn(turn).search(line) and not WORDS.may_hold(line, turn)]


@given(text=SENTENCES, change=st.sampled_from([str, str.upper, str.capitalize]))
def test_no_sentence_holds_a_turn_without_its_cue(text: str, change: Callable[[str], str]) -> None:
    said = change(text)
    assert not [turn for turn in WORDS.cues if WORDS.turn(turn).search(said) and not WORDS.may_hold(said, turn)]


@pytest.mark.parametrize("turn", sorted(WORDS.cues))
def test_every_cue_is_a_word_of_its_pattern(turn: str) -> None:
    pattern = re.sub(r"[?()|]", " ", WORDS.turn(turn).pattern).casefold()
    assert all(cue in pattern or cue.removesuffix("s") in pattern for cue in WORDS.cues[turn].split())
