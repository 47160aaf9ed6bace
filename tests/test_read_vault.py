"""Folders, single notes and zips to a vault: which files are notes, which media are found, what is never read."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from cribdeck.config import Config
from cribdeck.errors import CribdeckError
from cribdeck.read import Vault, read_vault
from cribdeck.read.archive import MOST_FILES
from cribdeck.read.outline import account


def vault(folder: Path, files: dict[str, str | bytes], *, config: Config | None = None, name: str = "notes") -> Vault:
    """The vault of a folder with these files."""
    return read_vault(write(folder, files, name=name), config or Config())


def write(folder: Path, files: dict[str, str | bytes], *, name: str = "notes") -> Path:
    root = folder / name
    root.mkdir(exist_ok=True)
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def taken(read: Vault) -> list[str]:
    return [outline.file for outline in read.outlines]


def left(read: Vault) -> dict[str, str]:
    return {one.file: one.why for one in read.left_out}


# --- which files --------------------------------------------------------------


def test_notes_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    read = vault(tmp_path, {"b.md": "b", "a/z.md": "z", "a.MD": "a", "c.markdown": "c", "d.txt": "d"})
    assert taken(read) == ["a.MD", "a/z.md", "b.md", "c.markdown"]


def test_title_is_the_settings_else_the_one_notes_else_the_folders(tmp_path: Path) -> None:
    assert vault(tmp_path, {"a.md": "# Cells\n"}).title == "Cells"
    assert vault(tmp_path, {"a.md": "# Cells\n", "b.md": "b"}).title == "notes"
    assert vault(tmp_path, {}, config=Config(title="Biology")).title == "Biology"


def test_one_file_is_a_vault_and_its_neighbours_are_no_notes(tmp_path: Path) -> None:
    root = write(tmp_path, {"Heart.md": "![[h.png]]", "Lung.md": "x", "img/h.png": b"png"})
    read = read_vault(root / "Heart.md", Config())
    assert (taken(read), read.title, read.root) == (["Heart.md"], "Heart", root)
    assert read.find_media("h.png", "Heart.md") == root / "img/h.png"


def test_hidden_and_foreign_folders_are_not_notes(tmp_path: Path) -> None:
    hidden = (".obsidian/x.md", ".trash/x.md", ".git/x.md", "node_modules/p/README.md", "__MACOSX/x.md", "._a.md")
    read = vault(tmp_path, {"a.md": "a", **dict.fromkeys(hidden, "x")})
    assert (taken(read), read.left_out, read.problems) == (["a.md"], (), ())


def test_outputs_are_not_notes(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "a", "dist/b.md": "b", "sub/dist/c.md": "c"})
    assert taken(read_vault(root, Config(), output=root / "dist")) == ["a.md", "sub/dist/c.md"]
    assert taken(read_vault(root, Config(), output=root)) == ["a.md", "dist/b.md", "sub/dist/c.md"]


def test_include_and_exclude_take_patterns_and_folders(tmp_path: Path) -> None:
    files = {"bio/a.md": "a", "bio/old/b.md": "b", "law/c.md": "c", "d.md": "d"}
    assert taken(vault(tmp_path, files, config=Config(include=("bio/**",)))) == ["bio/a.md", "bio/old/b.md"]
    assert taken(vault(tmp_path, files, config=Config(exclude=("bio/old", "*.md")))) == ["bio/a.md", "law/c.md"]
    read = vault(tmp_path, files, config=Config(include=("bio", "law"), exclude=("**/b.md",)))
    assert taken(read) == ["bio/a.md", "law/c.md"]
    assert left(read) == {"bio/old/b.md": "excluded", "d.md": "not among the files to include"}


def test_tags_choose_notes(tmp_path: Path) -> None:
    files = {"a.md": "---\ntags: [exam/oral]\n---\na", "b.md": "text #Exam", "c.md": "text #examples"}
    read = vault(tmp_path, files, config=Config(tags=("#exam",)))
    assert (taken(read), left(read)) == (["a.md", "b.md"], {"c.md": "none of the tags asked for"})


def test_a_note_may_stay_out(tmp_path: Path) -> None:
    read = vault(tmp_path, {"a.md": "a", "b.md": "---\ncribdeck: false\n---\n", "c.md": "---\ncribdeck: true\n---\n"})
    assert (taken(read), left(read)) == (["a.md", "c.md"], {"b.md": "cribdeck: false"})


def test_drawings_and_canvases_are_left_out(tmp_path: Path) -> None:
    drawing = "---\nexcalidraw-plugin: parsed\n---\n# Drawing\n"
    read = vault(tmp_path, {"a.md": "a", "x.excalidraw.md": "x", "y.md": drawing, "z.canvas": "{}"})
    assert taken(read) == ["a.md"]
    assert left(read) == {"x.excalidraw.md": "Excalidraw drawing", "y.md": "Excalidraw drawing", "z.canvas": "canvas"}


DRAWN_ON = """\
---
excalidraw-plugin: parsed
---
==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠==

# Tides

- **Spring tide**: the high tide at new and full moon

%%
# Excalidraw Data

## Text Elements
the moon pulls here ^a1

## Drawing
```compressed-json
N4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA7hADTgQ
```
%%
"""


def test_a_note_with_a_drawing_is_read_without_it(tmp_path: Path) -> None:
    read = vault(tmp_path, {"Tides.md": DRAWN_ON})
    [outline] = read.outlines
    assert (left(read), read.problems) == ({}, ())
    assert [item.text.plain for item in outline.root.walk() if item.kind in ("heading", "item", "paragraph")] == [
        "Tides",
        "Spring tide: the high tide at new and full moon",
    ]
    held = account(outline)
    assert {number for number, line in enumerate(outline.lines, 1) if line.strip()} == set(held)
    assert {number for number, what in held.items() if what == "drawing"} == {4, *range(10, 21)} - {12, 15}


def test_obsidians_daily_notes_and_templates_are_left_out(tmp_path: Path) -> None:
    settings = {".obsidian/daily-notes.json": '{"folder": "Journal"}', ".obsidian/templates.json": '{"folder": "T/"}'}
    read = vault(tmp_path, {**settings, "a.md": "a", "Journal/2024-05-01.md": "x", "T/t.md": "x", "Tea.md": "t"})
    assert taken(read) == ["Tea.md", "a.md"]
    assert left(read) == {"Journal/2024-05-01.md": "daily notes", "T/t.md": "templates"}
    assert read.obsidian.name == "notes"


def test_settings_of_a_vault_around_the_notes_are_seen_from_inside(tmp_path: Path) -> None:
    files = {".obsidian/daily-notes.json": '{"folder": "bio/Journal"}', "bio/a.md": "a", "bio/Journal/x.md": "x"}
    root = write(tmp_path, files, name="My vault")
    read = read_vault(root / "bio", Config())
    assert (taken(read), read.obsidian.name, read.obsidian.folder) == (["a.md"], "My vault", "bio")


def test_broken_obsidian_settings_count_for_nothing(tmp_path: Path) -> None:
    broken = {
        ".obsidian/app.json": "[",
        ".obsidian/templates.json": '{"folder": 5}',
        ".obsidian/daily-notes.json": "[]",
    }
    assert taken(vault(tmp_path, {**broken, "a.md": "a"})) == ["a.md"]


def test_language_is_the_notes_own_else_the_settings_else_guessed(tmp_path: Path) -> None:
    danish = "Hjertet er en muskel, og det pumper blodet rundt i kroppen med de store årer til alle organer. " * 2
    files = {
        "a.md": "---\nlang: fr\n---\nx",
        "b.md": danish,
        "c.md": "The heart is a muscle that pumps the blood. " * 4,
    }
    assert [outline.lang for outline in vault(tmp_path, files).outlines] == ["fr", "da", "en"]
    assert [outline.lang for outline in vault(tmp_path, files, config=Config(lang="nl")).outlines] == ["fr", "nl", "nl"]


# --- what cannot be read ------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "name", "says"),
    [
        ({}, "none", "no such folder"),
        ({"a.txt": "x"}, "notes", "holds no Markdown"),
        ({}, "notes", "holds no Markdown"),
    ],
)
def test_nothing_to_read_is_said_in_one_line(
    tmp_path: Path, files: dict[str, str | bytes], name: str, says: str
) -> None:
    write(tmp_path, files)
    with pytest.raises(CribdeckError, match=says) as error:
        read_vault(tmp_path / name, Config())
    assert str(tmp_path / name) in str(error.value)
    assert "\n" not in str(error.value)


def test_notes_that_all_stay_out_are_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(CribdeckError, match=r"a\.md: cribdeck: false"):
        vault(tmp_path, {"a.md": "---\ncribdeck: false\n---\n"})


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CribdeckError, match="is no Markdown file"):
        read_vault(write(tmp_path, {"a.txt": "x"}) / "a.txt", Config())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    read = vault(tmp_path, {"a.md": "# Årsag 😀\n- én".encode(encoding)})
    assert [item.text.plain for item in read.outlines[0].root.walk()] == ["Årsag 😀", "Årsag 😀", "én"]
    assert read.problems == ()


def test_a_file_in_another_encoding_is_a_problem_with_its_line(tmp_path: Path) -> None:
    read = vault(tmp_path, {"a.md": "a", "b.md": "one\r\ntwo\r\ncafé".encode("latin-1"), "c.md": bytes(range(256))})
    assert taken(read) == ["a.md"]
    assert [(str(problem.source), problem.code) for problem in read.problems] == [
        ("b.md:3", "unreadable"),
        ("c.md:3", "unreadable"),
    ]
    assert set(left(read)) == {"b.md", "c.md"}


def test_control_characters_become_spaces_and_are_reported_once(tmp_path: Path) -> None:
    read = vault(tmp_path, {"a.md": "- one\0two\x1fthree\n- vertical\x0btab\n- four\x1b\n"})
    assert [item.text.plain for item in read.outlines[0].root.children] == ["one two three", "vertical tab", "four"]
    assert [(problem.code, problem.source.first) for problem in read.problems] == [("control-character", 1)]


def test_locked_files_and_folders_are_named(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "a", "b.md": "b", "sub/c.md": "c"})
    (root / "b.md").chmod(0)
    (root / "sub").chmod(0)
    if os.access(root / "b.md", os.R_OK):
        pytest.skip("this user may read everything")
    try:
        read = read_vault(root, Config())
    finally:
        (root / "sub").chmod(stat.S_IRWXU)
    assert [(problem.source.file, problem.code) for problem in read.problems] == [
        ("b.md", "unreadable"),
        ("sub", "unreadable"),
    ]


def test_pipes_and_folders_named_like_notes_are_not_opened(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "a", "dir.md/b.md": "b"})
    os.mkfifo(root / "pipe.md")
    os.mkfifo(root / "pipe.png")
    read = read_vault(root, Config())
    assert (taken(read), left(read)) == (["a.md", "dir.md/b.md"], {"pipe.md": "not a file", "pipe.png": "not a file"})
    assert read.find_media("pipe.png", "a.md") is None


def test_links_are_followed_only_inside(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "a", "sub/b.md": "b", ".hidden/h.md": "h"})
    outside = write(tmp_path, {"secret.md": "s", "secret.png": b"s"}, name="outside")
    for name, target in {
        "in.md": root / "sub/b.md",
        "out.md": outside / "secret.md",
        "out.png": outside / "secret.png",
        "folder": outside,
        "self": root,
        "hidden.md": root / ".hidden/h.md",
        "nowhere.md": root / "gone.md",
    }.items():
        (root / name).symlink_to(target)
    read = read_vault(root, Config())
    assert taken(read) == ["a.md", "in.md", "sub/b.md"]
    assert set(left(read)) == {"out.md", "out.png", "folder", "self", "hidden.md", "nowhere.md"}
    assert read.find_media("out.png", "a.md") is None
    assert read.find_media("folder/secret.png", "a.md") is None


def test_names_that_are_no_text_can_be_written_down(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "a"})
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert taken(read_vault(root, Config())) == ["a.md", "caf\ufffd.md"]


# --- media --------------------------------------------------------------------

MEDIA: dict[str, str | bytes] = {
    "a.md": "a",
    "bio/b.md": "b",
    "img/heart.png": b"1",
    "img/My Lung.PNG": b"2",
    "bio/img/heart.png": b"3",
    "bio/deep/kidney.png": b"4",
    "law/deep/kidney.png": b"5",
    "x/100%25.png": b"6",
    "x/nfc \u00e9.png": b"7",
    "top.png": b"8",
    "x/y/top.png": b"9",
}


@pytest.mark.parametrize(
    ("target", "note", "found"),
    [
        ("img/heart.png", "a.md", "img/heart.png"),
        ("img/heart.png", "bio/b.md", "bio/img/heart.png"),
        ("../img/heart.png", "bio/b.md", "img/heart.png"),
        ("/img/heart.png", "bio/b.md", "img/heart.png"),
        ("./img/heart.png", "a.md", "img/heart.png"),
        ("My Lung.PNG", "a.md", "img/My Lung.PNG"),
        ("img/My%20Lung.PNG", "a.md", "img/My Lung.PNG"),
        ("my lung.png", "bio/b.md", "img/My Lung.PNG"),
        ("heart.png", "a.md", "img/heart.png"),
        ("kidney.png", "a.md", None),
        ("bio/deep/kidney.png", "a.md", "bio/deep/kidney.png"),
        ("deep/kidney.png", "bio/b.md", "bio/deep/kidney.png"),
        ("law/deep/kidney.png", "bio/b.md", "law/deep/kidney.png"),
        ("top.png", "bio/b.md", "top.png"),
        ("top.png", "x/y/c.md", "x/y/top.png"),
        ("100%25.png", "a.md", "x/100%25.png"),
        ("nfc e\u0301.png", "a.md", "x/nfc \u00e9.png"),
        ("heart.png#outline", "bio/img/c.md", "bio/img/heart.png"),
        ("gone.png", "a.md", None),
        ("art.png", "a.md", None),
        ("../../etc/passwd", "bio/b.md", None),
        ("..%2f..%2fetc/passwd", "bio/b.md", None),
        ("/etc/passwd", "a.md", None),
        ("file:///etc/passwd", "a.md", None),
        ("https://example.org/heart.png", "a.md", None),
        ("//example.org/heart.png", "a.md", None),
        ("data:image/png;base64,AAAA", "a.md", None),
        ("C:\\img\\heart.png", "a.md", None),
        ("", "a.md", None),
        ("..", "bio/b.md", None),
        ("a\0b.png", "a.md", None),
        ("b.md", "a.md", None),
    ],
)
def test_media_are_found_as_in_obsidian_and_never_outside(
    tmp_path: Path, target: str, note: str, found: str | None
) -> None:
    write(tmp_path, {"secret.png": b"s"}, name="outside")
    read = vault(tmp_path, MEDIA)
    assert read.find_media(target, note) == (read.root / found if found else None)


def test_the_attachment_folder_comes_before_other_places(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "a", "pics/deep/p.png": b"1", "p/p.png": b"2", "q/assets/p.png": b"3"}
    app = ".obsidian/app.json"
    assert vault(tmp_path, files).find_media("p.png", "a.md") == tmp_path / "notes/p/p.png"
    read = vault(tmp_path, {**files, app: '{"attachmentFolderPath": "pics/deep"}'})
    assert read.find_media("p.png", "a.md") == tmp_path / "notes/pics/deep/p.png"
    read = vault(tmp_path, {**files, app: '{"attachmentFolderPath": "./assets"}'})
    assert read.find_media("p.png", "q/b.md") == tmp_path / "notes/q/assets/p.png"


# --- zips and Notion ----------------------------------------------------------

PAGE = "Heart 0123456789abcdef0123456789abcdef"


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_notion_export_is_read_from_its_zip(tmp_path: Path) -> None:
    page = "# Heart\n\nCreated: May 1, 2024 3:00 PM\nTags: organs, exam\n\nIt beats.\n\n![p](Heart%200123/p%20q.png)\n"
    path = zipped(tmp_path / "Export.zip", {f"Course/{PAGE}.md": page, "Course/Heart 0123/p q.png": "png"})
    read = read_vault(path, Config(), scratch=tmp_path / "scratch")
    (outline,) = read.outlines
    assert (outline.file, read.title, outline.tags) == (f"{PAGE}.md", "Heart", ("organs", "exam"))
    assert outline.structure == {3: "property", 4: "property"}
    (image,) = (mark for item in outline.root.walk() for mark in item.text.marks if mark.kind == "image")
    assert read.find_media(image.value, outline.file) == read.root / "Heart 0123/p q.png"


def test_a_notion_page_without_a_heading_is_called_without_its_id(tmp_path: Path) -> None:
    assert vault(tmp_path, {f"{PAGE}.md": "Text: more\n"}).title == "Heart"


def test_a_zip_in_a_zip_is_unpacked_too(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "part.zip", {"a.md": "a"})
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as archive:
        archive.write(inner, "Part-1.zip")
    assert taken(read_vault(tmp_path / "whole.zip", Config())) == ["a.md"]


def test_a_zip_writes_nothing_outside(tmp_path: Path) -> None:
    names = ("../up.md", "/abs.md", "sub/../../up2.md", "..\\up3.md", "C:/drive.md")
    path = zipped(tmp_path / "evil.zip", {"good.md": "x", **dict.fromkeys(names, "evil")})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    scratch = tmp_path / "scratch"
    assert taken(read_vault(path, Config(), scratch=scratch)) == ["good.md"]
    assert sorted(found.name for found in tmp_path.rglob("*") if found.is_file()) == ["evil.zip", "good.md"]


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    path.write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(CribdeckError, match=r"notes\.zip: cannot be unpacked"):
        read_vault(path, Config(), scratch=tmp_path / "scratch")


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cribdeck.read.archive.MOST_FILES", 3)
    path = zipped(tmp_path / "many.zip", {f"{nth}.md": "x" for nth in range(4)})
    assert MOST_FILES > 3
    with pytest.raises(CribdeckError, match="unpacks to more than"):
        read_vault(path, Config(), scratch=tmp_path / "scratch")


def test_a_bomb_stops_when_its_bytes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cribdeck.read.archive.MOST_BYTES", 5_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", "\n" * 20_000_000)
    with pytest.raises(CribdeckError, match="unpacks to more than"):
        read_vault(tmp_path / "bomb.zip", Config(), scratch=tmp_path / "scratch")
    assert sum(file.stat().st_size for file in (tmp_path / "scratch").rglob("*") if file.is_file()) < 6_000_000
