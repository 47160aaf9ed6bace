"""A sheet to a PDF: measured, fitted, composed, laid out, proved, written."""

import itertools
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from cribdeck.errors import CribdeckError, Problem
from cribdeck.outputs.pdf import Limits, Press, Printed
from cribdeck.outputs.sheet.compose import compose
from cribdeck.outputs.sheet.fit import Fit, MeasureAt, exact, fit, refit
from cribdeck.outputs.sheet.fonts import fontconfig
from cribdeck.outputs.sheet.header import Header
from cribdeck.outputs.sheet.measure import Galley, Heights, measure_sheet
from cribdeck.outputs.sheet.paper import Frame, frames, header_of
from cribdeck.outputs.sheet.predict import Prediction
from cribdeck.outputs.sheet.proof import faults
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.values import LeftOut, Sheet, SheetReport
from cribdeck.outputs.templating import html_templates

FindImage = Callable[[str, str], Path | None]
"""From an image's target and the note file it stands in to the file to print, already checked, or None."""


def write_pdf(
    sheet: Sheet,
    path: Path,
    *,
    source: str = "",
    built: str = "",
    date: str = "",
    find_image: FindImage = lambda target, file: None,
    templates: Path | None = None,
    cache: Path | None = None,
    limits: Limits | None = None,
    press: Press | None = None,
) -> SheetReport:
    """Write the sheet to ``path`` and say what is on it.

    ``built`` is the date that the file carries (ISO 8601), ``date`` the one that is printed. Raises NoPangoError where
    the system cannot lay out, TooLongError when nobody asked for so long a sheet, CribdeckError when it does not fit.
    """
    images = _images(sheet, find_image)
    renderer = Renderer(sheet, html_templates("sheet", templates), lambda target, note: _url(images.get(target)))
    header = header_of(sheet.config, sheet.title, sheet.topics)
    heights = Heights(cache and cache / "sheet-heights.json")
    with ExitStack() as stack:
        if press is None:
            press = stack.enter_context(open_press(images.values(), templates=templates, cache=cache, limits=limits))
        working: Press = press
        prediction = Prediction(sheet)

        def measure(frame: Frame, size: float, leading: float) -> Galley:
            return measure_sheet(sheet, renderer, frame, working.measure, size=size, leading=leading, heights=heights)

        found = exact(sheet, measure, fit(sheet, measure, prediction, frames(sheet.config, header)))
        found, printed = _proved(
            sheet,
            found,
            measure,
            lambda one: working.write(
                _html(sheet, one, renderer, header, source=source, built=built, date=date), path, temporary="r"
            ),
        )
    heights.save()
    return _report(sheet, found, printed)


def open_press(
    images: Iterable[Path] = (),
    *,
    templates: Path | None = None,
    cache: Path | None = None,
    limits: Limits | None = None,
    system_fonts: bool = False,
) -> Press:
    """A press with the sheet's fonts; opened early, it starts while the notes are still being read."""
    import tempfile

    folder = cache / "fonts" if cache else Path(tempfile.gettempdir()) / "cribdeck-fonts"
    readable = [*images, *([templates / "sheet"] if templates else [])]
    return Press(fontconfig(folder, system=system_fonts), readable=readable, limits=limits)


def _proved(sheet: Sheet, first: Fit, measure: MeasureAt, write: Callable[[Fit], Printed]) -> tuple[Fit, Printed]:
    """The first fit whose layout passes the proof."""
    wrong: list[str] = []
    for found in itertools.chain((first,), refit(sheet, measure, first)):
        printed = write(found)
        wrong = list(faults(sheet, found, printed))
        if not wrong:
            return found, printed
    raise CribdeckError(f"The sheet failed its own check: {wrong[0]} ({len(wrong)} in all). Nothing was written.")


def _html(sheet: Sheet, found: Fit, renderer: Renderer, header: Header, *, source: str, built: str, date: str) -> str:
    frame = found.galley.frame
    left_out = len({row for row in found.left_out if sheet.topics[row[0]].rows[row[1]].kind != "head"})
    remark = f"{left_out} {'line' if left_out == 1 else 'lines'} left out to fit" if left_out else ""
    return renderer.sheet(
        compose(sheet, found, renderer),
        frame,
        css=renderer.css(frame, size=found.galley.size, leading=found.leading, header_size=header.size),
        map=header.entries,
        source=" · ".join(filter(None, (source, date))),
        remark=remark,
        built=built,
    )


def _report(sheet: Sheet, found: Fit, printed: Printed) -> SheetReport:
    shown = {line for at, nth in found.rows for line in sheet.topics[at].rows[nth].lines}
    shown |= {
        (source.file, line)
        for topic in sheet.topics
        for source in topic.sources
        for line in range(source.first, source.last + 1)
    }
    why = f"left out to fit {found.pages} {'page' if found.pages == 1 else 'pages'}"
    gone = [
        LeftOut(file, line, why)
        for at, nth in sorted(found.left_out)
        for file, line in sheet.topics[at].rows[nth].lines
        if (file, line) not in shown
    ]
    return SheetReport(
        found.pages,
        sheet.config.paper,
        found.galley.size,
        found.galley.frame.columns,
        (*sheet.left_out, *dict.fromkeys(gone)),
        frozenset(shown),
        tuple(_problems(sheet, printed)),
    )


def _problems(sheet: Sheet, printed: Printed) -> Iterable[Problem]:
    return ()


def _images(sheet: Sheet, find_image: FindImage) -> dict[str, Path]:
    wanted = {(target, row.sources[0].file) for topic in sheet.topics for row in topic.rows for target in row.images}
    found = {target: find_image(target, file) for target, file in sorted(wanted)}
    return {target: path for target, path in found.items() if path is not None}


def _url(path: Path | None) -> str | None:
    return path.resolve().as_uri() if path else None
