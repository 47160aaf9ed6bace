"""A sheet on exactly N pages: how many columns, how large the type, how far the lines apart, and what is left out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cribdeck.errors import CribdeckError
from cribdeck.outputs.sheet.breaks import break_cost
from cribdeck.outputs.sheet.look import LOOK, PT
from cribdeck.outputs.sheet.measure import Galley
from cribdeck.outputs.sheet.pack import Load, Packing, columns_needed, pack_into
from cribdeck.outputs.sheet.paper import BEST_WIDTH, NARROWEST, WIDEST, Frame
from cribdeck.outputs.sheet.predict import Prediction
from cribdeck.outputs.sheet.values import Row, Sheet
from cribdeck.outputs.sheet.worth import Place, emptied, least_first

COMFORTABLE = 6.4
"""Points: what `auto` wants the type to be at least."""
LARGEST = 9.0
MOST_PAGES = 4
"""What `auto` takes at most."""
TOO_MANY = 20
"""Notes that would take more pages get no sheet unless one is asked for."""
GRID = 0.05
"""Sizes are multiples of this, so that a small edit keeps the size and with it what was measured."""
_FILL = 0.975
"""How much of the columns is used, on average, when rows are not cut."""

_FEW = 0.04
"""The share of rows with formulas up to which their heights are good enough without a second look."""

MeasureAt = Callable[[Frame, float, float], Galley]


class TooLongError(CribdeckError):
    """These notes are too many for a sheet that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where everything goes."""

    galley: Galley
    leading: float
    pages: int
    rows: tuple[Place, ...]
    """The rows on paper, in order; the packing counts in them."""
    packing: Packing
    left_out: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of columns and a size of type that should fit."""

    frame: Frame
    size: float


def choose_pages(prediction: Prediction, frames: Sequence[Frame]) -> int:
    """The number of pages that `auto` takes: comfortable to read, and four at most."""
    config = prediction.sheet.config
    wanted = max(COMFORTABLE, config.min_size)
    if not config.files and not config.topics and pages_needed(prediction, frames, wanted) > TOO_MANY:
        raise TooLongError(
            f"These notes would fill more than {TOO_MANY} pages, so there is no sheet. Ask for one: --pages 4, "
            "or in cribdeck.toml [[sheet]] with the files or topics that it shall hold."
        )
    return min(pages_needed(prediction, frames, wanted), MOST_PAGES)


def pages_needed(prediction: Prediction, frames: Sequence[Frame], size: float) -> int:
    """How many pages everything takes at this size, in the best of the frames."""

    def pages(frame: Frame) -> float:
        height = prediction.height(frame, size=size, leading=LOOK.usual_leading)
        return height / (frame.columns * frame.column_height * _FILL)

    return max(1, -int(-min(pages(frame) for frame in _readable(frames, size)) // 1))


def choose(prediction: Prediction, frames: Sequence[Frame], pages: int) -> Choice:
    """The frame in which the type can be largest."""
    config = prediction.sheet.config
    largest = max(LARGEST, config.min_size * 1.2)

    def fitting(frame: Frame) -> float:
        low, high = config.min_size, largest
        room = pages * frame.columns * frame.column_height * _FILL
        for _ in range(9):
            middle = (low + high) / 2
            fits = prediction.height(frame, size=middle, leading=LOOK.usual_leading) <= room
            low, high = (middle, high) if fits else (low, middle)
        return low

    def score(choice: Choice) -> float:
        ems = choice.frame.column_width / (choice.size * PT)
        outside = max(0.0, NARROWEST - ems, ems - WIDEST)
        return choice.size * (1 - 0.004 * abs(ems - BEST_WIDTH) - 0.05 * outside)

    choices = [Choice(frame, on_grid(fitting(frame), config.min_size)) for frame in frames]
    return max(choices, key=score)


def on_grid(size: float, least: float) -> float:
    return max(round(int(size / GRID + 1e-6) * GRID, 2), least)


def fit(sheet: Sheet, measure: MeasureAt, prediction: Prediction, frames: Sequence[Frame], *, pages: int) -> Fit:
    """The best fit into so many pages.

    Raises CribdeckError when it does not fit and nothing may be left out.
    """
    config = sheet.config
    choice = choose(prediction, frames, pages)
    largest = max(LARGEST, config.min_size * 1.2)
    best: Fit | None = None
    tried: set[float] = set()
    size = choice.size
    for _ in range(5):
        tried.add(size)
        galley = measure(choice.frame, size, LOOK.least_leading)
        found = lead(sheet, galley, pages)
        if found is not None and (best is None or size > best.galley.size):
            best = found
        size = on_grid(min(largest, max(_next_size(sheet, galley, found, pages), config.min_size)), config.min_size)
        if size in tried or (best is not None and size < best.galley.size):
            break
    if best is not None:
        return best
    if config.drop == "never":
        needed = _needed(sheet, measure, prediction, frames)
        raise CribdeckError(
            f"The sheet does not fit on {pages} {'page' if pages == 1 else 'pages'} at {config.min_size:g} pt or more; "
            f'it would take {needed}. Ask for more pages, or let it leave lines out (drop = "auto").'
        )
    smallest = galley if galley.size == config.min_size else measure(choice.frame, config.min_size, LOOK.least_leading)
    return leave_out(sheet, smallest, pages)


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
            yield replace(found, galley=exact, leading=leading, packing=packing)


def exact(sheet: Sheet, measure: MeasureAt, found: Fit) -> Fit:
    """The fit with heights measured at its leading, where formulas make them grow less than lines do."""
    formulas = sum(_has_formula(sheet.topics[at].rows[nth]) for at, nth in found.rows)
    if formulas <= _FEW * len(found.rows):
        return found
    return next(refit(sheet, measure, found), found)


def _has_formula(row: Row) -> bool:
    return row.kind == "math" or any(mark.kind == "math" for mark in row.text.marks)


def _next_size(sheet: Sheet, galley: Galley, found: Fit | None, pages: int) -> float:
    """Where to look next: heights go with a power of the size that is a little below two."""
    columns, height = pages * galley.frame.columns, galley.frame.column_height - LOOK.safety
    if found is None:
        load = load_of(sheet, galley, LOOK.least_leading, tuple(all_rows(sheet)))
        ratio = (columns - 0.25) / max(columns + 0.25, columns_needed(load, height))
        return galley.size * float(ratio**0.54)
    if found.leading < LOOK.most_leading - 0.03:
        return galley.size
    ratio = columns * height * 0.97 / total(galley, LOOK.usual_leading)
    return galley.size * float(max(ratio, 1.0) ** 0.54)


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

    def packed(leading: float) -> Packing | None:
        return pack_into(load_of(sheet, galley, leading, kept), height, columns)

    low, high = LOOK.least_leading, LOOK.most_leading
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
        if leading < LOOK.least_leading:
            break
        found = packed(leading)
        if found is not None and found.cost + 90 * (widest - leading) < best[1].cost + 90 * (widest - best[0]):
            best = (leading, found)
    return Fit(galley, best[0], pages, kept, best[1])


def all_rows(sheet: Sheet) -> Iterable[Place]:
    return ((at, nth) for at, topic in enumerate(sheet.topics) for nth in range(len(topic.rows)))


def load_of(sheet: Sheet, galley: Galley, leading: float, rows: Sequence[Place]) -> Load:
    """The rows as numbers. Only line heights change with the leading, so no layout is needed to know them."""
    more = (leading - galley.leading) * galley.line
    em = galley.size * PT
    heights, stretch, again = [], [], []
    place = {at: nth for nth, at in enumerate(dict.fromkeys(at for at, _ in rows))}
    for at, nth in rows:
        row = sheet.topics[at].rows[nth]
        heights.append(galley.topics[at].rows[nth] + galley.lines[at][nth] * more)
        stretch.append(0.0 if row.joined or row.kind == "table" else LOOK.most_air * em)
        again.append(_table_head_height(sheet, galley, at, nth))
    boxes = [galley.topics[at] for at in place]
    return Load(
        heights,
        [place[at] for at, _ in rows],
        [box.head for box in boxes],
        [box.slim for box in boxes],
        [box.foot for box in boxes],
        again,
        _costs(sheet, rows),
        stretch,
        LOOK.box_gap * em,
        LOOK.most_gap * em,
    )


def _costs(sheet: Sheet, rows: Sequence[Place]) -> list[float]:
    """Of a break before each row."""
    costs = []
    for place, (at, nth) in enumerate(rows):
        before = rows[place - 1] if place else (-1, -1)
        if before[0] != at:
            costs.append(0.0)
            continue
        row = sheet.topics[at].rows[nth]
        following = rows[place + 1] if place + 1 < len(rows) else (-1, -1)
        last = following[0] != at or sheet.topics[at].rows[following[1]].depth < row.depth
        costs.append(break_cost(sheet.topics[at].rows[before[1]], row, previous=before[1], last=last))
    return costs


def _table_head_height(sheet: Sheet, galley: Galley, at: int, nth: int) -> float:
    rows = sheet.topics[at].rows
    if rows[nth].kind != "table" or not rows[nth].joined:
        return 0.0
    start = nth
    while rows[start].joined:
        start -= 1
    return galley.topics[at].rows[start] if rows[start].opens else 0.0


def leave_out(sheet: Sheet, galley: Galley, pages: int) -> Fit:
    """As few of the rows of least worth left out as make the rest fit."""
    order = least_first(sheet.topics, [box.rows for box in galley.topics])
    every = list(all_rows(sheet))
    columns, height = pages * galley.frame.columns, galley.frame.column_height - LOOK.safety

    def without(count: int) -> tuple[set[Place], list[Place]]:
        gone = {place for group in order[:count] for place in group}
        gone |= emptied(sheet.topics, gone)
        return gone, [place for place in every if place not in gone]

    low, high = 0, len(order) - 1
    while low < high:
        middle = (low + high) // 2
        _, kept = without(middle)
        fits = kept and pack_into(load_of(sheet, galley, LOOK.least_leading, kept), height, columns) is not None
        low, high = (low, middle) if fits else (middle + 1, high)
    gone, kept = without(low)
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
    pages = max(1, guess - 1)
    while lead(sheet, galley, pages) is None and pages < guess * 2 + 2:
        pages += 1
    return pages


def _readable(frames: Sequence[Frame], size: float) -> list[Frame]:
    """The frames whose columns are neither too narrow nor too wide for this size, or the one that is nearest."""

    def ems(frame: Frame) -> float:
        return frame.column_width / (size * PT)

    fitting = [frame for frame in frames if NARROWEST <= ems(frame) <= WIDEST]
    return fitting or [min(frames, key=lambda frame: abs(ems(frame) - BEST_WIDTH))]
