"""Which deck the cards of a note file go to."""

from collections.abc import Mapping

from cribdeck.config import Config
from cribdeck.model import Outline
from cribdeck.read.notion import page_name


def deck_of(outline: Outline, config: Config) -> str:
    """The deck that a file asks for itself, else that of its folder: led by ``::`` where it lies below the deck of
    the whole, and empty for that one.

    In a table of folders and decks, the folder nearest to the file counts.
    """
    own = outline.settings.get("deck")
    if isinstance(own, str) and own.strip():
        return own.strip()
    folder = outline.file.rpartition("/")[0]
    if isinstance(config.decks, Mapping):
        return _nearest(outline.file, config.decks)
    return "".join(f"::{_level(part)}" for part in folder.split("/")) if folder and config.decks == "folders" else ""


def _nearest(file: str, decks: Mapping[str, str]) -> str:
    holding = {name.strip("/"): deck for name, deck in decks.items() if f"{file}/".startswith(f"{name.strip('/')}/")}
    return holding[max(holding, key=len)] if holding else ""


def _level(folder: str) -> str:
    """A folder's name as one level of a deck's."""
    return page_name(f"{folder}.md").replace("::", ":").strip(" :")
