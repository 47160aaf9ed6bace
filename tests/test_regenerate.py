"""Notes are learned in the real Anki, edited, built and imported again: every card keeps its history."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from anki.collection import Collection
from anki.models import NotetypeDict
from desk import DAY, LATER, Desk, Report, fields, histories, learned_desk, packaged, questions
from real_anki import Log, empty_cards, import_deck

Files = Mapping[str, str]
CELLS, ORGANS = "1-cells.md", "2-organs.md"


@dataclass(frozen=True)
class Edit:
    """What a student does to the notes, and what Anki is to make of it."""

    name: str
    change: Callable[[Files], Files]
    new: int = 0
    """Notes."""
    updated: int = 0
    gone: int = 0
    """Facts that are no longer in the deck; their cards stay in Anki as they are."""
    asks: tuple[tuple[str, str], ...] = ()
    """What is worded otherwise in the questions of the cards there are: old and new."""
    emptied: int = 0
    """Cards that ask nothing any more, though their note lives on."""
    new_cards: int | None = None
    """If not one a new note."""


# --- ways to edit ---------------------------------------------------------------


def swap(*pairs: tuple[str, str]) -> Callable[[Files], Files]:
    """Replace each text, which must stand in the notes once, by another."""

    def change(files: Files) -> Files:
        for old, new in pairs:
            assert sum(text.count(old) for text in files.values()) == 1, old
            files = {name: text.replace(old, new) for name, text in files.items()}
        return files

    return change


def move(start: str, *, above: str, times: int = 1) -> Callable[[Files], Files]:
    """Move, or copy, the line that starts like this above the line that starts like that."""

    def change(files: Files) -> Files:
        line = next(
            line for text in files.values() for line in text.splitlines(keepends=True) if line.startswith(start)
        )
        left = files if times > 1 else swap((line, ""))(files)
        return swap(("\n" + above, "\n" + line + above))(left)

    return change


def everywhere(pattern: str, new: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        assert all(re.search(pattern, text, re.MULTILINE) for text in files.values())
        return {name: re.sub(pattern, new, text, flags=re.MULTILINE) for name, text in files.items()}

    return change


def sort_section(first: str, last: str) -> Callable[[Files], Files]:
    """Sort the lines from the one that starts like this to the one that starts like that."""

    def change(files: Files) -> Files:
        text = next(text for text in files.values() if f"\n{first}" in text)
        lines = text[text.index(first) :].splitlines(keepends=True)
        count = next(nth for nth, line in enumerate(lines, 1) if line.startswith(last))
        block = lines[:count]
        assert block != sorted(block)
        return swap(("".join(block), "".join(sorted(block))))(files)

    return change


def rename(old: str, new: str) -> Callable[[Files], Files]:
    return lambda files: {new if name == old else name: text for name, text in files.items()}


EDITS = (
    Edit("nothing at all", lambda files: files),
    Edit(
        "reword the question",
        swap(("**Osmosis**", "**Osmosis of water**")),
        updated=1,
        asks=(("What is Osmosis?", "Osmosis of water?"),),
    ),
    Edit(
        "reword the answer",
        swap(
            (
                "the movement of water through a membrane towards the saltier side",
                "the way of water to the side of a membrane with more salt",
            )
        ),
        updated=1,
    ),
    Edit("fix a typo", swap(("parst", "parts")), updated=1),
    Edit("change a number", swap(("-70 mV", "-65 mV")), updated=1),
    Edit("bold a word", swap(("paid for with ATP", "paid for with **ATP**")), updated=1),
    Edit("add a cloze", swap(("built of lipids", "built of **lipids**")), updated=1, new_cards=1),
    Edit("remove a cloze", swap(("**ions**", "ions")), updated=1),
    Edit(
        "a typo in what is hidden",
        swap(("**gases**", "**gasse**")),
        updated=1,
        asks=(("pass gases, but", "pass gasse, but"),),
    ),
    Edit("move within the section", move("- **Mitochondria**", above="- **Ribosomes**")),
    Edit(
        "move within the file",
        move("- **Ribosomes**", above="- **Diffusion**"),
        updated=1,
        asks=(("Organelles\nRibosomes", "Membranes\nRibosomes"),),
    ),
    Edit(
        "move to another file",
        move("- **Osmosis", above="- **Sinus node**"),
        updated=1,
        asks=(("Cells › Membranes\nWhat is Osmosis", "Organs › Heart\nWhat is Osmosis"),),
    ),
    Edit("rename the file", rename(CELLS, "week-1/the cell.md")),
    Edit(
        "rename a heading",
        swap(("## Organelles", "## Inner structure")),
        updated=6,
        asks=(("Organelles", "Inner structure"),),
    ),
    Edit("re-indent", everywhere(r"^    (?=[1-3-])", "   ")),
    Edit("tabs for spaces", everywhere(r"^    (?=[1-3-])", "\t")),
    Edit("CRLF", everywhere(r"\n", "\r\n")),
    Edit("`*` for `-`", everywhere(r"^( *)- ", r"\1* ")),
    Edit("looser lists", everywhere(r"^- ", "\n- ")),
    Edit(
        "wrapped by the editor",
        swap(("towards the saltier", "towards\n  the saltier"), ("against their", "against\n  their")),
    ),
    Edit(
        "insert above",
        swap(("## Membranes\n\n", "## Membranes\n\n- **Tonicity**: how salty the fluid around a cell is\n")),
        new=1,
    ),
    Edit("delete", swap(("- **Mitochondria**: release the energy of sugar\n", "")), gone=1),
    Edit(
        "split",
        swap(
            (
                ", and marks each vesicle with its address",
                "\n- The Golgi apparatus marks every vesicle with an **address**.",
            )
        ),
        new=1,
        updated=1,
    ),
    Edit(
        "merge",
        swap(
            (
                " fills with blood.\n- The **coronary arteries** are supplied in diastole.",
                " fills with blood, and in which the coronary arteries are supplied.",
            )
        ),
        updated=1,
        gone=1,
    ),
    Edit("copy", move("- **Diffusion**", above="- **Sinus node**", times=2), new=1),
    Edit("sort a section", sort_section("- **Ribosomes**", "- **Golgi")),
)

# --- the desk ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A deck that was built, imported, and learned card by card."""
    return learned_desk(tmp_path_factory.mktemp("learned"))


MINE = {"Back": "My own words for it", "tags": "cribdeck::organs::kidney hard marked"}


def annotate(col: Collection) -> str:
    """What a user writes on a note that no edit touches; its GUID."""
    note = col.get_note(col.find_notes("Renin")[0])
    note["Back"] = MINE["Back"]
    note.tags = MINE["tags"].split()
    col.update_note(note)
    return note.guid


# --- every edit -------------------------------------------------------------------


@pytest.mark.parametrize("forced", [False, True], ids=["default", "merge and always"])
@pytest.mark.parametrize("edit", EDITS, ids=[edit.name for edit in EDITS])
def test_edit(edit: Edit, forced: bool, learned: Desk, tmp_path: Path) -> None:
    desk = learned.copy(tmp_path)
    desk.write(edit.change(desk.read()))
    report = desk.build()
    assert len(report["gone"]) == edit.gone
    with desk.anki() as col:
        # "always" overwrites by definition what the user wrote on any note, so there is nothing to test with it.
        assert_imports(col, desk, edit, forced=forced, mine="" if forced else annotate(col))


def assert_imports(col: Collection, desk: Desk, edit: Edit, *, forced: bool = False, mine: str = "") -> None:
    """Import the deck: exactly the notes that the edit changed are updated, and no card loses anything."""
    before, asked = histories(col), questions(col)
    count = len(packaged(desk.deck))
    log = import_deck(col, desk.deck, forced=forced)
    assert log == Log(edit.new, edit.updated, count - edit.new - edit.updated, 0)
    after = histories(col)
    assert {card: after[card] for card in before} == before
    assert_asks(col, edit, asked)
    assert_says_what_the_deck_says(col, desk, but=mine)
    names = {found.name for found in col.models.all_names_and_ids()}
    assert {name for name in names if "Cribdeck" in name} == NOTE_TYPES
    problems, sound = col.fix_integrity()
    assert sound, problems


NOTE_TYPES = {"Cribdeck Basic", "Cribdeck Cloze", "Cribdeck Calculation"}


def assert_asks(col: Collection, edit: Edit, before: Mapping[int, str]) -> None:
    """Every history belongs to the question that it belonged to, in its new words where it was reworded."""
    after = questions(col)
    emptied = {card for card, text in after.items() if "No cloze" in text}
    assert len(emptied) == edit.emptied == sum(len(cards) for cards in empty_cards(col).values())
    for old, new in edit.asks:
        assert any(old in text for text in before.values()), f"no card asks {old!r}"
        before = {card: text.replace(old, new) for card, text in before.items()}
    assert {card: after[card] for card in before if card not in emptied} == {
        card: text for card, text in before.items() if card not in emptied
    }
    fresh = set(after) - set(before)
    assert len(fresh) == (edit.new if edit.new_cards is None else edit.new_cards)
    assert all(col.get_card(card).reps == 0 for card in fresh)


def assert_says_what_the_deck_says(col: Collection, desk: Desk, *, but: str) -> None:
    """The notes are as a fresh import would make them, but for what is written fresh and never a reason to update."""
    found, wanted = fields(col), packaged(desk.deck)
    if but:
        assert {name: found[but][name] for name in MINE} == MINE
    for guid in wanted.keys() - {but}:
        for name in wanted[guid].keys() - {"Source", "Practice"}:
            assert found[guid][name] == wanted[guid][name], name


def test_all_edits_one_after_another(learned: Desk, tmp_path: Path) -> None:
    desk = learned.copy(tmp_path)
    edits = [edit for edit in EDITS if edit.updated or edit.new or edit.gone]
    with desk.anki() as col:
        before = histories(col)
        for nth, edit in enumerate(edits):
            desk.write(edit.change(desk.read()))
            report = desk.build(now=LATER + nth * DAY)
            assert len(report["gone"]) == edit.gone, edit.name
            log = import_deck(col, desk.deck)
            assert (log.new, log.conflicting) == (edit.new, 0), edit.name
            assert_says_what_the_deck_says(col, desk, but="")
        after = histories(col)
        assert {card: after[card] for card in before} == before


# --- what changes without an edit -----------------------------------------------------

UNCHANGED = Edit("nothing", lambda files: files)


def test_a_rule_that_asks_better_changes_nothing_until_it_is_told_to(tmp_path: Path) -> None:
    desk = learned_desk(tmp_path, settings='[rules]\noff = ["limit"]\n')
    desk.set(settings="")
    with desk.anki() as col:
        assert_imports(col, desk, as_reported(desk.build()))
        renewed = as_reported(desk.build("--renew", now=LATER + DAY))
        assert renewed.updated == 1
        # The cloze that hid "2000 mitochondria" hides the number alone from now on.
        assert_imports(col, desk, replace(renewed, asks=(("up to [...].", "up to [...] mitochondria."),)))


def as_reported(report: Report) -> Edit:
    """What the report says that Anki is to make of the deck; what is asked by another note now is new to Anki."""
    notes = {card["guid"]: card["status"] for card in report["cards"]}
    fresh = [guid for guid, status in notes.items() if status in ("new", "replaced")]
    updated = sum(status == "updated" for status in notes.values())
    return replace(
        UNCHANGED,
        new=len(fresh),
        updated=updated,
        gone=len(report["gone"]),
        new_cards=sum(card["guid"] in fresh for card in report["cards"]),
    )


STYLE = "[% include 'shipped/style.css' %]\n.crib { color: rgb(RED, 0, 0); }\n"


@pytest.mark.parametrize("forced", [False, True], ids=["default", "merge and always"])
def test_a_template_of_ones_own_reaches_the_cards_and_touches_no_note(
    forced: bool, learned: Desk, tmp_path: Path
) -> None:
    desk = learned.copy(tmp_path)
    desk.set(settings='templates = "own"\n')
    style = desk.notes / "own/cards/style.css"
    style.parent.mkdir(parents=True)
    with desk.anki() as col:
        for red in (1, 2, 3):
            style.write_text(STYLE.replace("RED", str(red)), encoding="utf-8")
            desk.build(now=LATER + red * DAY)
            assert_imports(col, desk, UNCHANGED, forced=forced)
            assert {f"rgb({red}, 0, 0)" in found["css"] for found in ours(col)} == {True}
        desk.set(settings="")
        desk.build(now=LATER + 4 * DAY)
        assert_imports(col, desk, UNCHANGED, forced=forced)
        assert {"rgb(" in found["css"] for found in ours(col)} == {False}


def ours(col: Collection) -> list[NotetypeDict]:
    return [found for found in col.models.all() if found["name"] in NOTE_TYPES]
