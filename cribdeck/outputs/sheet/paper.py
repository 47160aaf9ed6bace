"""Where things stand on a page: paper, margins, header, columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from cribdeck.config import SheetConfig
from cribdeck.errors import CribdeckError
from cribdeck.outputs.sheet.header import Header, fit_header
from cribdeck.outputs.sheet.look import LOOK
from cribdeck.outputs.sheet.values import Topic

PAPERS: dict[str, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a4-landscape": (297.0, 210.0),
    "letter": (215.9, 279.4),
    "letter-landscape": (279.4, 215.9),
}
"""Width and height in millimetres."""
MARGIN = 6.5
LEAST_ROOM = 20.0
"""A column is no narrower and no lower, in millimetres."""
NARROWEST, WIDEST = 20.0, 38.0
"""The width of a column in em: below it lines break too often, above it the eye loses its way back."""
BEST_WIDTH = 30.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The room on every page of a sheet, in millimetres."""

    width: float
    height: float
    margin: float
    header: float
    columns: int

    @property
    def top(self) -> float:
        """Where the columns begin."""
        return self.margin + self.header

    @property
    def column_height(self) -> float:
        return self.height - self.top - self.margin - (0 if self.footer_in_margin else LOOK.footer)

    @property
    def footer_in_margin(self) -> bool:
        return self.margin >= 12

    @property
    def column_width(self) -> float:
        return (self.width - 2 * self.margin - (self.columns - 1) * LOOK.column_gap) / self.columns

    def left(self, column: int) -> float:
        return self.margin + column * (self.column_width + LOOK.column_gap)


def frames(config: SheetConfig, header: Header) -> tuple[Frame, ...]:
    """The frames to choose from, one for each possible number of columns.

    Raises CribdeckError when margins and columns leave no room.
    """
    width, height = PAPERS[config.paper]
    margin = margin_of(config)
    counts = (config.columns,) if config.columns else range(1, 9)
    found = tuple(Frame(width, height, margin, header.height, count) for count in counts)
    roomy = tuple(frame for frame in found if frame.column_width >= LEAST_ROOM and frame.column_height >= LEAST_ROOM)
    if not roomy:
        raise CribdeckError(
            f"A margin of {margin:g} mm and {config.columns or 1} columns leave no room on {config.paper}: "
            "set smaller margins or fewer columns in [[sheet]]."
        )
    return roomy


def margin_of(config: SheetConfig) -> float:
    return config.margin if config.margin is not None else MARGIN


def header_of(config: SheetConfig, title: str, topics: Sequence[Topic]) -> Header:
    """The header of every page."""
    width, height = PAPERS[config.paper]
    return fit_header(title, topics, width - 2 * margin_of(config), tall=height > width)
