"""Wikilinks and embeds: ``[[note#heading|shown]]`` and ``![[image.png|300]]``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# In a table the bar is written \|.
_LINK = re.compile(r"!?\[\[(?P<target>[^\[\]|\n]+?)\\?(?:\|(?P<alias>[^\[\]\n]*))?\]\]")


def wikilinks(md: MarkdownIt) -> None:
    """Tokens ``wikilink`` and ``embed``: ``meta["target"]`` as typed, ``content`` what stands after the bar."""
    md.inline.ruler.before("link", "wikilink", _wikilink)


def _wikilink(state: StateInline, silent: bool) -> bool:
    embed = state.src.startswith("![[", state.pos)
    if not embed and not state.src.startswith("[[", state.pos):
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    if not match or not match["target"].strip():
        return False
    if not silent:
        token = state.push("embed" if embed else "wikilink", "", 0)
        token.meta["target"] = match["target"].strip()
        token.content = (match["alias"] or "").strip()
    state.pos = match.end()
    return True


def shown(target: str) -> str:
    """What a wikilink without an alias shows: ``folder/note#heading`` is ``note``, ``#heading`` is ``heading``."""
    note, _, heading = target.partition("#")
    name = note.rpartition("/")[2].strip().removesuffix(".md")
    return name or heading.rpartition("#")[2].lstrip("^").strip() or target
