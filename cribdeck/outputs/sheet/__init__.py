"""The crib sheet: outlines to numbered boxes, and those to a PDF of exactly as many pages as asked."""

from cribdeck.outputs.sheet.make import Omitted, make_sheet
from cribdeck.outputs.sheet.printing import open_press, write_pdf
from cribdeck.outputs.sheet.sizes import TooLongError
from cribdeck.outputs.sheet.values import Exercises, LeftOut, Sheet, SheetReport

__all__ = [
    "Exercises",
    "LeftOut",
    "Omitted",
    "Sheet",
    "SheetReport",
    "TooLongError",
    "make_sheet",
    "open_press",
    "write_pdf",
]
