"""Media of a deck: named by their bytes, small enough, harmless; what is missing is said once."""

import io
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from cribdeck.model import Item, Mark, Source, Text
from cribdeck.outputs.media import MediaSet, embed_from, load_media, missing_media
from cribdeck.outputs.svg import why_active


def picture(path: Path, size: tuple[int, int] = (8, 4), mode: str = "RGB", **options: object) -> Path:
    Image.linear_gradient("L").resize(size).convert(mode).save(path, **options)  # type: ignore[arg-type]
    return path


def finder(folder: Path) -> Callable[[str, str], Path | None]:
    return lambda target, file: path if (path := folder / target).is_file() else None


def load(folder: Path, *targets: str) -> MediaSet:
    return load_media([(("bio.md", target), Source("bio.md", 3)) for target in targets], finder(folder))


def test_name_is_the_hash_of_the_source(tmp_path: Path) -> None:
    source = picture(tmp_path / "big one.JPEG", (4000, 2000)).read_bytes()
    media = load(tmp_path, "big one.JPEG").found["bio.md", "big one.JPEG"]
    assert media.name == f"cribdeck-{sha256(source).hexdigest()[:16]}.jpg"
    assert media.content != source


def test_kind_is_that_of_the_bytes_not_of_the_name(tmp_path: Path) -> None:
    picture(tmp_path / "x.png", format="GIF")
    assert load(tmp_path, "x.png").found["bio.md", "x.png"].name.endswith(".gif")


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "RGBA", "I;16"])
def test_large_image_is_made_smaller_the_same_way_twice(tmp_path: Path, mode: str) -> None:
    picture(tmp_path / "x.png", (4000, 1000), mode)
    first, second = (load(tmp_path, "x.png").found["bio.md", "x.png"].content for _ in "ab")
    assert first == second
    with Image.open(io.BytesIO(first)) as small:
        assert small.size == (1600, 400)


def test_small_and_moving_images_stay_as_they_are(tmp_path: Path) -> None:
    small = picture(tmp_path / "small.png")
    frames = [Image.new("RGB", (2000, 10), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    media = load(tmp_path, "small.png", "moving.gif")
    assert media.found["bio.md", "small.png"].content == small.read_bytes()
    assert media.found["bio.md", "moving.gif"].content == (tmp_path / "moving.gif").read_bytes()


def test_image_that_would_grow_stays_as_it_is(tmp_path: Path) -> None:
    drawing = picture(tmp_path / "x.png", (4000, 1000), "1")
    assert load(tmp_path, "x.png").found["bio.md", "x.png"].content == drawing.read_bytes()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


UNUSABLE: list[tuple[str, bytes, str]] = [
    ("bomb.png", bomb(60_000, 60_000), "media-too-large"),
    ("large.png", bomb(10_000, 6_000), "media-too-large"),
    ("larger.png", bomb(10_000, 10_000), "media-too-large"),
    ("cut.png", bomb(100, 100)[:50], "unreadable-media"),
    ("text.jpg", b"not an image", "unreadable-media"),
    ("empty.gif", b"", "unreadable-media"),
    ("text.mp3", b"not a sound", "unreadable-media"),
    ("text.mp4", b"not a film at all", "unreadable-media"),
    ("paper.pdf", b"%PDF-1.7", "unsupported-media"),
    ("script.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "active-image"),
    ("broken.svg", b"<svg><g></svg>", "active-image"),
]


@pytest.mark.parametrize(("name", "content", "code"), UNUSABLE, ids=[case[0] for case in UNUSABLE])
def test_what_no_deck_can_hold_is_a_problem(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    media = load(tmp_path, name, name)
    assert not media.found
    assert [problem.code for problem in media.problems] == [code]
    assert str(media.problems[0]).startswith(f"bio.md:3: {name}: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp3", b"ID3\x04"),
        ("b.mp3", b"\xff\xfb\x90"),
        ("a.ogg", b"OggS\0"),
        ("a.oga", b"OggS\0"),
        ("a.opus", b"OggS\0"),
        ("a.flac", b"fLaC\0"),
        ("a.aac", b"\xff\xf1\x50"),
        ("b.aac", b"ADIF\0"),
        ("a.3gp", b"\0\0\0\x20ftyp3gp5"),
        ("a.wav", b"RIFF\0\0\0\0WAVE"),
        ("a.m4a", b"\0\0\0\x20ftypM4A "),
        ("a.mp4", b"\0\0\0\x20ftypisom"),
        ("a.webm", b"\x1a\x45\xdf\xa3"),
    ],
)
def test_sounds_and_films_are_played(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    media = load(tmp_path, name)
    playing = embed_from(media, "bio.md")(Mark(0, 0, "sound", name))
    assert playing == f"[sound:cribdeck-{sha256(content).hexdigest()[:16]}{Path(name).suffix}]"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<circle r="4" fill="url(#g)"/><use xlink:href="#a"/>', ""),
        ('<image href="data:image/png;base64,AAAA"/><style>a{src:url(data:font/woff;base64,AA)}</style>', ""),
        ('<a xlink:href="page.html"><text>on and on</text></a>', ""),
        ("<SCRIPT/>", "it holds <script>"),
        ("<foreignObject/>", "it holds <foreignobject>"),
        ('<g onload="x()"/>', "it runs a script (onload)"),
        ('<image href="https://x.org/i.png"/>', "it leads elsewhere (href)"),
        ('<a xlink:href=" JavaScript:x()"/>', "it leads elsewhere (href)"),
        ('<set attributeName="href" to="javascript:x()"/>', "it leads elsewhere (to)"),
        ('<image href="data:text/html,x"/>', "it leads elsewhere (href)"),
        ('<g style="fill:url(https://x.org/a)"/>', "its style loads a file"),
        ("<style>@im<![CDATA[port 'x']]></style>", "its style loads a file"),
        ("<?xml-stylesheet href='x'?>", "it holds an instruction (xml-stylesheet)"),
        ("<g>", "it is no SVG that can be read"),
    ],
)
def test_svg_only_draws(inside: str, reason: str) -> None:
    assert why_active(SVG.format(inside).encode()) == reason


def test_svg_with_entities_is_refused_before_they_unfold() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    assert why_active(f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]><svg>&a11;</svg>'.encode()) == "it declares entities"
    assert why_active(b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>') == ""


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("300", ' width="300"'),
        ("300x200", ' width="300"'),
        ("a cell|120", ' width="120"'),
        ("", ""),
        ("day 2", ' alt="day 2"'),
        ('a "cell" [sound:x]', ' alt="a &quot;cell&quot; &#91;sound:x]"'),
    ],
)
def test_image_has_the_size_or_the_words_that_the_notes_give(tmp_path: Path, note: str, told: str) -> None:
    picture(tmp_path / "cell.png")
    media = load(tmp_path, "cell.png")
    name = media.names["bio.md", "cell.png"]
    assert embed_from(media, "bio.md")(Mark(0, 0, "image", "cell.png", note)) == f'<img src="{name}"{told}>'


def test_missing_image_leaves_its_name() -> None:
    embed = embed_from(MediaSet(), "bio.md")
    assert embed(Mark(0, 0, "image", "img/a<b>.png")) == ' <span class="missing">image missing: a&lt;b&gt;.png</span> '
    assert embed(Mark(0, 0, "image", "https://x.org/a.png", "a cell")) == ' <a href="https://x.org/a.png">a cell</a> '
    assert embed(Mark(0, 0, "image", "data:image/png;base64,AA", "a cell")) == " a cell "


def test_missing_image_is_said_once_with_all_places(tmp_path: Path) -> None:
    picture(tmp_path / "there.png")
    names = [(0, "gone.png"), (1, "gone.png"), (2, "there.png"), (4, "gone.png")]
    item = Item(
        "paragraph",
        Text("abcd efg", tuple(Mark(at, at, "image", name) for at, name in names)),
        Source("bio.md", 4, 5),
        breaks=(3,),
    )
    other = Text("x", (Mark(0, 0, "image", "https://x.org/a.png"), Mark(1, 1, "sound", "a.mp3")))
    inline = Text("x", (Mark(0, 0, "image", "data:image/png;base64," + "A" * 10_000),))
    items = [item, item, Item("item", other, Source("bio.md", 9, 9)), Item("item", inline, Source("bio.md", 10, 10))]
    problems = missing_media(items, finder(tmp_path))
    assert [str(problem) for problem in problems] == [
        "bio.md:4: The image gone.png is not in the notes' folder. Put it there or take the link away. "
        "It is wanted in bio.md:5 too. [missing-image]",
        "bio.md:9: https://x.org/a.png is not fetched. Save the image in the notes' folder and link to it there. "
        "[remote-image]",
        "bio.md:9: The sound a.mp3 is not in the notes' folder. Put it there or take the link away. [missing-sound]",
        "bio.md:10: An image written into the note itself is not shown. Save it as a file in the notes' folder. "
        "[inline-image]",
    ]
