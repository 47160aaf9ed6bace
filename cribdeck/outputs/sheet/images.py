"""Which images go to paper: those that exist, are images, and do not unfold to something monstrous."""

import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from cribdeck.outputs.sheet.figures import Picture
from cribdeck.outputs.sheet.values import Sheet
from cribdeck.outputs.svg import why_active

FindImage = Callable[[str, str], Path | None]
"""From an image's target and the note file it stands in to the file to print, or None."""

MOST_PIXELS = 50_000_000
MOST_BYTES = 50_000_000
MOST_ELEMENTS = 20_000
"""An SVG may unfold to so many elements: ``<use>`` in ``<use>`` grows without end."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_LARGEST = 1e6
"""Pixels a side: what is larger, or no number, is no image."""
_USUAL = (300.0, 150.0)
"""Pixels: the size of an SVG that says nothing of it."""
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(rf"(\d+(?:\.\d+)?|\.\d+)({'|'.join(_UNITS)})")


def find_pictures(sheet: Sheet, find: FindImage) -> Mapping[str, Picture]:
    """The images of a sheet by their targets, those left out that are missing or unfit."""
    rows = [row for topic in sheet.topics for row in topic.rows]
    wanted = {(image.value, row.sources[0].file) for row in rows for image in row.images}
    found: dict[str, Picture] = {}
    for target, file in sorted(wanted):
        path = find(target, file)
        picture = _picture(path.resolve()) if path is not None else None
        if picture is not None:
            found.setdefault(target, picture)
    return found


def _picture(path: Path) -> Picture | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        size = _svg_size(path.read_bytes()) if path.suffix.lower() == ".svg" else _raster_size(path)
    except (OSError, ValueError, SyntaxError):
        return None
    return Picture(path, size[0], size[1] / size[0]) if size and all(0 < edge < _LARGEST for edge in size) else None


def _raster_size(path: Path) -> tuple[float, float] | None:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=_FORMATS) as image:
                width, height = image.size
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return None
    return (width, height) if 0 < width * height <= MOST_PIXELS else None


def _svg_size(content: bytes) -> tuple[float, float] | None:
    if why_active(content):
        return None
    root = ElementTree.fromstring(content)
    if _unfolded(root) > MOST_ELEMENTS:
        return None
    own = (_pixels(root.get("width", "")), _pixels(root.get("height", "")))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(box) != 4:
        return (own[0] or _USUAL[0], own[1] or _USUAL[1])
    width, height = float(box[2]), float(box[3])
    if not width or not height:
        return None
    wide = own[0] or (own[1] or height) * width / height
    return wide, wide * height / width


def _pixels(length: str) -> float:
    """A length of SVG in pixels; 0 where none is given, or one that depends on what is around it."""
    found = _LENGTH.fullmatch(length.strip())
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _unfolded(root: ElementTree.Element) -> int:
    """How many elements are drawn when every ``<use>`` is replaced by what it names; far too many for a circle."""
    named = {name: element for element in root.iter() if (name := element.get("id"))}
    sizes: dict[str, int] = {}

    def size(element: ElementTree.Element, open_names: tuple[str, ...]) -> int:
        whole = 0
        for inner in element.iter():
            whole += 1
            if inner.tag.rpartition("}")[2] == "use":
                whole += named_size(_target(inner), open_names)
            if whole > MOST_ELEMENTS:
                break
        return whole

    def named_size(name: str, open_names: tuple[str, ...]) -> int:
        if name in open_names or len(open_names) > 50:
            return MOST_ELEMENTS + 1
        if name not in sizes:
            sizes[name] = size(named[name], (*open_names, name)) if name in named else 0
        return sizes[name]

    return size(root, ())


def _target(use: ElementTree.Element) -> str:
    link = use.get("href") or use.get("{http://www.w3.org/1999/xlink}href") or ""
    return link.removeprefix("#")
