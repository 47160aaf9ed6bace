"""The one Markdown parser: CommonMark with tables, math, footnotes, definition lists and Obsidian's syntax."""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from cribdeck.read.markdown.block_ids import block_ids
from cribdeck.read.markdown.boxes import boxes
from cribdeck.read.markdown.brackets import brackets
from cribdeck.read.markdown.bullets import bullets
from cribdeck.read.markdown.callouts import callouts
from cribdeck.read.markdown.comments import comments
from cribdeck.read.markdown.depth import depth
from cribdeck.read.markdown.footnotes import footnotes
from cribdeck.read.markdown.highlight import highlight
from cribdeck.read.markdown.html import html
from cribdeck.read.markdown.indents import indents
from cribdeck.read.markdown.long_comments import long_comments
from cribdeck.read.markdown.math import math
from cribdeck.read.markdown.notices import Notice, notices_of
from cribdeck.read.markdown.places import places
from cribdeck.read.markdown.tables import tables
from cribdeck.read.markdown.tags import tags
from cribdeck.read.markdown.tasks import tasks
from cribdeck.read.markdown.wikilinks import wikilinks

PLUGINS = (
    places,
    deflist_plugin,
    footnotes,
    tables,
    math,
    html,
    boxes,
    comments,
    long_comments,
    callouts,
    bullets,
    indents,
    tasks,
    block_ids,
    brackets,
    wikilinks,
    highlight,
    tags,
    depth,
)


def parse(source: str) -> tuple[list[Token], list[Notice]]:
    """The tokens of a text whose lines end with LF, and what its author should know."""
    env: dict[str, Any] = {}
    tokens = _parser().parse(source, env)
    return tokens, notices_of(env)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("strikethrough")
    for plugin in PLUGINS:
        parser.use(plugin)
    return parser
