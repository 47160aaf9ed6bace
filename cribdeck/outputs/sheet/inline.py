"""A text as HTML for paper: marks as tags, formulas as SVG, images as figures or small tags."""

import re
from collections.abc import Callable, Sequence
from html import escape

from markupsafe import Markup

from cribdeck.model import Mark, MarkKind, Text
from cribdeck.outputs.sheet.figures import Picture, share_of_line, told, where
from cribdeck.outputs.sheet.index import TOPIC
from cribdeck.outputs.sheet.long_words import breakable
from cribdeck.outputs.sheet.signs import signs
from cribdeck.outputs.sheet.tex import tex_svg

Figure = Callable[[str, str], Picture | None]
"""From an image's target and note to what is printed, or None when it cannot be."""

_TAGS: dict[MarkKind, str] = {
    "strong": "b",
    "emphasis": "i",
    "highlight": "mark",
    "strike": "s",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
    "underline": "u",
    "kbd": "kbd",
}
_WHOLE = 20
"""So many characters of code are not broken: half of ``--dry-run`` is no option…"""
_BREAKS = re.compile(r"(?<=[^\w\s])\w")
"""…nor would a line end elsewhere than behind such a sign."""
_BOXED: tuple[MarkKind, ...] = ("code", "highlight", "kbd", "math")
"""Marks with a ground of their own, under which no space may slip."""

_ARROWS = (
    ("<-/->", "↮"),
    ("<--->", "↔"),
    ("<-->", "↔"),
    ("<->", "↔"),
    ("<=>", "⇔"),
    ("-->", "→"),
    ("->", "→"),
    ("==>", "⇒"),
    ("=>", "⇒"),
    ("<--", "←"),
    ("<-", "←"),
    ("<=", "≤"),
    (">=", "≥"),
    ("!=", "≠"),
    (" -- ", " – "),
    (" - ", " – "),
)

MOST_FORMULAS = 300
"""In one text; where more dollars pair up than that, they are no formulas."""

_UNIT = re.compile(r"(?<=\d) (?=[%‰°]|[A-Zµ][A-Za-z]{0,2}\b|[kmcn]?[bghlmsVAW]\b)")
"""The space between a number and its unit."""

_EMPTY_LINES = re.compile(r"<br/>(?:\s*<br/>)+")
_NAME = re.compile(r" ?(?<![\w&;])(?=\w{7})(?:[A-Za-z]?[a-z]+\d*[A-Z]\w*|[A-Z]{2}\w*|\w*[A-Za-z]\w*[_\d]\w*)(?![\w;])")
"""A word long enough to be hyphenated that is no word of a language; the space before it goes into its tag, too."""


def inline_html(text: Text, *, figure: Figure = lambda target, note: None) -> Markup:
    """The text as HTML; images come after it, missing ones as one small tag."""
    parts: list[str] = []
    space = ""
    images: list[Mark] = []
    set_math = len(text.spans("math")) <= MOST_FORMULAS
    for piece, marks in breakable(text).pieces():
        point = marks[0] if marks and not piece else None
        if point is not None:
            if point.kind == "image":
                images.append(point)
            elif point.kind == "footnote":
                parts.append(f"<sup>{escape(point.value)}</sup>")
            continue
        shown, space = _piece(piece, marks, space, set_math=set_math)
        parts.append(shown)
    return Markup(_EMPTY_LINES.sub("<br/>", "".join(parts)) + _figures(images, figure, alone=not text.plain.strip()))


def _piece(piece: str, marks: Sequence[Mark], space: str, *, set_math: bool = True) -> tuple[str, str]:
    """A stretch of text in its tags, and the space that the next one has to begin with.

    A run that ends in a space which just does not fit is broken far too early by WeasyPrint 70, so a space is moved
    inside the tag that follows it, or stands alone before one that shows its ground.
    """
    kinds = [mark.kind for mark in marks]
    if "math" in kinds:
        mark = marks[kinds.index("math")]
        svg = tex_svg(piece, display=mark.value == "display") if set_math else None
        return _apart(space) + (svg or f'<code class="tex">{escape(piece)}</code>'), ""
    boxed = any(kind in _BOXED for kind in kinds)
    plain = piece if "code" in kinds else arrows(piece)
    bare = plain.rstrip(" ")
    rest = " " if len(bare) < len(plain) and "code" not in kinds else ""
    if "code" in kinds:
        bare = plain
    before = _apart(space) if boxed else ""
    inner = escape(bare if boxed else space + bare, quote=False).replace("\n", "<br/>")
    if "code" not in kinds:
        inner = _NAME.sub(r'<span class="name">\g<0></span>', inner)
    if not inner:
        return before, rest
    for mark in reversed(marks):
        inner = _wrapped(mark, inner)
    if "code" in kinds and len(piece) <= _WHOLE and _BREAKS.search(piece):
        inner = inner.replace("<code>", '<code class="whole">')
    return before + inner, rest


def _apart(space: str) -> str:
    return "<span> </span>" if space else ""


def _wrapped(mark: Mark, inner: str) -> str:
    if mark.kind == "link":
        if mark.value.startswith(TOPIC):
            return f'<a class="number" href="#t{escape(mark.value.removeprefix(TOPIC))}">{inner}</a>'
        outside = mark.value.startswith(("https://", "http://", "mailto:"))
        return f'<a href="{escape(mark.value)}">{inner}</a>' if outside else inner
    tag = _TAGS.get(mark.kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def arrows(text: str) -> str:
    """Arrows and comparisons that a keyboard lacks, signs for emoji; numbers stay as they were typed, with units."""
    text = signs(text)
    for typed, meant in _ARROWS:
        if typed in text:
            text = text.replace(typed, meant)
    return _UNIT.sub("\u00a0", text)


def _figures(images: Sequence[Mark], figure: Figure, *, alone: bool) -> str:
    found = [(mark, figure(mark.value, mark.note)) for mark in images]
    shown = [_image(mark, picture) for mark, picture in found if picture and not picture.stands_in]
    missing = [mark.value for mark, picture in found if not picture]
    lead = "" if alone else "<span> </span>"
    for tag in dict.fromkeys(where(picture) for _, picture in found if picture and picture.stands_in):
        shown.insert(0, lead + tag)
    if missing:
        count = f" ×{len(missing)}" if len(missing) > 1 else ""
        names = escape("; ".join(missing))
        shown.insert(0, f'{lead}<span class="missing" title="{names}">figure{count} not found</span>')
    return "".join(shown)


def _image(mark: Mark, picture: Picture) -> str:
    """As wide as its author said, and no wider than it is."""
    width = f"min({100 * share_of_line(mark):.4g}%, {picture.width:.6g}px)"
    return f'<img class="figure" src="{escape(picture.url)}" alt="{escape(told(mark))}" style="max-width: {width}"/>'
