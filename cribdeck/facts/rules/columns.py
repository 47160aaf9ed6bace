"""What the heads of a table say of its columns: whether the first one names the rows, and whose values they hold."""

from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Item, Statement

LONGEST_KEY = 4
"""Words of a first cell that may hold a verb and still be a name."""


def are_lists(heads: list[str], place: Place) -> bool:
    """Whether the columns are lists side by side, so that a row is no more than what stands at one height: "Pros" and
    "Cons", two things and what "both" have, the two of "Mitosis vs Meiosis"."""
    shared, opposed = place.turn("tables.shared"), place.turn("tables.opposed")
    if any(map(shared.fullmatch, heads[1:])) or opposed.fullmatch("\n".join(heads)):
        return True
    return any(_sets_against(label.text, heads, place) for label in place.labels)


def _sets_against(label: str, heads: list[str], place: Place) -> bool:
    """Whether a label like "X vs Y" sets the first column against another one."""
    match = place.turn("comparisons.versus").match(label.strip())
    if match is None or place.words is None:
        return False
    sides = [place.words.stems(match[side]) for side in ("one", "other")]
    named = [place.words.stems(head) for head in heads]
    return any(named[0] and named[0] <= side for side in sides) and any(
        stems and stems <= side for stems in named[1:] for side in sides
    )


def has_no_key_column(statement: Statement, heads: list[str], place: Place) -> bool:
    """Whether what stands in the first column are statements, beside those of the next one, and no names of rows."""
    words = place.words
    if words is None or heads[0].endswith("?"):
        return False
    keys = [row.cells[0].plain for row in statement.siblings if row.kind == "row" and row.info != "head" and row.cells]
    return any(_is_statement(key, words) for key in keys)


def _is_statement(key: str, words: Words) -> bool:
    return len(key.split()) > LONGEST_KEY and not key.endswith("?") and words.has_finite_verb(key)


def is_left_over(cells: list[str], place: Place) -> bool:
    """Whether a row still holds what an editor wrote into it: "Content in the first column", "Cell 3"."""
    return any(map(place.turn("tables.placeholder").fullmatch, cells))


def of_one_sample(statement: Statement, heads: list[str], place: Place) -> bool:
    """Whether the rows are properties of one thing that no head names, or of an example: its capacity, its weight."""
    if len(heads) != 2 or not place.turn("tables.value").fullmatch(heads[1]):
        return False
    lead = _sentence_before(statement)
    told = lead is not None and place.turn("tables.sample").search(lead.text.plain) is not None
    return told or place.turn("tables.property").fullmatch(heads[0]) is not None


def _sentence_before(statement: Statement) -> Item | None:
    """The paragraph that leads in the table."""
    around = statement.path[-2].children if len(statement.path) > 1 else ()
    table = next((nth for nth, item in enumerate(around) if item is statement.parent), 0)
    above = around[table - 1] if table else statement.path[-2] if len(statement.path) > 1 else None
    return above if above is not None and above.kind == "paragraph" else None
