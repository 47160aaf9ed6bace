"""GUIDs are made once and for all: what they are made of never changes."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cribdeck.identity.guid import make_guid, normal

VECTORS = json.loads((Path(__file__).parent / "fixtures/identity/guids.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_guid_is_as_it_was_at_the_first_release(vector: dict[str, str]) -> None:
    guid = make_guid("biology", vector["type"], vector["topic"], vector["text"], vector["part"], vector["nth"])
    assert guid == vector["guid"]


def test_every_ingredient_counts() -> None:
    base = ("biology", "basic", "Cells", "Osmosis moves water", "", 1)
    others = ("chemistry", "cloze", "Organs", "Osmosis moves salt", "2", 2)
    varied = [(*base[:nth], others[nth], *base[nth + 1 :]) for nth in range(len(base))]
    assert len({make_guid(*recipe) for recipe in [base, *varied]}) == len(base) + 1


@pytest.mark.parametrize(
    "same",
    [
        "the cell's  “wall”",
        'The Cell’s "wall"',
        "THE CELL'S\t„wall“ ",
        "the\ncell‘s \u00a0“wall”",
    ],
)
def test_typography_and_case_make_no_difference(same: str) -> None:
    assert normal(same) == 'the cell\'s "wall"'


WORDS = st.text(min_size=1).filter(normal)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_no_text_can_pose_as_two_fields(topic: str, text: str) -> None:
    assert make_guid("n", "basic", topic + "\x1f" + text, "x") != make_guid("n", "basic", topic, text + "\x1fx")


@settings(deadline=None)
@given(st.text())
def test_normal_text_is_normal(text: str) -> None:
    assert normal(normal(text)) == normal(text)
