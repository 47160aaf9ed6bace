"""Images on paper: how wide each is set, where it stands already, what is said of it where it cannot be seen."""

import re
from dataclasses import dataclass
from pathlib import Path

from cribdeck.model import Mark

LINE = 700
"""The width of Obsidian's text in pixels: ``![[cell.png|350]]`` is half as wide as the text, on paper as on screen."""

_SIZE = re.compile(r"(?:^|\|)\s*(\d{1,5})(?:x\d{1,5})?\s*$")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that may be printed."""

    path: Path
    width: float
    """In pixels of 1/96 inch: no image is set any larger."""
    shape: float
    """Its height for its width."""
    stands_in: int = 0
    """The number of the box that shows it already."""
    is_above: bool = False
    """That is the box in which it would stand again."""
    is_cut: bool = False
    """That box would show it, had there been room for it."""

    @property
    def url(self) -> str:
        return self.path.as_uri()


def share_of_line(image: Mark) -> float:
    """How much of its line the image takes at most."""
    size = _SIZE.search(image.note)
    return min(1.0, max(int(size[1]), 1) / LINE) if size else 1.0


def where(picture: Picture) -> str:
    """What is said in place of an image that stands, or would stand, elsewhere."""
    if picture.is_cut:
        return '<span class="elsewhere">figure cut</span>'  # no wider than what was measured
    words = "figure above" if picture.is_above else f"figure in {picture.stands_in}"
    return f'<a class="elsewhere" href="#t{picture.stands_in}">{words}</a>'


def told(image: Mark) -> str:
    """The author's words for the image, or its name."""
    return _SIZE.sub("", image.note).strip() or re.sub(r"\.\w+$", "", image.value.rsplit("/", 1)[-1])
