"""A small change to a line that would give it a card: tried on the rules before it is told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cribdeck.facts.place import Place
from cribdeck.facts.rules import Rule
from cribdeck.facts.rules.emphasis import bold
from cribdeck.facts.rules.lists import list_below, members_of, said_of
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Mark, Statement, Text

Gives = Callable[[Statement, Rule], bool]
"""Whether a rule makes a card of a statement in the same place."""

COLON = "end it with a colon"

MOST_TERMS = 3
"""Terms that are tried in bold."""
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*(?: [A-Z][\w-]*)*|[a-z]+[A-Z]\w*)(?![\w-])")


def cure_of(statement: Statement, place: Place, passed: Sequence[Candidate], gives: Gives) -> str:
    """What to change, or nothing where no change that was tried helps."""
    if statement.item.kind in ("fence", "math", "term", "callout") or place.words is None:
        return ""
    changes = _changes(statement, place.words, passed)
    return next((told for told, changed, rule in changes if gives(changed, rule)), "")


def _changes(statement: Statement, words: Words, passed: Sequence[Candidate]) -> Iterator[tuple[str, Statement, Rule]]:
    """Each change in words, what comes of it, and the rule that it is meant for."""
    if _leads_in_a_list(statement):
        yield COLON, _with(statement, Text(statement.text.plain.rstrip(" .;,") + ":")), list_below
    if len(statement.text.words) >= 4 and not statement.text.spans("strong", "code"):
        for start, end in islice(_terms(statement, words, passed), MOST_TERMS):
            marked = Text(statement.text.plain, (Mark(start, end, "strong"), *statement.text.marks))
            term = statement.text.plain[start:end]
            yield f"put a term in bold, such as “{term}”", _with(statement, marked), bold


def _with(statement: Statement, text: Text) -> Statement:
    """The statement, and its item where it is the whole of it, with another text."""
    whole = statement.item.text.plain.strip() == statement.text.plain.strip()
    return replace(statement, text=text, item=replace(statement.item, text=text) if whole else statement.item)


def _terms(statement: Statement, words: Words, passed: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """The stretches worth asking: what weaker rules would hide, then names."""
    text, whole = statement.text, statement.item.text.plain
    weaker = [(part.start, part.end) for one in passed if one.prompt.plain == text.plain for part in one.hidden]
    names = [match.span() for match in _NAME.finditer(text.plain) if match.start()]
    for start, end in dict.fromkeys([*weaker, *names]):
        term = text.plain[start:end]
        once = len(re.findall(rf"(?<!\w){re.escape(term)}(?!\w)", whole)) == 1
        if once and "*" not in term and words.clean_noun_phrase(term):
            yield start, end


def _leads_in_a_list(statement: Statement) -> bool:
    """Whether short members stand below a line that no colon says to be their lead-in."""
    members = members_of(statement.item)
    return (
        len(members) > 1
        and all(said_of(member) for member in members)
        and not statement.text.plain.rstrip().endswith((":", "?"))
    )
