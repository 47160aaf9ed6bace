"""The page of a build: what it shows, gathered from the stages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cribdeck.errors import Problem
from cribdeck.making import Made
from cribdeck.model import Fact, LineUse
from cribdeck.outputs.cards import Deck
from cribdeck.outputs.content import media_of
from cribdeck.outputs.media import MediaSet, load_media
from cribdeck.outputs.page import Contents
from cribdeck.outputs.sources import Link, no_link, obsidian_link
from cribdeck.read.vault import Vault
from cribdeck.shelf import Shelf
from cribdeck.study import Study

if TYPE_CHECKING:
    from cribdeck.outputs.sheet.values import SheetReport


def page_contents(
    study: Study,
    made: Made,
    deck: Deck,
    *,
    uses: Sequence[LineUse],
    problems: Sequence[Problem],
    sheet: "SheetReport | None" = None,
    sheet_file: str = "",
    shelf: Shelf | None = None,
) -> Contents:
    """What the page of these notes shows; ``sheet_file`` is the PDF that lies beside it, if one does. What is on the
    shelf is not made again."""
    return Contents(
        title=study.vault.title,
        outlines=study.outlines,
        asked=study.asked,
        uses=uses,
        made=made.identified,
        deck=deck,
        media=_media(study, made),
        problems=problems,
        sheet=sheet,
        sheet_file=sheet_file,
        link=link_of(study.vault),
        shelf=shelf or Shelf(),
    )


def link_of(vault: Vault) -> Link:
    """What opens a note: Obsidian, where the notes are a vault of it."""
    return obsidian_link(vault.obsidian.name, vault.obsidian.folder) if vault.obsidian.name else no_link


def _media(study: Study, made: Made) -> MediaSet:
    """The media of the facts, and of what is only proposed."""
    offers = (*made.identified.proposals, *made.identified.skipped)
    used = [use for offer in offers for use in media_of(Fact(offer.statement, offer.candidate, ""))]
    more = load_media([use for use in used if use[0] not in made.media.found], study.vault.find_media)
    return MediaSet({**made.media.found, **more.found}, made.media.problems)
