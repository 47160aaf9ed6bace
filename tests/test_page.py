"""The page: one file, every line once, every card in it, and nothing that harms."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from page_notes import NOTES, Tags, cards_of_page, made_of, page_of

from cribdeck.cli import main
from cribdeck.facts.candidates import find_candidates
from cribdeck.facts.statements import find_statements
from cribdeck.identity.identify import identify
from cribdeck.outputs.cards import make_deck
from cribdeck.outputs.content import content_hash
from cribdeck.outputs.page import Contents, Live, page_files, page_html
from cribdeck.outputs.page.keys import keys_of
from cribdeck.read.outline import read_outline
from cribdeck.report import line_uses


def test_build_writes_the_page_beside_the_deck(tmp_path: Path) -> None:
    (tmp_path / "cells.md").write_text(NOTES, encoding="utf-8")
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "dist"), "--only", "deck", "--only", "page", "-q"]) == 0
    written = {path.suffix: path for path in (tmp_path / "dist").glob("[!.]*")}
    assert set(written) == {".apkg", ".html"}
    assert written[".apkg"].stem == written[".html"].stem


def test_page_alone_leaves_the_lock_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "cells.md").write_text(NOTES, encoding="utf-8")
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "dist"), "--only", "page", "-q"]) == 0
    assert not (tmp_path / "cribdeck.lock").exists()


def test_every_line_with_text_stands_on_the_page_once(tmp_path: Path) -> None:
    numbers = [int(attrs["data-line"] or 0) for _, attrs in Tags(page_of(tmp_path)).found if "data-line" in attrs]
    wanted = [number for number, line in enumerate(NOTES.splitlines(), 1) if line.strip()]
    assert sorted(set(numbers)) == wanted


def test_every_card_and_proposal_is_carried_with_both_sides(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    made = made_of(tmp_path / "notes")
    carried = cards_of_page(page)
    assert {one["guid"] for one in carried.values()} - {""} == {fact.guid for fact in made.contents.made.facts}
    assert sum(not one["guid"] for one in carried.values()) == len(made.contents.made.proposals)
    named = [attrs["data-id"] for attrs in Tags(page).with_class("ask")]
    assert sorted(named) == sorted(carried)
    for one in carried.values():
        assert one["cards"]
        for _, front, back in one["cards"]:
            assert 'class="asked"' in front and 'class="asked"' in back


def test_lines_say_what_became_of_them(tmp_path: Path) -> None:
    text = " ".join(" ".join(Tags(page_of(tmp_path)).text).split())
    for said in ("card", "sheet only", "topic", "picture"):
        assert said in text


def test_page_fetches_nothing_and_runs_its_own_script_alone(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    tags = Tags(page).found
    assert not [attrs for _, attrs in tags if "src" in attrs]
    assert [attrs["href"] for tag, attrs in tags if tag == "link"] == ["data:,"]
    [policy] = [attrs["content"] or "" for _, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy and "connect-src" not in policy
    assert re.search(r"script-src 'sha256-[\w+/=]+';", policy)
    assert len([tag for tag, attrs in tags if tag == "script" and "type" not in attrs]) == 1


def test_what_notes_say_in_html_is_text_on_the_page(tmp_path: Path) -> None:
    hostile = (
        "# <script>alert(1)</script>\n\n"
        "- **</script><img src=x onerror=alert(2)>**: a tag that is `<b onclick=x>` and more words\n"
        "- **A {{ term }}**: text with {% raw %} and ]]> in it, </textarea></style> too\n"
    )
    tags = Tags(page_of(tmp_path, hostile)).found
    assert [attrs for _, attrs in tags if any(name.startswith("on") for name in attrs)] == []
    assert len([tag for tag, attrs in tags if tag == "script"]) == 4
    assert "img" not in {tag for tag, _ in tags}


def test_same_notes_give_the_same_page(tmp_path: Path) -> None:
    assert page_of(tmp_path) == page_of(tmp_path)


def test_token_stands_only_on_a_page_that_is_served(tmp_path: Path) -> None:
    assert "data-token" not in page_of(tmp_path)
    served = page_of(tmp_path, live=Live("secret", version="3"))
    assert 'data-token="secret"' in served and 'data-version="3"' in served


def test_keys_hold_no_place(tmp_path: Path) -> None:
    page_of(tmp_path)
    before = keys_of(made_of(tmp_path / "notes").contents.asked)
    page_of(tmp_path, "A line that is new and says something.\n\n" + NOTES)
    after = keys_of(made_of(tmp_path / "notes").contents.asked)
    assert after[-len(before) :] == before
    names = [key for parts in after for key in parts.values()]
    assert len(names) == len(set(names))


def test_picture_is_in_the_page(tmp_path: Path) -> None:
    from PIL import Image

    notes = tmp_path / "notes"
    notes.mkdir()
    Image.new("RGB", (4, 4), "teal").save(notes / "cell.png")
    (notes / "cells.md").write_text("- **Cell**: the smallest unit of life ![a cell](cell.png)\n", encoding="utf-8")
    page = page_html(made_of(notes).contents)
    assert "data:image/png;base64," in page
    assert re.search(r"data-media=\\\"cribdeck-[0-9a-f]{16}\.png", page)


def test_large_deck_gets_an_index_and_pages_of_whole_note_files(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("cells", "flows & tides"):
        (notes / f"{name}.md").write_text(NOTES.replace("# Cells", f"# {name.title()}"), encoding="utf-8")
    contents = made_of(notes).contents
    assert [name for name, _ in page_files(contents, "Biology")] == ["Biology.html"]
    files = dict(page_files(contents, "Biology", most=len(contents.deck.notes) - 1))
    assert list(files) == ["Biology.html", "Biology - page 1.html", "Biology - page 2.html"]
    index = Tags(files["Biology.html"])
    links = [attrs["href"] for tag, attrs in index.found if tag == "a"]
    assert links == ["Biology%20-%20page%201.html#s0-1", "Biology%20-%20page%202.html#s1-1"]
    carried = [one["guid"] for page in list(files.values())[1:] for one in cards_of_page(page).values()]
    assert sorted(filter(None, carried)) == sorted(fact.guid for fact in contents.made.facts)
    assert "Flows & Tides" in " ".join(index.text)


def test_a_long_note_file_goes_over_several_pages(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text(NOTES + "\n## More\n\n" + NOTES, encoding="utf-8")
    contents = made_of(notes).contents
    [(_, whole)] = page_files(contents, "Biology")
    [_, *pages] = [page for _, page in page_files(contents, "Biology", most=5)]
    lines = [attrs["data-line"] for page in pages for attrs in Tags(page).with_class("line") if "data-line" in attrs]
    assert len(pages) > 2
    assert lines == [attrs["data-line"] for attrs in Tags(whole).with_class("line") if "data-line" in attrs]
    shown = [card for page in pages for card in cards_of_page(page).values()]
    assert shown == list(cards_of_page(whole).values())


def test_small_note_files_share_a_page(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for nth in range(12):
        (notes / f"part {nth}.md").write_text(f"# Part {nth}\n\n- **Cell {nth}**: a unit of life\n", encoding="utf-8")
    contents = made_of(notes).contents
    assert len(list(page_files(contents, "Biology", most=4))) < 6


def test_a_line_that_is_not_shown_says_what_it_is(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text("# Cells\n\n- **Cell**: the unit of life\n\n%%\na remark\n%%\n", encoding="utf-8")
    tags = Tags(page_html(made_of(notes).contents))
    assert "a remark" not in " ".join(tags.text)
    assert tags.text.count("comment") == 3


def test_pages_that_are_no_longer_needed_are_taken_away(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    (tmp_path / "cells.md").write_text(NOTES, encoding="utf-8")
    for name in ("Cells - page 3.html", "Cells - page of mine.html"):
        (out / name).write_text("old", encoding="utf-8")
    assert main(["build", str(tmp_path / "cells.md"), "-o", str(out), "--only", "page", "-q"]) == 0
    assert sorted(path.name for path in out.glob("[!.]*")) == ["Cells - page of mine.html", "Cells.html"]


MARKS = ("**a b**", "`c`", "$x^2$", "$\\frac{$", "<b>", "</script>", "==d==", "{{c1::e}}", "![f](f.png)", ":")
WORDS = ("water", "is", "a", "salt", "means", "of", "12 MB", "- ", "\n- ", "\n    - ", "\n# ", "| ", "\n\n")


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=40).map(" ".join))
def test_any_notes_make_a_page_that_holds_every_line_once(text: str) -> None:
    outline, _ = read_outline(text, "any.md")
    statements = find_statements(outline)
    asked = find_candidates(outline, statements)
    found = identify(statements, [each.candidates for each in asked], None, namespace="n", now=1, hash_of=content_hash)
    deck = make_deck(found.facts, title="Any")
    uses = line_uses(outline, asked, found.facts)
    contents = Contents(title="Any", outlines=(outline,), asked=asked, uses=uses, made=found, deck=deck)
    tags = Tags(page_html(contents))
    assert len([tag for tag, _ in tags.found if tag == "script"]) == 4
    numbers = [int(attrs["data-line"] or 0) for attrs in tags.with_class("line") if "data-line" in attrs]
    heads = [int(attrs["data-line"] or 0) for tag, attrs in tags.found if tag == "h3" and "data-line" in attrs]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) | set(heads) == {use.source.first for use in uses}
