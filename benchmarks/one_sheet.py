"""One sheet, in a process of its own and as a build makes it: what `sheet.py` times.

python benchmarks/one_sheet.py NOTES.md PAGES TIMES SHEET.pdf CACHE
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this checkout, whatever is installed

from cribdeck.outputs.sheet.start import start_presses

if TYPE_CHECKING:
    from cribdeck.model import Outline
    from cribdeck.outputs.sheet.values import Sheet, SheetReport


def main() -> None:
    gc.disable()  # as the command does
    notes, pages, times, path, cache = sys.argv[1:]
    report = write_once(Path(notes), int(pages), int(times), Path(path), Path(cache))
    print(f"{report.pages} pages, {report.font_pt} pt, {report.columns} columns, left out {len(report.left_out)}")


def write_once(notes: Path, pages: int, times: int, path: Path, cache: Path) -> "SheetReport":
    """Start what lays out, then import what reads and fits: in the order of the command."""
    with start_presses(notes, cache) as starting:
        from cribdeck.outputs.sheet.printing import write_pdf

        return write_pdf(sheet_of(notes, pages, times), path, cache=cache, starting=starting)


def sheet_of(notes: Path, pages: int, times: int) -> "Sheet":
    from cribdeck.config import SheetConfig
    from cribdeck.outputs.sheet.make import make_sheet

    return make_sheet(outlines_of(notes, times), SheetConfig(pages=pages), title="Notes")


def outlines_of(notes: Path, times: int) -> "list[Outline]":
    """The notes as so many files that differ in every line, so that nothing measured for one serves another."""
    from cribdeck.read.outline import read_outline

    source = notes.read_text(encoding="utf-8")
    return [read_outline(_told_apart(source, nth), f"{nth:02}.md")[0] for nth in range(times)]


def _told_apart(source: str, nth: int) -> str:
    if not nth:
        return source
    return "\n".join(
        f"{line} {nth}" if line.rstrip().endswith((".", "s", "e")) else line for line in source.split("\n")
    )


if __name__ == "__main__":
    main()
