"""Nesting that says something else than the text: a lead-in with nothing below it."""

import itertools
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.model import Item
from cribdeck.study import Study

CODE = "misleading-nesting"
MEMBERS = 2
"""So many lines have to follow before they look like members."""


def nesting(study: Study) -> Iterator[Problem]:
    """A problem at each list item that ends in a colon while what it announces stands beside it, not below."""
    for outline in study.outlines:
        for parent in outline.root.walk():
            items = [child for child in parent.children if child.kind == "item"]
            for nth, (item, _) in enumerate(itertools.pairwise(items)):
                if _announces(item) and _members(items[nth + 1 :]) >= MEMBERS:
                    message = "What this line announces is not nested below it. Indent the lines that belong to it."
                    yield Problem(item.source, CODE, message)


def _announces(item: Item) -> bool:
    return item.text.plain.rstrip().endswith(":") and not item.children


def _members(items: list[Item]) -> int:
    """How many lines follow that have nothing below them themselves and announce nothing."""
    return sum(
        1
        for _ in itertools.takewhile(
            lambda item: not item.children and not item.text.plain.rstrip().endswith(":"), items
        )
    )
