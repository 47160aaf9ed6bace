"""A sheet on exactly N pages: how many columns, how large the type, how far the lines apart, and what is left out."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from cribdeck.errors import CribdeckError
from cribdeck.outputs.sheet.load import all_rows, at_leading, load_of
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.measure import Galley
from cribdeck.outputs.sheet.pack import Load, Packing, columns_needed, pack_into
from cribdeck.outputs.sheet.paper import Frame
from cribdeck.outputs.sheet.predict import Prediction
from cribdeck.outputs.sheet.sizes import LARGEST, POWER, TooLongError, choose, on_grid, pages_needed
from cribdeck.outputs.sheet.values import Row, Sheet
from cribdeck.outputs.sheet.worth import Place, emptied, least_first

_FEW = 0.04
"""The share of rows with formulas up to which their heights are good enough without a second look."""

_LOWEST, _LOWEST_OF_MANY = 0.5, 0.2
"""How far down columns that are not full go at least: a few rows are not spread over a page, but rather over all pages
that were asked for than over the first of them."""
_LOOSE = 0.92
"""A sheet of which less is filled may take a larger type that no step has tried yet…"""
_NEAR = 0.2
"""…unless one that is so little larger does not fit, in points."""
_LEVEL = 0.5
"""How exactly the least height of columns is looked for, in millimetres."""

_STEPS = 6
"""How many sizes are tried at most."""

MeasureAt = Callable[[Frame, float, float], Galley]


@dataclass(frozen=True, slots=True)
class Fit:
    """Where everything goes."""

    galley: Galley
    leading: float
    pages: int
    rows: tuple[Place, ...]
    """The rows on paper, in order; the packing counts in them."""
    packing: Packing
    height: float
    """To which the columns are filled, in millimetres."""
    left_out: frozenset[Place] = frozenset()


def fit(sheet: Sheet, measure: MeasureAt, prediction: Prediction, frames: Sequence[Frame], *, pages: int) -> Fit:
    """The best fit into so many pages.

    Raises CribdeckError when it does not fit and nothing may be left out.
    """
    config = sheet.config
    choice = choose(prediction, frames, pages)
    largest = max(LARGEST, config.min_size * 1.2)
    best: Fit | None = None
    tried: set[float] = set()
    size = too_large = choice.size
    for _ in range(_STEPS):
        tried.add(size)
        galley = measure(choice.frame, size, LOOK.least_leading)
        found = lead(sheet, galley, pages)
        if found is None:
            too_large = size
        elif best is None or size > best.galley.size:
            best = found
        size = on_grid(min(largest, max(_next_size(sheet, galley, found, pages), config.min_size)), config.min_size)
        if size in tried or (best is not None and size < best.galley.size):
            if best is None or too_large - best.galley.size <= _NEAR or _filled(best) >= _LOOSE:
                break
            size = on_grid((best.galley.size + too_large) / 2, config.min_size)
    if best is not None:
        return best
    if config.drop == "never":
        needed = _needed(sheet, measure, prediction, frames)
        raise CribdeckError(
            f"The sheet does not fit on {pages} {'page' if pages == 1 else 'pages'} at {config.min_size:g} pt or more; "
            f'it would take {needed}. Ask for more pages, or let it leave lines out (drop = "auto").'
        )
    smallest = galley if galley.size == config.min_size else measure(choice.frame, config.min_size, LOOK.least_leading)
    return leave_out(sheet, smallest, pages, pictures=prediction.pictures)


def refit(sheet: Sheet, measure: MeasureAt, found: Fit) -> Iterator[Fit]:
    """The same rows with heights measured at the very leading they are set in, a little closer each time.

    For layouts in which heights do not follow the leading as they should: a user's own stylesheet may do anything.
    """
    galley = found.galley
    for step in range(4):
        leading = round(found.leading - 0.012 * step, 4)
        exact = measure(galley.frame, galley.size, leading)
        load = load_of(sheet, exact, leading, found.rows)
        height = galley.frame.column_height - LOOK.safety
        packing = pack_into(load, height, found.pages * galley.frame.columns, strict=False)
        if packing is not None:
            yield replace(found, galley=exact, leading=leading, packing=packing, height=height)


def exact(sheet: Sheet, measure: MeasureAt, found: Fit) -> Fit:
    """The fit with heights measured at its leading, where formulas make them grow less than lines do."""
    formulas = sum(_has_formula(sheet.topics[at].rows[nth]) for at, nth in found.rows)
    if formulas <= _FEW * len(found.rows):
        return found
    return next(refit(sheet, measure, found), found)


def _has_formula(row: Row) -> bool:
    return row.kind == "math" or any(mark.kind == "math" for mark in row.text.marks)


def _filled(found: Fit) -> float:
    """The share of all columns that rows take up."""
    columns = found.pages * found.galley.frame.columns
    return sum(column.used for column in found.packing.columns) / (columns * found.galley.frame.column_height)


def _next_size(sheet: Sheet, galley: Galley, found: Fit | None, pages: int) -> float:
    """Where to look next: heights go with a power of the size that is a little below two."""
    columns, height = pages * galley.frame.columns, galley.frame.column_height - LOOK.safety
    least, most = LOOK.leadings(galley.size, least=sheet.config.min_size)
    if found is None:
        load = load_of(sheet, galley, least, tuple(all_rows(sheet)))
        ratio = (columns - 0.25) / max(columns + 0.25, columns_needed(load, height))
        return galley.size * float(ratio**POWER)
    if found.leading < most - 0.03:
        return galley.size
    ratio = columns * height * 0.97 / total(galley, LOOK.usual_leading)
    return galley.size * float(max(ratio, 1.0) ** POWER)


def total(galley: Galley, leading: float) -> float:
    """The height of everything in one column at this leading."""
    more = (leading - galley.leading) * galley.line
    gap = LOOK.box_gap * galley.size * PT
    return sum(
        box.head + box.foot + gap + sum(box.rows) + more * sum(lines)
        for box, lines in zip(galley.topics, galley.lines, strict=True)
    )


def lead(sheet: Sheet, galley: Galley, pages: int, *, rows: Sequence[Place] | None = None) -> Fit | None:
    """The lines as far apart as the pages allow; a little less where that spares breaks inside boxes."""
    kept = tuple(rows) if rows is not None else tuple(all_rows(sheet))
    columns, height = pages * galley.frame.columns, galley.frame.column_height - LOOK.safety

    least, most = LOOK.leadings(galley.size, least=sheet.config.min_size)
    load = load_of(sheet, galley, least, kept)

    def packed(leading: float) -> Packing | None:
        return pack_into(at_leading(load, galley, leading, kept), height, columns)

    low, high = least, most
    found = packed(low)
    if found is None:
        return None
    best = (low, found)
    if (loosest := packed(high)) is not None:
        best = (high, loosest)
    else:
        for _ in range(6):
            middle = (low + high) / 2
            if (found := packed(middle)) is not None:
                low, best = middle, (middle, found)
            else:
                high = middle
    widest = best[0]
    for step in range(1, 7):
        leading = widest - 0.009 * step
        if leading < least:
            break
        found = packed(leading)
        if found is not None and found.cost + 90 * (widest - leading) < best[1].cost + 90 * (widest - best[0]):
            best = (leading, found)
    full = Fit(galley, best[0], pages, kept, best[1], height)
    if not _ends_early(full):
        return full
    lowest = height * (_LOWEST if pages == 1 else _LOWEST_OF_MANY)
    level = levelled(at_leading(load, galley, best[0], kept), height, columns, lowest=lowest)
    return replace(full, packing=level, height=max(column.used for column in level.columns)) if level else full


def _ends_early(found: Fit) -> bool:
    """Whether air does not bring the last column to the foot of the last page, or columns stay empty."""
    columns, last = found.packing.columns, found.packing.columns[-1]
    return len(columns) < found.pages * found.galley.frame.columns or last.used + last.stretch < found.height


def levelled(load: Load, height: float, columns: int, *, lowest: float = 0.0) -> Packing | None:
    """Columns that all end at one height, the least at which they hold the rows; None when that is the foot."""
    best, low, high = None, lowest, height
    while high - low > _LEVEL:
        middle = (low + high) / 2
        packing = pack_into(load, middle, columns)
        if packing is None:
            low = middle
        else:
            best, high = packing, middle
    return best


def leave_out(sheet: Sheet, galley: Galley, pages: int, *, pictures: Container[str]) -> Fit:
    """As few of the rows of least worth left out as make the rest fit."""
    order = least_first(sheet.topics, [box.rows for box in galley.topics], pictures=pictures)
    every = list(all_rows(sheet))
    columns, height = pages * galley.frame.columns, galley.frame.column_height - LOOK.safety
    # What is taller than a column cannot be set at all, however much is left out for it.
    tall = {(at, nth) for at, nth in every if galley.topics[at].head + galley.topics[at].rows[nth] > height}

    def without(count: int) -> tuple[set[Place], list[Place]]:
        gone = tall | {place for group in order[:count] for place in group}
        gone |= emptied(sheet.topics, gone)
        return gone, [place for place in every if place not in gone]

    low, high = 0, len(order) - 1
    while low < high:
        middle = (low + high) // 2
        _, kept = without(middle)
        fits = kept and pack_into(load_of(sheet, galley, LOOK.least_leading, kept), height, columns) is not None
        low, high = (low, middle) if fits else (middle + 1, high)
    gone, kept = without(low)
    if not kept:
        raise TooLongError("No line of these notes fits a column, so there is no sheet. Break up the long lines.")
    found = lead(sheet, galley, pages, rows=kept)
    if found is None:
        raise CribdeckError(
            f"Not even the most important line fits on {pages} pages at {galley.size:g} pt. "
            "Ask for more pages, smaller margins or a smaller size."
        )
    return replace(found, left_out=frozenset(gone))


def _needed(sheet: Sheet, measure: MeasureAt, prediction: Prediction, frames: Sequence[Frame]) -> int:
    """The least number of pages on which nothing has to be left out, measured."""
    size = sheet.config.min_size
    guess = pages_needed(prediction, frames, size)
    frame = choose(prediction, frames, guess).frame
    galley = measure(frame, size, LOOK.least_leading)
    load = load_of(sheet, galley, LOOK.least_leading, tuple(all_rows(sheet)))
    return -(-columns_needed(load, frame.column_height - LOOK.safety) // frame.columns)
