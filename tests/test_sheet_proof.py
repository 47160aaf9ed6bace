"""The proof of a layout finds what is wrong with it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cribdeck.config import SheetConfig
from cribdeck.outputs.pdf import Box, Printed
from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.measure import Galley
from cribdeck.outputs.sheet.pack import Packing
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.proof import faults
from cribdeck.read.outline import read_outline

SHEET = make_sheet([read_outline("# Tides\n\n- two a day\n- made by the moon\n", "a.md")[0]], SheetConfig(), title="A")
FRAME = Frame(297.0, 210.0, 6.5, 10.0, 4)
FIT = Fit(Galley(FRAME, 6.0, 1.1, (), (), ()), 1.1, 1, ((0, 0), (0, 1)), Packing((), 0.0), FRAME.column_height)
BOXES = {"header1": Box(0, 6, 6, 290, 16), "r1-0": Box(0, 7, 20, 70, 23), "r1-1": Box(0, 7, 23, 70, 26)}
RIGHT = Printed(1, BOXES)


def moved(name: str, **edges: float) -> Printed:
    return replace(RIGHT, boxes={**BOXES, name: replace(BOXES[name], **edges)})  # type: ignore[arg-type]


def test_a_right_layout_has_no_fault() -> None:
    assert list(faults(SHEET, FIT, RIGHT)) == []


@pytest.mark.parametrize(
    ("layout", "told"),
    [
        (lambda: replace(RIGHT, pages=2), "2 pages in place of 1"),
        (lambda: replace(RIGHT, boxes={name: BOXES[name] for name in ("header1", "r1-0")}), "row r1-1 is missing"),
        (lambda: replace(RIGHT, boxes={**BOXES, "r1-2": BOXES["r1-1"]}), "row r1-2 should not be there"),
        (lambda: replace(RIGHT, repeated=("r1-0",)), "row r1-0 stands on two pages"),
        (lambda: moved("r1-1", bottom=205.0), "below its column"),
        (lambda: moved("r1-1", right=292.0), "row r1-1 is wider than its column"),
        (lambda: moved("header1", bottom=18.0), "the header of page 1 reaches into the columns"),
    ],
)
def test_a_wrong_layout_is_told(layout: Callable[[], Printed], told: str) -> None:
    assert [told in fault for fault in faults(SHEET, FIT, layout())] == [True]
