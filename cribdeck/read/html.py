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

# What nh3 writes is well-formed: attribute values stand in double quotes.
_PIECE = re.compile(r'<(/?)(\w+)(?:\s+[\w-]+="[^"]*")*\s*/?>|[^<]+')
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\u00a0"}


def read_html(source: str) -> Written:
    """The text of a block of HTML: line breaks, simple marks and images are kept, scripts and styles are not."""
    clean = nh3.clean(source, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"}, link_rel=None)
    writer = Writer()
    for piece in _PIECE.finditer(clean):
        name = piece[2] or ""
        if not name:
            _write(piece[0], writer)
        elif name in _LINES:
            writer.break_line(hard=True)
        elif name not in _CELLS:
            put_tag(piece[0], writer)
        elif not piece[1]:
            writer.write(" | ")
    return writer.done(source.count("\n") + 1)


def _write(source: str, writer: Writer) -> None:
    text = _ENTITY.sub(lambda match: _CHARACTERS[match[1]], source)
    for nth, line in enumerate(text.split("\n")):
        if nth:
            writer.break_line()
            writer.next_line(writer.line + 1)
        if line.strip(" \t"):
            writer.write(re.sub(r"[ \t]+", " ", line))
