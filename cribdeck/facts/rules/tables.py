"""A row of a table: its cells are asked by the header, with the row's first cell as the subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place
from cribdeck.facts.rules.columns import are_lists, has_no_key_column, is_left_over, of_one_sample
from cribdeck.facts.rules.pairs import FEWEST_PAIRS, are_properties, is_one_to_one, is_side
from cribdeck.facts.words import Words
from cribdeck.model import Block, Candidate, Hidden, Item, Statement, Text

LONGEST_CELL = 12
LONGEST_ASKED = 10
"""Words of a cell that can be said at once."""
LONGEST_PHRASE = 6
LONGEST_ROW = 45
"""Words of a row that can be read on a front."""
LONGEST_TOLD = 4
"""Words of a cell whose first one gives it away."""
MOST_COLUMNS = 4
"""Cells hidden of one row; a wider table is for the sheet."""

_STOPPED = re.compile(r"\.(?=\s*\n|\s*$)")
_WORD = re.compile(r"[^\W\d_]{2}")


def table_row(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``| Lambda | 15 minutes |`` below ``| Service | Timeout |`` asks Lambda's timeout."""
    row = statement.item
    if row.kind != "row" or row.info == "head" or len(row.cells) < 2:
        return
    header = header_of(statement)
    if header is None:
        return
    subject, values = row.cells[0].strip(), [cell.strip() for cell in row.cells[1:]]
    heads = [cell.strip() for cell in header.cells]
    if not any(map(str.isalnum, subject.plain)):
        return  # "^", the cell above again
    if not subject.words or len(heads) < len(row.cells) or len(subject.words) > LONGEST_CELL:
        return
    if len(values) == 1:
        found = _pair(subject, _first_told(values[0], place), heads, both=_is_one_to_one(statement, place))
    else:
        found = _row(subject, values, heads, place) if len(values) <= MOST_COLUMNS else iter(())
    for candidate in found:
        yield _weighed(candidate, statement, [head.plain for head in heads], place)


def _weighed(candidate: Candidate, statement: Statement, heads: list[str], place: Place) -> Candidate:
    """The candidate, no card where the first cell is no key to the others, or another thing has other values."""
    if are_lists(heads, place) or is_left_over([cell.plain for cell in statement.item.cells], place):
        return candidate.rated(strict=False, offered=False)
    if any(not any(map(str.isalnum, answer)) for answer in candidate.asked):
        return candidate.rated(strict=False, offered=False)  # a tick, a cross: nothing that one could say
    if candidate.note_type == "basic" and len(_STOPPED.findall(candidate.asked[0] if candidate.asked else "")) > 1:
        return candidate.rated(strict=False)  # a cell of several lines, each of which tells something else
    if statement.item.cells[0].plain.rstrip().endswith("?"):
        return candidate.rated(strict=False)  # "How did it spread?: Focus?"
    if any(map(place.turn("tables.of-examples").search, heads[1:])):
        return candidate.rated(strict=False)  # which ones of many, nobody can know
    loose = of_one_sample(statement, heads, place) or has_no_key_column(statement, heads, place)
    return candidate.rated(strict=False) if loose or _tells_of_itself(candidate, heads, place) else candidate


def _tells_of_itself(candidate: Candidate, heads: list[str], place: Place) -> bool:
    """Whether a cell below "Description" is a sentence with a subject of its own: nothing asks for that one."""
    words, answer = place.words, " ".join(candidate.asked)
    if words is None or candidate.note_type != "basic":
        return False
    if not place.turn("tables.describes").fullmatch(heads[1]) or not words.has_finite_verb(answer):
        return False
    opening = answer.split()[0]
    return not (words.third_person_verb(opening) or words.is_order(answer)) or words.function_word(opening)


def _pair(subject: Text, value: Text, heads: list[Text], *, both: bool) -> Iterator[Candidate]:
    head = heads[1]
    if value.words and len(value.words) <= 30 and _WORD.search(subject.plain + head.plain):
        prompt = subject + ": " + head + "?" if _WORD.search(head.plain) else subject + "?"
        found = asks(prompt, value, kind="table", rule="table-pair", strict=_WORD.search(head.plain) is not None)
        turned = (
            (value + ": " + heads[0] + "?", (Block.text(subject),)) if both and _WORD.search(heads[0].plain) else None
        )
        yield replace(found, reverse=turned)


def _first_told(value: Text, place: Place) -> Text:
    """A cell without the sentences that go on from its first one, but for examples: "A body that turns. It falls …"."""
    words = place.words
    if words is None or len(value.words) <= LONGEST_CELL:
        return value
    told = words.split_sentences(value.plain)
    goes_on = [start for start, end in told[1:] if words.has_finite_verb(value.plain[start:end])]
    return value.cut(0, goes_on[0]).strip() if goes_on else value


def _is_one_to_one(statement: Statement, place: Place) -> bool:
    """Whether the table is a list of pairs of a few words each, so that either side tells the other."""
    rows = [row.cells for row in statement.siblings if row.kind == "row" and row.info != "head"]
    pairs = [(cells[0].strip(), cells[1].strip()) for cells in rows if len(cells) == 2]
    if len(pairs) < FEWEST_PAIRS or len(pairs) < len(rows) or not is_one_to_one(pairs):
        return False
    return all(is_side(side) for pair in pairs for side in pair) and not are_properties(pairs, place)


def _row(subject: Text, values: list[Text], heads: list[Text], place: Place) -> Iterator[Candidate]:
    text, cells = row_in_words(subject, values, heads)
    hidden = []
    seen: dict[str, int] = {}
    for head, value, (start, end) in cells:
        told = place.words is not None and (
            _is_told(subject.plain, value.plain, place.words)
            or place.words.study_talk(value.plain)
            or place.turn("blanks.loose").search(value.plain) is not None
        )
        if len(value.words) <= LONGEST_CELL and is_named(head) and value.plain not in "–—-" and not told:
            group = seen.setdefault(value.plain.casefold(), len(seen) + 1)
            hidden.append(Hidden(start, end, group))
    if hidden:
        more_or_less = sum(bool(place.turn("tables.compared").fullmatch(value.plain)) for value in values) > 1
        short = all(len(text.plain[part.start : part.end].split()) <= LONGEST_ASKED for part in hidden)
        strict = all(_WORD.search(head.plain) for head in heads) and short and not more_or_less
        strict = strict and len(text.words) <= LONGEST_ROW
        asked = [text.plain[part.start : part.end] for part in hidden]
        strict = strict and not any(_is_sentence(value, place.words) for value in asked)
        strict = strict and not any(place.turn("tables.weighing").fullmatch(head.plain) for head in heads)
        strict = strict and not all(place.turn("tables.yes-or-no").fullmatch(value) for value in asked)
        strict = strict and (len(seen) > 1 or len(hidden) == 1)  # else every column says the same
        yield Candidate("cloze", "table", "table-row", text, hidden=tuple(hidden), strict=strict)


def row_in_words(
    subject: Text, values: Sequence[Text], heads: Sequence[Text]
) -> tuple[Text, list[tuple[Text, Text, tuple[int, int]]]]:
    """The row as a cloze shows it, and of each cell its header, what it says and where that stands."""
    text, cells = subject, []
    for head, value in zip(heads[1:], values, strict=False):
        if value.words:
            text = text + "\n" + head + ": "
            cells.append((head, value, (len(text), len(text) + len(value))))
            text = text + value
    return text, cells


def is_named(head: Text) -> bool:
    """Whether a header says what stands below it."""
    return _WORD.search(head.plain) is not None


def _is_sentence(value: str, words: Words | None) -> bool:
    """Whether a cell tells a story of its own."""
    if words is None or len(value.split()) <= LONGEST_PHRASE:
        return False
    return value.endswith(".") or words.has_finite_verb(value)


def _is_told(subject: str, value: str, words: Words) -> bool:
    """Whether the first cell gives another one away: "IA" what is accessed infrequently, "Archive" the archives."""
    if any("initials" in words.leaks(value, part) for part in (subject, *re.split(r"[\s-]", subject))):
        return True
    opens = words.content_words(value)[:1]
    return len(value.split()) <= LONGEST_TOLD and bool(words.stems(" ".join(opens)) & words.stems(subject))


def header_of(statement: Statement) -> Item | None:
    rows = statement.parent.children
    return rows[0] if rows and rows[0].kind == "row" and rows[0].info == "head" else None
