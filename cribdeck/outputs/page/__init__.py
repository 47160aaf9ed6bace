"""The page: the notes line by line, and beside them every card as Anki shows it, in one file that opens from disk."""

from cribdeck.outputs.page.contents import Contents, Live
from cribdeck.outputs.page.render import is_part, page_files, page_html

__all__ = ["Contents", "Live", "is_part", "page_files", "page_html"]
