"""Recall: what the lock remembers of a fact, asked of its edited line, where the rules of today would not ask it.

- The **Sinus node** sets the pace of the heart      learnt as: The […] sets the pace of the heart
- The sinus node sets the pace of each heart         asked as:  The […] sets the pace of each heart
"""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from cribdeck.facts.accept import accept_again
from cribdeck.facts.asking import asks_list, everywhere
from cribdeck.facts.labels import labels_of
from cribdeck.facts.place import Place, Survey
from cribdeck.facts.rules.lists import lead_in_of, members_of, said_of
from cribdeck.facts.rules.tables import header_of, is_named, row_in_words
from cribdeck.facts.statements import LEFT_OUT
from cribdeck.facts.subjects import with_subject
from cribdeck.facts.words import Words, words_for
from cribdeck.identity.alignment import Alignment, Span
from cribdeck.identity.choice import ENOUGH, choice_of
from cribdeck.identity.history import History
from cribdeck.identity.lock import EARLIER, Entry
from cribdeck.identity.retire import LET_GO
from cribdeck.identity.reworded import reword
from cribdeck.model import TOGETHER, Block, Candidate, Hidden, Item, Statement, Text

_ALIKE = 60
"""Per cent of likeness of a hidden part before and after an edit."""

_MOST = 0.5
"""How much of an answer, or of a list, must stand there still."""

_LISTS = ("list", "procedure")
_FEWEST_MEMBERS = 2
_NEVER = (LEFT_OUT, "table header")
"""Statements that are not asked whatever was asked of them."""


def recall(
    entry: Entry, before: str, statement: Statement, words: Words | None, off: Collection[str] = ()
) -> Candidate | None:
    """The way in which a fact was asked, of its statement as it is now; None if it cannot be asked like that.

    ``before`` is the statement's text at the last build, ``off`` the rules that the user does not want.
    """
    if not _may_be_recalled(entry, off) or statement.suppressed in _NEVER:
        return None
    candidate = _asked_again(entry, before, statement, words)
    if candidate is None:
        return None
    named = replace(
        candidate, kind=entry.choice.kind, rule=entry.wording.rule or EARLIER, part=entry.part, recalled=True
    )
    return accept_again(replace(named, strict=False, offered=False), statement, words)


def _may_be_recalled(entry: Entry, off: Collection[str]) -> bool:
    """Whether nobody has said that this is not to be asked; of a lock of an early version, as far as one can tell."""
    if not entry.guid or entry.decision.get("skip"):
        return False
    known = bool(entry.wording.rule)
    if entry.state == "retired" and (not known or LET_GO in entry.extra):
        return False
    return entry.wording.rule not in off and (known or not off)


def _asked_again(entry: Entry, before: str, statement: Statement, words: Words | None) -> Candidate | None:
    if entry.choice.kind in _LISTS:
        return _list(entry, statement)
    if entry.type == "cloze":
        of_row = statement.item.kind == "row"
        return _row(entry, statement) if of_row else _cloze(entry, before, statement, words)
    return _question(entry, before, statement, words) if entry.type == "basic" else None


# --- clozes -----------------------------------------------------------------


def _cloze(entry: Entry, before: str, statement: Statement, words: Words | None) -> Candidate | None:
    """The sentence with those parts hidden that were, as they are worded now."""
    place = Place(words, labels_of(statement.path, words), Survey())
    view = with_subject(statement, place)
    went = Alignment(before, statement.text.plain)
    hidden: list[Hidden] = []
    for group, asked in enumerate(entry.choice.hidden, 1):
        spans = _places(asked, went, view.text)
        hidden += [Hidden(*span, group) for span in spans if not any(_meet(span, (a.start, a.end)) for a in hidden)]
    return Candidate("cloze", "", "", view.text, hidden=tuple(hidden)) if hidden else None


def _places(asked: str, went: Alignment, text: Text) -> list[Span]:
    """Where the parts that one card hides stand in the text now, wherever they do; nothing if one of them does not."""
    parts = [asked] if asked in went.before else asked.split(TOGETHER)
    now = [_part_now(part, went) for part in parts]
    starts = [text.plain.find(part) for part in now]
    if not all(now) or min(starts) < 0:
        return []
    spans = (everywhere(text, (start, start + len(part))) for start, part in zip(starts, now, strict=True))
    return sorted({span for of_part in spans for span in of_part})


def _part_now(part: str, went: Alignment) -> str:
    """A hidden part as it is worded now, or nothing."""
    start = went.before.find(part)
    if start < 0:
        return part if went.after.count(part) == 1 else ""
    span = went.follow((start, start + len(part)))
    now = went.after[slice(*span)] if span else ""
    if now == part or _is_reworded(part, now):
        return now
    return part if went.after.count(part) == 1 and went.before.count(part) == 1 else ""


def _is_reworded(was: str, now: str) -> bool:
    """Whether a part is the same but for a slip, a number or a word."""
    if not now.strip():
        return False
    shapes = ["".join("0" if letter.isdigit() else letter for letter in text) for text in (was, now)]
    return fuzz.ratio(*shapes) >= _ALIKE


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- rows of a table --------------------------------------------------------


def _row(entry: Entry, statement: Statement) -> Candidate | None:
    """The row with those cells hidden that were, as they are worded now, below headers that name them."""
    header = header_of(statement)
    if header is None or len(header.cells) < len(statement.item.cells):
        return None
    subject, *values = (cell.strip() for cell in statement.item.cells)
    text, cells = row_in_words(subject, values, [head.strip() for head in header.cells])
    left = {value.plain.casefold(): value.plain for head, value, _ in cells if is_named(head)}
    hidden: list[Hidden] = []
    for group, asked in enumerate(entry.choice.hidden, 1):
        now = _cell_now(asked.split(TOGETHER)[0], left)
        left.pop(now, None)
        hidden += [Hidden(*span, group) for _, value, span in cells if now and value.plain.casefold() == now]
    return Candidate("cloze", "", "", text, hidden=tuple(sorted(hidden, key=_start))) if hidden and subject else None


def _cell_now(was: str, cells: Mapping[str, str]) -> str:
    """The key of the cell that was hidden: the one that says the same, else the one that is most like it."""
    if was.casefold() in cells:
        return was.casefold()
    ranked = sorted((-fuzz.ratio(was[:ENOUGH], value[:ENOUGH]), key) for key, value in cells.items())
    return ranked[0][1] if ranked and -ranked[0][0] >= _ALIKE else ""


def _start(part: Hidden) -> int:
    return part.start


# --- questions --------------------------------------------------------------


def _question(entry: Entry, before: str, statement: Statement, words: Words | None) -> Candidate | None:
    """The question that was asked, with what was edited in it, and the words of the line that answer it now."""
    asked = "\n".join(entry.choice.hidden)
    found = reword(before, statement.text, front=entry.wording.front, answer=asked, words=words)
    if found is None:
        return None
    front, answer = found
    back = None
    if entry.wording.reverse:
        question, term = entry.wording.reverse
        back = reword(before, statement.text, front=question, answer=term, words=words)
    reverse = (back[0], (Block.text(back[1]),)) if back else None
    return Candidate("basic", "", "", front, answer=(Block.text(answer),), reverse=reverse)


# --- lists --------------------------------------------------------------------


def _list(entry: Entry, statement: Statement) -> Candidate | None:
    """The members below the line, if most of those that were asked are among them."""
    whole = statement.parent if entry.part == "list" else statement.item
    lead_in = whole.text.strip(": ").strip() if entry.part == "list" else lead_in_of(statement) or _bare(statement)
    members = [(member, text) for member in members_of(whole) if (text := _said(member))]
    said = [text for _, text in members]
    stay = sum(any(fuzz.ratio(was, text.plain) >= _ALIKE for text in said) for was in entry.choice.hidden)
    if len(said) < _FEWEST_MEMBERS or stay < _MOST * len(entry.choice.hidden) or not lead_in:
        return None
    if len({text.plain.casefold() for text in said}) < len(said):
        return None
    uses = tuple(member.source for member, _ in members if member is not statement.item)
    ways = asks_list(lead_in, said, ordered=entry.choice.kind == "procedure", rule="", uses=uses)
    return next(way for way in ways if way.note_type == entry.type)


def _bare(statement: Statement) -> Text:
    return statement.text.strip(": ").strip()


def _said(member: Item) -> Text:
    return said_of(member) or member.text.strip(".;").strip()


# --- who needs it ---------------------------------------------------------------


def recall_all(
    statements: Sequence[Statement],
    candidates: Sequence[Sequence[Candidate]],
    histories: Sequence[History],
    repeats: Container[int],
    *,
    langs: Mapping[str, str],
    off: Collection[str],
) -> dict[int, dict[str, Candidate]]:
    """For each statement with a fact that no candidate asks word by word, what it is asked as: by GUID."""
    found: dict[int, dict[str, Candidate]] = {}
    for nth, history in enumerate(histories):
        missing = _missing(history.entries, candidates[nth]) if nth not in repeats else []
        for entry in missing:
            statement = statements[nth]
            words = words_for(langs.get(statement.source.file, "en"))
            candidate = recall(entry, history.text_of(entry), statement, words, off)
            if candidate is not None:
                found.setdefault(nth, {})[entry.guid] = candidate
    return found


def _missing(entries: Sequence[Entry], candidates: Sequence[Candidate]) -> list[Entry]:
    if not entries:
        return []
    return [entry for entry in entries if entry.guid and not any(_is_offered(entry, each) for each in candidates)]


def _is_offered(entry: Entry, candidate: Candidate) -> bool:
    if candidate.note_type != entry.type or candidate.part != entry.part:
        return False
    return candidate.asked == entry.choice.hidden or choice_of(candidate).hidden == entry.choice.hidden
