"""What holds for every expression and every text, not only for those that somebody thought of."""

from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from cribdeck.facts.calculations import check, find_calculations, practice_blocks
from cribdeck.facts.calculations.evaluate import READINGS, Reading, evaluate
from cribdeck.facts.calculations.from_tex import from_tex
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.to_tex import to_tex
from cribdeck.facts.calculations.tokens import UnclearError
from cribdeck.model import Item, Outline, Source, Text

UNITS = ["", " km", " WCU", " KB", " m/s²", " %", " €", " read units", " m^2", "°", " per day"]
WHOLE = st.integers(0, 9999).map(str)
NUMERAL = st.one_of(
    WHOLE,
    st.decimals(0, 999, places=2).map(str),
    st.integers(1000, 999_999).map(lambda number: f"{number:,}"),
    st.sampled_from(["½", "2 1/2", "1e3", "π", "4²", "(3/4)", "5!"]),
)
MEASURED = st.tuples(st.one_of(WHOLE, st.decimals(0, 99, places=1).map(str)), st.sampled_from(UNITS)).map("".join)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from([" + ", " - ", " * ", " / ", "*", "/", " × ", " · ", " ÷ "])
    return st.one_of(
        st.tuples(inner, signs, inner).map("".join),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"-({one})"),
        inner.map(lambda one: f"sqrt({one})"),
        inner.map(lambda one: f"ceil({one})"),
        inner.map(lambda one: f"({one})^2"),
        inner.map(lambda one: f"2({one})"),
    )


EXPRESSION = st.recursive(st.one_of(NUMERAL, MEASURED), grown, max_leaves=6)
INTEGERS = st.recursive(
    st.integers(1, 50).map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", " * "]), inner).map("".join),
        inner.map(lambda one: f"({one})"),
    ),
    max_leaves=6,
)


def value(source: str, reading: Reading) -> Fraction | None:
    try:
        return evaluate(parse(source), reading).number
    except UnclearError:
        return None


@given(EXPRESSION)
@example("2½ * 3")
@example("3 m^2 / 2")
@example("100/20 km/h")
@example("6e-3 * 2")
def test_expression_and_its_tex_agree(source: str) -> None:
    try:
        tex = to_tex(parse(source))
    except UnclearError:
        assume(False)
    for reading in READINGS:
        assert value(from_tex(tex), reading) == value(source, reading)


@given(INTEGERS)
def test_right_result_holds(source: str) -> None:
    right = value(source, Reading())
    assume(not source.strip("()").isdecimal())
    assert check(f"{source} = {right}").verdict == "holds"


@given(INTEGERS, st.integers(-99, 99))
def test_wrong_result_never_holds(source: str, off: int) -> None:
    right = value(source, Reading())
    assume(off != 0 and right is not None)
    assert check(f"{source} = {(right or 0) + off}").verdict != "holds"


@given(st.integers(1, 10**6), st.integers(2, 999), st.integers(1, 4))
def test_quotient_holds_at_the_precision_written(over: int, below: int, places: int) -> None:
    written = f"{over / below:.{places}f}"
    assume(float(written) > 0)
    assert check(f"{over} / {below} = {written}").verdict == "holds"


ARITHMETIC = st.text("0123456789 .,=+-*/^()[]{}×·%!½²√πxeKBs_:|~≈\\<>&$'\n", max_size=80)


@given(st.one_of(st.text(max_size=80), ARITHMETIC))
@example("=" * 80)
@example("1 = " * 40 + "1")
@example("\\frac{1}{" * 20)
@example("0 ^ -1 = 1")
@example("0/0 = 0 & 1")
@example("10 ≈ 0 = 0^0")
def test_no_text_crashes_the_check(text: str) -> None:
    for tex in (False, True):
        assert check(text, tex=tex).verdict in ("holds", "rounds", "fails", "unchecked")


@given(st.one_of(st.text(max_size=80), ARITHMETIC), st.sampled_from(["item", "fence", "math", "paragraph", "row"]))
def test_no_text_crashes_the_search(text: str, kind: str) -> None:
    source = Source("notes.md", 1, 1)
    item = Item(kind, Text(text), source, info="practice" if text[:1] == "{" else "")  # type: ignore[arg-type]
    outline = Outline("notes.md", Item("file", Text("notes"), source, (item,)), (text,))
    for found in find_calculations(outline):
        assert found.calculation.problem
    practice_blocks(outline)


@given(st.text("{}abrt: 0123456789.,to step\nanswer*+-/()", max_size=120))
def test_no_text_crashes_a_practice_block(text: str) -> None:
    source = Source("notes.md", 1, 9)
    item = Item("fence", Text(text), source, info="practice")
    found, problems = practice_blocks(Outline("notes.md", Item("file", Text("notes"), source, (item,)), ()), count=3)
    assert len(found) + len(problems) == 1
