"""Whether the plan says that an edit changed the meaning of a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.facts.words.negations import negations_of
from cribdeck.identity.meaning import changes_meaning

CHANGED = (
    ("en", "Arteries carry blood to the heart", "Arteries do not carry blood to the heart"),
    ("en", "Queues can be emptied by hand", "Queues can't be emptied by hand"),
    ("en", "The reaction is reversible", "The reaction is irreversible"),
    ("en", "Volatile memory loses all of it", "Non-volatile memory loses all of it"),
    ("en", "Copies are made on request", "Copies are made only on request"),
    ("en", "A cell lives for 120 days", "A cell lives for 12 days"),
    ("de", "Eine Arterie hat Klappen", "Eine Arterie hat keine Klappen"),
    ("de-CH", "Die Reaktion ist umkehrbar", "Die Reaktion ist unumkehrbar"),
    ("fr", "Une artère a des valves", "Une artère n'a pas de valves"),
    ("ru", "Артерии имеют клапаны", "Артерии не имеют клапанов"),
    ("zh", "动脉有瓣膜", "动脉没有瓣膜"),
    # Nothing is known of Esperanto here: a word that came or went alone may be one, and so may a beginning.
    ("eo", "Arterioj havas valvojn", "Arterioj ne havas valvojn"),
    ("eo", "Tio estas utila por ni", "Tio estas malutila por ni"),
    ("eo", "Ĉelo vivas 120 tagojn", "Ĉelo vivas 12 tagojn"),
)
UNCHANGED = (
    ("en", "Arteries carry blood from the heart", "Arteries carry blood away from the heart"),
    ("en", "No artery has any valve", "No artery has a valve"),
    ("en", "Veins do not carry it", "Veins carry it at no time"),
    ("de", "Arterien haben dicke Wände", "Arterien haben sehr dicke Wände"),
    ("eo", "Arterioj havas dikajn murojn", "Arterioj posedas fortajn murojn"),
    ("en", "A cell — lives for 120 days.", "a cell - lives for **120** days"),
)


@pytest.mark.parametrize(("lang", "was", "now"), CHANGED)
def test_a_number_or_a_negation_that_changed_is_told(lang: str, was: str, now: str) -> None:
    assert changes_meaning(was, now, lang)
    assert changes_meaning(now, was, lang)


@pytest.mark.parametrize(("lang", "was", "now"), UNCHANGED)
def test_other_edits_are_not(lang: str, was: str, now: str) -> None:
    assert not changes_meaning(was, now, lang)


def test_english_has_its_negations_from_its_own_data_file() -> None:
    english = negations_of("en-GB")
    assert english is not None and {"not", "isn't", "unless"} <= english.words
    assert negations_of("eo") is None


@given(st.text(), st.sampled_from(["en", "de", "eo", ""]))
def test_no_text_changes_its_own_meaning(text: str, lang: str) -> None:
    assert not changes_meaning(text, text, lang)
