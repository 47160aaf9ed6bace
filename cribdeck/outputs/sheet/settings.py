"""Which rows of a fit need no second layout: the galley has set them, and the sheet draws them as they are."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from cribdeck.outputs.pdf import PX, Press
from cribdeck.outputs.set_rows import Setting
from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.look import PT
from cribdeck.outputs.sheet.measure import galleys
from cribdeck.outputs.sheet.memory import Memory
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.values import Row, Sheet

_WORDS = ("item", "text", "head")
"""Kinds of rows that may be nothing but words."""


def settings_of(
    sheet: Sheet, found: Fit, renderer: Renderer, presses: Sequence[Press], memory: Memory
) -> dict[str, tuple[Setting, float]]:
    """By its name, each row that is set already, with what its lines gain in height, in pixels."""
    galley = found.galley
    _remember(sheet, found, renderer, presses, memory)
    gain = (found.leading - galley.leading) * galley.size * PT / PX
    settings = {}
    for at, nth in found.rows:
        setting = _settings(memory, galley.keys[at]).get(str(nth))
        lines = galley.lines[at][nth]
        if setting and lines in (0, len(setting["lines"])):
            settings[f"r{sheet.topics[at].number}-{nth}"] = (setting, gain if lines else 0.0)
    return settings


def _remember(sheet: Sheet, found: Fit, renderer: Renderer, presses: Sequence[Press], memory: Memory) -> None:
    """Ask for what is not remembered; the presses still hold it, unless another galley was measured since."""
    galley = found.galley
    missing = [at for at, key in enumerate(galley.keys) if memory.get(key) is None]
    parts = galleys(
        sheet, missing, renderer, galley.frame, size=galley.size, leading=galley.leading, count=len(presses)
    )
    for press, (topics, html) in zip(presses, parts, strict=False):
        press.measure(html)
        names = {
            f"r{sheet.topics[at].number}-{nth}": (at, nth)
            for at in topics
            for nth, row in enumerate(sheet.topics[at].rows)
            if _is_words(row)
        }
        given = press.set_rows(list(names))
        for at in topics:
            own = {str(nth): given[name] for name, (topic, nth) in names.items() if topic == at and name in given}
            memory.put(galley.keys[at], own or {"": None})


def _is_words(row: Row) -> bool:
    others = ("image", "link", "math", "footnote")
    return row.kind in _WORDS and not any(mark.kind in others for text in (row.text, *row.run) for mark in text.marks)


def _settings(memory: Memory, key: str) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], memory.get(key) or {})
