"""Which rows of a fit need no second layout: the galley has set them, and the sheet draws them as they are."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from cribdeck.outputs.pdf import PX, Press
from cribdeck.outputs.set_rows import Setting
from cribdeck.outputs.sheet.fit import Fit
from cribdeck.outputs.sheet.look import PT
from cribdeck.outputs.sheet.measure import galleys
from cribdeck.outputs.sheet.memory import Memory
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.values import Sheet
from cribdeck.outputs.sheet.words import row_name, word_rows


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
            settings[row_name(sheet, at, nth)] = (setting, gain if lines else 0.0)
    return settings


def _remember(sheet: Sheet, found: Fit, renderer: Renderer, presses: Sequence[Press], memory: Memory) -> None:
    """Ask for what is not remembered; the presses still hold it, unless another galley was measured since."""
    galley = found.galley
    missing = [at for at, key in enumerate(galley.keys) if memory.get(key) is None]
    parts = galleys(
        sheet, missing, renderer, galley.frame, size=galley.size, leading=galley.leading, count=len(presses)
    )

    def set_in(press: Press, part: tuple[Sequence[int], str]) -> Mapping[str, Setting]:
        names = tuple(word_rows(sheet, part[0]))
        press.measure(part[1], names)
        return press.set_rows(names)

    with ThreadPoolExecutor(len(presses)) as pool:
        given = {name: setting for found in pool.map(set_in, presses, parts) for name, setting in found.items()}
    for at in missing:
        own = {str(nth): given[name] for name, (_, nth) in word_rows(sheet, [at]).items() if name in given}
        memory.put(galley.keys[at], own or {"": None})


def _settings(memory: Memory, key: str) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], memory.get(key) or {})
