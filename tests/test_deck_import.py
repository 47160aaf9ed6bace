"""The package, judged by the real Anki backend."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection
from deck_facts import BORN, basic, both_ways, calculation, cloze, samples
from real_anki import Log, cards_of, collection, empty_cards, import_deck, lines, note_of

from cribdeck.model import Fact, Mark, Text
from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.cards import Deck, make_deck
from cribdeck.outputs.media import MediaSet, read_media
from cribdeck.outputs.retired import retired_deck, retired_note


@pytest.fixture
def col(tmp_path: Path) -> Iterator[Collection]:
    with collection(tmp_path / "col") as opened:
        yield opened


def package(deck: Deck, folder: Path, name: str = "deck") -> Path:
    path = folder / f"{name}.apkg"
    write_apkg(deck, path)
    return path


def written(facts: list[Fact], folder: Path, name: str = "deck") -> Path:
    return package(make_deck(facts, title="Cells"), folder, name)


def test_import_is_clean(col: Collection, tmp_path: Path) -> None:
    facts = samples()
    deck = make_deck(facts, title="Cells")
    path = package(deck, tmp_path)
    assert import_deck(col, path) == Log(len(facts), 0, 0, 0)
    assert import_deck(col, path) == Log(0, 0, len(facts), 0)
    assert import_deck(col, path, forced=True) == Log(0, 0, len(facts), 0)
    assert empty_cards(col) == {}
    assert col.card_count() == sum(len(note.cards) for note in deck.notes) == 10
    col.after_note_updates(col.find_notes(""), mark_modified=False)
    assert col.card_count() == 10
    problems, sound = col.fix_integrity()
    assert sound, problems
    assert not [name for name in (found.name for found in col.models.all_names_and_ids()) if name.endswith("+")]
    assert all(note_of(col, fact.guid).fields_check() == 0 for fact in facts)


def test_every_card_renders(col: Collection, tmp_path: Path) -> None:
    import_deck(col, written(samples(), tmp_path))
    for card_id in col.find_cards(""):
        card = col.get_card(card_id)
        both = card.question() + card.answer()
        assert "has a problem" not in both
        assert "is blank" not in both
        assert "<script>" not in both or card.note_type()["name"] == "Cribdeck Calculation"


def test_cards_come_in_the_order_of_the_notes(col: Collection, tmp_path: Path) -> None:
    facts = samples()
    import_deck(col, written(facts, tmp_path))
    order = col.db.list("select n.guid from cards c join notes n on n.id = c.nid group by n.id order by min(c.due)")
    assert order == [fact.guid for fact in facts]
    created = col.db.list("select guid from notes order by id")
    assert created == order
    assert col.db.scalar("select max(id) from cards") <= BORN * 1000


def test_decks_and_tags(col: Collection, tmp_path: Path) -> None:
    sure, unsure = basic("sure12345sure", "Q?", "A"), replace(basic("unsure123unsu", "P?", "A"), unsure=True)
    elsewhere = replace(basic("else12345else", "R?", "A"), deck=" Cells :: Plants::")
    import_deck(col, written([sure, unsure, elsewhere], tmp_path))
    decks = {
        guid: col.decks.name(cards_of(col, guid)[0].did) for guid in ("sure12345sure", "unsure123unsu", "else12345else")
    }
    assert list(decks.values()) == ["Cells", "Cells::Unsure", "Cells::Plants"]
    assert note_of(col, "unsure123unsu").tags == ["cribdeck::cells", "cribdeck::unsure::question"]


def test_update_needs_a_newer_mod(col: Collection, tmp_path: Path) -> None:
    old = basic("edited123edit", "Old?", "A")
    new = replace(old, candidate=replace(old.candidate, prompt=Text("New?")))
    import_deck(col, written([old], tmp_path))
    assert import_deck(col, written([new], tmp_path, "same")) == Log(0, 0, 1, 0)
    assert import_deck(col, written([replace(new, mod=BORN + 1)], tmp_path, "newer")) == Log(0, 1, 0, 0)
    assert note_of(col, old.guid)["Front"] == "New?"
    assert note_of(col, old.guid).mod == BORN + 1


def test_media_are_there_and_used(col: Collection, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (4, 4)).save(tmp_path / "cell.png")
    (tmp_path / "call.mp3").write_bytes(b"ID3\x04")
    media = MediaSet({("cells.md", name): read_media(tmp_path / name) for name in ("cell.png", "call.mp3")})
    shown = Text("What is this?", (Mark(13, 13, "image", "cell.png"), Mark(13, 13, "sound", "call.mp3")))
    gone = Text("And this?", (Mark(9, 9, "image", "gone.png"),))
    deck = make_deck(
        [basic("shown12345678", shown, "A cell"), basic("gone123456789", gone, "A")], title="C", media=media
    )
    import_deck(col, package(deck, tmp_path))
    check = col.media.check()
    assert (list(check.missing), list(check.unused)) == ([], [])
    assert sorted(Path(col.media.dir()).glob("*")) == sorted(
        Path(col.media.dir()) / name for name in media.names.values()
    )
    assert "[anki:play:q:0]" in cards_of(col, "shown12345678")[0].question()
    assert lines(cards_of(col, "gone123456789")[0].question()) == ["Membranes", "And this? image missing: gone.png"]


# --- cards in full ------------------------------------------------------------


def sides(col: Collection, guid: str, ord: int = 0) -> tuple[list[str], list[str]]:
    card = cards_of(col, guid)[ord]
    return lines(card.question()), lines(card.answer())


def test_basic_card_in_full(col: Collection, tmp_path: Path) -> None:
    asked = basic("plain12345678", "Is List<String> < {{Front}} & [sound:x.mp3]?", "Yes -> it is")
    import_deck(col, written([asked], tmp_path))
    front = ["Membranes", "Is List<String> < {{Front}} & [sound:x.mp3]?"]
    assert sides(col, asked.guid) == (front, [*front, "Yes → it is", "cells.md › Membranes"])


def test_cards_of_both_ways_in_full(col: Collection, tmp_path: Path) -> None:
    import_deck(col, written([both_ways("both123456789")], tmp_path))
    source = "cells.md › Elements"
    front, turned = ["Elements", "What is the symbol of iron?"], ["Elements", "Which element is Fe?"]
    assert sides(col, "both123456789", 0) == (front, [*front, "Fe", source])
    assert sides(col, "both123456789", 1) == (turned, [*turned, "Iron", source])


def test_cloze_cards_in_full(col: Collection, tmp_path: Path) -> None:
    asked = cloze("cloze12345678", "Use AWS::Lambda or {{x}} there", "AWS::Lambda", "{{x}}", topic=("AWS", "Code"))
    import_deck(col, written([replace(asked, clozes=(3, 1), context=(Text("A line"),))], tmp_path))
    whole = ["AWS › Code", "Use AWS::Lambda or {{x}} there", "Context", "A line", "cells.md › AWS › Code"]
    assert sorted(cards_of(col, asked.guid)) == [0, 2]
    assert sides(col, asked.guid, 2) == (["AWS › Code", "Use [...] or {{x}} there"], whole)
    assert sides(col, asked.guid, 0) == (["AWS › Code", "Use AWS::Lambda or [...] there"], whole)


def test_calculation_card_in_full(col: Collection, tmp_path: Path) -> None:
    import_deck(col, written([calculation("speed12345678", practice=0)], tmp_path))
    front = ["Speed", "A car drives 120 km in 1.5 hours. How fast is it?"]
    working = [r"\(\frac{120}{1.5}\)", r"\(= 80\,\text{km/h}\)", r"Speed is distance by time: \(v = s / t\)"]
    assert sides(col, "speed12345678") == (front, [*front, "80 km/h", *working, "speed.md › Speed"])


# --- retired and revived ------------------------------------------------------


def tombstones(facts: list[Fact], deck: Deck, *, mod: int) -> Deck:
    cards = {note.guid: note.cards for note in deck.notes}
    return retired_deck(
        "Cells",
        [
            retired_note(
                fact.guid,
                fact.candidate.note_type,
                fact.statement.text.plain,
                deck="Cells",
                cards=cards[fact.guid],
                mod=mod,
                created=fact.created,
            )
            for fact in facts
        ],
    )


def test_retired_notes_are_all_in_empty_cards_and_come_back(col: Collection, tmp_path: Path) -> None:
    facts = samples()
    deck = make_deck(facts, title="Cells")
    import_deck(col, package(deck, tmp_path))
    gone = package(tombstones(facts, deck, mod=BORN + 10), tmp_path, "retired")
    assert import_deck(col, gone) == Log(0, len(facts), 0, 0)
    assert empty_cards(col) == {note.guid: list(note.cards) for note in deck.notes}
    assert all(found.will_delete_note for found in col.get_empty_cards().notes)
    back = written([replace(fact, mod=BORN + 20) for fact in facts], tmp_path, "back")
    assert import_deck(col, back) == Log(0, len(facts), 0, 0)
    assert empty_cards(col) == {}
    assert note_of(col, facts[0].guid)["Retired"] == ""


def test_retired_card_says_so_and_keeps_its_text(col: Collection, tmp_path: Path) -> None:
    facts = [
        basic("gone123456789", "What is a {{c1::membrane}}?", "Fat"),
        cloze("gonecloze1234", "A cell lives", "cell"),
    ]
    deck = make_deck(facts, title="Cells")
    import_deck(col, package(deck, tmp_path))
    import_deck(col, package(tombstones(facts, deck, mod=BORN + 10), tmp_path, "retired"))
    banner = "This is no longer in your notes. Tools › Empty Cards takes the card away."
    assert banner in lines(cards_of(col, "gone123456789")[0].question())
    assert note_of(col, "gone123456789")["Front"] == "What is a {<!-- -->{c1::membrane}<!-- -->}?"
    assert banner in lines(cards_of(col, "gonecloze1234")[0].question())
    assert note_of(col, "gonecloze1234")["Text"] == note_of(col, "gonecloze1234")["Retired"] == "A cell lives"


def test_spare_template_can_be_put_to_use(col: Collection, tmp_path: Path) -> None:
    facts = [basic("spare12345678", "Q?", "A"), calculation("sparespeed123")]
    deck = make_deck(facts, title="Cells")
    import_deck(col, package(deck, tmp_path))
    notes = []
    for note in deck.notes:
        note_type = deck.note_types[note.note_type]
        names = [field.name for field in note_type.fields]
        values = dict(zip(names, note.fields, strict=True)) | {"Spare Front": "Spare?", "Spare Back": "Yes"}
        ord = len(note_type.templates) - 1
        notes.append(replace(note, fields=note_type.values(values), cards=(*note.cards, ord), mod=note.mod + 1))
    assert import_deck(col, package(replace(deck, notes=tuple(notes)), tmp_path, "spare")) == Log(0, 2, 0, 0)
    assert empty_cards(col) == {}
    assert sides(col, "spare12345678", 2)[0] == ["Membranes", "Spare?"]
    assert sides(col, "sparespeed123", 2)[0] == ["Speed", "Spare?"]
