"""A quotation with its source: whose words these are."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.model import Candidate, Item, Statement, Text

LONGEST_QUOTE, LONGEST_SOURCE = 45, 12
_DASH = re.compile(r"(?:^|\n|(?<=\s))(?:[—―–]|--|-(?=\s))\s*(?=[^\W\d_])")


def quotation(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``> I think, therefore I am.`` over ``> — René Descartes`` asks who said it."""
    quote = statement.parent
    if quote.kind != "quote" or statement.nth or quote.children[0] is not statement.item:
        return
    parted = _parted(quote)
    if parted is None:
        return
    said, source = parted
    if 3 <= len(said.words) <= LONGEST_QUOTE and re.search(r"[A-ZÀ-Þ]", source.plain):
        front = Text("Who said or wrote: “") + said.strip('"“”„«»') + "”" if place.words else said
        strict = len(source.words) > 1 and not said.plain[:1].islower()  # else a remark with its field
        yield asks(front, source, kind="question", rule="quotation", strict=strict)


def _parted(quote: Item) -> tuple[Text, Text] | None:
    """What is quoted, and the name behind the dash that its last line opens with."""
    *above, last = quote.children
    if any(child.kind != "paragraph" for child in quote.children) or len(above) > 1:
        return None
    starts = [offset for offset in (0, *last.breaks) if _DASH.match(last.text.plain, offset)]
    if not starts or (starts[-1] == 0) != bool(above):
        return None
    match = _DASH.match(last.text.plain, starts[-1])
    assert match is not None
    source = last.text.cut(match.end()).strip(" .")
    said = above[0].text if above else last.text.cut(0, starts[-1]).strip()
    return (said, source) if 1 <= len(source.words) <= LONGEST_SOURCE else None
