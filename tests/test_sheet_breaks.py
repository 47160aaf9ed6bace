"""Where a column may end: what belongs together, and what is rather kept."""

import pytest

from cribdeck.config import SheetConfig
from cribdeck.outputs.sheet.breaks import break_cost
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.pack import FORBIDDEN
from cribdeck.read.outline import read_outline

HEAD = "### Springs\n\n- high water, twice as high as usual\n- low water"
NAMES = "### Springs\n\n### Neaps\n\n- low water"
LEAD = "- Two kinds of tide there are:\n    - spring tides, higher than all others are\n    - neap tides, lower"
TABLE = "| tide | moon |\n|---|---|\n| spring | full |\n| spring | new |\n| neap | half |"
CODE = "```\n" + "\n".join(f"line {nth}" for nth in range(24)) + "\n```"


def costs(markdown: str) -> list[float]:
    """Of the breaks between the rows of a box."""
    sheet = make_sheet(
        [read_outline(f"# Tides\n\n## One\n\n- first\n\n{markdown}\n", "a.md")[0]], SheetConfig(), title="A"
    )
    rows = sheet.topics[0].rows
    return [break_cost(rows[nth - 1], rows[nth], previous=nth - 1) for nth in range(1, len(rows))]


@pytest.mark.parametrize(
    ("markdown", "forbidden"),
    [
        (HEAD, [False, True, False]),
        (NAMES, [False, False, True]),
        (LEAD, [False, True, False]),
        (TABLE, [False, True, False, True]),
        (CODE, [False, True, True]),
    ],
    ids=[
        "a head",
        "heads with nothing below them",
        "a line with a colon",
        "the head of a table and its last row",
        "the ends of a listing",
    ],
)
def test_what_belongs_together_is_not_parted(markdown: str, forbidden: list[bool]) -> None:
    assert [cost >= FORBIDDEN for cost in costs(markdown)] == forbidden


def test_the_first_and_the_last_of_a_list_are_rather_not_left_alone() -> None:
    sheet = make_sheet([read_outline(f"# A\n\n- first\n{LEAD}\n", "a.md")[0]], SheetConfig(), title="A")
    one, other = sheet.topics[0].rows[-2:]
    plain = break_cost(one, other, previous=0)
    assert break_cost(one, other, previous=0, first=True) > plain
    assert break_cost(one, other, previous=0, last=True) > plain
