"""Tags: ``#exam`` and ``#aws/s3``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_TAG = re.compile(r"#([\w/-]*[^\W\d][\w/-]*)")
_RUN = re.compile(r"#[\w/-]+(?:[ \t]+#[\w/-]+)*+")
_COLOUR = re.compile(r"[0-9a-f]{6}|(?=.*\d)[0-9a-f]{3}", re.IGNORECASE)
_REST = re.compile(r"[ \t]*(?:\n|$)")


def tags(md: MarkdownIt) -> None:
    """A token ``tag`` for each; its content is empty, or the bare word when the tag is part of a sentence:
    of ``The #kidney filters blood #exam`` remains "The kidney filters blood"."""
    md.inline.ruler.before("link", "tag", _tag)


def _tag(state: StateInline, silent: bool) -> bool:
    pos = state.pos
    if not state.src.startswith("#", pos) or (pos and not state.src[pos - 1].isspace()):
        return False
    run = _RUN.match(state.src, pos, state.posMax)
    names = [word[1:] for word in run[0].split() if _is_tag(word)] if run else []
    if not run or len(names) < len(run[0].split()):
        return False
    if not silent:
        beside = _starts_line(state.src, pos) or _REST.match(state.src, run.end(), state.posMax)
        for nth, name in enumerate(names):
            token = state.push("tag", "", 0)
            token.meta["tag"] = name
            token.content = "" if beside else (" " if nth else "") + name
    state.pos = run.end()
    return True


def _is_tag(word: str) -> bool:
    match = _TAG.fullmatch(word)
    return bool(match and not _COLOUR.fullmatch(match[1]))


def _starts_line(src: str, pos: int) -> bool:
    while pos and src[pos - 1] in " \t":
        pos -= 1
    return pos == 0 or src[pos - 1] == "\n"
