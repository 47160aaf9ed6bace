"""Facts as notes: what moves a note, its tags, its source, its rows in the report, and the same bytes every time."""

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from deck_facts import BORN, LIST, basic, both_ways, calculation, cloze, fact, hide, marked, samples, statement

from cribdeck.model import Block, Candidate, Fact, Hidden, Item, Mark, Practice, Source, Text
from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.card_rows import CardRow, card_rows
from cribdeck.outputs.cards import AnkiNote, deck_name, make_deck
from cribdeck.outputs.content import content_hash, media_of
from cribdeck.outputs.sources import obsidian_link, source_html
from cribdeck.outputs.tags import clean_tags, tags_of

# --- what moves a note --------------------------------------------------------


def asked(**changes: object) -> Fact:
    found = replace(cloze("changing12345", marked("Osmosis moves water", ("water", "strong")), "Osmosis"), clozes=(1,))
    candidate = {name: value for name, value in changes.items() if name in Candidate.__dataclass_fields__}
    rest = {name: value for name, value in changes.items() if name not in candidate}
    return replace(found, candidate=replace(found.candidate, **candidate), **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        asked(prompt=marked("Osmosis moves water.", ("water", "strong"))),
        asked(prompt=Text("Osmosis moves water")),
        asked(hidden=hide("Osmosis moves water", "water")),
        asked(hidden=(Hidden(0, 7, hint="how"),)),
        asked(clozes=(2,)),
        asked(topic=("Cells",)),
        asked(remark="A remark"),
        asked(answer=(LIST,)),
        asked(reverse=(Text("a"), (LIST,))),
        asked(context=(Text("A line"),)),
        asked(tags=("cribdeck::plants",)),
        asked(unsure=True),
        asked(note_type="basic"),
    ],
)
def test_what_the_card_says_moves_the_note(changed: Fact) -> None:
    assert content_hash(changed) != content_hash(asked())


@pytest.mark.parametrize(
    "same",
    [
        asked(guid="another123456"),
        asked(mod=1, created=2, status="kept", deck="Elsewhere"),
        asked(kind="limit", rule="limit", strict=False, explicit=True, uses=(Source("x.md", 1, 1),)),
        replace(asked(), statement=statement("Osmosis moves water", "Other heading", file="moved.md")),
        asked(prompt=Text("Osmosis moves water", (*asked().candidate.prompt.marks, Mark(8, 13, "link", "note#x")))),
        asked(prompt=Text("Osmosis moves water", (*asked().candidate.prompt.marks, Mark(19, 19, "footnote", "1")))),
    ],
)
def test_place_and_history_do_not_move_the_note(same: Fact) -> None:
    assert content_hash(same) == content_hash(asked())


def test_practice_does_not_move_the_note_but_its_formula_does() -> None:
    old = calculation("speed12345678")
    worked = old.candidate.calculation
    assert worked
    new = replace(worked, practice=(Practice("p", "a", "w"),), source=Source("x.md", 99, 99))
    assert content_hash(replace(old, candidate=replace(old.candidate, calculation=new))) == content_hash(old)
    other = replace(worked, formula="s * t")
    assert content_hash(replace(old, candidate=replace(old.candidate, calculation=other))) != content_hash(old)


def test_image_moves_the_note_by_its_bytes_not_by_its_name() -> None:
    def shown(name: str) -> Fact:
        return basic("image12345678", Text("What is it?", (Mark(11, 11, "image", name),)), "A cell")

    old, new = {("cells.md", "a.png"): "cribdeck-1.png"}, {("cells.md", "img/b.png"): "cribdeck-1.png"}
    assert list(media_of(shown("a.png"))) == [(("cells.md", "a.png"), Source("cells.md", 7, 7))]
    assert content_hash(shown("a.png"), old) == content_hash(shown("img/b.png"), new)
    assert content_hash(shown("a.png"), {("cells.md", "a.png"): "cribdeck-2.png"}) != content_hash(shown("a.png"), old)
    assert content_hash(shown("a.png")) != content_hash(shown("a.png"), old)


def test_hash_is_fixed_for_good() -> None:
    # A new value here means that the next build rewrites every note in every collection.
    assert [content_hash(found) for found in (asked(), calculation("speed12345678"), both_ways("both123456789"))] == [
        "24d33b0ccd030840",
        "059ec279e17fb8cc",
        "19414214c8e492b3",
    ]


# --- notes --------------------------------------------------------------------


def test_fact_with_nothing_to_ask_is_left_out_and_told() -> None:
    empty = [basic("empty12345678", " \n", "A"), fact(Candidate("cloze", "c", "c", Text("No part")), "nocloze123456")]
    kept = basic("kept123456789", "Q?", "A")
    deck = make_deck([*empty, kept], title="Cells")
    assert [note.guid for note in deck.notes] == ["kept123456789"]
    assert [str(problem).split(": ")[0] for problem in deck.problems] == ["cells.md:7", "cells.md:7"]
    assert {problem.code for problem in deck.problems} == {"empty-card"}


def test_package_with_a_note_without_card_or_with_two_of_one_guid_is_a_bug(tmp_path: Path) -> None:
    deck = make_deck([basic("one1234567890", "Q?", "A")], title="Cells")
    bad = AnkiNote("bad1234567890", "basic", ("", *deck.notes[0].fields[1:]), (0,), "Cells")
    for notes in ((bad,), (replace(deck.notes[0], cards=()),), (deck.notes[0], deck.notes[0])):
        with pytest.raises(ValueError, match="note"):
            write_apkg(replace(deck, notes=notes), tmp_path / "a.apkg")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("A:: B ::C", "A::B::C"), ("::A::", "A"), ("A\tB\n", "A B"), ("::", "Notes"), ("C++ / C#", "C++ / C#")],
)
def test_deck_names_are_as_anki_keeps_them(given: str, kept: str) -> None:
    assert deck_name(given) == kept


# --- tags and sources ---------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "tag"),
    [
        ((), "cribdeck::cells"),
        (("2.1 CI/CD & Code",), "cribdeck::cells::ci-cd-code"),
        (("1. Über Zellen", "Deeper"), "cribdeck::cells::über-zellen"),
        (("Cells", "C++"), "cribdeck::cells::c++"),
        (("EBS vs. EFS with Node.js",), "cribdeck::cells::ebs-vs-efs-with-node.js"),
        (("2 phase commit",), "cribdeck::cells::2-phase-commit"),
        (("🙂",), "cribdeck::cells"),
    ],
)
def test_chapters_are_tags_of_two_levels(headings: tuple[str, ...], tag: str) -> None:
    assert tags_of(statement("x", *headings)) == (tag,)


def test_bold_lines_stand_for_headings() -> None:
    bold = Item(
        "item",
        marked("DynamoDB:", ("DynamoDB", "strong")),
        Source("cells.md", 3, 3),
        (Item("item", Text("x"), Source("cells.md", 4)),),
    )
    said = statement("x")
    assert tags_of(replace(said, path=(*said.path, bold))) == ("cribdeck::cells::dynamodb",)


def test_own_tags_are_kept_beside() -> None:
    assert tags_of(statement("x"), ["Exam/2027", "hard one"]) == ("Exam::2027", "cribdeck::cells", "hard-one")
    assert clean_tags(["::lead", "a  b::c\u3000d", "", "::", '"q"']) == ("a-b::c-d", "lead", "q")


def test_source_names_file_and_headings_and_no_line() -> None:
    said = statement("x", "Membranes", "Osmosis & co", file="bio/cells.md")
    assert source_html(said) == "bio/cells.md › Membranes › Osmosis &amp; co"
    assert source_html(said, obsidian_link("My vault")) == (
        '<a href="obsidian://open?vault=My%20vault&amp;file=bio%2Fcells%23Osmosis%20%26%20co">'
        "bio/cells.md › Membranes › Osmosis &amp; co</a>"
    )


# --- rows of the report -------------------------------------------------------


def test_rows_are_the_cards_as_the_learner_sees_them() -> None:
    assert card_rows(basic("x", "Ways -> (3 items)", LIST)) == (
        CardRow(0, "Ways -> (3 items)", ("simple diffusion", "channel proteins", "carrier proteins")),
    )
    assert card_rows(both_ways("x")) == (
        CardRow(0, "What is the symbol of iron?", ("Fe",)),
        CardRow(1, "Which element is Fe?", ("Iron",)),
    )
    assert card_rows(calculation("x")) == (
        CardRow(0, "A car drives 120 km in 1.5 hours. How fast is it?", ("80 km/h", "120 / 1.5 = 80 km/h")),
    )
    table = Block("table", ((Text("k"), Text("v")), (Text("a"), Text("b"))))
    assert card_rows(basic("x", "Q", table))[0].answers == ("k | v", "a | b")


@pytest.mark.parametrize(
    ("text", "hidden", "lines"),
    [
        ("Stations:\n1. aorta\n2. vena cava", ("aorta",), 2),
        ("Calcium\nPart: of bone\nand of teeth", ("of bone\nand of teeth",), 0),
        ("One line about the aorta", ("aorta",), 0),
    ],
)
def test_lines_of_a_cloze_stand_in_boxes_of_their_own(text: str, hidden: tuple[str, ...], lines: int) -> None:
    (note,) = make_deck([cloze("lines12345678", text, *hidden)], title="Heart").notes
    field = note.fields[0]
    assert field.count('<div class="line">') == lines
    assert field.count("<br>") == (0 if lines else text.count("\n"))


def test_rows_of_a_cloze_go_by_the_numbers_that_anki_sees() -> None:
    found = cloze("x", "EC2 and Fargate", "EC2", "Fargate")
    assert card_rows(replace(found, clozes=(4, 2))) == (
        CardRow(1, "EC2 and […]", ("Fargate",)),
        CardRow(3, "[…] and Fargate", ("EC2",)),
    )
    twice = Candidate("cloze", "c", "c", Text("A DLQ is a DLQ"), hidden=(Hidden(11, 14), Hidden(2, 5)))
    assert card_rows(fact(twice, "x")) == (CardRow(0, "A […] is a […]", ("DLQ",)),)


def test_there_is_a_row_for_every_card() -> None:
    facts = samples()
    for found, note in zip(facts, make_deck(facts, title="Cells").notes, strict=True):
        assert tuple(row.ord for row in card_rows(found)) == note.cards


# --- bytes --------------------------------------------------------------------

WRITE = """
import sys
from pathlib import Path
from deck_facts import samples
from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.cards import make_deck
write_apkg(make_deck(samples(), title="Cells"), Path(sys.argv[1]))
"""


def test_same_deck_is_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    found = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4242", "America/New_York")):
        path = tmp_path / f"{seed}.apkg"
        tests = Path(__file__).parent
        there = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])}
        subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True, env={**os.environ, **there}, cwd=tmp_path)
        found.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(found) == 1


def test_package_is_small_and_bears_no_date(tmp_path: Path) -> None:
    write_apkg(make_deck([replace(found, mod=BORN) for found in samples()], title="Cells"), tmp_path / "a.apkg")
    with zipfile.ZipFile(tmp_path / "a.apkg") as package:
        assert [entry.filename for entry in package.infolist()] == ["collection.anki2", "media"]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.getinfo("collection.anki2").compress_size < 20_000
