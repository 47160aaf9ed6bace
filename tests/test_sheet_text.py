"""Text on paper: inline HTML, formulas, names that are shortened, the widths of a table's columns."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.config import SheetConfig
from cribdeck.model import Mark, Text
from cribdeck.outputs.sheet.columns import column_shares
from cribdeck.outputs.sheet.figures import Picture
from cribdeck.outputs.sheet.fonts import font_files, text_width
from cribdeck.outputs.sheet.header import fit_header, shortened
from cribdeck.outputs.sheet.index import with_index
from cribdeck.outputs.sheet.inline import arrows, inline_html
from cribdeck.outputs.sheet.long_words import STEP, breakable
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.paragraphs import sentences_of
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.sheet.signs import signs
from cribdeck.outputs.sheet.tex import plain_tex, tex_svg, unknown_commands
from cribdeck.outputs.sheet.values import Sheet, Topic
from cribdeck.outputs.templating import html_templates
from cribdeck.read.outline import read_outline


def test_text_is_escaped() -> None:
    assert inline_html(Text("<script>&")) == "&lt;script&gt;&amp;"


def test_no_line_is_left_empty() -> None:
    assert inline_html(Text("one\n\n two\nthree")) == "one<br/> two<br/>three"


def test_a_space_moves_into_the_tag_behind_it() -> None:
    text = Text("a term here", (Mark(2, 6, "strong"),))
    assert inline_html(text) == "a<b> term</b> here"


def test_a_space_before_code_stands_alone() -> None:
    text = Text("type ls now", (Mark(5, 7, "code"),))
    assert inline_html(text) == "type<span> </span><code>ls</code> now"


@given(st.text(alphabet="ab <>&\n-=*", max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_any_marked_text_keeps_its_characters(plain: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(plain)), min(end, len(plain))))
    marks = (Mark(start, end, "code"),) if start < end else ()
    bare = inline_html(Text(plain, marks)).replace("<br/>", "\n").striptags()
    wanted = "".join(
        piece if inside else arrows(piece)
        for piece, inside in ((plain[:start], False), (plain[start:end], True), (plain[end:], False))
    )
    wanted = wanted if marks else arrows(plain)
    assert bare.split() == wanted.split()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a -> b", "a → b"),
        ("a <=> b", "a ⇔ b"),
        ("x != y", "x ≠ y"),
        ("1/2", "1/2"),
        ("90 % of 4 KB", "90\u00a0% of 4\u00a0KB"),
    ],
)
def test_arrows_are_set_and_numbers_kept(typed: str, printed: str) -> None:
    assert arrows(typed) == printed


def test_code_keeps_its_arrows() -> None:
    assert inline_html(Text("a->b", (Mark(0, 4, "code"),))) == '<code class="whole">a-&gt;b</code>'


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("✅ yes, ❌ no", "✔ yes, ✘ no"),
        ("⚠️ mind the step", "⚠ mind the step"),
        ("💡 an idea", "an idea"),
        ("heat 🌡️ rises", "heat rises"),
        ("well done 👍🏽", "well done "),
        ("1️⃣ first", "1 first"),
        ("日本 ≤ 5 °C", "日本 ≤ 5 °C"),
    ],
)
def test_emoji_are_printed_as_signs_or_not_at_all(typed: str, printed: str) -> None:
    assert signs(typed) == printed


def test_an_image_that_is_missing_is_a_small_tag() -> None:
    text = Text("see ", (Mark(4, 4, "image", "plan.png"),))
    assert 'title="plan.png"' in inline_html(text)
    assert "figure not found" in inline_html(text)


CELL = Picture(Path("/notes/cell.png"), 48, 0.5)


def test_an_image_that_stands_elsewhere_is_a_link_to_it() -> None:
    text = Text("see ", (Mark(4, 4, "image", "cell.png"),))
    assert '<a class="elsewhere" href="#t3">figure in 3</a>' in inline_html(
        text, figure=lambda *_: replace(CELL, stands_in=3)
    )


SHOWN = """# Cells

## Cell

- a cell
  ![](cell.png)

## Once more

- the same ![](img/cell.png)
"""


def test_two_names_of_one_image_show_it_once() -> None:
    html = _shown().topic_html(_cells().topics[1])
    assert "<img" not in html
    assert "figure in 1" in html


def test_no_row_points_to_a_figure_that_found_no_room() -> None:
    first, again = _cells().topics
    place = next((first.number, nth) for nth, row in enumerate(first.rows) if row.images)
    cut = _shown().without({place}).blocks(again, range(len(again.rows)))
    assert [row.html for block in cut for row in block.rows if "figure cut" in row.html]
    assert not [row.html for block in cut for row in block.rows if "figure in" in row.html]


def _cells() -> Sheet:
    return make_sheet([read_outline(SHOWN, "a.md")[0]], SheetConfig(), title="Cells")


def _shown() -> Renderer:
    return Renderer(_cells(), html_templates("sheet"), lambda target, note: CELL)


@pytest.mark.parametrize(
    ("plain", "whole"), [("--dry-run", True), ("ls", False), ("aws s3 ls --recursive s3://bucket", False)]
)
def test_short_code_is_not_broken(plain: str, whole: bool) -> None:
    html = inline_html(Text(plain, (Mark(0, len(plain), "code"),)))
    assert ('<code class="whole">' in html) == whole


@pytest.mark.parametrize(
    ("note", "shown"),
    [("350", "50%"), ("a cell|175", "25%"), ("140x90", "20%"), ("2000", "100%"), ("70 cells", "100%")],
)
def test_an_image_is_as_wide_as_its_author_said(note: str, shown: str) -> None:
    image = inline_html(Text("", (Mark(0, 0, "image", "cell.png", note),)), figure=lambda *_: CELL)
    assert f"max-width: min({shown}, 48px)" in image
    assert 'alt="350"' not in image


@pytest.mark.parametrize(
    ("plain", "kept"),
    [
        ("the CloudFormation stack", [" CloudFormation"]),
        ("DAX_CLUSTER or x86_64bit", ["DAX_CLUSTER", " x86_64bit"]),
        ("transcription of DNA", []),
        ("Extraordinarily long words", []),
    ],
)
def test_names_are_not_hyphenated(plain: str, kept: list[str]) -> None:
    found = re.findall(r'<span class="name">(.*?)</span>', inline_html(Text(plain)))
    assert found == kept


def test_a_link_that_runs_something_is_only_its_text() -> None:
    text = Text("here", (Mark(0, 4, "link", "javascript:alert(1)"),))
    assert inline_html(text) == "here"


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"10 \times 2\,\text{KB}", "10 × 2 KB"),
        (r"= 20\,\text{WCU}", "= 20 WCU"),
        (r"\frac{1}{2} \times 16", "1/2 × 16"),
        (r"2 \times \left(3 + 4\right)", "2 × (3 + 4)"),
        (r"\approx 3{,}5", "≈ 3,5"),
        (r"\sqrt{2}", None),
        (r"8 \div \frac{1}{2}", None),
        (r"\frac{a + b}{c}", None),
    ],
)
def test_arithmetic_is_set_as_text(tex: str, line: str | None) -> None:
    assert plain_tex(tex) == line


def test_a_formula_sits_on_the_line_and_says_its_source() -> None:
    svg = tex_svg(r"\frac{a}{b} < 1")
    assert svg is not None
    assert "vertical-align:-" in svg
    assert r'aria-label="\frac{a}{b} &lt; 1"' in svg


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"f(x) = a_0 + a_1 x + a_2 x^2 + a_3 x^3 + a_4 x^4 = \sum_{n=0}^{4} a_n x^n \Rightarrow f(0) = a_0", 5),
        (r"f(x) = \left(a_0 + a_1 x + a_2 x^2 + a_3 x^3 + a_4 x^4 + a_5 x^5 = b\right)", 2),
        ("a = b = c", 1),
    ],
)
def test_a_wide_formula_may_be_broken_before_a_relation(tex: str, lines: int) -> None:
    assert (tex_svg(tex, display=True) or "").count("<svg") == lines


def test_formulas_bring_no_ids() -> None:
    assert " id=" not in (tex_svg(r"\sum_{i=1}^n i") or "")


def test_brackets_around_a_sum_stay_in_bounds() -> None:
    svg = tex_svg(r"\left( \sum_{i} a_i \right)", display=True)
    assert svg is not None
    assert float(svg.partition("height:")[2].partition("em")[0]) < 8


def test_unknown_commands_are_named() -> None:
    assert unknown_commands(r"\ce{H2O} + \frac{1}{2} \alpha") == ["ce"]


@pytest.mark.parametrize("tex", [r"\frac{", "{" * 300, r"\begin{align}", "\\", "x" * 5000])
def test_no_formula_stops_the_sheet(tex: str) -> None:
    assert tex_svg(tex) is None or "<svg" in (tex_svg(tex) or "")


def test_a_name_is_cut_between_words() -> None:
    assert shortened("Integration and Messaging", 6) == "Integration …"
    assert shortened("Lambda", 1) == "Lambda"


@given(
    st.lists(st.sampled_from(["alpha", "beta", "a", "of", "and", "Kinesis"]), min_size=1, max_size=8), st.floats(4, 40)
)
def test_a_shortened_name_fits_unless_it_is_one_word(words: list[str], width: float) -> None:
    name = shortened(" ".join(words), width)
    assert text_width(name, face="SemiBold") <= width or len(name.split()) <= 2


def test_the_map_names_chapters_when_topics_are_too_many() -> None:
    topics = [
        Topic(nth + 1, f"A topic with a name of some length, number {nth}", (), group=f"Chapter {nth // 20}")
        for nth in range(100)
    ]
    header = fit_header("Everything", topics, 280)
    assert [entry.label for entry in header.entries] == ["1–20", "21–40", "41–60", "61–80", "81–100"]


def test_the_index_holds_what_rows_are_about() -> None:
    bold = "".join(f"- **Term{chr(97 + nth // 26)}{chr(97 + nth % 26)}**: x\n" for nth in range(30))
    alarms = "- An **alarm** rings, it **cannot be changed**\n\n## Two\n\n- **Alarms** of **Kinesis**\n"
    alarms += "- **Remember**, it rings in **AND** out\n"
    markdown = f"# A\n\n## One\n\n{bold}{alarms}"
    sheet = make_sheet([read_outline(markdown, "a.md")[0]], SheetConfig(), title="A")
    index = " ".join(row.text.plain for row in with_index(sheet).topics[-1].rows).replace("\u00a0", " ")
    assert "alarm 1,2" in index
    assert "Kinesis 2" in index
    assert not any(word in index for word in ("changed", "Remember", "AND"))


def test_columns_share_the_width_by_what_they_hold() -> None:
    rows = [
        [Text("no"), Text("an explanation of many words that takes some room")],
        [Text("yes"), Text("another one, as long as that")],
    ]
    short, long = column_shares(rows)
    assert 0.05 < short < 0.3 < long


def test_the_words_of_a_table_s_head_have_room() -> None:
    head = [Text(word) for word in ("Property", "Throughput", "Duration", "Explanation")]
    row = [Text(word) for word in ("a", "b", "c", "a sentence that is long, and goes on for more than a line or two")]
    shares = column_shares([head, row])
    assert all(share * 21 > text_width(text.plain, face="SemiBold") for share, text in zip(shares, head, strict=True))


@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=6), min_size=1, max_size=5))
def test_shares_add_up_to_the_whole(rows: list[list[str]]) -> None:
    shares = column_shares([[Text(cell) for cell in row] for row in rows])
    assert len(shares) == max(len(row) for row in rows)
    assert abs(sum(shares) - 1) < 0.01
    assert all(share > 0 for share in shares)


@given(st.text(alphabet="ab .!?A", max_size=1500))
def test_cutting_a_long_text_loses_no_word(plain: str) -> None:
    parts = sentences_of(Text(plain))
    assert " ".join(part.plain for part in parts).split() == plain.split()


def test_the_fonts_are_there() -> None:
    assert all(path.is_file() for path in font_files())


def test_word_longer_than_any_line_may_be_broken_but_no_formula() -> None:
    formula = Mark(300, 700, "math")
    text = breakable(Text("a " + "9" * 998, (formula, Mark(300, 300, "image"), Mark(900, 1000, "strong"))))
    [image, strong] = [mark for mark in text.marks if mark.kind != "math"]
    assert text.plain.replace("\u200b", "") == "a " + "9" * 998
    assert text.marked("math") == ["9" * 400]
    assert max(map(len, re.split("[ \u200b]", text.plain.replace("9" * 400, "")))) <= 2 * STEP
    assert text.plain[: image.start].replace("\u200b", "") == "a " + "9" * 298
    assert text.plain[strong.start : strong.end].replace("\u200b", "") == "9" * 100
    assert breakable(Text("a word and another")) == Text("a word and another")
