"""A vault with a note for each thing that people write beside plain Markdown, from its files to its cards."""

import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from cribdeck.cli import main

VAULT = Path(__file__).parent / "fixtures" / "vault"

ID = "0123456789abcdef0123456789abcdef"

NOT_ASKED = {
    "Obsidian/Links.md:12",  # "see [[#Heart]]" leads away from the card
    "Obsidian/Tasks and tags.md:8",  # #nocard
    "Obsidian/Comments.md:8",  # in a comment
    "Obsidian/Comments.md:13",
}
"""Lines of the form ``- **term**: meaning`` that are no card, on purpose."""

NOT_READ = ("Journal/2024-05-01.md", "Templates/Note.md", ".trash/old.md", "Plain/Not for cards.md")

DEEPEST = 70
"""Bullets in bullets; the parser's own limit is below that."""

AS_SAVED = {
    "Saved/by Notepad.md": "# Ear\r\n\r\n- **Cochlea**: the snail that hears\r\n".encode("utf-16"),
    "Saved/with a mark.md": "---\ntags: [eye]\n---\n- **Iris**: the ring that gives the eye its colour\n".encode(
        "utf-8-sig"
    ),
    "Saved/on an old Mac.md": b"# Nose\r\r- **Septum of the nose**: the wall in its middle\r",
    "Saved/Cafe\u0301.md": b"- **Caffeine**: the drug that keeps awake\n",
    'Saved/\U0001f9e0 "quoted" #1.md': b"- **Hippocampus**: the part that stores what is new\n",
    "Saved/deep.md": "".join(
        f"{'  ' * nth}- **Level {nth}**: a step further down\n" for nth in range(DEEPEST)
    ).encode(),
}
"""Notes as an editor or a file system has them, which a repository does not keep as they are."""


@dataclass(frozen=True)
class Built:
    report: dict[str, list[dict[str, object]]]
    fields: dict[str, str]
    """The fields of each note, by its GUID."""
    media: set[str]
    page: str

    def card(self, front: str) -> str:
        """The fields of the one note whose front holds these words."""
        [guid] = {str(card["guid"]) for card in self.report["cards"] if front in str(card["front"])}
        return self.fields[guid]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("desk")
    vault = shutil.copytree(VAULT, folder / "My vault")
    for name, content in AS_SAVED.items():
        (vault / name).parent.mkdir(exist_ok=True)
        (vault / name).write_bytes(content)
    arguments = ["build", str(vault), "-o", str(folder / "dist"), "--report", str(folder / "report.json"), "-q"]
    assert main([*arguments, "--only", "deck", "--only", "page"]) == 0
    with zipfile.ZipFile(folder / "dist" / "The body.apkg") as archive, closing(sqlite3.connect(":memory:")) as deck:
        deck.deserialize(archive.read("collection.anki2"))
        fields = dict(deck.execute("select guid, flds from notes"))
        media = set(json.loads(archive.read("media")).values())
    page = (folder / "dist" / "The body.html").read_text(encoding="utf-8")
    return Built(json.loads((folder / "report.json").read_text(encoding="utf-8")), fields, media, page)


def test_every_bold_term_with_a_meaning_is_a_card(built: Built) -> None:
    used = {f"{row['file']}:{row['line']}": row["use"] for row in built.report["lines"]}
    terms = [
        f"{path.relative_to(VAULT).as_posix()}:{number}"
        for path in sorted(VAULT.rglob("*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.match(r"(?:[\s>*+•-]|\d\)|\[.\]|💡)*\*\*[^*]+\*\*: ", line)
        and path.relative_to(VAULT).as_posix() not in NOT_READ
    ]
    assert len(terms) > 40
    assert {place for place in terms if used[place] != "card"} == NOT_ASKED


def test_what_is_hidden_in_the_notes_is_on_no_card(built: Built) -> None:
    assert not [fields for fields in built.fields.values() if "HIDDEN" in fields or "N4KAk" in fields]
    assert not re.search(r"HIDDEN (?:inline|html|from)|\*\*HIDDEN|<b>HIDDEN", built.page)


def test_no_text_of_the_marks_is_left_on_a_card(built: Built) -> None:
    marks = re.compile(r"\[\[|\]\]|==|%%|\^\w|\[!|#\w|<aside|💡|\[ \]|\|200|\^\[")
    for fields in built.fields.values():
        assert not marks.search(" ".join(fields.split("\x1f")[:2]))


def test_pictures_and_sounds_are_on_their_cards(built: Built) -> None:
    kinds = sorted(name.rpartition(".")[2] for name in built.media)
    assert kinds == ["gif", "jpg", "mp3", "png", "svg", "wav", "webp"]
    assert re.search(r'<img src="cribdeck-\w+\.svg" width="200">', built.card("Valve"))
    assert re.search(r"\[sound:cribdeck-\w+\.wav\]", built.card("Heart sound"))
    assert re.search(r'<img src="cribdeck-\w+\.webp" width="120">', built.card("Root"))
    for term in ("Cell wall", "Leaf", "Petal"):
        assert re.search(r'<img src="cribdeck-\w+\.\w+"', built.card(term))


def test_links_show_their_words_and_open_what_they_name(built: Built) -> None:
    assert "the artery that leaves the left ventricle" in built.card("Aorta")
    assert 'href="obsidian://open?vault=My%20vault&amp;file=files%2Fplan.pdf"' in built.card("Ward plan")
    assert 'href="obsidian://open?vault=My%20vault&amp;file=Obsidian%2FLinks%23Heart"' in built.card("Aorta")


def test_what_belongs_together_stays_together(built: Built) -> None:
    assert "of bone<br>and of teeth" in built.card("Calcium")
    assert "closing a gap<br>in the skin" in built.card("Wound healing")
    assert "Ca<sup>2+</sup>" in built.card("Calcium")
    assert "<kbd>Ctrl</kbd>+<kbd>S</kbd>" in built.card("Save")
    assert r"\(V_m \approx -70\,\text{mV}\)" in built.card("Resting potential")
    assert "<mark>main muscle</mark>" in built.card("Diaphragm")
    assert "a cell (most of the skin) that" in built.card("Keratinocyte")
    assert "The ends of bones, as a smooth coat." in built.card("What does cartilage cover?")


def test_asides_of_programs_are_reported(built: Built) -> None:
    skipped = {row["why"] for row in built.report["lines"] if row["use"] == "skipped"}
    assert skipped == {"mermaid", "dataview", "query"}


def test_tables_of_every_kind_are_asked(built: Built) -> None:
    tables = {str(card["file"]).rpartition(".")[2] for card in built.report["cards"] if card["kind"] == "table"}
    assert tables == {"csv", "md"}


def test_only_what_is_wrong_is_a_problem(built: Built) -> None:
    assert sorted((row["code"], row["file"], row["line"]) for row in built.report["problems"]) == [
        ("inline-image", "Obsidian/Media.md", 8),
        ("missing-image", "Plain/Problems.md", 3),
        ("remote-image", "Plain/Problems.md", 4),
        ("too-deep", "Saved/deep.md", 50),
    ]


def test_names_and_tags_are_those_of_the_notes(built: Built) -> None:
    topics = {str(topic) for card in built.report["cards"] for topic in card["topic"]}  # type: ignore[attr-defined]
    assert {"Glands", "All glands", "Cells of the blood", "Marrow"} & topics >= {"Glands", "All glands"}
    assert not [fields for fields in built.fields.values() if ID in re.sub('href="[^"]*"', "", fields)]


def test_every_kind_of_card_comes_of_plain_notes(built: Built) -> None:
    rows = [card for card in built.report["cards"] if card["file"] == "Plain/Kinds of cards.md"]
    assert {(card["note_type"], card["kind"]) for card in rows} == {
        ("basic", "acronym"),
        ("basic", "code"),
        ("basic", "comparison"),
        ("basic", "definition"),
        ("basic", "list"),
        ("basic", "procedure"),
        ("basic", "question"),
        ("basic", "table"),
        ("calculation", "calculation"),
        ("cloze", "cloze"),
        ("cloze", "limit"),
        ("cloze", "procedure"),
        ("cloze", "table"),
    }
    assert {card["ord"] for card in rows if card["front"] in ("systole", "contraction of the ventricles")} == {0, 1}
    assert [row["verdict"] for row in built.report["calculations"]] == ["holds"]


def test_notes_are_read_as_they_were_saved(built: Built) -> None:
    saved = [card for card in built.report["cards"] if str(card["file"]).startswith("Saved/")]
    assert {str(card["file"]) for card in saved} == {*AS_SAVED} - {"Saved/deep.md"}
    for term in ("Cochlea", "Iris", "Septum of the nose", "Caffeine", "Hippocampus"):
        assert built.card(term)


def test_what_is_nested_too_deep_is_kept_and_told(built: Built) -> None:
    deep = [row for row in built.report["lines"] if row["file"] == "Saved/deep.md"]
    assert [row["line"] for row in deep] == list(range(1, DEEPEST + 1))
    for nth in range(DEEPEST):
        assert re.search(rf"\bLevel {nth}\b.{{,20}}: a step further down", built.page)
