"""The sheet as a PDF: judged by pypdf, from the project's own notes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from cribdeck.config import SheetConfig
from cribdeck.errors import CribdeckError
from cribdeck.outputs.pdf import Limits, Press
from cribdeck.outputs.sheet.fonts import fontconfig
from cribdeck.outputs.sheet.images import find_pictures
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.printing import open_press, write_pdf
from cribdeck.outputs.sheet.sizes import TooLongError
from cribdeck.outputs.sheet.values import Sheet, SheetReport
from cribdeck.read.outline import read_outline

pytestmark = pytest.mark.pdf

ROOT = Path(__file__).parents[1]
CHAPTERS = ("04-dynamodb.md", "05-messaging.md")
MM = 72 / 25.4


@dataclass(frozen=True)
class Made:
    sheet: Sheet
    report: SheetReport
    path: Path

    @property
    def pdf(self) -> PdfReader:
        return PdfReader(self.path)

    @property
    def text(self) -> str:
        return folded("".join(page.extract_text() for page in self.pdf.pages))


def folded(text: str) -> str:
    """Letters and digits alone: line ends, hyphens and spaces are the layout's."""
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", ""))


def own_notes(**settings: object) -> Sheet:
    outlines = [read_outline((ROOT / "notes" / name).read_text(encoding="utf-8"), name)[0] for name in CHAPTERS]
    return make_sheet(outlines, SheetConfig(**settings), title="Databases and queues")  # type: ignore[arg-type]


def notes(markdown: str, **settings: object) -> Sheet:
    return make_sheet([read_outline(markdown, "notes.md")[0]], SheetConfig(**settings), title="Notes")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Made]:
    """Writes a sheet into a folder of its own."""

    def made(sheet: Sheet, **more: object) -> Made:
        path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
        report = write_pdf(sheet, path, source="notes", date="2025-03-04", built="2025-03-04T05:06:07Z", **more)  # type: ignore[arg-type]
        return Made(sheet, report, path)

    return made


@pytest.fixture(scope="module")
def two(make: Callable[..., Made]) -> Made:
    return make(own_notes(pages=2))


def test_it_has_the_pages_that_were_asked_for(two: Made) -> None:
    assert len(two.pdf.pages) == two.report.pages == 2
    width, height = (float(edge) for edge in two.pdf.pages[0].mediabox[2:])
    assert (round(width / MM), round(height / MM)) == (297, 210)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        ({"pages": 1, "paper": "letter-landscape"}, (279, 216)),
        ({"pages": 2, "paper": "a4", "columns": 2}, (210, 297)),
        ({"pages": 4, "paper": "letter", "min_size": 8.0, "margin": 20.0, "grey": True}, (216, 279)),
    ],
)
def test_paper_columns_and_margins_are_obeyed(
    make: Callable[..., Made], settings: dict[str, object], size: tuple[int, int]
) -> None:
    made = make(own_notes(**settings))
    assert len(made.pdf.pages) == settings["pages"]
    assert tuple(round(float(edge) / MM) for edge in made.pdf.pages[0].mediabox[2:]) == size
    assert made.report.font_pt >= float(str(settings.get("min_size", 5.5)))
    assert made.report.columns == settings.get("columns", made.report.columns)


def test_a_few_lines_are_set_large_and_in_level_columns(make: Callable[..., Made]) -> None:
    made = make(
        notes("# Tides\n\n" + "".join(f"## Sea {nth}\n\n" + "- water comes and goes\n" * 8 for nth in range(2)))
    )
    assert made.report.pages == 1
    assert made.report.font_pt > 10
    assert made.report.columns == 2


def test_no_page_that_was_asked_for_stays_empty(make: Callable[..., Made]) -> None:
    made = make(notes("# Tides\n\n" + "- water comes and goes\n" * 40, pages=3))
    assert all("water" in page.extract_text() for page in made.pdf.pages)


def test_every_line_that_is_kept_is_on_paper(two: Made) -> None:
    text = two.text
    rows = [row for topic in two.sheet.topics for row in topic.rows if row.kind in ("item", "text", "head")]
    assert len(rows) > 80
    lost = [row.text.plain for row in rows if folded(row.text.plain) not in text]
    assert lost == []


def test_the_report_names_every_line(two: Made) -> None:
    lines = {line for topic in two.sheet.topics for row in topic.rows for line in row.lines}
    gone = {(one.file, one.line) for one in two.report.left_out}
    assert lines == (two.report.printed | gone) & lines
    assert not two.report.printed & gone


def test_what_does_not_fit_is_left_out_and_counted(make: Callable[..., Made]) -> None:
    made = make(own_notes(pages=1, min_size=6.5))
    assert len(made.pdf.pages) == 1
    assert made.report.left_out
    assert {one.why for one in made.report.left_out} == {"left out to fit 1 page"}
    assert folded(f"{len(made.report.left_out)} lines of the notes left out to fit") in made.text


def test_a_name_is_left_out_with_all_that_stood_below_it(make: Callable[..., Made]) -> None:
    made = make(own_notes(pages=1, min_size=11.0))
    gone = {(one.file, one.line) for one in made.report.left_out}
    whole = [one for one in made.sheet.topics if not {line for row in one.rows for line in row.lines} - gone]
    assert whole
    for topic in whole:
        assert {(one.file, one.first) for one in topic.sources} <= gone
    every = {(one.file, one.first) for topic in made.sheet.topics for one in topic.sources}
    assert every <= gone | made.report.printed


def test_without_a_word_nothing_is_left_out(make: Callable[..., Made]) -> None:
    lines = "\n".join(
        f"- **Term {nth}** stands for the idea of number {nth} among all that there are" for nth in range(450)
    )
    made = make(notes(f"# All\n\n{lines}\n", min_size=9, columns=3))
    assert made.report.pages > 4
    assert not made.report.left_out


def test_with_drop_never_the_pages_it_takes_are_named(make: Callable[..., Made], tmp_path: Path) -> None:
    with pytest.raises(CribdeckError, match=r"it would take (\d+)") as caught:
        make(own_notes(pages=1, min_size=7.0, drop="never"))
    needed = int(re.findall(r"it would take (\d+)", str(caught.value))[0])
    made = make(own_notes(pages=needed, min_size=7.0, drop="never"))
    assert len(made.pdf.pages) == needed
    assert made.report.left_out == ()


def test_few_notes_take_one_page_in_large_type(make: Callable[..., Made]) -> None:
    made = make(notes("# Tides\n\n## Moon\n\n- pulls the water\n\n## Sun\n\n- pulls less\n"))
    assert (made.report.pages, made.report.font_pt) == (1, 12.0)


def test_notes_without_end_get_no_sheet_unless_asked(tmp_path: Path) -> None:
    fact = "- the river carries sand, and lays it down where it slows, so that its bed rises year by year\n"
    sheet = notes("# Rivers\n\n" + "".join(f"## River {nth}\n\n{fact * 30}\n" for nth in range(200)))
    with pytest.raises(TooLongError, match=r"more than 20 pages.*--pages"):
        write_pdf(sheet, tmp_path / "sheet.pdf")


def test_it_is_a_tagged_document_with_title_language_and_bookmarks(two: Made) -> None:
    root = two.pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert two.pdf.metadata is not None
    assert two.pdf.metadata.title == "Databases and queues"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    titles = [entry["/Title"] for entry in two.pdf.outline if not isinstance(entry, list)]
    assert len(titles) == len(two.sheet.topics)
    assert titles[0].endswith(two.sheet.topics[0].title)


def test_its_tags_hold_one_h1_and_the_topics_in_reading_order(two: Made) -> None:
    tags = list(tags_of(two.pdf.trailer["/Root"]["/StructTreeRoot"]))
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(two.sheet.topics)
    assert {"/L", "/LI", "/H3", "/Table", "/TH"} <= set(tags)


NESTED = """# Cells

- one
    - two, which is a line of some length
        - three, as long as that
    - four, again a longer line
- five
"""


def test_lists_are_tagged_as_deep_as_they_are(make: Callable[..., Made]) -> None:
    made = make(notes(NESTED))
    root = made.pdf.trailer["/Root"]["/StructTreeRoot"]
    assert deepest(root, "/L") == 3
    assert tags_of(root).count("/LI") == 5


def deepest(node: object, kind: str) -> int:
    """How many structure elements of a kind stand inside each other."""
    one = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(one, list):
        return max((deepest(child, kind) for child in one), default=0)
    return (one.get("/S") == kind) + deepest(one.get("/K"), kind) if isinstance(one, DictionaryObject) else 0


def tags_of(node: object) -> list[str]:
    """The structure types below a node, in order."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, DictionaryObject):
            found += [str(one["/S"])] if "/S" in one and "/K" in one else []
            waiting.append(one.get("/K"))
    return found


def test_no_row_goes_past_its_column(two: Made) -> None:
    """The proof runs in every build; here pypdf looks at where the text really stands."""
    for page in two.pdf.pages:
        low = min(text_bottoms(page))
        assert low > 3 * MM


def text_bottoms(page: object) -> list[float]:
    bottoms: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            bottoms.append(tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return bottoms


SCRIPT = """
import sys
from pathlib import Path
from cribdeck.config import SheetConfig
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.printing import write_pdf
from cribdeck.read.outline import read_outline
notes = "# Tides\\n\\n## Moon\\n\\n- **pull** of the moon\\n- $F = G m$\\n\\n## Sun\\n\\n- `weak` pull\\n"
sheet = make_sheet([read_outline(notes, "a.md")[0]], SheetConfig(), title="Tides")
write_pdf(sheet, Path(sys.argv[1]), built="2025-01-02T03:04:05Z", date="2025-01-02")
"""


def test_the_same_notes_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    for nth in range(2):
        environ = {**os.environ, "PYTHONHASHSEED": str(nth * 77), "PYTHONPATH": str(ROOT), "TZ": f"UTC{nth}"}
        subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / f"{nth}.pdf")], env=environ, check=True)
    assert (tmp_path / "0.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()


def test_what_was_measured_once_is_not_measured_again(make: Callable[..., Made], tmp_path: Path) -> None:
    first = make(own_notes(pages=2), cache=tmp_path)
    asked: list[str] = []

    class Counting(Press):
        def measure(self, html: str, rows: object = ()) -> object:  # type: ignore[override]
            asked.append(html)
            return super().measure(html, rows)  # type: ignore[arg-type]

    with Counting(lambda own: fontconfig(tmp_path / "fonts")) as press:
        again = make(own_notes(pages=2), cache=tmp_path, press=press)
    assert asked == []
    assert again.path.read_bytes() == first.path.read_bytes()


EDITED = (("the moon pulls", "the moon and the sun pull"), ("- `weak`", "- **weak**"), ("## Sun", "## The sun"))


@pytest.mark.parametrize(("old", "new"), EDITED)
def test_an_edit_gives_the_bytes_of_a_first_build(
    old: str, new: str, make: Callable[..., Made], tmp_path: Path
) -> None:
    before = "# Tides\n\n## Moon\n\n- the moon pulls\n  1. it $F = G m$\n\n## Sun\n\n- `weak` pull\n- a [link](https://a.b)\n"
    after = before.replace(old, new)
    assert after != before
    make(notes(before, pages=1), cache=tmp_path)
    assert (
        make(notes(after, pages=1), cache=tmp_path).path.read_bytes() == make(notes(after, pages=1)).path.read_bytes()
    )


def test_rows_of_words_are_set_once(make: Callable[..., Made]) -> None:
    given: dict[str, object] = {}

    class Watching(Press):
        def write(self, html: str, path: Path, *, rows: object = None) -> object:  # type: ignore[override]
            given.update(rows)  # type: ignore[call-overload]
            return super().write(html, path, rows=rows)  # type: ignore[arg-type]

    sheet = notes("# Tides\n\n- **two** a day\n- a `spring` tide\n- $x^2$\n\n| a | b |\n|---|---|\n| c | d |\n")
    with Watching(lambda own: fontconfig(own)) as press:
        made = make(sheet, press=press)
    assert sorted(given) == ["r1-0", "r1-1"]
    assert "twoadayaspringtide" in made.text


EVERYTHING = """# Tides

- **two** a day, `a < b && c` and $x^2$ in ==one line==
  with a second
- a [link](https://example.org/?a=1&b=2)

| sea | range |
|---|---|
| North | 4 m |
| Black | 10 cm |

```python
if a < b:
    pass
```

1. wait
2. look & see
"""


def test_a_sheet_is_read_as_xml_and_as_html_alike(make: Callable[..., Made], tmp_path: Path) -> None:
    written: list[tuple[str, object]] = []

    class Watching(Press):
        def write(self, html: str, path: Path, *, rows: object = None) -> object:  # type: ignore[override]
            written.append((html, rows))
            return super().write(html, path, rows=rows)  # type: ignore[arg-type]

    with Watching(lambda own: fontconfig(own)) as press:
        made = make(notes(EVERYTHING), press=press)
        html, rows = written[0]
        assert ElementTree.fromstring(html).tag == "html"
        press.write(html.replace("<!DOCTYPE", "<!doctype"), tmp_path / "as-html.pdf", rows=rows)
    assert (tmp_path / "as-html.pdf").read_bytes() == made.path.read_bytes()


def test_a_character_that_xml_forbids_is_printed_around(make: Callable[..., Made]) -> None:
    assert "highandlow" in make(notes("# Tides\n\n- high\x0b and\x1f low\n")).text


def test_a_broken_cache_costs_nothing_but_time(make: Callable[..., Made], tmp_path: Path) -> None:
    (tmp_path / "sheet-heights.json").write_text('{"a": 3', encoding="utf-8")
    made = make(notes("# Tides\n\n- two a day\n"), cache=tmp_path)
    assert made.report.pages == 1


# --- images, formulas, fonts ----------------------------------------------------

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect id="{}" width="9" height="9"/>{}</svg>'


def test_an_image_goes_to_paper_and_a_missing_one_is_named(make: Callable[..., Made], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SQUARE.format("a", ""), encoding="utf-8")
    sheet = notes("# Shapes\n\n- a square ![side by side](a.svg)\n- a circle ![](b.svg)\n")
    made = make(sheet, find_image=lambda target, file: tmp_path / target if target == "a.svg" else None)
    assert made.text.count("figurenotfound") == 1
    assert "/Figure" in tags_of(made.pdf.trailer["/Root"]["/StructTreeRoot"])


def test_an_image_below_a_table_goes_to_paper(make: Callable[..., Made], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SQUARE.format("a", ""), encoding="utf-8")
    sheet = notes("# Shapes\n\n| name | corners |\n|---|---|\n| square | four |\n\n![a square](a.svg)\n")
    made = make(sheet, find_image=lambda target, file: tmp_path / target)
    assert "/Figure" in tags_of(made.pdf.trailer["/Root"]["/StructTreeRoot"])


@pytest.mark.parametrize(
    ("size", "width"),
    [
        ('viewBox="0 0 32 16"', 32),
        ('viewBox="0 0 32 16" width="10mm"', 10 * 96 / 25.4),
        ('width="100%" height="9"', 300),
        ('viewBox="0 0 nan nan"', None),
        ('viewBox="0 0 1e400 5"', None),
        ('viewBox="0 0 -1 5"', None),
    ],
)
def test_a_drawing_is_as_large_as_it_says(size: str, width: float | None, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="9" height="9"/></svg>', "utf-8")
    found = find_pictures(notes("# A\n\n- b ![](a.svg)\n"), lambda target, file: path).get("a.svg")
    assert (found and found.width) == (width and pytest.approx(width))


def test_a_picture_that_unfolds_without_end_is_no_picture(make: Callable[..., Made], tmp_path: Path) -> None:
    uses = ""
    for level in range(12):
        inner = "".join(f'<use href="#{"a" if level == 0 else f"g{level - 1}"}"/>' for _ in range(10))
        uses += f'<g id="g{level}">{inner}</g>'
    (tmp_path / "bomb.svg").write_text(SQUARE.format("a", uses), encoding="utf-8")
    made = make(notes("# A\n\n- b ![](bomb.svg)\n"), find_image=lambda target, file: tmp_path / target)
    assert "figurenotfound" in made.text


def test_a_character_that_no_font_has_is_reported(make: Callable[..., Made]) -> None:
    made = make(notes("# Chinese\n\n- 日 means sun\n- plain\n"))
    assert [(problem.code, problem.source.first) for problem in made.report.problems] == [("missing-glyph", 3)]
    assert "日" in made.report.problems[0].message


def test_a_command_that_cannot_be_set_is_reported(make: Callable[..., Made]) -> None:
    made = make(notes("# Chemistry\n\n- water is $\\ce{H2O}$\n- $\\frac{1}{2}$\n"))
    assert [(problem.code, problem.source.first) for problem in made.report.problems] == [("unknown-tex", 3)]


def test_arrows_and_boxes_come_from_the_sheet_s_own_fonts(make: Callable[..., Made]) -> None:
    made = make(notes("# Signs\n\n- a -> b, c <=> d, ■ ☐ ✔ ⚠ ∈ ∀\n"))
    assert made.report.problems == ()
    fonts = {str(font["/BaseFont"]) for page in made.pdf.pages for font in fonts_of(page)}
    assert all("Plex" in name or "DejaVu" in name for name in fonts)


def fonts_of(page: object) -> list[DictionaryObject]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


# --- safety ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "data:image/svg+xml,<svg/>", "file:///proc/self/environ"]
)
def test_nothing_is_fetched_that_was_not_allowed(url: str) -> None:
    with open_press() as press:
        printed = press.measure(f'<p>a</p><img src="{url}"><link rel=stylesheet href="{url}">')
    assert printed.pages == 1
    assert any("Failed to load" in line for line in printed.warnings)


def test_a_file_is_read_only_when_it_is_on_the_list(tmp_path: Path) -> None:
    for name in ("yes.svg", "no.svg"):
        (tmp_path / name).write_text(SQUARE.format("a", ""), encoding="utf-8")
    (tmp_path / "link.svg").symlink_to(tmp_path / "no.svg")
    html = "".join(f'<img src="{(tmp_path / name).as_uri()}">' for name in ("yes.svg", "no.svg", "link.svg"))
    with open_press([tmp_path / "yes.svg"]) as press:
        warnings = press.measure(html).warnings
    assert [("no.svg" in line, "link.svg" in line) for line in warnings] == [(True, False), (False, True)]


def test_rows_that_were_drawn_in_advance_are_given_or_forgotten() -> None:
    one, other = (f'<p data-at="r">{word}</p>' for word in ("ebb", "a longer flood"))
    with open_press() as press:
        assert press.measure(one, ["r"]).pages == 1
        drawn = press.set_rows(["r"])
        press.measure(other, ["r"])
        press.measure(one, ["r"])  # nobody took those of the other
        assert press.set_rows(["r"]) == press.set_rows(["r"]) == drawn
        assert press.set_rows([]) == {}


def test_a_layout_that_takes_too_long_is_stopped() -> None:
    endless = "<div style='columns: 3'>" * 12 + "word " * 200_000
    with open_press(limits=Limits(seconds=1.5)) as press, pytest.raises(CribdeckError, match="took longer than"):
        press.measure(endless)


def test_a_layout_that_eats_memory_is_stopped() -> None:
    limits = Limits(memory=300 << 20, seconds=60)
    with open_press(limits=limits) as press, pytest.raises(CribdeckError, match="memory"):
        press.measure("<p>word</p>" * 60_000)


def test_a_press_that_died_says_so_in_one_line() -> None:
    with open_press() as press:
        press.measure("<p>a</p>")
        press._child.kill()
        with pytest.raises(CribdeckError, match="stopped by the system") as caught:
            press.measure("<p>b</p>")
    assert "\n" not in str(caught.value)


def test_this_process_never_loads_the_layout(make: Callable[..., Made]) -> None:
    script = SCRIPT + "\nassert 'weasyprint' not in sys.modules\n"
    subprocess.run([sys.executable, "-c", script, os.devnull], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)


def test_a_users_own_template_wins(make: Callable[..., Made], tmp_path: Path) -> None:
    (tmp_path / "sheet").mkdir()
    (tmp_path / "sheet" / "sheet.css").write_text(
        '{% include "shipped/sheet.css" %}\n.row { padding-top: 1.5em }\nhtml { line-height: 1.6 }\n', encoding="utf-8"
    )
    markdown = (ROOT / "notes" / CHAPTERS[0]).read_text(encoding="utf-8")
    made = make(notes(markdown, pages=2), templates=tmp_path)
    assert len(made.pdf.pages) == 2
