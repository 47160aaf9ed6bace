"""A small change to a line that would give it a card: tried on the rules before it is told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cribdeck.facts.accept import self_contained
from cribdeck.facts.offering import hides_no_term, why_no_term
from cribdeck.facts.place import Place
from cribdeck.facts.rules import Rule
from cribdeck.facts.rules.emphasis import bold
from cribdeck.facts.rules.lists import list_below, members_of, said_of
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Mark, Statement, Text

Tried = Callable[[Statement, Rule], Sequence[Candidate]]
"""The candidates that a rule makes of a statement in the same place, and that pass."""

COLON = "end it with a colon"
BOLD = "put the words to ask for in bold, such as “{}”"

MOST_TERMS = 3
"""Terms that are tried in bold."""
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*(?: [A-Z][\w-]*)*|[a-z]+[A-Z]\w*)(?![\w-])")
_UNMARKED = "predicate"
"""The rule that a term in bold is judged by as if nobody had marked it: bold alone makes no good question."""


def cure_of(statement: Statement, place: Place, passed: Sequence[Candidate], tried: Tried) -> str:
    """What to change, or nothing where no change that was tried helps."""
    if statement.item.kind in ("fence", "math", "term", "callout") or place.words is None:
        return ""
    if _lacks_its_colon(statement, tried):
        return COLON
    spans = islice(_terms(statement, place.words, passed), MOST_TERMS)
    asked = (span for span in spans if _asks_well(statement, span, place, tried))
    return next((BOLD.format(statement.text.plain[start:end]) for start, end in asked), "")


def _lacks_its_colon(statement: Statement, tried: Tried) -> bool:
    """Whether short members stand below a line that no colon says to be their lead-in, and one would make a card."""
    members = members_of(statement.item)
    if len(members) < 2 or not all(map(said_of, members)) or statement.text.plain.rstrip().endswith((":", "?")):
        return False
    led = _with(statement, Text(statement.text.plain.rstrip(" .;,") + ":"))
    return any(each.strict for each in tried(led, list_below))


def _terms(statement: Statement, words: Words, passed: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence worth asking: what weaker rules would hide, then names."""
    text, whole = statement.text, statement.item.text.plain
    command = text.plain.startswith("-")
    if command or text.spans("strong", "code") or not words.has_finite_verb(text.plain):
        return
    weaker = [(part.start, part.end) for one in passed if one.prompt.plain == text.plain for part in one.hidden]
    names = [match.span() for match in _NAME.finditer(text.plain) if match.start()]
    for start, end in dict.fromkeys([*weaker, *names]):
        term = text.plain[start:end]
        once = _stands_once(term, whole)
        inside = any(text.inside(each, "link", "math") for each in (start, end - 1))
        if once and not inside and "*" not in term and _names_a_thing(term, text.plain[:start], words):
            yield start, end


def _stands_once(term: str, whole: str) -> bool:
    """Whether the words stand in a text once, and not within longer ones."""
    found, at = 0, whole.find(term)
    while at >= 0 and found < 2:
        end = at + len(term)
        bounded = not (_LETTER.match(whole[max(0, at - 1) : at]) or _LETTER.match(whole, end))
        found += bounded
        at = whole.find(term, end if bounded else at + 1)
    return found == 1


_LETTER = re.compile(r"\w")


def _names_a_thing(term: str, before: str, words: Words) -> bool:
    """Whether it is the name of something and no more: not "the pattern", "store data" or "data came"."""
    first, last = term.split()[0].lower(), before.split()[-1].lower() if before.split() else ""
    deed = first in words.verbs or first.endswith("ing") or last == "to" or last in words.modals
    led = first != term.split()[0] or words.function_word(last) or words.is_verb(last)
    opens_well = led and not deed and first not in words.determiners and not term[0].isdigit()
    return opens_well and words.clean_noun_phrase(term) and not words.has_finite_verb(term)


def _asks_well(statement: Statement, span: tuple[int, int], place: Place, tried: Tried) -> bool:
    """Whether the term in bold makes a card, and is whole and no word by the way."""
    marked = _with(statement, Text(statement.text.plain, (Mark(*span, "strong"), *statement.text.marks)))
    return any(each.strict and not why_no_term(_unmarked(each), marked, place) for each in tried(marked, _bold_term))


def _bold_term(statement: Statement, place: Place) -> Iterator[Candidate]:
    """What `bold` asks, but for words that are no term: nothing else of those has to be checked."""
    for candidate in bold(statement, place):
        whole = self_contained(candidate, statement, place)
        if not (isinstance(whole, str) or hides_no_term(_unmarked(whole), statement, place)):
            yield candidate


def _unmarked(candidate: Candidate) -> Candidate:
    """The same question as if nobody had marked its term."""
    return replace(candidate, strict=False, rule=_UNMARKED)


def _with(statement: Statement, text: Text) -> Statement:
    """The statement, and its item where it is the whole of it, with another text."""
    whole = statement.item.text.plain.strip() == statement.text.plain.strip()
    return replace(statement, text=text, item=replace(statement.item, text=text) if whole else statement.item)
