"""A block of raw HTML to its text, by an allow-list."""

import re

import nh3

from cribdeck.read.inline import HTML_MARKS, put_tag
from cribdeck.read.writer import Writer, Written

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CAPTIONS = ("summary", "figcaption", "caption")
_LINES = frozenset(("p", "div", "li", "tr", "dt", "dd", "blockquote", "pre", "center", *_HEADINGS, *_CAPTIONS))
"""Elements that stand on lines of their own."""
_CELLS = frozenset({"td", "th"})
_TAGS = {*HTML_MARKS, *_LINES, *_CELLS, "br", "img", "a"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width"}}

_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
_HIDING = (
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<(?=[!?])(?!!--)"), re.compile(r"\Z(?!)")),  # <?php, <![CDATA[: never closed for HTML's purposes
    *((re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\b", re.IGNORECASE)) for name in _RAW),
)

# What nh3 writes is well-formed: attribute values stand in double quotes.
_PIECE = re.compile(r'<(/?)(\w+)(?:\s+[\w-]+="[^"]*")*\s*/?>|[^<]+')
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\u00a0"}


def read_html(source: str) -> Written:
    """The text of a block of HTML: line breaks, simple marks and images are kept, scripts and styles are not."""
    clean = nh3.clean(
        _closed(source), tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"}, link_rel=None
    )
    writer = Writer()
    for piece in _PIECE.finditer(clean):
        name = piece[2] or ""
        if not name:
            _write(piece[0], writer)
        elif name in _LINES:
            writer.break_line(hard=not writer.fresh)
        elif name not in _CELLS:
            put_tag(piece[0], writer)
        elif not piece[1] and not writer.fresh:
            writer.write(" | ")
    return writer.done(source.count("\n") + 1)


def _closed(source: str) -> str:
    """The source with openings that are never closed, and would hide all that follows, made plain text."""
    for opening, closing in _HIDING:
        after = max((match.end() for match in closing.finditer(source)), default=0)
        source = source[:after] + opening.sub(lambda match: "&lt;" + match[0][1:], source[after:])
    return source


def _write(source: str, writer: Writer) -> None:
    text = _ENTITY.sub(lambda match: _CHARACTERS[match[1]], source)
    for nth, line in enumerate(text.split("\n")):
        if nth:
            writer.break_line()
            writer.next_line(writer.line + 1)
        if line.strip(" \t"):
            writer.write(re.sub(r"[ \t]+", " ", line))
