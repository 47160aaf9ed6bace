"""Two lines of the very same words, each with reviews of its own: no reviews change places."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_notes import Deck, ask, guids

from cribdeck.identity.identify import Identified
from cribdeck.model import Block, Candidate, Statement, Text

TWIN = "Osmosis moves water across a membrane"
EDITED = ("Osmosis moves watr across a membrane", "Osmosis moves water through a membrane by and by", "")
"""A slip, a reword, and the line deleted."""

LINES = {
    "cells.md": [
        "Aquaporins let water through a wall",
        "Pumps carry salt out of a cell",
        "Lipids keep the sea outside",
    ],
    "kidney.md": ["Nephrons filter the blood all day", "Urine is what is left of it", "Renin raises the pressure"],
    "roots.md": ["Hairs take up what rain leaves", "Stems lift it to the leaves", "Bark guards the tubes inside"],
}


def at(found: Identified, file: str) -> set[str]:
    """The GUIDs of the facts of a file that say what both lines say."""
    return {
        fact.guid
        for fact in found.facts
        if fact.statement.source.file == file and fact.statement.text.plain in (TWIN, *EDITED)
    }


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EDITED),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
    st.permutations(LINES["kidney.md"]),
)
def test_whatever_becomes_of_one_of_two_equal_lines_the_other_keeps_its_own(
    edit: str, first: int, second: int, copied: bool, order: list[str]
) -> None:
    deck = Deck()
    cells, kidney, roots = (list(LINES[file]) for file in sorted(LINES))
    before = deck.build(
        _notes([*cells[:first], TWIN, *cells[first:]], [*kidney[:second], TWIN, *kidney[second:]], roots)
    )
    mended = [edit] if edit else []
    third = [*roots[:first], TWIN, *roots[first:]] if copied and edit else roots
    cells = [*cells[:first], *mended, *cells[first:]]
    after = deck.build(_notes(cells, [*order[:second], TWIN, *order[second:]], third))
    assert at(after, "kidney.md") == at(before, "kidney.md")
    assert not at(after, "roots.md") & (at(before, "cells.md") | at(before, "kidney.md"))
    assert not at(after, "cells.md") - at(before, "cells.md") or at(after, "cells.md").isdisjoint(
        at(before, "kidney.md")
    )


def _notes(*files: Sequence[str]) -> dict[str, str]:
    lines = zip(sorted(LINES), files, strict=True)
    return {file: f"# All about {file[:-3]}\n" + "".join(f"- {line}\n" for line in found) for file, found in lines}


def ask_of_cells(statement: Statement) -> tuple[Candidate, ...]:
    """What stands in one note is asked, what stands in others is not."""
    return ask(statement) if statement.source.file == "cells.md" else ()


@pytest.mark.parametrize("instead", [[], ["Nothing of this is to be told here"]])
def test_a_line_that_is_not_asked_where_it_stands_does_not_take_over_what_its_copy_was_asked(
    instead: list[str],
) -> None:
    cells, kidney = LINES["cells.md"], [*LINES["kidney.md"], f"**{TWIN}**"]
    deck = Deck()
    before = deck.build(_notes([*cells, TWIN], kidney, []), ask_of_cells)
    again = deck.build(_notes([*cells, *instead], kidney, []), ask_of_cells)
    assert at(before, "cells.md") and not at(again, "kidney.md")
    later = deck.build(_notes([*cells, *instead], kidney, []), ask_of_cells)
    assert not at(later, "kidney.md"), "nor at any later build"
    back = deck.build(_notes([*cells, TWIN], kidney, []), ask_of_cells)
    assert at(back, "cells.md") == at(before, "cells.md"), "a line that is back has its reviews"


@pytest.mark.parametrize("before", [[TWIN, TWIN, "Salt follows it"], [TWIN, "Salt follows it", TWIN]])
def test_of_two_lines_that_are_one_card_one_goes_on_with_it_when_they_part(before: list[str]) -> None:
    deck = Deck()
    first = deck.build(_notes(before, [], []))
    second = deck.build(_notes(before[1:], [], [TWIN]))
    (card,) = at(first, "cells.md")
    assert [card in at(second, file) for file in ("cells.md", "roots.md")].count(True) == 1
    assert not second.plan.gone
    third = deck.build(_notes(before[1:], [], []))
    assert at(third, "cells.md") == at(second, "cells.md")


FULL_STOP = f"{TWIN}."


@settings(max_examples=60, deadline=None)
@given(
    st.permutations([TWIN, FULL_STOP, *LINES["cells.md"]]),
    st.permutations([TWIN, FULL_STOP, *LINES["cells.md"]]),
    st.sets(st.sampled_from(LINES["cells.md"]), max_size=2),
)
def test_of_lines_that_differ_in_a_full_stop_each_keeps_its_own(
    before: list[str], after: list[str], deleted: set[str]
) -> None:
    deck = Deck()
    first = guids(deck.build(_notes(before, [], [])))
    second = guids(deck.build(_notes([line for line in after if line not in deleted], [], [])))
    assert {text: first[text] for text in second} == second


@settings(max_examples=60, deadline=None)
@given(
    st.permutations([TWIN, "Salt follows it by and by", *LINES["cells.md"]]),
    st.permutations([TWIN, "Salt follows it by and by", *LINES["cells.md"]]),
    st.booleans(),
)
def test_of_equal_lines_that_change_places_no_review_is_lost_or_doubled(
    before: list[str], after: list[str], below_one_topic: bool
) -> None:
    deck = Deck()
    notes = [_doubled(lines, below_one_topic=below_one_topic) for lines in (before, after)]
    first, second = deck.build(notes[0]), deck.build(notes[1])
    assert sorted(fact.guid for fact in second.facts) == sorted(fact.guid for fact in first.facts)
    assert len(at(second, "cells.md")) == (1 if below_one_topic else 2)
    assert not second.plan.gone and not second.plan.new


def _doubled(lines: Sequence[str], *, below_one_topic: bool) -> dict[str, str]:
    """A file in which one line stands twice, below one heading or below two."""
    half = "" if below_one_topic else "# More of cells\n"
    listed = "".join(f"- {line}\n" for line in lines)
    return {"cells.md": f"# All about cells\n{listed}{half}- {TWIN}\n"}


def test_equal_lines_below_a_label_are_one_card_though_the_first_may_answer_for_the_label() -> None:
    def ask_for_the_label(statement: Statement) -> tuple[Candidate, ...]:
        first = statement.text.plain == TWIN and statement.source.first == 3
        label = Candidate("basic", "label", "", Text("Membranes?"), (Block.text(statement.text),))
        return (*ask(statement), label) if first else ask(statement)

    found = Deck().build(f"# Cells\n- Membranes\n  - {TWIN}\n  - {TWIN}\n", ask_for_the_label)
    assert [fact.statement.text.plain for fact in found.facts].count(TWIN) == 1
