"""What a page shows of a card is what Anki shows of it."""

import re
from pathlib import Path

import pytest
from deck_facts import samples
from hypothesis import given
from hypothesis import strategies as st
from page_notes import made_of
from real_anki import cards_of, collection, import_deck, lines

from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.cards import Deck, make_deck
from cribdeck.outputs.page.clozes import asked_html, revealed_html
from cribdeck.outputs.page.faces import faces_of
from cribdeck.outputs.page.offline import offline_back, offline_front

OWN = Path(__file__).parents[1] / "notes"


def _unlike(deck: Deck, folder: Path) -> list[str]:
    """The cards whose text differs from what the backend renders, and how many there were."""
    write_apkg(deck, folder / "deck.apkg")
    unlike, seen = [], 0
    with collection(folder / "anki") as col:
        import_deck(col, folder / "deck.apkg")
        for note in deck.notes:
            cards = cards_of(col, note.guid)
            assert tuple(sorted(cards)) == tuple(sorted(note.cards))
            for ordinal in note.cards:
                theirs, ours = cards[ordinal].render_output(), faces_of(note, deck.note_types[note.note_type], ordinal)
                seen += 1
                for real, own in ((theirs.question_text, ours.front), (theirs.answer_text, ours.back)):
                    if lines(real) != lines(own):
                        unlike.append(f"{note.guid}/{ordinal}: {lines(real)} != {lines(own)}")
    assert seen
    return unlike


def test_every_card_of_the_notes_reads_as_in_anki(tmp_path: Path) -> None:
    assert _unlike(made_of(OWN).deck, tmp_path) == []


def test_cards_of_every_kind_read_as_in_anki(tmp_path: Path) -> None:
    assert _unlike(make_deck(samples(), title="Cells"), tmp_path) == []


@pytest.mark.parametrize(
    ("field", "number", "front", "back"),
    [
        ("Water moves by {{c1::osmosis}}.", 1, "Water moves by [...].", "Water moves by osmosis."),
        ("{{c1::Na}} in, {{c2::K}} out", 2, "Na in, [...] out", "Na in, K out"),
        ("{{c1::Osmosis::a process}} moves water", 1, "[a process] moves water", "Osmosis moves water"),
        ("{{c1::a {{c2::b}} c}} d", 1, "[...] d", "a b c d"),
        ("{{c1::a {{c2::b}} c}} d", 2, "a [...] c d", "a b c d"),
        (r"\(E = {{c1::h \nu}}\)", 1, r"\(E = [...]\)", r"\(E = h \nu\)"),
        ("{{c1::std:<!-- -->:vector}} grows", 1, "[...] grows", "std:<!-- -->:vector grows"),
    ],
)
def test_cloze_is_asked_and_revealed(field: str, number: int, front: str, back: str) -> None:
    bare = [re.sub(r"</?span[^>]*>", "", side(field, number)) for side in (asked_html, revealed_html)]
    assert bare == [front, back]


@given(st.text(alphabet="ab:{}[] c1<>&", max_size=40), st.integers(1, 3))
def test_no_text_stops_a_cloze(field: str, number: int) -> None:
    assert isinstance(asked_html(field, number) + revealed_html(field, number), str)


def test_formula_becomes_mathml_and_broken_tex_its_source() -> None:
    assert "<math" in offline_back(r"Energy is \(E = h \nu\).")
    assert "frac" in offline_front(r"\(\frac{\)")


def test_offline_side_runs_nothing_and_fetches_nothing() -> None:
    side = '<img src="cribdeck-00.png"> [sound:cribdeck-01.mp3] <script>alert(1)</script> \\(\\href{javascript:x}{y}\\)'
    shown = offline_back(side)
    assert "<script" not in shown and "src=" not in shown and "href" not in shown
    assert shown.count("data-media=") == 2


def test_fresh_problems_stay_out_of_the_front() -> None:
    [note] = [note for note in make_deck(samples(), title="Cells").notes if note.note_type == "calculation"]
    deck = make_deck(samples(), title="Cells")
    faces = faces_of(note, deck.note_types["calculation"], 0)
    assert "fresh-problem" not in offline_front(faces.front)
    assert "3 fresh problems" in offline_back(faces.back)
