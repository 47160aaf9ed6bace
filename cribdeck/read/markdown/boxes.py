"""HTML tags that stand on lines of their own around Markdown: ``<details>``, Notion's ``<aside>``, ``<div>``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_TAG = r"</?(?:aside|details|div|section|article|center|figure|p)\b[^<>]*>"
_TAGS = re.compile(rf"(?:{_TAG}\s*)+$", re.IGNORECASE)
_NAME = re.compile(r"<(/?)(\w+)")
_SUMMARY = re.compile(
    r"(?P<box><details\b[^<>]*>\s*)?<summary\b[^<>]*>(?P<title>(?:(?!</?(?:details|summary)\b).)*)</summary>"
    r"(?P<text>(?:(?!</?(?:details|summary)\b).)*)(?P<end></details>\s*)?$",
    re.IGNORECASE,
)


def boxes(md: MarkdownIt) -> None:
    """Tokens ``box_open`` and ``box_close`` (``tag`` is the element) and ``box_title`` with its inline token after it.

    CommonMark takes such a line and all up to the next blank one for raw HTML; here what stands between is Markdown.
    """
    md.block.ruler.before("html_block", "boxes", _boxes, {"alt": ["paragraph", "reference", "blockquote"]})


def _boxes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", pos) or state.is_code_block(start):
        return False
    line = state.src[pos : state.eMarks[start]]
    summary = _SUMMARY.match(line)
    if not summary and not _TAGS.match(line):
        return False
    if silent:
        return True
    state.line = start + 1
    if summary:
        _title(state, start, summary)
        return True
    for closing, name in _NAME.findall(line):
        _push(state, start, "box_close" if closing else "box_open", name)
    return True


def _title(state: StateBlock, line: int, summary: re.Match[str]) -> None:
    if summary["box"]:
        _push(state, line, "box_open", "details")
    _push(state, line, "box_title", "summary")
    _push_inline(state, line, summary["title"])
    if summary["text"].strip():
        state.push("paragraph_open", "p", 1).map = [line, line + 1]
        _push_inline(state, line, summary["text"])
        state.push("paragraph_close", "p", -1)
    if summary["end"]:
        state.push("box_close", "details", 0)  # without a map: the line is the title's


def _push_inline(state: StateBlock, line: int, text: str) -> None:
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text.strip(), [line, line + 1], []


def _push(state: StateBlock, line: int, kind: str, name: str) -> None:
    # Without nesting: pairs that do not match are the reader's business.
    state.push(kind, name.lower(), 0).map = [line, line + 1]
