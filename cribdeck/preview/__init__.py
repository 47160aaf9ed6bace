"""Looking at cards and settling proposals while the notes are written: in a browser, or as files that follow."""

from cribdeck.preview.serving import serve
from cribdeck.preview.watching import keep_writing

__all__ = ["keep_writing", "serve"]
