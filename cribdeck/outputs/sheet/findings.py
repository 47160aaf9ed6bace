"""What the layout could not set: characters that no font has, commands that the formula setter does not know."""

import re
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.model import Source
from cribdeck.outputs.pdf import Printed
from cribdeck.outputs.sheet.signs import unset_signs
from cribdeck.outputs.sheet.tex import tex_svg, unknown_commands
from cribdeck.outputs.sheet.values import Row, Sheet

_MISSING = re.compile(r"\.notdef glyph.*?\(U\+([0-9A-F]+)")


def find_problems(sheet: Sheet, printed: Printed) -> Iterator[Problem]:
    """A problem for each row with something in it that is not on paper as its author meant it."""
    missing = {chr(int(code, 16)) for line in printed.warnings for code in _MISSING.findall(line)}
    for row in (row for topic in sheet.topics for row in topic.rows if row.sources):
        text = row.text.plain + "".join(text.plain for text in (*row.run, *row.cells))
        chars = sorted(missing & set(text))
        if chars:
            yield _no_glyph(row.sources[0], chars, asked=sheet.config.system_fonts)
        elif gone := sorted(unset_signs(text)):
            yield Problem(
                row.sources[0], "missing-glyph", f"The sheet leaves out {' '.join(gone[:8])}: no font for print has it."
            )
        for tex in _formulas(row):
            yield from _untold(row.sources[0], tex)


def _no_glyph(source: Source, chars: list[str], *, asked: bool) -> Problem:
    cure = "Install a font that has them." if asked else "Say system_fonts = true in [[sheet]] of cribdeck.toml."
    return Problem(source, "missing-glyph", f"The sheet's fonts have no {' '.join(chars[:8])}. {cure}")


def _formulas(row: Row) -> Iterator[str]:
    if row.kind == "math":
        yield row.text.plain
    for text in (row.text, *row.run, *row.cells):
        yield from text.marked("math")


def _untold(source: Source, tex: str) -> Iterator[Problem]:
    unknown = unknown_commands(tex)
    if unknown:
        names = ", ".join(f"\\{name}" for name in unknown)
        yield Problem(source, "unknown-tex", f"The sheet cannot set {names}: it stands there as it was typed.")
    elif tex_svg(tex) is None and tex_svg(tex, display=True) is None:
        yield Problem(source, "unknown-tex", "The sheet cannot set this formula: its source stands there instead.")
