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
_TABLES = ("table", "thead", "tbody", "tfoot")
_TAGS = {*HTML_MARKS, *_LINES, *_CELLS, *_TABLES, "br", "img", "a"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width"}}

_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
_HIDING = (
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<(?=[!?])(?!!--)"), re.compile(r"\Z(?!)")),  # <?php, <![CDATA[: never closed for HTML's purposes
    *((re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\b", re.IGNORECASE)) for name in _RAW),
)

_ROWS = re.compile(r"<t[rdh]\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)

# What nh3 writes is well-formed: attribute values stand in double quotes.
PIECE = re.compile(r'<(/?)(\w+)(?:\s+[\w-]+="[^"]*")*\s*/?>|[^<]+')
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\u00a0"}


def read_html(source: str) -> Written:
    """The text of a block of HTML: line breaks, simple marks and images are kept, scripts and styles are not."""
    writer = Writer()
    for piece in PIECE.finditer(clean(source)):
        name = piece[2] or ""
        if not name:
            put_text(piece[0], writer)
        elif name in _LINES:
            writer.break_line(hard=not writer.fresh)
        elif name not in _CELLS:
            put_tag(piece[0], writer)
        elif not piece[1] and not writer.fresh:
            writer.write(" | ")
    return writer.done(source.count("\n") + 1)


def clean(source: str) -> str:
    """The HTML well-formed, with nothing in it but what the allow-list names."""
    closed = _closed(source)
    if _ROWS.search(source) and not _TABLE.search(source):
        closed = f"<table>{closed}</table>"  # a blank line cut them off, and by themselves they would be no rows
    return nh3.clean(closed, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"}, link_rel=None)


def _closed(source: str) -> str:
    """The source with openings that are never closed, and would hide all that follows, made plain text."""
    for opening, closing in _HIDING:
        after = max((match.end() for match in closing.finditer(source)), default=0)
        source = source[:after] + opening.sub(lambda match: "&lt;" + match[0][1:], source[after:])
    return source


def put_text(source: str, writer: Writer) -> None:
    """Write what stands between tags, white space folded."""
    text = _ENTITY.sub(lambda match: _CHARACTERS[match[1]], source)
    for nth, line in enumerate(text.split("\n")):
        if nth:
            writer.break_line()
            writer.next_line(writer.line + 1)
        if line.strip(" \t"):
            folded = re.sub(r"[ \t]+", " ", line)
            writer.write(folded.lstrip() if nth else folded)
