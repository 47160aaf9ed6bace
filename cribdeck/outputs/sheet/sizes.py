"""How many pages, how many columns, how large the type: answered from the prediction, before anything is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass

from cribdeck.errors import CribdeckError
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.paper import BEST_WIDTH, NARROWEST, WIDEST, Frame
from cribdeck.outputs.sheet.predict import Prediction

COMFORTABLE = 6.4
"""Points: what `auto` wants the type to be at least, on up to so many pages…"""
COMFORTABLE_PAGES = 4
LEGIBLE = 5.8
"""…and at least this on more."""
LARGEST = 12.0
TOO_MANY = 20
"""Notes that would take more pages get no sheet unless one is asked for."""
GRID = 0.05
"""Sizes are multiples of this, so that a small edit keeps the size and with it what was measured."""
_FILL = 0.975
"""How much of the columns is used, on average, when rows are not cut."""

_USUAL = 7.0
"""Where to begin to look for the size, in points."""
_STEPS = 4
POWER = 0.54
"""Heights grow with a little less than the square of the size, so that few steps lead to the size that fits."""


class TooLongError(CribdeckError):
    """These notes are too many for a sheet that nobody asked for, or their lines too long for a column."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of columns and a size of type that should fit."""

    frame: Frame
    size: float


def choose_pages(prediction: Prediction, frames: Sequence[Frame]) -> int:
    """The number of pages that `auto` takes: comfortable to read if four suffice, else as many as hold everything."""
    config = prediction.sheet.config
    needed = pages_needed(prediction, frames, max(COMFORTABLE, config.min_size))
    if not config.files and not config.topics and needed > TOO_MANY:
        raise TooLongError(
            f"These notes would fill more than {TOO_MANY} pages, so there is no sheet. Ask for one: --pages 4, "
            "or in cribdeck.toml [[sheet]] with the files or topics that it shall hold."
        )
    if needed <= COMFORTABLE_PAGES:
        return needed
    return max(COMFORTABLE_PAGES, pages_needed(prediction, frames, max(LEGIBLE, config.min_size)))


def pages_needed(prediction: Prediction, frames: Sequence[Frame], size: float) -> int:
    """How many pages everything takes at this size, in the best of the frames."""

    def pages(frame: Frame) -> float:
        height = prediction.height(frame, size=size, leading=LOOK.usual_leading)
        return height / (frame.columns * frame.column_height * _FILL)

    return max(1, -int(-min(pages(frame) for frame in _readable(frames, size)) // 1))


def choose(prediction: Prediction, frames: Sequence[Frame], pages: int) -> Choice:
    """The frame in which the type can be largest; where nothing fits at the least size, that which holds most."""
    config = prediction.sheet.config
    largest = max(LARGEST, config.min_size * 1.2)

    def fitting(frame: Frame) -> float:
        room = pages * frame.columns * frame.column_height * _FILL
        size = max(_USUAL, config.min_size)
        for _ in range(_STEPS):
            height = prediction.height(frame, size=size, leading=LOOK.usual_leading)
            size = min(largest, max(config.min_size, size * (room / height) ** POWER))
        return size

    def score(choice: Choice) -> float:
        ems = choice.frame.column_width / (choice.size * PT)
        outside = max(0.0, NARROWEST - ems, ems - WIDEST)
        return choice.size * (1 - 0.008 * abs(ems - BEST_WIDTH) - 0.05 * outside)

    def overflow(frame: Frame) -> float:
        height = prediction.height(frame, size=config.min_size, leading=LOOK.usual_leading)
        return height / (pages * frame.columns * frame.column_height * _FILL)

    def crowding(frame: Frame) -> float:
        """What does not fit, and a little for columns in which lines break often: tables suffer most."""
        return overflow(frame) * (1 + 0.004 * abs(frame.column_width / (config.min_size * PT) - BEST_WIDTH))

    holding = [frame for frame in frames if overflow(frame) <= 1]
    if not holding:
        return Choice(min(_readable(frames, config.min_size), key=crowding), config.min_size)
    choices = [Choice(frame, on_grid(fitting(frame), config.min_size)) for frame in holding]
    return max(choices, key=score)


def on_grid(size: float, least: float) -> float:
    return max(round(int(size / GRID + 1e-6) * GRID, 2), least)


def _readable(frames: Sequence[Frame], size: float) -> list[Frame]:
    """The frames whose columns are neither too narrow nor too wide for this size, or the one that is nearest."""

    def ems(frame: Frame) -> float:
        return frame.column_width / (size * PT)

    fitting = [frame for frame in frames if NARROWEST <= ems(frame) <= WIDEST]
    return fitting or [min(frames, key=lambda frame: abs(ems(frame) - BEST_WIDTH))]
