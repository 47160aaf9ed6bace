"""A block of code with the sentence that explains it."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.model import Block, Candidate, Item, Statement

MOST_LINES = 12


def explained_code(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A line ending in a colon over a short block of code asks for the code: a proposal, since code is long to say."""
    item = statement.item
    text = statement.text.strip()
    if not text.plain.endswith(":") or len(text.words) < 3:
        return
    block = _code_after(statement)
    if block is None or block.text.plain.count("\n") >= MOST_LINES:
        return
    code = Block("code", ((block.text,),), block.info)
    short = block.text.plain.strip().count("\n") == 0
    kind = "code"
    candidate = asks(text.strip(":") + ":", code, kind=kind, rule="code-block", strict=short and bool(item.text))
    yield candidate


def _code_after(statement: Statement) -> Item | None:
    """The block of code right below the item, or right after it."""
    below = [child for child in statement.item.children if child.kind == "fence"]
    if len(below) == 1 and len(statement.item.children) == 1:
        return below[0]
    siblings = statement.siblings
    place = next((nth for nth, other in enumerate(siblings) if other is statement.item), None)
    if place is None or place + 1 >= len(siblings) or siblings[place + 1].kind != "fence":
        return None
    return siblings[place + 1]
