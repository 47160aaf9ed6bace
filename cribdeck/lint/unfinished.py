"""Sentences that break off: ``Main thing is the``, ``To get out of it one needs a map,``."""

import re
from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.facts.words import Words, words_for
from cribdeck.model import POINTS, Item, ItemKind, Statement
from cribdeck.study import Study

CODE = "unfinished"
GOES_ON: tuple[ItemKind, ...] = ("math", "fence", "table", "quote", "html", "aside")
"""Blocks that may end a sentence: ``An inverse exists such that`` and the formula below it."""

_DOTS = re.compile(r"\w(?:\.\.\.+|…)\W*$")
"""``lightning, thunder...``: and so on."""
_GOES_ON_BESIDE = re.compile(r"[,;](?:\s(?:and|or))?\s*$")
_DASHES = ("-", "–", "—")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")


def unfinished(study: Study) -> Iterator[Problem]:
    """A problem for each sentence that has no end, where none can be found for it."""
    langs = {outline.file: outline.lang for outline in study.outlines}
    goes_on = {id(statement.before) for statement in study.statements}
    for statement in study.statements:
        # What stands in the middle of an item may be a line of a text that an editor wrapped.
        if statement.suppressed != "unfinished" or id(statement) in goes_on:
            continue
        words = words_for(langs[statement.source.file])
        if words and not _ends_somehow(statement, words):
            end = " ".join(statement.text.plain.split()[-4:])
            yield Problem(statement.source, CODE, f"This sentence breaks off: “… {end}”. Write its end.")


def _ends_somehow(statement: Statement, words: Words) -> bool:
    return (
        _shows_the_rest(statement)
        or _goes_on_below(statement)
        or _is_in_a_row(statement)
        or _may_end_so(statement.text.plain, words)
    )


def _shows_the_rest(statement: Statement) -> bool:
    """Whether an image or the like stands at the end: "All of it looks like" and a picture."""
    end = len(statement.text.plain.rstrip())
    return any(mark.kind in POINTS and mark.start >= end for mark in statement.text.marks)


def _goes_on_below(statement: Statement) -> bool:
    """Whether a formula, a block of code or the like follows, as the rest of the sentence."""
    item = statement.item
    if item.children and statement.text.plain.rstrip().endswith(_DASHES):
        return True
    later = [*item.children[:1], *_after(item, statement.siblings)[:1]]
    is_last = item.text.plain.rstrip().endswith(statement.text.plain.rstrip())
    return is_last and any(_may_go_on(item, each) for each in later)


def _is_in_a_row(statement: Statement) -> bool:
    """Whether it is one of several members that are set as one sentence: "a, or", "b,", "c."."""
    item = statement.item
    return bool(_GOES_ON_BESIDE.search(item.text.plain)) and any(
        each is not item and _GOES_ON_BESIDE.search(each.text.plain) for each in statement.siblings
    )


def _may_go_on(item: Item, later: Item) -> bool:
    return later.kind in GOES_ON or _is_formula(later) or (item.kind == "paragraph" and later.kind == "item")


def _after(item: Item, siblings: tuple[Item, ...]) -> list[Item]:
    nth = next((nth for nth, each in enumerate(siblings) if each is item), len(siblings))
    return list(siblings[nth + 1 :])


def _is_formula(item: Item) -> bool:
    return item.text.wholly("math", "code")


def _may_end_so(plain: str, words: Words) -> bool:
    """Whether the last word may end a sentence after all: "the node that we start from", "unless you must", "what
    only one user will have"."""
    found = _LAST_WORD.search(plain)
    if found is not None and _DOTS.search(plain):
        return found[1].lower() not in words.no_last_words | words.leading_words
    if found is None or plain.rstrip().endswith((",", "(", "[", "->")):
        return False
    last, before = found[1].lower(), plain[: found.start()].rstrip()
    if last in words.no_last_words or last not in words.leading_words:
        return False
    if last in words.auxiliaries:
        said = [word.lower().strip(" ,;-–—") for word in before.split()]
        owned = last in ("has", "have", "had") and not words.relatives.isdisjoint(said[1:])
        return len(said) > 2 and (said[-1] in words.pronouns or owned)
    return words.has_finite_verb(before) or _holds_a_clause(before, words)


def _holds_a_clause(text: str, words: Words) -> bool:
    """Whether a side clause stands in a phrase: "the node we start from"."""
    return any(word.lower() in words.subject_pronouns | words.relatives for word in text.split())
