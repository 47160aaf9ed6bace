"""Packing rows into columns: what it promises for any rows."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from cribdeck.outputs.sheet.fit import levelled
from cribdeck.outputs.sheet.pack import FORBIDDEN, Load, Packer, Packing, columns_needed, pack_into

HEIGHT = 100.0


@st.composite
def loads(draw: st.DrawFn) -> Load:
    """Topics of a few rows, none taller than a column, with free and forbidden breaks."""
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    rows = sum(sizes)
    heights = draw(st.lists(st.floats(1, 30), min_size=rows, max_size=rows))
    cost = draw(st.lists(st.sampled_from([0.5, 2.0, 4.0, FORBIDDEN]), min_size=rows, max_size=rows))
    topics = [at for at, size in enumerate(sizes) for _ in range(size)]
    starts = {topics.index(at) for at in range(len(sizes))}
    # Never two forbidden breaks in a row, so that a good packing exists.
    for nth in range(1, rows):
        if nth in starts or (cost[nth] >= FORBIDDEN and cost[nth - 1] >= FORBIDDEN):
            cost[nth] = 2.0
    each = len(sizes)
    return Load(
        heights,
        topics,
        head=[4.0] * each,
        slim=[3.0] * each,
        foot=[1.0] * each,
        again=draw(st.lists(st.sampled_from([0.0, 6.0]), min_size=rows, max_size=rows)),
        cost=cost,
        stretch=[0.4] * rows,
        gap=2.0,
        gap_stretch=2.0,
    )


def height_of(load: Load, first: int, end: int) -> float:
    """A column's height, added up by hand."""
    whole = 0.0
    for nth in range(first, end):
        topic = load.topics[nth]
        opens = nth == 0 or load.topics[nth - 1] != topic
        if nth == first:
            whole += load.head[topic] if opens else load.slim[topic] + load.again[nth]
        elif opens:
            whole += load.foot[topic - 1] + load.gap + load.head[topic]
        whole += load.heights[nth]
    return whole + load.foot[load.topics[end - 1]]


def ends(packing: Packing) -> list[tuple[int, int]]:
    return [(column.first, column.end) for column in packing.columns]


def fewest(load: Load, *, strict: bool = True) -> int:
    """The least number of columns, by trying every break, or every one that is allowed."""
    count = len(load.heights)
    least = [math.inf] * (count + 1)
    least[0] = 0
    for end in range(1, count + 1):
        allowed = not strict or end == count or load.topics[end] != load.topics[end - 1] or load.cost[end] < FORBIDDEN
        for first in range(end):
            if allowed and height_of(load, first, end) <= HEIGHT:
                least[end] = min(least[end], least[first] + 1)
    return int(least[count])


@given(loads())
def test_every_row_is_packed_once_and_in_order(load: Load) -> None:
    columns = ends(Packer(load).pack(HEIGHT))
    assert columns[0][0] == 0
    assert columns[-1][1] == len(load.heights)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(columns))


@given(loads())
def test_no_column_is_taller_than_the_page_allows(load: Load) -> None:
    for column in Packer(load).pack(HEIGHT).columns:
        assert column.used <= HEIGHT + 1e-6
        assert math.isclose(column.used, height_of(load, column.first, column.end), abs_tol=1e-6)


@given(loads())
def test_no_break_is_made_that_is_forbidden(load: Load) -> None:
    for first, _ in ends(Packer(load).pack(HEIGHT))[1:]:
        assert load.topics[first] != load.topics[first - 1] or load.cost[first] < FORBIDDEN


@given(loads())
def test_the_fewest_columns_are_found(load: Load) -> None:
    assert columns_needed(load, HEIGHT) <= fewest(load) + 1
    least = columns_needed(load, HEIGHT)
    assert pack_into(load, HEIGHT, least) is not None
    assert pack_into(load, HEIGHT, fewest(load) - 1) is None


@given(loads())
def test_what_no_packing_goes_below_is_exact(load: Load) -> None:
    assert Packer(load).fewest(HEIGHT) == fewest(load, strict=False)


def test_a_box_stays_whole_when_air_can_fill_the_column() -> None:
    one = {"heights": [10.0] * 19, "topics": [0] * 9 + [1] * 10, "again": [0.0] * 19, "stretch": [1.5] * 19}
    load = Load(head=[4.0] * 2, slim=[3.0] * 2, foot=[1.0] * 2, cost=[2.0] * 19, gap=2.0, gap_stretch=2.0, **one)  # type: ignore[arg-type]
    packing = pack_into(load, 112.0, 2)
    assert packing is not None
    assert ends(packing) == [(0, 9), (9, 19)]


def test_rows_that_do_not_fill_the_page_end_at_one_height() -> None:
    load = Load(
        [5.0] * 30,
        [0] * 30,
        [4.0],
        [3.0],
        [1.0],
        [0.0] * 30,
        cost=[2.0] * 30,
        stretch=[0.2] * 30,
        gap=2.0,
        gap_stretch=0.0,
    )
    level = levelled(load, 105.0, 3)
    assert level is not None
    assert [column.end - column.first for column in level.columns] == [10, 10, 10]


def test_the_last_column_is_as_full_as_the_others_where_air_can_fill_them() -> None:
    load = Load(
        [5.0] * 56,
        [0] * 56,
        [4.0],
        [4.0],
        [1.0],
        [0.0] * 56,
        cost=[0.0] * 56,
        stretch=[0.5] * 56,
        gap=2.0,
        gap_stretch=0.0,
    )
    packing = pack_into(load, 100.0, 3)
    assert packing is not None
    assert [column.end - column.first for column in packing.columns] == [18, 19, 19]


def test_a_table_that_goes_on_has_room_for_its_head() -> None:
    load = Load(
        [30.0, 30.0, 30.0, 30.0],
        [0] * 4,
        head=[5.0],
        slim=[4.0],
        foot=[1.0],
        again=[0.0, 0.0, 0.0, 8.0],
        cost=[0.0, 2.0, 2.0, 2.0],
        stretch=[0.0] * 4,
        gap=2.0,
        gap_stretch=0.0,
    )
    packing = pack_into(load, 100.0, 2)
    assert packing is not None
    assert [round(column.used) for column in packing.columns] == [96, 43]
