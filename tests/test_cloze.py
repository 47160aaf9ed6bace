"""Cloze fields, judged by Anki's own tokenizer and renderer."""

import re
from collections.abc import Iterator
from unicodedata import normalize

import pytest
from anki.collection import Collection
from anki.notes import Note
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from real_anki import collection, shown

from cribdeck.model import Hidden, Mark, MarkKind, Text
from cribdeck.outputs.cloze import cloze_html, cloze_numbers


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Note]:
    with collection(tmp_path_factory.mktemp("cloze")) as col:
        yield cloze_note(col)


def cloze_note(col: Collection) -> Note:
    model = col.models.new("Plain cloze")
    model["type"] = 1
    col.models.add_field(model, col.models.new_field("Text"))
    template = col.models.new_template("Cloze")
    template["qfmt"] = template["afmt"] = "{{cloze:Text}}"
    col.models.add_template(model, template)
    col.models.add_dict(model)
    return col.new_note(col.models.by_name("Plain cloze"))


def front(note: Note, field: str, number: int = 1) -> str:
    note["Text"] = field
    return note.ephemeral_card(number - 1).render_output().question_text


def back(note: Note, field: str, number: int = 1) -> str:
    note["Text"] = field
    return note.ephemeral_card(number - 1).render_output().answer_text


OPENINGS = ["{{c1::", "{{c2::", "{{c12::", "{{c1,2::", "{{c,3::", "{{c0::", "{{c65536::", "{{c::", "{{C1::", "{{c+1::"]
OTHERS = ["{{c1 ::", "{{", "}}", "{", "}", "::", ":", "c3::", "a", "<b>", "</b>", " ", "\n"]
SYNTAX = st.lists(st.sampled_from([*OPENINGS, *OTHERS]), max_size=12).map("".join)


@given(field=SYNTAX)
@settings(max_examples=400, deadline=None)
def test_tokenizer_sees_the_clozes_that_anki_sees(note: Note, field: str) -> None:
    note["Text"] = field
    assert list(cloze_numbers(field)) == sorted(note.col._backend.cloze_numbers_in_note(note._to_backend_note()))


HOSTILE = (
    st.lists(
        st.one_of(
            st.sampled_from(
                ["{{c1::", "}}", "{{", "::", ":", "{", "}", "[sound:a.mp3]", "[latex]", "[$]", "<b>", "&amp;", "\\("]
            )
            | st.sampled_from(
                ["image-occlusion:rect", "AWS::Lambda", "[...]", "<!-- -->", '"', "'", "\\)", "[[type:Text]]"]
            ),
            st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=4),
        ),
        min_size=1,
        max_size=6,
    )
    .map(lambda parts: normalize("NFC", "".join(parts)))
    .filter(bool)
)
PLAIN_MARKS = st.sampled_from(["strong", "emphasis", "code", "highlight", "link", "sub"])


@st.composite
def clozes(draw: st.DrawFn) -> tuple[Text, list[Hidden]]:
    """Three stretches of text, the middle one hidden, and marks over any part of it."""
    before, middle, after = draw(HOSTILE), draw(HOSTILE), draw(HOSTILE)
    plain = before + middle + after
    assume(normalize("NFC", plain) == plain)
    edge = st.integers(0, len(plain))
    spans = draw(st.lists(st.tuples(edge, edge, PLAIN_MARKS), max_size=3))
    marks = [Mark(min(a, b), max(a, b), kind, "https://x.org/a::b}}{{c1::") for a, b, kind in spans if a != b]
    hint = draw(st.sampled_from(["", "hint", "a::b}}"]))
    return Text(plain, tuple(marks)), [Hidden(len(before), len(before + middle), 1, hint)]


@given(case=clozes())
@settings(max_examples=300, deadline=None)
def test_hostile_text_comes_out_of_anki_as_it_went_in(note: Note, case: tuple[Text, list[Hidden]]) -> None:
    text, hidden = case
    assume(not re.search(r"[-=]>|<[-=]|[!>]=", text.plain))  # signs are shown as signs: test_html
    field = cloze_html(text, hidden, {1: 1})
    part = hidden[0]
    assert cloze_numbers(field) == (1,)
    assert shown(back(note, field)) == text.plain
    gap = f"[{part.hint or '...'}]"
    assert shown(front(note, field)) == text.plain[: part.start] + gap + text.plain[part.end :]


def marked(plain: str, *marks: tuple[str, MarkKind]) -> Text:
    """The text with a mark over the first place of each given part."""
    return Text(plain, tuple(Mark(plain.index(part), plain.index(part) + len(part), kind) for part, kind in marks))


def hide(plain: str, *parts: str) -> list[Hidden]:
    return [Hidden(plain.index(part), plain.index(part) + len(part), nth) for nth, part in enumerate(parts, 1)]


CASES: list[tuple[str, Text, list[Hidden], str, str]] = [
    (
        "two colons are no hint",
        marked("The resource is AWS::Serverless::Function.", ("AWS::Serverless::Function", "code")),
        hide("The resource is AWS::Serverless::Function.", "AWS::Serverless::Function"),
        "The resource is {{c1::<code>AWS:<!-- -->:Serverless:<!-- -->:Function</code>}}.",
        "The resource is AWS::Serverless::Function.",
    ),
    (
        "braces do not close",
        Text("Read it with {{resolve:ssm:x}} there"),
        hide("Read it with {{resolve:ssm:x}} there", "{{resolve:ssm:x}}"),
        "Read it with {{c1::{<!-- -->{resolve:ssm:x}<!-- -->}<!-- -->}} there",
        "Read it with {{resolve:ssm:x}} there",
    ),
    (
        "angle brackets are text",
        Text("A List<String> holds it"),
        hide("A List<String> holds it", "List<String>"),
        "A {{c1::List&lt;String&gt;}} holds it",
        "A List<String> holds it",
    ),
    (
        "a formula as a whole",
        marked(r"It is \frac{a}{b_{c}} there", (r"\frac{a}{b_{c}}", "math")),
        hide(r"It is \frac{a}{b_{c}} there", r"\frac{a}{b_{c}}"),
        r"It is {{c1::\(\frac{a}{b_{c} }\)}} there",
        r"It is \(\frac{a}{b_{c} }\) there",
    ),
    (
        "a part of a formula",
        marked(r"So E = m c^{2} there", ("E = m c^{2}", "math")),
        hide(r"So E = m c^{2} there", "m c^{2}"),
        r"So \(E = {{c1::m c^{2}<!-- -->}}\) there",
        r"So \(E = m c^{2}\) there",
    ),
    (
        "a formula and a part of it",
        marked(r"So E = m c^{2} there", ("E = m c^{2}", "math")),
        [Hidden(0, 14, 1), Hidden(3, 4, 2)],
        r"{{c1::So \({{c2::E}} = m c^{2}<!-- -->\)}} there",
        r"So \(E = m c^{2}\) there",
    ),
    (
        "a part that ends in a formula",
        marked(r"So E = m there", ("E = m", "math")),
        hide(r"So E = m there", "So E"),
        r"{{c1::So \(E\)}}\( = m\) there",
        r"So \(E\)\( = m\) there",
    ),
    (
        "a mark across the border",
        marked("take the last one now", ("last one now", "strong")),
        hide("take the last one now", "the last"),
        "take {{c1::the <strong>last</strong>}}<strong> one now</strong>",
        "take the last one now",
    ),
    (
        "the same number twice",
        Text("DLQ is a DLQ"),
        [Hidden(0, 3), Hidden(9, 12)],
        "{{c1::DLQ}} is a {{c1::DLQ}}",
        "DLQ is a DLQ",
    ),
    (
        "one part in another",
        Text("in the left hand"),
        [Hidden(0, 16, 2), Hidden(7, 11, 1)],
        "{{c2::in the {{c1::left}} hand}}",
        "in the left hand",
    ),
    (
        "a picture at the border stands outside",
        Text("see it here", (Mark(4, 4, "image", "a.png"), Mark(6, 6, "image", "b.png"))),
        hide("see it here", "it"),
        "see <a.png>{{c1::it}}<b.png> here",
        "see it here",
    ),
]


@pytest.mark.parametrize(
    ("text", "hidden", "field", "seen"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_cloze_field(note: Note, text: Text, hidden: list[Hidden], field: str, seen: str) -> None:
    assert cloze_html(text, hidden, {1: 1, 2: 2}, embed=lambda mark: f"<{mark.value}>") == field
    assert shown(back(note, field)) == seen


def test_groups_get_the_numbers_they_are_given() -> None:
    text = Text("EC2 and Fargate")
    assert cloze_html(text, hide(text.plain, "EC2", "Fargate"), {1: 4, 2: 2}) == "{{c4::EC2}} and {{c2::Fargate}}"
