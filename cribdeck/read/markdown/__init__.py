"""Markdown to tokens: CommonMark, and what Obsidian and Notion write beside it."""

from cribdeck.read.markdown.notices import Notice
from cribdeck.read.markdown.parser import parse
from cribdeck.read.markdown.wikilinks import shown

__all__ = ["Notice", "parse", "shown"]
