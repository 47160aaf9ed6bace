"""The measures that the templates and the arithmetic of fitting share. Lengths are in em of the text size."""

from dataclasses import dataclass

PT = 25.4 / 72
"""Millimetres in a point."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the boxes are set."""

    indent: float = 0.8
    """What each level of a list is moved in."""
    number_indent: float = 1.25
    number_size: float = 0.94
    row_gap: float = 0.12
    paragraph_gap: float = 0.34
    resume_gap: float = 0.5
    head_gap: float = 0.42
    head_size: float = 1.0
    head_leading: float = 1.22
    bar_size: float = 1.14
    bar_leading: float = 1.16
    bar_padding: float = 0.34
    slim_size: float = 0.86
    body_top: float = 0.2
    body_bottom: float = 0.38
    body_side: float = 0.5
    code_size: float = 0.86
    listing_size: float = 0.8
    listing_leading: float = 1.2
    table_size: float = 0.95
    table_gap: float = 0.11
    table_above: float = 0.34
    """Beside it, where a table follows on words, code or another table."""
    above_callout: float = 0.3
    """What the row above keeps free, for a tinted box shows no air of its own."""
    strip_padding: float = 0.14
    box_gap: float = 0.62
    figure_height: float = 20.0
    """No image is taller."""
    border: float = 0.16
    """Millimetres, as everything below."""
    title_size: float = 11.0
    """Points."""
    footer: float = 4.2
    column_gap: float = 3.0
    safety: float = 0.3
    """Kept free at the foot of every column."""

    least_leading: float = 1.1
    usual_leading: float = 1.19
    most_leading: float = 1.28
    most_air: float = 0.17
    """What a row may be moved down by, in em, to make the columns end at one height."""
    most_gap: float = 0.75
    """The same for the gap between two boxes."""

    def leadings(self, size: float, *, least: float) -> tuple[float, float]:
        """How close and how far apart the lines may stand: large type wants air, unless it has to be so large."""
        more = min(max(size - _LARGE, 0.0), 3.0)
        return self.least_leading + (0.06 * more if size > least else 0.0), self.most_leading + 0.025 * more


_LARGE = 7.5
"""Points: type that is larger has been chosen to fill the page."""

LOOK = Look()

PALETTE = (
    ("#1f4e8c", "#e9eff7"),
    ("#8a3a12", "#f8ede6"),
    ("#1d6b45", "#e7f2ec"),
    ("#7a2065", "#f6e8f2"),
    ("#0d6272", "#e5f1f4"),
    ("#7a5900", "#f6f0df"),
    ("#4a3a9a", "#edebf8"),
    ("#96222f", "#f9e9ea"),
)
"""Eight hues of one darkness and their tints: they stay bars and grounds when printed in black."""

GREYS = (("#222222", "#efefef"), ("#4a4a4a", "#f4f4f4"))
