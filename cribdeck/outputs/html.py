"""Text and blocks as HTML for a card's field: escaped, and nothing in it that Anki or MathJax would obey."""

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from cribdeck.model import Block, Mark, MarkKind, Text

Embed = Callable[[Mark], str]
"""The HTML of an image or a sound."""

TAGS: dict[MarkKind, str] = {
    "strong": "strong",
    "emphasis": "em",
    "highlight": "mark",
    "strike": "s",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
    "underline": "u",
    "kbd": "kbd",
}

SCHEMES = ("http", "https", "mailto", "obsidian")
"""What a link may point to; any other is shown as its text."""

BARE = "bare"
"""The note of a math mark whose brackets stand elsewhere: a part of a formula."""

LONGEST_COLOURED = 20_000
"""In characters: some of Pygments' lexers take time that grows with the square of the length."""


def no_embeds(mark: Mark) -> str:
    """Nothing: for text that stands where no image can."""
    return ""


def card_html(text: Text, *, embed: Embed = no_embeds) -> str:
    """The text with its marks as tags that nest, formulas in MathJax's ``\\(…\\)``.

    A math mark noted BARE gets no brackets.
    """
    if not text.marks:
        return _unmarked(text.plain) if text.plain else ""
    parts: list[str] = []
    opened: tuple[Mark, ...] = ()
    for piece, over in text.pieces():
        if not piece:
            parts.append(_point(over[0], embed))
            continue
        marks = _down_to_math(over)
        shared = _shared(opened, marks)
        parts += [_closing(mark) for mark in reversed(opened[shared:])]
        parts += [_opening(mark) for mark in marks[shared:]]
        opened = marks
        parts.append(_shown(piece, {mark.kind for mark in marks}))
    parts += [_closing(mark) for mark in reversed(opened)]
    return _sealed("".join(parts))


@lru_cache(maxsize=1 << 12)
def _unmarked(plain: str) -> str:
    """A text without marks: topics and sources say the same on many cards."""
    return _sealed(_shown(plain, set()))


def block_html(block: Block, *, embed: Embed = no_embeds) -> str:
    """A part of an answer: text, a list, steps, a table, a listing or a formula."""
    cells = [[card_html(cell, embed=embed) for cell in row] for row in block.rows]
    match block.kind:
        case "list":
            return f"<ul>{_items(cells)}</ul>"
        case "steps":
            return f"<ol>{_items(cells)}</ol>"
        case "table":
            return _table(cells)
        case "code":
            return "".join(code_html(row[0].plain, block.info) for row in block.rows)
        case "math":
            return "".join(f"\\[{tex_html(row[0].plain)}\\]" for row in block.rows)
    return "<br>".join(" | ".join(row) for row in cells)


def blocks_html(blocks: Sequence[Block], *, embed: Embed = no_embeds) -> str:
    """The blocks of an answer one below the other; a single text stands by itself."""
    if len(blocks) == 1:
        return block_html(blocks[0], embed=embed)
    return "".join(
        f"<p>{block_html(block, embed=embed)}</p>" if block.kind == "text" else block_html(block, embed=embed)
        for block in blocks
    )


def code_html(code: str, language: str = "") -> str:
    """A listing, coloured by Pygments' classes when the language is known."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    coloured = highlight(_printable(code), _lexer(language if len(code) <= LONGEST_COLOURED else ""), formatter)
    return f'<pre class="code"><code>{_sealed(inert(coloured)).rstrip()}</code></pre>'


def tex_html(tex: str) -> str:
    """TeX for between MathJax's brackets: one line, its comments gone, no double brace to end a cloze."""
    line = " ".join(re.sub(r"(?<!\\)%.*", "", line) for line in _printable(tex).split("\n"))
    return html.escape(re.sub(r"([{}])(?=\1)", r"\1 ", line), quote=False)


def math_brackets(mark: Mark) -> tuple[str, str]:
    """What MathJax wants before and after a formula."""
    return ("\\[", "\\]") if mark.value == "display" else ("\\(", "\\)")


def attribute(value: str) -> str:
    """The value for between double quotes in a tag, without a character that means something to Anki."""
    return re.sub(r"[{}\[\\]", lambda found: f"&#{ord(found[0])};", html.escape(_printable(value)))


# What Anki looks for in a field's HTML, wherever it stands. A comment in between stops it and survives Anki's editor.
_OBEYED = re.compile(r"\{(?=\{)|\}(?=\})|\[(?=(?:sound|anki):|/?latex\]|/?\$\$?\]|\[type:)", re.IGNORECASE)
_SIGNS_OF_SYNTAX = ("{{", "}}", "[", "\\")
"""A text without any of these, as nearly all are, says nothing in either syntax."""
# MathJax reads across comments, so that its brackets need a tag.
_BRACKET = re.compile(r"\\(?=[(\[])")


def inert(markup: str) -> str:
    """The HTML with what its text says in Anki's or MathJax's syntax shown, not obeyed."""
    if not any(sign in markup for sign in _SIGNS_OF_SYNTAX):
        return markup
    parts = re.split(r"(<[^>]*>)", markup)
    parts[::2] = [_BRACKET.sub("<span>\\\\</span>", _OBEYED.sub(r"\g<0><!-- -->", part)) for part in parts[::2]]
    return "".join(parts)


# --- marks ------------------------------------------------------------------


def _down_to_math(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks that become tags: none stands inside a formula."""
    nth = next((nth for nth, mark in enumerate(marks) if mark.kind == "math"), len(marks))
    return marks[: nth + 1]


def _shared(opened: tuple[Mark, ...], marks: tuple[Mark, ...]) -> int:
    """How many of the opened marks stay open."""
    pairs = zip(opened, marks, strict=False)
    return next((nth for nth, (old, new) in enumerate(pairs) if old != new), min(len(opened), len(marks)))


def _opening(mark: Mark) -> str:
    if mark.kind == "math":
        return "" if mark.note == BARE else math_brackets(mark)[0]
    if mark.kind == "link":
        return f'<a href="{attribute(mark.value)}">' if is_shown_link(mark.value) else ""
    return f"<{TAGS[mark.kind]}>"


def _closing(mark: Mark) -> str:
    if mark.kind == "math":
        return "" if mark.note == BARE else math_brackets(mark)[1]
    if mark.kind == "link":
        return "</a>" if is_shown_link(mark.value) else ""
    return f"</{TAGS[mark.kind]}>"


def is_shown_link(target: str) -> bool:
    """Whether a link to the target is a link on a card."""
    try:
        return urlsplit(target).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _point(mark: Mark, embed: Embed) -> str:
    # The text of a footnote is not on the card, so its number would lead nowhere.
    return "" if mark.kind == "footnote" else embed(mark)


# --- characters -------------------------------------------------------------

# Signs that stand alone between words or numbers: "x<-5", "==>>" and "<!--" hold none.
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"(?<![-<>=])<-{1,2}>(?![->])", "↔"),
        (r"(?<![-<>=])<={1,2}>(?![=>])", "⇔"),
        (r"(?<![-<>=|])-{1,2}>(?![->])", "→"),
        (r"(?<!\S)<-{1,2}(?!\S)", "←"),
        (r"(?<![-<>=!:|])={1,2}>(?![=>])", "⇒"),
        (r"(?<![-<>=!])<=(?![-<>=])", "≤"),
        (r"(?<![-<>=!])>=(?![-<>=])", "≥"),
        (r"(?<![-<>=!])!=(?![-<>=])", "≠"),
    )
)

_ANY_SIGN = re.compile(r"[-=]>|<[-=]|[>!]=")

# At control characters an import fails; halves of a character are in no file.
_UNPRINTABLE: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
    **{ord(space): " " for space in "\v\f\r\x85"},
    **{ord(kept): kept for kept in "\t\n"},
}


def _printable(text: str) -> str:
    """The text composed as Anki would compose it, and without what Anki does not take."""
    if text.isascii() and text.isprintable():
        return text  # as nearly always
    return unicodedata.normalize("NFC", text.translate(_UNPRINTABLE))


def _sealed(markup: str) -> str:
    """The HTML with the one mark that would make one character of it and the end of a tag written as a number."""
    return markup.replace("\N{COMBINING LONG SOLIDUS OVERLAY}", "&#824;")


def _shown(piece: str, kinds: set[MarkKind]) -> str:
    if "math" in kinds:
        return tex_html(piece)
    piece = _printable(piece)
    if not kinds & {"code", "kbd"} and _ANY_SIGN.search(piece):
        for pattern, sign in _SIGNS:
            piece = pattern.sub(sign, piece)
    return inert(html.escape(piece, quote=False)).replace("\n", "<br>")


# --- blocks -----------------------------------------------------------------


def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language.split()[0].lower(), stripnl=False)
    except (IndexError, ClassNotFound):
        return TextLexer(stripnl=False)


def _items(rows: list[list[str]]) -> str:
    return "".join(f"<li>{' | '.join(row)}</li>" for row in rows)


def _table(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    head, *body = rows
    titles = "".join(f"<th>{cell}</th>" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
