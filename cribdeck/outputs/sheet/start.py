"""What lays out a sheet, started before anybody knows what is on it: it imports for as long as notes take to read."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import accumulate
from pathlib import Path

from cribdeck.outputs.pdf import Starting

PRESSES = 2
"""Processes that share the galley of a sheet of which nothing is remembered."""
HEIGHTS = "sheet-heights.json"
"""The file that holds what is remembered."""
_FEW = 8_000
"""Bytes: what shorter notes have to lay out is not worth a second process."""


@contextmanager
def start_presses(notes: Path, cache: Path) -> Iterator[tuple[Starting, ...]]:
    """As many as a sheet of these notes wants; the ``cache`` may remember their heights. They end with the block."""
    count = 1 if (cache / HEIGHTS).exists() or not _are_long(notes) else PRESSES
    with ExitStack() as stack:
        yield tuple(stack.enter_context(Starting()) for _ in range(count))


def _are_long(notes: Path) -> bool:
    files = notes.rglob("*.md") if notes.is_dir() else (notes,)
    try:
        return any(size > _FEW for size in accumulate(file.stat().st_size for file in files))
    except OSError:
        return False  # whoever reads them says why
