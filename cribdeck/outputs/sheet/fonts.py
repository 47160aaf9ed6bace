"""The fonts of the sheet: which files they are, a private fontconfig for them, and how wide their characters are."""

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

SANS = "IBM Plex Sans Condensed"
MONO = "IBM Plex Mono"
SYMBOLS = "DejaVu Sans"
"""For the arrows, boxes and signs that Plex lacks."""

_FACES = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold")


def font_files() -> tuple[Path, ...]:
    """The files that a sheet may use, in the order of preference."""
    sans = _package("fontpkg_ibm_plex_sans_condensed") / "files"
    mono = _package("fontpkg_ibm_plex_mono") / "files"
    return (
        *(sans / f"IBMPlexSansCondensed-{face}.ttf" for face in _FACES),
        *(mono / f"IBMPlexMono-{face}.ttf" for face in _FACES),
        _package("ziafont") / "fonts" / "DejaVuSans.ttf",
    )


def fontconfig(cache_folder: Path, *, system: bool = False) -> str:
    """A fonts.conf that knows our fonts alone, or the system's behind them.

    So a sheet looks the same on every machine: fallback never picks what happens to be installed.
    """
    folders = sorted({path.parent for path in font_files()})
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(str(folder))}</dir>" for folder in folders]
    lines += [f"<cachedir>{escape(str(cache_folder))}</cachedir>"]
    lines += [
        "<alias><family>sans-serif</family>",
        f"<prefer><family>{SANS}</family><family>{SYMBOLS}</family></prefer></alias>",
        f"<alias><family>monospace</family><prefer><family>{MONO}</family></prefer></alias>",
    ]
    if system:
        lines.append('<include ignore_missing="yes">/etc/fonts/fonts.conf</include>')
    return "\n".join([*lines, "</fontconfig>", ""])


@cache
def advances(face: str = "Regular") -> Mapping[str, float]:
    """The width of each character of the text face, in em."""
    from fontTools.ttLib import TTFont

    path = _package("fontpkg_ibm_plex_sans_condensed") / "files" / f"IBMPlexSansCondensed-{face}.ttf"
    with TTFont(path, lazy=True) as font:
        unit: int = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


@cache
def known_characters() -> frozenset[str]:
    """What the text face, or the one for symbols behind it, has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(font_files()[-1], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | advances().keys()


MONO_ADVANCE = 0.6
"""Every character of the code face is as wide, in em."""

_UNKNOWN = 0.62
_WIDE = 1.0


def text_width(text: str, *, face: str = "Regular") -> float:
    """The width of a text set in one line, in em."""
    known = advances(face)
    return sum(known.get(char, _WIDE if ord(char) >= 0x2E80 else _UNKNOWN) for char in text)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the font package {name} is not installed")
    return Path(spec.origin).parent
