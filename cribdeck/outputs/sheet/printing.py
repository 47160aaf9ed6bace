"""A sheet to a PDF: measured, fitted, composed, laid out, proved, written."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cribdeck.errors import CribdeckError
from cribdeck.outputs.pdf import Limits, Press, Printed, Starting
from cribdeck.outputs.sheet.compose import compose
from cribdeck.outputs.sheet.exercises import exercises_view
from cribdeck.outputs.sheet.figures import Picture
from cribdeck.outputs.sheet.findings import find_problems
from cribdeck.outputs.sheet.fit import Fit, MeasureAt, exact, fit, refit
from cribdeck.outputs.sheet.fonts import fontconfig
from cribdeck.outputs.sheet.header import Header
from cribdeck.outputs.sheet.images import FindImage, find_pictures
from cribdeck.outputs.sheet.index import with_index
from cribdeck.outputs.sheet.left_out import printed, without_room
from cribdeck.outputs.sheet.measure import WORTH_SHARING, Galley, measure_sheet
from cribdeck.outputs.sheet.memory import Memory
from cribdeck.outputs.sheet.paper import Frame, frames, header_of
from cribdeck.outputs.sheet.predict import Prediction
from cribdeck.outputs.sheet.proof import faults
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.settings import settings_of
from cribdeck.outputs.sheet.sizes import COMFORTABLE, choose, choose_pages
from cribdeck.outputs.sheet.start import HEIGHTS, PRESSES
from cribdeck.outputs.sheet.values import Sheet, SheetReport, row_count
from cribdeck.outputs.templating import html_templates

HEIGHTS_KEPT, SETTINGS_KEPT = 1000, 200
"""Topics that are remembered, beside those of the sheet itself."""
SPARE_PAGES = 3
"""How many more pages than foretold a sheet may take that was given no number of them."""
INDEX_PAGES = 3
"""From so many pages on, an index saves more than it takes…"""
INDEX_SIZE = COMFORTABLE - 0.5
"""…if the type does not get smaller than this for it."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be fitted: the sheet, with an index if that helps, on so many pages in one of these frames."""

    sheet: Sheet
    pages: int
    header: Header
    frames: tuple[Frame, ...]
    prediction: Prediction


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
    starting: Sequence[Starting] = (),
) -> SheetReport:
    """Write the sheet to ``path`` and say what is on it.

    ``built`` is the date that the file carries (ISO 8601), ``date`` the one that is printed. What was measured is kept
    in the folder ``cache``. It is laid out by ``press``, or by the processes that are ``starting``. Raises NoPangoError
    where the system cannot lay out, TooLongError when nobody asked for so long a sheet, CribdeckError when it does not
    fit.
    """
    if not sheet.topics:
        raise CribdeckError(
            "Nothing of these notes goes to paper: they hold no text but study talk, or none that fits a column."
        )
    pictures = find_pictures(sheet, find_image)
    heights = Memory(cache and cache / HEIGHTS, most=HEIGHTS_KEPT)
    settings = Memory(cache and cache / "sheet-rows.json", most=SETTINGS_KEPT)
    many = 1 if not heights.is_empty or row_count(sheet) < WORTH_SHARING else PRESSES

    def new_press(starting: Starting | None) -> Press:
        return open_press(
            [picture.path for picture in pictures.values()],
            templates=templates,
            lang=sheet.lang,
            cache=cache,
            limits=limits or _limits(sheet),
            system_fonts=sheet.config.system_fonts,
            starting=starting,
        )

    with ExitStack() as stack:
        starts = (*starting, *[None] * many)[:many]
        presses = [press] if press else [stack.enter_context(new_press(one)) for one in starts]
        plan = _plan(sheet, pictures)
        renderer = Renderer(plan.sheet, html_templates("sheet", templates), lambda target, note: pictures.get(target))
        measures = [one.measure for one in presses]

        def measure(frame: Frame, size: float, leading: float) -> Galley:
            return measure_sheet(plan.sheet, renderer, frame, measures, size=size, leading=leading, memory=heights)

        def typeset(found: Fit) -> Printed:
            below = " · ".join(filter(None, (source, date)))
            rows = settings_of(plan.sheet, found, renderer, presses, settings)
            shown = renderer.without({(plan.sheet.topics[at].number, nth) for at, nth in found.left_out})
            html = _html(plan, found, shown, source=below, built=built, set_rows=frozenset(rows))
            return presses[0].write(html, path, rows=rows)

        first = fit(plan.sheet, measure, plan.prediction, plan.frames, pages=plan.pages)
        for more in range(plan.pages + 1, plan.pages + SPARE_PAGES + 1):
            if sheet.config.pages is not None or not first.left_out:
                break
            first = fit(plan.sheet, measure, plan.prediction, plan.frames, pages=more)
        found, on_paper = _proved(plan.sheet, exact(plan.sheet, measure, first), measure, typeset)
    heights.save()
    settings.save()
    return _report(plan.sheet, found, on_paper)


def open_press(
    images: Iterable[Path] = (),
    *,
    lang: str = "",
    templates: Path | None = None,
    cache: Path | None = None,
    limits: Limits | None = None,
    system_fonts: bool = False,
    starting: Starting | None = None,
) -> Press:
    """A press with the sheet's fonts."""
    readable = [*images, *([templates / "sheet"] if templates else [])]
    return Press(
        lambda own: fontconfig(cache / "fonts" if cache else own, system=system_fonts),
        readable=readable,
        lang=lang,
        limits=limits,
        starting=starting,
    )


def _limits(sheet: Sheet) -> Limits:
    """Time that no honest notes of this size take."""
    return Limits(seconds=120 + 0.2 * row_count(sheet))


def _plan(sheet: Sheet, pictures: Mapping[str, Picture]) -> _Plan:
    """On how many pages, and whether with an index."""
    header = header_of(sheet.config, sheet.title, sheet.topics)
    room = frames(sheet.config, header)
    prediction = Prediction(sheet, pictures)
    pages = sheet.config.pages or choose_pages(prediction, room)
    plain = _Plan(sheet, pages, header, room, prediction)
    if pages < INDEX_PAGES:
        return plain
    indexed = with_index(sheet)
    header = header_of(sheet.config, sheet.title, indexed.topics)
    room = frames(sheet.config, header)
    prediction = Prediction(indexed, pictures)
    helps = indexed is not sheet and choose(prediction, room, pages).size >= INDEX_SIZE
    return _Plan(indexed, pages, header, room, prediction) if helps else plain


def _proved(sheet: Sheet, first: Fit, measure: MeasureAt, typeset: Callable[[Fit], Printed]) -> tuple[Fit, Printed]:
    """The first fit whose layout passes the proof."""
    wrong: list[str] = []
    for found in itertools.chain((first,), refit(sheet, measure, first)):
        on_paper = typeset(found)
        wrong = list(faults(sheet, found, on_paper))
        if not wrong:
            return found, on_paper
    raise CribdeckError(f"The sheet failed its own check: {wrong[0]} ({len(wrong)} in all). Nothing was written.")


def _html(plan: _Plan, found: Fit, renderer: Renderer, *, source: str, built: str, set_rows: frozenset[str]) -> str:
    frame = found.galley.frame
    return renderer.sheet(
        compose(plan.sheet, found, renderer),
        frame,
        css=renderer.css(frame, size=found.galley.size, leading=found.leading, header_size=plan.header.size),
        map=plan.header.entries,
        source=source,
        remark=_remark(plan.sheet, found),
        built=built,
        exercises=exercises_view(plan.sheet),
        set_rows=set_rows,
    )


def _remark(sheet: Sheet, found: Fit) -> str:
    """What the footer says of lines that found no room."""
    gone = len(without_room(sheet, found))
    return f"{gone} {'line' if gone == 1 else 'lines'} of the notes left out to fit" if gone else ""


def _report(sheet: Sheet, found: Fit, on_paper: Printed) -> SheetReport:
    return SheetReport(
        on_paper.pages,
        sheet.config.paper,
        found.galley.size,
        found.galley.frame.columns,
        (*sheet.left_out, *without_room(sheet, found)),
        printed(sheet, found),
        tuple(find_problems(sheet, on_paper)),
    )
