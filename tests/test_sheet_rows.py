"""Notes as boxes and rows: cases in files, what is left away, what is worked out."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.config import SheetConfig
from cribdeck.errors import CribdeckError
from cribdeck.facts.calculations import find_calculations
from cribdeck.model import Calculation, Outline, Source, Text
from cribdeck.outputs.sheet.header import Header
from cribdeck.outputs.sheet.left_out import BARE, UNNAMED, Omitted
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.paper import Frame, frames
from cribdeck.outputs.sheet.predict import Prediction
from cribdeck.outputs.sheet.sizes import choose
from cribdeck.outputs.sheet.values import Row, Sheet, is_above_callout, is_next_paragraph, is_next_table
from cribdeck.outputs.sheet.worth import emptied, least_first
from cribdeck.read.outline import read_outline

CASES = Path(__file__).parent / "fixtures" / "sheet"


def outline_of(markdown: str, file: str = "notes.md") -> Outline:
    return read_outline(markdown, file)[0]


def sheet_of(markdown: str, **settings: object) -> Sheet:
    return make_sheet([outline_of(markdown)], SheetConfig(**settings), title="Notes")  # type: ignore[arg-type]


def cases() -> list[object]:
    found = []
    for path in sorted(CASES.glob("*.md")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, markdown, shown in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            found.append(pytest.param(markdown, shown, id=f"{path.stem}: {title.strip()}"))
    return found


def dump(sheet: Sheet) -> str:
    lines = []
    for topic in sheet.topics:
        lines.append(f"{topic.number} {topic.title}")
        lines += ["  " * (row.depth + 1) + shown(row) for row in topic.rows]
    return "\n".join(lines)


def shown(row: Row) -> str:
    text = row.text.plain.replace("\n", " / ")
    run = f" [{' · '.join(one.plain for one in row.run)}]" if row.run else ""
    images = f" {{{', '.join(image.value for image in row.images)}}}" if row.images else ""
    flags = [name for name in ("joined", "opens", "closes", "resumes") if getattr(row, name)] + [row.frame]
    told = " ".join(filter(None, flags))
    marker = f" {row.marker}" if row.marker else ""
    return f"{row.kind}{marker}: {text}{run}{images}" + (f" ({told})" if told else "")


@pytest.mark.parametrize(("markdown", "expected"), cases())
def test_notes_become_these_rows(markdown: str, expected: str) -> None:
    assert dump(sheet_of(markdown)) == expected.strip("\n")


def test_an_image_is_left_out_after_talk_and_before_terms() -> None:
    talk = "- and so it goes on and on in this way, as one may well imagine after all of that, without an end"
    sheet = sheet_of(f"# Heart\n\n- first\n{talk}\n- ![](heart.png)\n- the **atrium** and the **ventricle**\n")
    order = [nth for group in least_first(sheet.topics, [[2.2, 4.4, 40.0, 2.2]]) for _, nth in group]
    assert [nth for nth in order if nth] == [1, 2, 3]


def test_every_line_with_text_is_on_the_sheet_once() -> None:
    markdown = (
        "# A\n\n## One\n\n- **x**: y\n    - z and more than is run in, by far\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    sheet = sheet_of(markdown)
    lines = [line for topic in sheet.topics for row in topic.rows for line in row.lines]
    lines += [(source.file, source.first) for topic in sheet.topics for source in topic.sources]
    assert sorted(lines) == [("notes.md", line) for line in (3, 5, 6, 8, 10)]


@pytest.mark.parametrize("markdown", ["", "\n", "---\ntitle: A\n---\n", "<!-- later -->\n", "# Tides\n"])
def test_notes_without_text_are_a_sheet_without_topics(markdown: str) -> None:
    assert sheet_of(markdown).topics == ()


def test_study_talk_is_left_out_and_named() -> None:
    outline = outline_of("# Tides\n\n- the moon pulls the water\n- I should read more on this\n")
    talk = Omitted(Source("notes.md", 4, 4), "study talk", "I should read more on this")
    sheet = make_sheet([outline], SheetConfig(), title="Notes", omitted=[talk])
    assert dump(sheet) == "1 Tides\n  item •: the moon pulls the water"
    assert [(one.line, one.why) for one in sheet.left_out] == [(4, "study talk")]


def test_one_sentence_of_a_line_can_be_left_out() -> None:
    outline = outline_of("# Tides\n\n- The moon pulls. Ask about this. The sun pulls less.\n")
    talk = Omitted(Source("notes.md", 3, 3), "study talk", "Ask about this.")
    sheet = make_sheet([outline], SheetConfig(), title="Notes", omitted=[talk])
    assert dump(sheet) == "1 Tides\n  item •: The moon pulls. The sun pulls less."
    assert sheet.left_out == ()


@pytest.mark.parametrize(
    "long",
    [
        "- " + "==a " * 2_000,
        "> " + "e" + "\u0301" * 7_000,
        "$a$" * 4_000,
        "```\n" + "x" * 7_000 + "\n```",
        "| a | b |\n|---|---|\n| c | " + "d," * 4_000 + " |",
    ],
)
def test_what_no_column_holds_is_left_out_before_anything_is_laid_out(long: str) -> None:
    sheet = sheet_of(f"# Tides\n\n- the moon pulls the water\n\n{long}\n")
    assert all(len(text) <= 6_000 for topic in sheet.topics for row in topic.rows for text in (row.text, *row.cells))
    assert [one.line for one in sheet.left_out] == [long.count("\n") + 5 - long.startswith("```")]
    assert all(one.why.startswith("left out to fit") for one in sheet.left_out)


def test_what_hangs_from_a_line_left_out_stays() -> None:
    outline = outline_of("# Tides\n\n- We need to know this:\n    - the moon pulls the water on both sides\n")
    talk = Omitted(Source("notes.md", 3, 3), "study talk", "We need to know this:")
    sheet = make_sheet([outline], SheetConfig(), title="Notes", omitted=[talk])
    assert dump(sheet) == "1 Tides\n  item •: the moon pulls the water on both sides"


def test_a_head_over_nothing_but_study_talk_goes_with_it_and_is_named() -> None:
    outline = outline_of("# Tides\n\n- two a day\n- **Currents**\n    - look this up\n")
    talk = Omitted(Source("notes.md", 5, 5), "study talk", "look this up")
    sheet = make_sheet([outline], SheetConfig(), title="Notes", omitted=[talk])
    assert dump(sheet) == "1 Tides\n  item •: two a day"
    assert [(one.line, one.why) for one in sheet.left_out] == [(5, "study talk"), (4, BARE)]


def test_a_title_that_the_sheet_does_not_have_is_named() -> None:
    notes = "# Tides\n\n## Moon\n\n- pulls the water\n\n## Sun\n\n- pulls less\n"
    assert [(one.line, one.why) for one in sheet_of(notes).left_out] == [(1, UNNAMED)]
    assert sheet_of(notes, title="Tides").left_out == ()


def test_what_follows_a_working_in_its_paragraph_is_printed() -> None:
    outline = outline_of(
        "# WCU\n\nA table stores 10 items a second, of 3 KB each.\n\n"
        "(3 KB / 1 KB) * 10 = 30 WCU\nThe half is enough\nwhere a read may be stale.\n"
    )
    found = [each.calculation for each in find_calculations(outline)]
    sheet = make_sheet([outline], SheetConfig(), title="Notes", calculations=found)
    assert [row.text.plain for topic in sheet.topics for row in topic.rows][1:] == [
        "The half is enough where a read may be stale."
    ]
    assert sheet.left_out == ()


PIECES = (
    *("# Tides\n", "## The moon\n", "### Springs\n", "**Neaps**\n\n", "- **Currents**\n", "    - cold and slow ones\n"),
    *(
        "- look this up\n",
        "    - look this up\n",
        "look this up\n\n",
        "They come twice a day.\nThe sun has a share.\n\n",
    ),
    *(
        "- 2 * 3 KB = 6 KB\n",
        "6 / 2 = 3 WCU\nfor all of them\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "ebb\n: low\n\n",
    ),
    *("> [!note] Look out\n> at sea\n\n", "$$\nF = ma\n$$\n\n", "```\nls\n```\n\n", "long word " * 400 + "\n\n"),
)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=1, max_size=2))
def test_every_line_with_words_is_printed_or_named_with_its_reason(files: list[str]) -> None:
    outlines = [read_outline(notes, f"{nth}.md")[0] for nth, notes in enumerate(files)]
    items = [item for outline in outlines for item in outline.root.walk() if item.text.plain.strip()]
    talk = [Omitted(one.source, "study talk", one.text.plain) for one in items if one.text.plain == "look this up"]
    found = [each.calculation for outline in outlines for each in find_calculations(outline)]
    sheet = make_sheet(outlines, SheetConfig(), title="Notes", omitted=talk, calculations=found)
    rows = {line for topic in sheet.topics for row in topic.rows for line in row.lines}
    names = {(one.file, line) for topic in sheet.topics for one in topic.sources for line in lines_of(one)}
    gone = {(one.file, one.line): one.why for one in sheet.left_out}
    assert {(one.source.file, line) for one in items if one.kind != "file" for line in lines_of(one.source)} <= {
        *rows,
        *names,
        *gone,
    }
    assert not gone.keys() & (rows | names)
    heads = {(one.source.file, one.source.first) for one in items if one.children or one.kind == "heading"}
    assert {line for line, why in gone.items() if why in (BARE, UNNAMED)} <= heads


def lines_of(source: Source) -> range:
    return range(source.first, source.last + 1)


def test_a_worked_calculation_is_one_strip() -> None:
    outline = outline_of("# Power\n\n- A lamp draws 2 A at 230 V. What power?\n    - `2 * 230 = 460 W`\n")
    worked = Calculation(
        source=Source("notes.md", 3, 4),
        problem=Text("A lamp draws 2 A at 230 V. What power?"),
        expression="2 * 230 = 460 W",
        steps=(r"2 \times 230", r"= 460\,\text{W}"),
        value=Fraction(460),
        answer="460 W",
        unit="W",
        verdict="holds",
    )
    sheet = make_sheet([outline], SheetConfig(), title="Notes", calculations=[worked])
    assert dump(sheet) == "1 Power\n  worked: A lamp draws 2 A at 230 V. What power?"
    assert list(sheet.topics[0].rows[0].lines) == [("notes.md", 3), ("notes.md", 4)]


def test_a_large_section_is_cut_into_its_own_sections() -> None:
    fact = "- water boils at a lower temperature the higher one climbs, by one degree for every three hundred metres\n"
    parts = "".join(f"### Part {letter}\n\n{fact * 15}\n" for letter in "ABC")
    sheet = sheet_of(f"# Physics\n\n## Heat\n\n{parts}\n## Light\n\n{fact}")
    assert [(topic.title, topic.group) for topic in sheet.topics] == [
        ("Part A", "Heat"),
        ("Part B", "Heat"),
        ("Part C", "Heat"),
        ("Light", ""),
    ]
    assert len({topic.hue for topic in sheet.topics[:3]}) == 1


def test_a_long_text_is_cut_between_sentences_and_loses_none() -> None:
    text = " ".join(f"Sentence number {number} tells how the river carries sand and stones." for number in range(12))
    rows = sheet_of(f"# Rivers\n\n- {text}\n").topics[0].rows
    assert len(rows) > 1
    assert " ".join(row.text.plain for row in rows) == text


def test_topics_choose_what_is_printed() -> None:
    markdown = "# A\n\n## Sun\n\n- hot\n\n## Moon\n\n- cold\n"
    assert [topic.title for topic in sheet_of(markdown, topics=("moon",)).topics] == ["Moon"]
    with pytest.raises(CribdeckError, match="Mars"):
        sheet_of(markdown, topics=("Mars",))


@pytest.mark.parametrize(("rows", "groups"), [(3, [4]), (20, [1] * 20)])
def test_a_small_table_is_left_out_as_a_whole(rows: int, groups: list[int]) -> None:
    table = "| a | b |\n|---|---|\n" + "".join(f"| left {nth} | right {nth} |\n" for nth in range(rows))
    sheet = sheet_of(f"# A\n\n{table}")
    order = least_first(sheet.topics, [[4.0] * len(topic.rows) for topic in sheet.topics])
    assert [len(group) for group in order] == groups


ROCKS = """\
    - **igneous**, out of magma, as granite and basalt are
    - sedimentary, laid down in layers, as chalk is
    - changed by heat and pressure, as marble is
"""


@pytest.mark.parametrize(
    ("markdown", "groups"),
    [
        (f"- Three kinds of rock:\n{ROCKS}- hard", [1, 3, 1]),
        (f"- Rocks one meets with\n{ROCKS}", [1, 1, 1, 1]),
        ("1. weigh the crucible before it is filled\n2. heat it until its weight stays the same\n- cool it", [2, 1]),
        ("".join(f"{nth}. step number {nth} of a way that is long\n" for nth in range(1, 30)), [1] * 29),
    ],
)
def test_a_list_of_which_nothing_may_be_missing_is_left_out_as_a_whole(markdown: str, groups: list[int]) -> None:
    sheet = sheet_of(f"# Rocks\n\n{markdown}\n")
    order = least_first(sheet.topics, [[4.0] * len(topic.rows) for topic in sheet.topics])
    assert [len(group) for group in sorted(order)] == groups


def test_what_is_highlighted_stays_longer_than_what_is_bold() -> None:
    sheet = sheet_of(
        "# Heart\n\n- first\n- ==a heart has four chambers, not three==\n- the **atrium** and the **ventricle**\n"
    )
    order = [nth for group in least_first(sheet.topics, [[2.2, 4.4, 2.2]]) for _, nth in group]
    assert order.index(1) > order.index(2)


def test_an_image_that_is_missing_goes_first() -> None:
    sheet = sheet_of("# Heart\n\n- first\n- and so it goes on and on\n- ![](heart.png)\n- ![](lung.png)\n")
    heights = [[2.2] * len(sheet.topics[0].rows)]
    sheet_rows = [row.text.plain or row.images[0].value for row in sheet.topics[0].rows]
    order = [nth for group in least_first(sheet.topics, heights, pictures=()) for _, nth in group]
    assert sheet_rows[order[0]] == "heart.png"


def test_a_name_goes_with_what_it_names() -> None:
    sheet = sheet_of("# Rocks\n\n- Igneous rocks\n    - come out of magma, as granite does in the depths\n- hard\n")
    assert emptied(sheet.topics, {(0, 1)}) == {(0, 0)}


def test_a_paragraph_is_set_apart_from_what_it_does_not_hang_from() -> None:
    rows = sheet_of("# Tides\n\ntwo a day\n\nmade by the moon\n- high\n    - spring\n\nand by the sun\n").topics[0].rows
    set_apart = [row.text.plain for nth, row in enumerate(rows) if is_next_paragraph(rows, nth)]
    assert set_apart == ["made by the moon", "and by the sun"]


def test_a_table_is_set_apart_from_what_stands_above_it_but_a_head() -> None:
    table = "| {} | b |\n|---|---|\n| c | d |\n\n"
    above = ("", "- list\n\n", "text\n\n", "", "```\ncode\n```\n\n", "### Head\n\n", "![figure](a.png)\n\n")
    (topic,) = sheet_of("# Sea\n\n" + "".join(one + table.format(nth) for nth, one in enumerate(above))).topics
    apart = [row.cells[0].plain for nth, row in enumerate(topic.rows) if is_next_table(topic.rows, nth)]
    assert apart == ["1", "2", "3", "4"]


def test_a_callout_is_set_apart_from_the_line_above_it_but_not_from_a_head() -> None:
    notes = "# Sea\n\n- list\n\n> [!note] Mind\n> the tide\n\ntext\n\n> [!tip] Up\n\n### Head\n\n> [!tip] On\n"
    rows = sheet_of(notes).topics[0].rows
    assert [row.text.plain for nth, row in enumerate(rows) if is_above_callout(rows, nth)] == ["list", "text"]


def test_files_stand_in_the_order_that_one_counts_in() -> None:
    outlines = [outline_of(f"# Week {nth}\n\n- rest\n", f"week {nth}.md") for nth in (10, 2, 1)]
    topics = make_sheet(outlines, SheetConfig(), title="Weeks").topics
    assert [topic.title for topic in topics] == ["Week 1", "Week 2", "Week 10"]


@pytest.mark.parametrize("settings", [{"pages": 0}, {"columns": 9}, {"min_size": 0.5}, {"margin": -1.0}])
def test_settings_that_cannot_be_are_named(settings: dict[str, object]) -> None:
    with pytest.raises(CribdeckError, match=next(iter(settings))):
        sheet_of("# A\n\n- b\n", **settings)


def test_files_choose_what_is_printed() -> None:
    outlines = [outline_of("# Sun\n\n- hot\n", "star/sun.md"), outline_of("# Moon\n\n- cold\n", "moon.md")]
    sheet = make_sheet(outlines, SheetConfig(files=("star/*",)), title="Sky")
    assert [topic.title for topic in sheet.topics] == ["Sun"]
    with pytest.raises(CribdeckError, match="pattern"):
        make_sheet(outlines, SheetConfig(files=("planet/*",)), title="Sky")


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*.md"], ["Cells"]),
        (["**/*.md"], ["Cells", "Leaves"]),
        (["plants"], ["Leaves"]),
        (["plants/*.md", "./cells.md"], ["Cells", "Leaves"]),
    ],
)
def test_files_of_a_sheet_are_chosen_as_included_ones_are(patterns: list[str], expected: list[str]) -> None:
    outlines = [outline_of("# Cells\n\n- a\n", "cells.md"), outline_of("# Leaves\n\n- b\n", "plants/leaves.md")]
    sheet = make_sheet(outlines, SheetConfig(files=tuple(patterns)), title="Notes")
    assert [topic.title for topic in sheet.topics] == expected


def test_notes_that_never_fit_are_set_in_the_columns_that_hold_most() -> None:
    sheet = sheet_of("# Hearts\n\n" + "- a heart pumps blood through the body, day and night\n" * 900, pages=1)
    prediction, room = Prediction(sheet), frames(sheet.config, Header(6.0, (), 4.0))

    def overflow(frame: Frame) -> float:
        return prediction.height(frame, size=5.5, leading=1.19) / (frame.columns * frame.column_height)

    assert overflow(choose(prediction, room, 1).frame) < 1.05 * min(map(overflow, room))
