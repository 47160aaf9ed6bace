"""Text and blocks as HTML: escaped, nested well, and inert in Anki."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_anki import shown

from cribdeck.model import Block, Mark, MarkKind, Text
from cribdeck.outputs.html import TAGS, block_html, blocks_html, card_html
from cribdeck.outputs.media import MediaSet, embed_from
from cribdeck.read.outline import read_outline

CASES = re.findall(
    r"^(\S[^\n]*)\n\.\n(.*?)\n\.\n(.*?)\n\.$",
    (Path(__file__).parent / "fixtures" / "deck" / "fields.md").read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)


@pytest.mark.parametrize(("written", "html"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_student_writes_as_a_field(written: str, html: str) -> None:
    outline, _ = read_outline(written, "cells.md")
    assert card_html(outline.root.children[0].text, embed=embed_from(MediaSet(), "cells.md")) == html


def marked(plain: str, *marks: tuple[str, MarkKind] | tuple[str, MarkKind, str]) -> Text:
    """The text with a mark over the first place of each given part."""
    found = []
    for part, kind, *value in marks:
        start = plain.index(part)
        found.append(Mark(start, start + len(part), kind, *value))
    return Text(plain, tuple(found))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (Text("a < b & c > d"), "a &lt; b &amp; c &gt; d"),
        (marked("one two", ("two", "strong")), "one <strong>two</strong>"),
        (marked("a b c", ("a b c", "strong"), ("b", "emphasis")), "<strong>a <em>b</em> c</strong>"),
        (marked("a b c", ("a b", "strong"), ("b c", "code")), "<strong>a <code>b</code></strong><code> c</code>"),
        (marked("H2O", ("2", "sub")), "H<sub>2</sub>O"),
        (marked("press Ctrl", ("Ctrl", "kbd")), "press <kbd>Ctrl</kbd>"),
        (marked("old new", ("old", "strike"), ("new", "highlight")), "<s>old</s> <mark>new</mark>"),
        (marked("if x<y then", ("x<y", "math")), r"if \(x&lt;y\) then"),
        (marked("so a+b", ("a+b", "math", "display")), r"so \[a+b\]"),
        (marked("a\nb % no\nc", ("a\nb % no\nc", "math")), r"\(a b  c\)"),
        (Text("first\nsecond"), "first<br>second"),
        (marked("two\n  lines", ("two\n  lines", "code")), "<code>two<br>  lines</code>"),
    ],
)
def test_marks_become_tags(text: Text, html: str) -> None:
    assert card_html(text) == html


@pytest.mark.parametrize(
    ("target", "html"),
    [
        ("https://x.org/?a=1&b=2", '<a href="https://x.org/?a=1&amp;b=2">x</a>'),
        ("mailto:a@x.org", '<a href="mailto:a@x.org">x</a>'),
        ("obsidian://open?vault=v", '<a href="obsidian://open?vault=v">x</a>'),
        ("HTTPS://X.org", '<a href="HTTPS://X.org">x</a>'),
        ('https://x.org/"{{Front}}', '<a href="https://x.org/&quot;&#123;&#123;Front&#125;&#125;">x</a>'),
        ("javascript:alert(1)", "x"),
        ("java\nscript:alert(1)", "x"),
        ("data:text/html,x", "x"),
        ("file:///etc/passwd", "x"),
        ("note#heading", "x"),
        ("http://[", "x"),
    ],
)
def test_links_lead_only_to_the_web_and_to_obsidian(target: str, html: str) -> None:
    assert card_html(marked("x", ("x", "link", target))) == html


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("miss -> read", "miss → read"),
        ("A->B->C", "A→B→C"),
        ("A --> B", "A → B"),
        ("A <- B", "A ← B"),
        ("A <-> B <=> C", "A ↔ B ⇔ C"),
        ("p => q", "p ⇒ q"),
        ("3 <= x, y >= 4, z != 5", "3 ≤ x, y ≥ 4, z ≠ 5"),
        ("x<-5", "x<-5"),
        ("a ---> b", "a ---> b"),
        ("a <!-- b --> c", "a <!-- b → c"),
        ("a ==>> b", "a ==>> b"),
        ("a === b !== c", "a === b !== c"),
        ("1 << 2 >>= 3", "1 << 2 >>= 3"),
    ],
)
def test_signs_outside_code(typed: str, seen: str) -> None:
    assert shown(card_html(Text(typed))) == seen
    assert shown(card_html(marked(typed, (typed, "code")))) == typed


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("[sound:a.mp3]", "[<!-- -->sound:a.mp3]"),
        ("[LaTeX]x[/LaTeX]", "[<!-- -->LaTeX]x[<!-- -->/LaTeX]"),
        ("[$]x[/$] [$$]y[/$$]", "[<!-- -->$]x[<!-- -->/$] [<!-- -->$$]y[<!-- -->/$$]"),
        ("[anki:tts]", "[<!-- -->anki:tts]"),
        ("[[type:Front]]", "[<!-- -->[type:Front]]"),
        ("{{c1::x}}", "{<!-- -->{c1::x}<!-- -->}"),
        ("{{{x}}}", "{<!-- -->{<!-- -->{x}<!-- -->}<!-- -->}"),
        (r"\(x\)", r"<span>\</span>(x\)"),
        ("[soundness] [latexes] {x}", "[soundness] [latexes] {x}"),
    ],
)
def test_anki_syntax_is_shown(typed: str, html: str) -> None:
    assert card_html(Text(typed)) == html
    assert shown(html) == typed


def test_what_an_import_cannot_take_is_gone() -> None:
    assert card_html(Text("a\x00b\x1fc\x0cd\ud83de\u0338\u0007")) == "abc d\N{REPLACEMENT CHARACTER}e&#824;"


def test_images_stand_where_they_were() -> None:
    text = Text("see it", (Mark(3, 3, "image", "a.png", "300"), Mark(6, 6, "footnote", "1")))
    assert card_html(text, embed=lambda mark: f"<img {mark.value} {mark.note}>") == "see<img a.png 300> it"


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Block.text(Text("a\nb")), "a<br>b"),
        (Block("list", ((Text("a"),), (Text("b"),))), "<ul><li>a</li><li>b</li></ul>"),
        (Block("steps", ((Text("a"),), (Text("b"),))), "<ol><li>a</li><li>b</li></ol>"),
        (
            Block("table", ((Text("k"), Text("v")), (Text("a"), Text("1")))),
            "<table><thead><tr><th>k</th><th>v</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr></tbody></table>",
        ),
        (Block("table", ()), ""),
        (Block("math", ((Text("a \\\\\n b"),),)), r"\[a \\  b\]"),
        (Block("code", ((Text("a <b>\n\n"),),)), '<pre class="code"><code>a &lt;b&gt;</code></pre>'),
        (
            Block("code", ((Text("x = [sound:y]"),),), "python"),
            '<pre class="code"><code><span class="n">x</span> <span class="o">=</span> <span class="p">[</span>'
            '<span class="n">sound</span><span class="p">:</span><span class="n">y</span><span class="p">]</span>'
            "</code></pre>",
        ),
        (Block("code", ((Text("{{y}}"),),)), '<pre class="code"><code>{<!-- -->{y}<!-- -->}</code></pre>'),
        (Block("code", ((Text("x"),),), "no-such-language"), '<pre class="code"><code>x</code></pre>'),
    ],
)
def test_blocks(block: Block, html: str) -> None:
    assert block_html(block) == html


def test_several_blocks_are_paragraphs() -> None:
    blocks = (Block.text(Text("Two:")), Block("list", ((Text("a"),), (Text("b"),))))
    assert blocks_html(blocks) == "<p>Two:</p><ul><li>a</li><li>b</li></ul>"


class Balance(HTMLParser):
    """Fails on a tag that is closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


KINDS: list[MarkKind] = [*TAGS, "link"]


@st.composite
def texts(draw: st.DrawFn) -> Text:
    plain = draw(st.text(max_size=20))
    edge = st.integers(0, len(plain))
    spans = draw(st.lists(st.tuples(edge, edge, st.sampled_from(KINDS)), max_size=6))
    return Text(plain, tuple(Mark(min(a, b), max(a, b), kind, "https://x.org") for a, b, kind in spans if a != b))


@given(texts())
def test_tags_nest_whatever_the_marks(text: Text) -> None:
    balance = Balance()
    balance.feed(card_html(text))
    balance.close()
    assert balance.opened == []


@given(st.text())
def test_no_text_leaves_a_tag_or_a_syntax_of_ankis(plain: str) -> None:
    html = card_html(Text(plain))
    assert set(re.findall(r"<[^>]*>", html)) <= {"<!-- -->", "<br>", "<span>", "</span>"}
    assert not re.search(r"\{\{|\}\}|\[sound:|\\\(|\\\[|\x1f", html)


SPANS = st.lists(st.integers(0, 12), max_size=8).map(sorted).map(lambda edges: list(itertools.pairwise(edges)))
MARKS = st.lists(
    st.builds(
        lambda edges, kind: Mark(min(edges), max(edges), kind),
        st.tuples(st.integers(0, 12), st.integers(0, 12)),
        st.sampled_from(["strong", "code", "image"]),
    ),
    max_size=6,
)


@given(MARKS, SPANS)
def test_the_parts_of_a_text_are_what_it_is_cut_into(marks: list[Mark], spans: list[tuple[int, int]]) -> None:
    text = Text("one two thre", tuple(marks))
    assert list(text.parts(spans)) == [text.cut(start, end) for start, end in spans]
