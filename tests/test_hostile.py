"""Notes that would harm: a build ends in good outputs or in one clear line, and obeys nothing that they say."""

import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from time import process_time

import pytest

from cribdeck.cli import main

SECRET = "the key under the mat"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da6360606000000004000163e5f7a9"
    "0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Run:
    """What a build left behind."""

    code: int
    said: str
    fields: tuple[str, ...]
    """Of every note, joined."""
    media: tuple[bytes, ...]
    page: str
    report: dict[str, list[dict[str, object]]]

    @property
    def shown(self) -> str:
        return "\n".join((*self.fields, self.page))


class Desk:
    """A notes folder that can be filled and built."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.notes, self._capsys = folder, folder / "notes", capsys
        self.notes.mkdir()
        # Noise is in no language, and what is in none is asked more carefully.
        (self.notes / "cribdeck.toml").write_text('lang = "en"\n', encoding="utf-8")

    def build(self, files: dict[str, str | bytes]) -> Run:
        for name, content in files.items():
            path = self.notes / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        out, report = self.folder / "dist", self.folder / "report.json"
        code = main(
            ["build", str(self.notes), "-o", str(out), "--report", str(report), "--only", "deck", "--only", "page"]
        )
        said = "".join(self._capsys.readouterr())
        packages = sorted(out.glob("*.apkg")) if code == 0 else []
        fields, media = _package(packages[0]) if packages else ((), ())
        page = "".join(path.read_text(encoding="utf-8") for path in sorted(out.glob("*.html"))) if packages else ""
        found = json.loads(report.read_text(encoding="utf-8")) if code == 0 else {}
        return Run(code, said, fields, media, page, found)


def _package(path: Path) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    with zipfile.ZipFile(path) as archive, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(archive.read("collection.anki2"))
        rows = [row[0] for row in collection.execute("select flds from notes order by id")]
        return tuple(rows), tuple(archive.read(name) for name in json.loads(archive.read("media")))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    yield Desk(tmp_path, capsys)


# --- files ------------------------------------------------------------------------


def test_one_name_in_two_folders_is_two_notes_and_two_images(desk: Desk) -> None:
    other = PNG.replace(b"IEND", b"IEND", 1) + b"\0"
    run = desk.build(
        {
            "x/a.md": "- **Heart**: a pump of muscle ![[pic.png]]\n",
            "y/a.md": "- **Gills**: plates that take up oxygen ![](pic.png)\n",
            "x/pic.png": PNG,
            "y/pic.png": other,
        }
    )
    assert (run.code, len(run.fields), set(run.media)) == (0, 2, {PNG, other})


@pytest.mark.parametrize(
    "name",
    ['it\'s "q".md', "100% #1 <b>.md", "-rf.md", "{{7*7}}.md", "new\nline.md", "🦀 notes.md", "a" * 250 + ".md"],
)
def test_odd_names_are_names(desk: Desk, name: str) -> None:
    run = desk.build({name: "- **Heart**: a pump of muscle\n"})
    assert (run.code, len(run.fields)) == (0, 1)
    assert "<b>" not in run.fields[0].split("\x1f")[-1]
    assert "Traceback" not in run.said


OUTSIDE = (
    "../secret.png",
    "..%2fsecret.png",
    "{folder}/secret.png",
    "file://{folder}/secret.png",
    "link.png",
    "up/secret.png",
)


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("form", ["![[{}]]", "![]({})", '<img src="{}">', '<object data="{}"></object>'])
def test_nothing_outside_the_folder_is_read(desk: Desk, target: str, form: str) -> None:
    (desk.folder / "secret.png").write_bytes(PNG + SECRET.encode())
    (desk.notes / "link.png").symlink_to(desk.folder / "secret.png")
    (desk.notes / "up").symlink_to(desk.folder, target_is_directory=True)
    shown = form.format(target.format(folder=desk.folder))
    run = desk.build({"a.md": f"- **Heart**: a pump of muscle {shown}\n"})
    assert (run.code, len(run.fields), run.media) == (0, 1, ())
    assert SECRET not in run.shown


def test_a_linked_note_is_not_read(desk: Desk) -> None:
    (desk.folder / "secret.md").write_text(f"- **Key**: {SECRET}\n", encoding="utf-8")
    (desk.notes / "b.md").symlink_to(desk.folder / "secret.md")
    run = desk.build({"a.md": "- **Heart**: a pump of muscle ![[b]]\n"})
    assert run.code == 0
    assert SECRET not in run.shown


# --- what a note says ---------------------------------------------------------------

ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|base|meta|link|form|svg|style)\b"
    r"|<[^>]*\son\w+\s*=|<[^>]*(?:(?:java|vb)script:|data:text)",
    re.IGNORECASE,
)

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x) [v](data:text/html,<script>)",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><base href=//e>',
    '<a href=" &#14; javascript:alert(1)">q</a><svg/onload=alert(1)><details open ontoggle=alert(1)>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
    "<style>.card{display:none}</style>",
    '![x" onerror="alert(1)](y.png)',
    '[t](http://a "\\" onmouseover=\\"alert(1)")',
    "`<script>alert(1)</script>` $</script><b>$",
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_script_reaches_a_card(desk: Desk, script: str) -> None:
    run = desk.build({"a.md": f"- **Heart**: a pump of muscle {script} that beats\n- **Lung**: a pair of bellows\n"})
    assert run.code == 0
    assert any("bellows" in fields for fields in run.fields)
    for fields in run.fields:
        assert not ACTIVE.search(fields)


LITERAL = (
    "{{FrontSide}}",
    "{{Tags}}",
    "[sound:x.mp3]",
    "[latex]x[/latex]",
    "[$]x[/$]",
    "[anki:tts lang=en]x[/anki:tts]",
)
TEMPLATES = ("{{ 7*7 }}", '{% include "/etc/passwd" %}', "{# c #}", "{{ ''.__class__ }}", "%s {0} ${x} \\g<0> $&")


def test_ankis_and_jinjas_syntax_is_shown(desk: Desk) -> None:
    said = (*LITERAL, *TEMPLATES)
    organs = ("Heart", "Lung", "Kidney", "Liver", "Spleen", "Brain", "Skin", "Eye", "Ear", "Tongue", "Nose")
    lines = [f"- **{organ}**: a part of the body, written {one}\n" for organ, one in zip(organs, said, strict=True)]
    run = desk.build({"a.md": "# {{ 7*7 }}\n\n" + "".join(lines)})
    assert run.code == 0
    for one in LITERAL:
        assert not [fields for fields in run.fields if one in fields], one
    shown = unescape(re.sub(r"<!-- -->|</?span>", "", "\n".join(run.fields)))
    assert sum(one in shown for one in said) > len(said) // 2
    assert "root:x:" not in run.shown and "<class" not in run.shown
    assert "49" not in shown


def test_an_author_cloze_in_the_notes_is_the_one_thing_obeyed(desk: Desk) -> None:
    [fields] = desk.build({"a.md": "- The heart has {{c1::four}} chambers\n"}).fields
    assert fields.startswith("The heart has {{c1::four}} chambers")


# --- encodings ------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_gives_the_same_cards(desk: Desk, encoding: str, end: str) -> None:
    text = end.join(
        ["# Körper", "", "- **Heart**: a muscle that pumps the blood", "- **Kidney**: a filter of the blood"]
    )
    run = desk.build({"a.md": text.encode(encoding)})
    assert [fields.split("\x1f")[1] for fields in run.fields] == [
        "a muscle that pumps the blood",
        "a filter of the blood",
    ]
    assert "Körper" in run.fields[0]


NO_TEXT = (b"- **A**: caf\xe9\n", b"\x80\xc0\xaf\n", b"\xed\xa0\x80 half\n", bytes(range(256)) * 9)


@pytest.mark.parametrize("content", NO_TEXT)
def test_what_is_no_text_is_named_and_the_rest_is_built(desk: Desk, content: bytes) -> None:
    run = desk.build({"a.md": "- **Heart**: a pump of muscle\n", "bad.md": content})
    assert (run.code, len(run.fields)) == (0, 1)
    assert "bad.md" in run.said and "\ufffd" not in run.shown


def test_control_characters_end_no_field(desk: Desk) -> None:
    run = desk.build({"a.md": "- **Heart**: left\x1fright\0 a pump\x1b[31m of muscle\n"})
    counts = {fields.count("\x1f") for fields in run.fields}
    assert len(counts) == 1
    assert not {"\0", "\x1b"} & set("".join(run.fields))


# --- bombs ----------------------------------------------------------------------------


def test_frontmatter_runs_nothing_and_unfolds_nothing(desk: Desk) -> None:
    bomb = "\n".join([f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)])
    mark = desk.folder / "ran"
    tags = f'tags: !!python/object/apply:os.system ["touch {mark}"]'
    run = desk.build(
        {
            "a.md": f"---\na: &a [x]\n{bomb}\n---\n- **Heart**: a pump of muscle\n",
            "b.md": f"---\n{tags}\n---\n- **Lung**: a pair of bellows\n",
            "c.md": "---\ntitle: 12\ntags: 5\ndate: 2024-02-31\naliases: {a: [1]}\n---\n- **Skin**: a large organ\n",
        }
    )
    assert (run.code, len(run.fields), mark.exists()) == (0, 3, False)
    assert [row["file"] for row in run.report["problems"] if row["code"] == "bad-frontmatter"] == ["a.md", "b.md"]


def test_images_that_are_none_are_named(desk: Desk) -> None:
    bad = {
        "cut.png": PNG[:40],
        "text.png": b"not an image",
        "zero.gif": b"GIF89a\0\0\0\0\0\0\0;",
        "head.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "empty.png": b"",
        "wide.png": PNG[:16] + b"\x7f\xff\xff\xff" + PNG[20:],
        "run.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "far.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "lol.svg": b'<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    }
    does = ("pumps", "breathes", "filters", "stores sugar", "cleans the blood", "thinks", "covers", "sees", "hears")
    lines = [f"- **Organ {nth}**: the one that {does[nth]} ![[{name}]]" for nth, name in enumerate(bad)]
    run = desk.build({"a.md": "\n".join(lines), **bad})
    assert (run.code, len(run.fields), run.media) == (0, len(bad), ())
    for name in bad:
        assert any(name in str(row["message"]) for row in run.report["problems"]), name


def test_calculations_compute_nothing_that_has_no_end(desk: Desk) -> None:
    mark = desk.folder / "ran"
    lines = (
        "`9**9**9**9 = 1` and `2^99999999 = 1` and $10^{10^{10}} = 1$",
        f"`__import__('os').system('touch {mark}') = 0`",
        "`1/0 = 5` and $\\frac{1}{0} = 2$",
        "`" + "(" * 3_000 + "1" + ")" * 3_000 + " = 1`",
        "`" + "9" * 20_000 + " * " + "9" * 20_000 + " = 1`",
        "`" + "1+" * 5_000 + "1 = 5001`",
    )
    run = desk.build({"a.md": "- **Heart**: a pump of muscle\n" + "".join(f"- {line}\n" for line in lines)})
    assert (run.code, mark.exists()) == (0, False)


def test_a_clock_that_runs_back_loses_no_card(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    first = desk.build({"a.md": "- **Heart**: a pump of muscle\n"})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    os.utime(desk.notes / "a.md", (0, 0))
    (desk.notes / "b.md").write_text("- **Lung**: a pair of bellows\n", encoding="utf-8")
    os.utime(desk.notes / "b.md", (4_000_000_000, 4_000_000_000))
    second = desk.build({})
    assert {card["guid"] for card in first.report["cards"]} < {card["guid"] for card in second.report["cards"]}


REPEATED = {
    "stars": "*" * 9_000 + "a" + "*" * 9_000,
    "open bold": "**a " * 5_000,
    "open highlights": "==a " * 5_000,
    "brackets": "[" * 20_000,
    "open links": "[a](" * 5_000,
    "open embeds": "![[" * 7_000,
    "backticks": "x " + "`".join("`" * nth for nth in range(1, 200)),
    "dollars": "$a" * 5_000,
    "angles": "<a " * 7_000,
    "comments": "<!--" * 25_000,
    "colons": "a:" * 9_000 + " b",
    "spaces": "- a" + " " * 20_000 + "b",
    "dashes": "- " * 3_000 + "x",
    "pipes": "|" * 9_000 + "\n" + "|-" * 4_500,
    "clozes": "{{c1::a" * 3_000,
    "quotes": "> " * 3_000 + "x",
    "tags": "#a/" * 7_000,
    "equations": "a = " * 5_000,
    "parentheses": "(a " * 6_000,
    "full stops": "a. " * 6_000,
    "hyphens": "Heart-lung-" * 350 + "\n" + "a-" * 1_900,
    "pairs in a paragraph": "a :: [[b]]\n" * 300,
    "one word": "Heart" * 20_000,
    "long words": ("Heart" * 500 + " ") * 40,
    "colons within a sentence": "is---:: " * 10_000,
    "results of unknown units": "a = 2 b> c = 3 d> " * 600,
    "commas": "one, " * 4_000,
    "question marks": "?" * 100_000,
    "sentences in one line": "a. (b) " * 4_000,
    "pairs in one paragraph": "kra :: ble\n" * 3_000,
    "questions and answers": "Q: kra?\nA: ble\n" * 1_000,
    "footnotes": "".join(f"a[^{nth}]\n\n[^{nth}]: b\n\n" for nth in range(2_500)),
    "terms that open alike": "".join(f"- **Term {nth}**: the meaning number {nth} of it\n" for nth in range(3_000)),
    "calculations that fail": "".join(f"- `{nth} * 3 = {nth} KB`\n" for nth in range(2, 1_500)),
}


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED.keys())
def test_no_pattern_takes_more_than_its_time(desk: Desk, text: str) -> None:
    start = process_time()
    run = desk.build({"a.md": f"- **Heart**: a pump of muscle\n\n{text}\n\n- **Lung**: a pair of bellows\n"})
    assert process_time() - start < 20
    assert run.code == 0
    assert sum("pump of muscle" in fields or "pair of bellows" in fields for fields in run.fields) == 2
