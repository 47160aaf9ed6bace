"""The proof of a laid-out sheet: every row once, none past its column, as many pages as asked."""

from collections.abc import Iterator

from cribdeck.outputs.pdf import Printed
from cribdeck.outputs.sheet.exercises import exercise_faults
from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.values import Sheet

_TOLERANCE = 0.12
"""Millimetres; less than the strip that is kept free below every column."""


def faults(sheet: Sheet, fit: Fit, printed: Printed) -> Iterator[str]:
    """What is wrong with the layout, in words; nothing when it is right."""
    frame = fit.galley.frame
    of_sheet = printed.boxes["exercises"].page if "exercises" in printed.boxes else printed.pages
    if of_sheet != fit.pages:
        yield f"{of_sheet} pages in place of {fit.pages}"
    yield from exercise_faults(sheet.exercises, printed)
    wanted = {f"r{sheet.topics[at].number}-{nth}" for at, nth in fit.rows}
    there = {name for name in printed.boxes if name.startswith("r")}
    for name in sorted(wanted - there):
        yield f"row {name} is missing"
    for name in sorted(there - wanted):
        yield f"row {name} should not be there"
    for name in printed.repeated:
        if name.startswith("r"):
            yield f"row {name} stands on two pages"
    bottom = frame.top + frame.column_height + _TOLERANCE
    for name in sorted(wanted & there):
        box = printed.boxes[name]
        if box.bottom > bottom:
            yield f"row {name} ends {box.bottom - bottom:.2f} mm below its column"
        if box.right > frame.width - frame.margin + _TOLERANCE:
            yield f"row {name} is wider than its column"
    for page in range(1, printed.pages + 1):
        header = printed.boxes.get(f"header{page}")
        if header and header.bottom > frame.top + _TOLERANCE:
            yield f"the header of page {page} reaches into the columns"
