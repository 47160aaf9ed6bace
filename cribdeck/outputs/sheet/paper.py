"""Where things stand on a page: paper, margins, header, columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from cribdeck.config import SheetConfig
from cribdeck.outputs.sheet.fonts import text_width
from cribdeck.outputs.sheet.look import LOOK, PT

PAPERS: dict[str, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a4-landscape": (297.0, 210.0),
    "letter": (215.9, 279.4),
    "letter-landscape": (279.4, 215.9),
}
"""Width and height in millimetres."""
MARGIN = 6.5
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


def frames(config: SheetConfig, title: str, names: Sequence[str]) -> tuple[Frame, ...]:
    """The frames to choose from, one for each possible number of columns."""
    width, height = PAPERS[config.paper]
    margin = config.margin if config.margin is not None else MARGIN
    header = header_height(title, names, width - 2 * margin)
    counts = (config.columns,) if config.columns else range(1, 9)
    return tuple(Frame(width, height, margin, header, count) for count in counts)


HEADER_LINES = 3


def header_height(title: str, names: Sequence[str], width: float) -> float:
    """The title line, the map of topics that goes on after it, and the rule below."""
    lines = map_lines(title, names, width)
    return LOOK.title_size * PT * 1.1 + (min(lines, HEADER_LINES) - 1) * LOOK.header_size * PT * 1.3 + 2.2


def map_lines(title: str, names: Sequence[str], width: float) -> int:
    """How many lines title and map take."""
    size = LOOK.header_size * PT
    at, lines = text_width(title, face="Bold") * LOOK.title_size * PT + 2.5, 1
    for nth, name in enumerate(names):
        wide = (text_width(f"{nth + 1}", face="Bold") + text_width(name) + 1.1) * size
        if at + wide > width * 0.985 and at:
            lines, at = lines + 1, 0.0
        at += wide
    return lines
