"""What lays out a sheet, started before anybody knows what is on it: it imports for as long as notes take to read."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cribdeck.outputs.pdf import Starting

PRESSES = 2
"""Processes that share the galley of a sheet of which nothing is remembered."""
HEIGHTS = "sheet-heights.json"
"""The file that holds what is remembered."""


@contextmanager
def start_presses(cache: Path) -> Iterator[tuple[Starting, ...]]:
    """As many as a sheet wants whose ``cache`` is this; they end with the block."""
    count = 1 if (cache / HEIGHTS).exists() else PRESSES
    with ExitStack() as stack:
        yield tuple(stack.enter_context(Starting()) for _ in range(count))
