"""Inline tokens to text with marks."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it.token import Token

from cribdeck.model import MarkKind
from cribdeck.read import directives
from cribdeck.read.markdown import shown
from cribdeck.read.writer import Writer, Written

IMAGES = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".tif", ".tiff", ".heic", ".ico")
)
SOUNDS = frozenset((".mp3", ".wav", ".m4a", ".ogg", ".oga", ".opus", ".flac", ".aac", ".3gp", ".webm"))
"""Obsidian's recorder wrote .webm for years."""

HTML_MARKS: dict[str, MarkKind] = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "mark": "highlight",
    "code": "code",
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
}
_PAIRS: dict[str, MarkKind] = {"strong": "strong", "em": "emphasis", "s": "strike", "mark": "highlight"}
_MUTE = ("script", "style")
_SAFE = ("http", "https", "mailto", "")
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_ICON = re.compile(r"https://(?:www\.)?notion\.so/icons/")
"""What Notion puts before the text of a callout."""
_PLAYER = re.compile(
    r"https?://(?:(?:www|m|player)\.)?(?:youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com)/", re.I
)
"""Pages that Obsidian shows in the place of an image."""
_SPACES = re.compile(r"[ \t]{2,}")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def read_inline(token: Token) -> Written:
    """The text of an inline token."""
    writer = Writer()
    feeds = [match.start() for match in re.finditer("\n", token.content)]
    _write(token.children or [], writer, feeds)
    if "block" in token.meta:
        writer.drop("block id")
    return writer.done(len(feeds) + 1)


def _write(tokens: Sequence[Token], writer: Writer, feeds: Sequence[int]) -> None:
    closings = {
        _tag_name(token.content): nth
        for nth, token in enumerate(tokens)
        if token.type == "html_inline" and token.content.startswith("</")
    }
    muted_to = -1
    for nth, token in enumerate(tokens):
        at: int = token.meta.get("at", -1)
        if token.type in ("softbreak", "hardbreak"):
            writer.break_line(hard=token.type == "hardbreak")
            writer.next_line(bisect_right(feeds, at))
            if nth < muted_to:
                writer.drop("HTML")
            continue
        if nth < muted_to:
            continue
        if at >= 0 and token.type in _SPANS:
            writer.line = bisect_right(feeds, at - 1)
            _span(token, writer, feeds)
            continue
        if token.type == "html_inline" and _tag_name(token.content) in _MUTE:
            muted_to = max(nth, closings.get(_tag_name(token.content), nth))
        _WRITERS.get(token.type, _pair)(token, writer)


def _pair(token: Token, writer: Writer) -> None:
    """``strong_open``, ``strong_close`` and their like; any other token is its content."""
    name, _, side = token.type.rpartition("_")
    if name not in _PAIRS:
        writer.write(_SPACES.sub(" ", token.content))
    elif side == "open":
        writer.open(_PAIRS[name])
    else:
        writer.close(_PAIRS[name])


_SPANS: dict[str, MarkKind] = {"code_inline": "code", "math_inline": "math"}


def _span(token: Token, writer: Writer, feeds: Sequence[int]) -> None:
    kind = _SPANS[token.type]
    text, at = token.content, token.meta["at"]
    if kind == "math":
        at += len(text) - len(text.lstrip())
        text = text.strip()
    characters = list(text)
    for feed in feeds[bisect_right(feeds, at - 1) : bisect_right(feeds, at + len(text) - 1)]:
        characters[feed - at] = "\n"
    writer.open(kind, "display" if token.markup == "$$" else "")
    writer.write_lines("".join(characters))
    writer.close(kind)


def _link(token: Token, writer: Writer) -> None:
    writer.open("link", str(token.attrs["href"]))


def _image(token: Token, writer: Writer) -> None:
    target = str(token.attrs["src"])
    put_media(target if scheme_of(target) else unquote(target), token.content, writer)


def _embed(token: Token, writer: Writer) -> None:
    target = token.meta["target"]
    if suffix_of(target) in ("", ".md"):
        writer.embeds.append((writer.line, target))
        writer.drop("embed")
    else:
        put_media(target, token.content, writer)


def put_media(target: str, note: str, writer: Writer) -> None:
    """Mark an image or a sound; what Anki cannot show (a PDF, a film, a page) becomes a link to it."""
    suffix = suffix_of(target)
    if _ICON.match(target):
        writer.drop("icon")
    elif _PLAYER.match(target):
        writer.open("link", target)
        writer.write(note or target)
        writer.close("link")
    elif suffix in SOUNDS:
        writer.point("sound", target, note)
    elif suffix in IMAGES or not suffix or scheme_of(target):
        writer.point("image", target, note)
    else:
        writer.open("link", target)
        writer.write(note or shown(target))
        writer.close("link")


def suffix_of(target: str) -> str:
    """The ending of a path or URL, in lower case: ``a/Plan.PDF#page=3`` has ``.pdf``."""
    suffix = PurePosixPath(re.split(r"[?#]", target, maxsplit=1)[0].strip()).suffix.lower()
    return suffix if re.fullmatch(r"\.\w{2,5}", suffix) else ""


def scheme_of(target: str) -> str:
    """The scheme of a URL (``//host/x`` counts as one), or nothing for a path."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):|//", target)
    return (match[1] or "//").lower() if match else ""


def _wikilink(token: Token, writer: Writer) -> None:
    writer.open("link", token.meta["target"])
    writer.write(token.content or shown(token.meta["target"]))
    writer.close("link")


def _tag(token: Token, writer: Writer) -> None:
    name = token.meta["tag"]
    if name in directives.TAGS:
        writer.flags.add(name)
    else:
        writer.tags.append(name)
    if token.content and name not in directives.TAGS:
        writer.write(token.content)
    else:
        writer.drop("tag")


def _comment(token: Token, writer: Writer) -> None:
    writer.flags.update(directives.flags_of(token.content))
    writer.drop("comment", lines=token.content.count("\n") + 1)


def _html(token: Token, writer: Writer) -> None:
    if token.content.startswith("<!--"):
        writer.flags.update(directives.flags_in_html(token.content))
        writer.drop("comment", lines=token.content.count("\n") + 1)
    else:
        put_tag(token.content, writer)
        writer.line += token.content.count("\n")


def put_tag(tag: str, writer: Writer) -> None:
    """What an HTML tag does to the text around it: a break, a mark, an image, or nothing."""
    match = _TAG.match(tag)
    name, closing = (match[2].lower(), bool(match[1])) if match else ("", False)
    if name == "br":
        writer.break_line(hard=True)
    elif name == "img":
        found = attributes(tag)
        if found.get("src"):
            put_media(unquote(found["src"]), found.get("width") or found.get("alt", ""), writer)
    elif name == "a" and not closing:
        href = attributes(tag).get("href", "")
        if href and scheme_of(href) in _SAFE:
            writer.open("link", href)
    elif name == "a":
        writer.close("link")
    elif name in HTML_MARKS:
        (writer.close if closing else writer.open)(HTML_MARKS[name])
    else:
        writer.drop("HTML")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, their names in lower case."""
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}


def _tag_name(tag: str) -> str:
    match = _TAG.match(tag)
    return match[2].lower() if match else ""


_WRITERS: dict[str, Callable[[Token, Writer], None]] = {
    "link_open": _link,
    "link_close": lambda token, writer: writer.close("link"),
    "image": _image,
    "embed": _embed,
    "wikilink": _wikilink,
    "tag": _tag,
    "comment": _comment,
    "footnote_ref": lambda token, writer: writer.point("footnote", token.meta["label"]),
    "html_inline": _html,
}
