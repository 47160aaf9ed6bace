"""Where a card comes from, as its last line: the note file and the headings, with a link to open them.

No line numbers: with them, one inserted bullet would change almost every card.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import quote

from cribdeck.model import Mark, Statement, Text
from cribdeck.outputs.html import card_html
from cribdeck.read.notion import shown_path

Link = Callable[[str, str], str]
"""The address that opens a note file at a heading; nothing when there is none."""


def no_link(file: str, heading: str) -> str:
    """No address: for notes that no program is known to open."""
    return ""


def obsidian_link(vault: str, folder: str = "") -> Link:
    """Addresses that open Obsidian, for notes in the vault of that name, or in a folder of it."""

    def link(file: str, heading: str) -> str:
        place = str(PurePosixPath(folder, file).with_suffix("")) + (f"#{heading}" if heading else "")
        return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(place, safe='')}"

    return link


def source_html(statement: Statement, link: Link = no_link) -> str:
    """``aws.md › DynamoDB › Streams``."""
    file = statement.source.file
    headings = [item.text.plain for item in statement.path if item.kind == "heading"]
    said = " › ".join([shown_path(file), *headings])
    address = link(file, headings[-1] if headings else "")
    return card_html(Text(said, (Mark(0, len(said), "link", address),) if address else ()))
