"""Note files to outlines: cases in `fixtures/read`, and the promises that hold for every text."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cribdeck.errors import Problem
from cribdeck.model import Item, Outline, Text
from cribdeck.read import account, read_outline
from cribdeck.read.blocks import MOST_LINES

FIXTURES = Path(__file__).parent / "fixtures" / "read"


# --- cases --------------------------------------------------------------------


def cases(path: Path) -> Iterator[tuple[str, str, str]]:
    """Title, Markdown and dump of each case of a file."""
    text = path.read_text(encoding="utf-8")
    for case in re.split(r"(?m)^\.\n(?:\n(?=\S)|\Z)", text)[:-1]:
        title, source, expected = re.split(r"(?m)^\.\n", case, maxsplit=2)
        yield title.strip(), source, expected.rstrip("\n")


def dump(outline: Outline, problems: tuple[Problem, ...]) -> str:
    """An outline as indented lines, then the lines in no item, then what else was read."""
    rows = [*_rows(outline.root, 0)]
    rows += [f"{line} = {why}" for line, why in sorted(outline.structure.items())]
    rows += [f"tags = {', '.join(outline.tags)}"] if outline.tags else []
    rows += [f"{key} = {value!r}" for key, value in outline.settings.items()]
    rows += [f"problem {problem.code} on {problem.source.first}" for problem in problems]
    return "\n".join(rows)


def _rows(item: Item, depth: int) -> Iterator[str]:
    source = item.source
    lines = f"{source.first}-{source.last}" if source.first < source.last else f"{source.first}"
    what = (
        item.kind + (f" {item.level}" if item.level else "") + (f" {item.number}." if item.number is not None else "")
    )
    more = [f"({item.info})"] * bool(item.info) + [f"^{item.block}"] * bool(item.block) + [*sorted(item.flags)]
    more += [f"breaks {', '.join(map(str, item.breaks))}"] * bool(item.breaks)
    yield "  " * depth + " ".join([lines, what, *more]) + (": " + _shown(item.text) if item.text else "")
    for child in item.children:
        yield from _rows(child, depth + 1)


def _shown(text: Text) -> str:
    plain = text.plain.replace("\n", "⏎")
    marks = [f"{mark.kind} {text.plain[mark.start : mark.end]!r}{_more(mark.value, mark.note)}" for mark in text.marks]
    return plain + (f"   [{'; '.join(marks)}]" if marks else "")


def _more(value: str, note: str) -> str:
    return (f" -> {value}" if value else "") + (f" ({note})" if note else "")


CASES = [
    pytest.param(source, expected, id=f"{path.stem}: {title}")
    for path in sorted(FIXTURES.glob("*.md"))
    for title, source, expected in cases(path)
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_outline_is_as_in_the_case(source: str, expected: str) -> None:
    assert dump(*read_outline(source, "notes.md")) == expected


# --- every text ---------------------------------------------------------------

CONSTRUCTS = (FIXTURES / "constructs.txt").read_text(encoding="utf-8").split("\n")
SIGNS = str.maketrans({"⏎": "\n", "⇥": "\t", "␣": "\xa0", "␍": "\r", "␋": "\x0b"})
"""What stands for itself badly in a text file."""


@st.composite
def notes(draw: st.DrawFn) -> str:
    """Markdown's constructs in any order, nested at random, each with words that tell where they came from."""
    lines = draw(
        st.lists(st.tuples(st.sampled_from(["", "", "", "  ", "    ", "> ", "- ", "\t"]), st.sampled_from(CONSTRUCTS)))
    )
    count = 0
    text = []
    for before, mark in lines:
        while "{}" in mark:
            count += 1
            mark = mark.replace("{}", f"word{count}x", 1)
        text.append(before + mark)
    return "\n".join(text).translate(SIGNS)


@given(st.one_of(notes(), st.text(), st.text(alphabet="[]()*_`~=$#>-|:!%^<\\ \n\ta1")))
@settings(deadline=None, max_examples=300)
def test_every_line_with_text_is_accounted_for_once(source: str) -> None:
    outline, _ = read_outline(source, "a.md")
    held = Counter(line for item in outline.root.walk() if item.text for line in _lines(item))
    held.update(outline.structure.keys())
    assert [line for line, times in held.items() if times > 1] == []
    assert [nth for nth, line in enumerate(outline.lines, 1) if line.strip() and not held[nth]] == []
    assert [line for line in outline.structure if not outline.lines[line - 1].strip()] == []
    assert set(account(outline)) == {nth for nth, line in enumerate(outline.lines, 1) if line.strip()}


def _lines(item: Item) -> range:
    return range(item.source.first, item.source.last + 1) if item.source.first else range(0)


SAYING = ("comment", "embed", "HTML", "link definition", "fence mark", "frontmatter")
"""Reasons for a line to hold words that are in no item."""


@given(notes())
@settings(deadline=None, max_examples=300)
def test_no_word_is_lost_without_a_reason(source: str) -> None:
    hiding = re.compile(r"%%|<!--|<[ab?!]|script|\]\(|^\S*>|\[x\]:|!\[\[word\d+x\]\]", re.MULTILINE)
    outline, _ = read_outline(source, "a.md")
    kept = "\n".join(_all_words(item) for item in outline.root.walk())
    for nth, line in enumerate(outline.lines, 1):
        around = "\n".join(outline.lines[max(0, nth - 2) : nth + 1])
        if outline.structure.get(nth) not in SAYING and not hiding.search(around):
            assert [word for word in re.findall(r"word\d+x", line) if word not in kept] == []


def _all_words(item: Item) -> str:
    return " ".join(
        [item.text.plain, item.info, item.block, *(f"{mark.value} {mark.note}" for mark in item.text.marks)]
    )


@given(notes())
@settings(deadline=None)
def test_breaks_tell_the_line_of_every_word(source: str) -> None:
    outline, _ = read_outline(source, "a.md")
    for item in outline.root.walk():
        if item.kind not in ("html", "row", "file") and item.text:
            assert len(item.breaks) == item.source.last - item.source.first
            assert list(item.breaks) == sorted(item.breaks)
        if item.kind in ("item", "paragraph", "heading", "fence") and not re.search("<|%%|\\]\\(", source):
            for word in re.finditer(r"word\d+x", item.text.plain):
                assert word[0] in outline.lines[item.line_of(word.start()) - 1]


@given(notes())
@settings(deadline=None)
def test_line_ends_make_no_difference(source: str) -> None:
    unix = source.replace("\r", "\n")
    expected = repr(read_outline(unix, "a.md"))  # no two items are equal
    assert repr(read_outline(unix.replace("\n", "\r\n"), "a.md")) == expected
    assert repr(read_outline(unix.replace("\n", "\r"), "a.md")) == expected


# --- nesting and size ---------------------------------------------------------


def test_text_below_the_deepest_level_is_kept_and_reported() -> None:
    bullets = "\n".join("  " * depth + f"- level {depth}" for depth in range(200))
    outline, problems = read_outline(bullets + "\n\nafter all that\n", "a.md")
    plain = [item.text.plain for item in outline.root.walk()]
    assert all(any(text.endswith(f"level {depth}") for text in plain) for depth in range(200))
    assert "after all that" in plain
    assert {problem.code for problem in problems} == {"too-deep"}


COSTLY = {
    "brackets": "[",
    "embeds": "![[",
    "stars": "**a ",
    "highlights": "==a ",
    "dollars": "$a",
    "blocks of math": "\\[\n# h\n",
    "tags": "<a ",
    "comments": "<!--\n\n",
    "percent signs": "%%\n# a\n",
    "quotes": "> ",
    "bullets": "- ",
    "footnote marks": "[^a]: b\n\n[^",
    "link labels": "[a\n",
    "elements": "<aside>\n",
    "list items": "- a\n",
    "terms": "a\n: b\n",
    "comments over lines": "a %% b\n- c\n",
    "table rows": "<table>\n<tr><td>a</td><td>b</td></tr>\n",
}


@pytest.mark.parametrize("piece", COSTLY.values(), ids=COSTLY.keys())
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    few, many = (min(_seconds(piece * (size // len(piece))) for _ in range(3)) for size in (10_000, 40_000))
    assert many < 10 * few + 0.2


def test_lazy_lines_below_deep_quotes_cost_little() -> None:
    assert _seconds("> " * 100 + "a\n" + "b\n" * 10_000) < 5


def test_row_of_a_wide_table_costs_what_it_holds() -> None:
    head = "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n"
    assert _seconds(head + "|x|\n" * 5_000) < 5


def _seconds(source: str) -> float:
    start = time.process_time()
    read_outline(source, "a.md")
    return time.process_time() - start


def test_paragraph_without_end_is_read_in_parts() -> None:
    outline, _ = read_outline("\n".join(f"line {nth} **bold**" for nth in range(1_001)) + " ^last", "a.md")
    parts = outline.root.children
    assert [(part.source.first, part.source.last) for part in parts][:2] == [(1, MOST_LINES), (201, 2 * MOST_LINES)]
    assert [part.block for part in parts] == [""] * 5 + ["last"]
    assert " ".join(part.text.plain for part in parts) == " ".join(f"line {nth} bold" for nth in range(1_001))
    for part in parts:
        assert len(part.breaks) == part.source.last - part.source.first
        assert part.text.plain[part.breaks[0] :].startswith(f"line {part.source.first} ") if part.breaks else True
    assert set(account(outline)) == set(range(1, 1_002))
