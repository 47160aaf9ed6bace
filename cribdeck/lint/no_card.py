"""Lines that no card is made of, although a small change would give them one. The change is tried before it is told."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.errors import Problem
from cribdeck.facts.candidates import Asked, find_candidates
from cribdeck.facts.cures import COLON
from cribdeck.facts.labels import label_of
from cribdeck.facts.statements import find_statements
from cribdeck.facts.words import Words, words_for
from cribdeck.model import Item, Mark, Outline, Statement, Text
from cribdeck.study import Study

CODE = "no-card"
LONGEST_TERM = 5
"""Words."""

Place = tuple[int, int, int]
"""Where a statement stands: its item's lines, and which one of the item it is. An edit does not move it."""


@dataclass(frozen=True, slots=True)
class _Cure:
    """A change to a line, and the words that tell it."""

    statement: Statement
    text: Text
    """The item's text after the change."""
    told: str


def no_card(study: Study) -> Iterator[Problem]:
    """A note at each line that gets a card by a change that was tried."""
    for outline in study.outlines:
        words = words_for(outline.lang)
        if words is None:
            continue
        cures = _cures(study.by_file[outline.file], words)
        cured = _cured(outline, list(cures.values()))
        for place, cure in cures.items():
            if place in cured:
                yield Problem(cure.statement.source, CODE, f"This gives no card. {cure.told}, and it does.", "note")


def _cures(asked: Sequence[Asked], words: Words) -> dict[Place, _Cure]:
    """A change for each item that could do with one: several changes of one item would be in each other's way."""
    cures: dict[Place, _Cure] = {}
    items: set[int] = set()
    openings = _openings(each.statement.text.plain for each in asked)
    for each in asked:
        cure = _cure(each, words, openings) if each.unasked and id(each.statement.item) not in items else None
        if cure is not None:
            items.add(id(each.statement.item))
            cures[_place(each.statement)] = cure
    return cures


def _openings(sentences: Iterable[str]) -> Counter[str]:
    """How many sentences open with the same words, by those words."""
    found: Counter[str] = Counter()
    for sentence in sentences:
        said = sentence.split()[:LONGEST_TERM]
        found.update(" ".join(said[:count]).casefold() for count in range(1, len(said) + 1))
    return found


def _cure(asked: Asked, words: Words, openings: Mapping[str, int]) -> _Cure | None:
    statement, cure = asked.statement, asked.cure
    text, item = statement.text, statement.item
    start = item.text.plain.find(text.plain)
    if start < 0:
        return None
    if cure == COLON and item.text.plain.rstrip().endswith(text.plain):
        return _Cure(statement, Text(item.text.plain.rstrip(" .;,") + ":", item.text.marks), "End it with a colon")
    if _may_take_bold(statement) and (term := _term(text.plain, words, openings)):
        mark = Mark(start, start + len(term), "strong")
        return _Cure(statement, Text(item.text.plain, (mark, *item.text.marks)), f"Bold “{term}”")
    if name := _subject(statement, words):
        pronoun = text.plain.split()[0]
        changed = item.text.replace_span(start, start + len(pronoun), name)
        return _Cure(statement, changed, f"Say “{name}” in place of “{pronoun}”")
    return None


def _may_take_bold(statement: Statement) -> bool:
    plain_kind = statement.item.kind not in ("fence", "math", "term", "callout")
    return plain_kind and len(statement.text.words) >= 4 and not statement.text.spans("strong", "code")


def _term(plain: str, words: Words, openings: Mapping[str, int]) -> str:
    """The name that opens a sentence, up to its verb, if no other sentence says more of it: else "What does it do?"
    would be a guess."""
    said = plain.split()
    for count in range(1, min(LONGEST_TERM, len(said) - 2) + 1):
        term, verb = " ".join(said[:count]), said[count]
        if words.has_finite_verb(" ".join(said[: count + 2])) and not words.has_finite_verb(term):
            fits = _is_name(term, words) and words.agrees(term, verb) and not words.dangles(" ".join(said[count:]))
            return term if fits and openings[term.casefold()] == 1 else ""
    return ""


def _is_name(term: str, words: Words) -> bool:
    """Whether a phrase names one thing; a lone word has to tell by its capitals, for every sentence starts with one."""
    if not term[-1].isalnum() or not words.clean_noun_phrase(term) or words.third_person_verb(term.split()[0].lower()):
        return False
    bare = [word for word in term.split() if word.lower() not in words.determiners]
    return len(bare) > 1 or bool(re.search(r"\w[A-Z\d]", term))


def _subject(statement: Statement, words: Words) -> str:
    """The name of what stands above, where a pronoun that opens the first line below it stands for that."""
    label = label_of(statement.parent, words)
    opens = statement.nth == 0 and statement.siblings[:1] == (statement.item,)
    first = statement.text.plain.split()[0].lower()
    if label is None or label.generic or label.container or label.kind == "lead-in" or not opens:
        return ""
    return label.text if first in ("this", "it", "these", "they") and words.clean_noun_phrase(label.text) else ""


def _cured(outline: Outline, cures: Sequence[_Cure]) -> set[Place]:
    """Where the file has cards after the changes that ask for more than the word that was made bold."""
    if not cures:
        return set()
    texts = {id(cure.statement.item): cure.text for cure in cures}
    changed = replace(outline, root=_changed(outline.root, texts))
    asked = find_candidates(changed, find_statements(changed))
    return {_place(each.statement) for each in asked if each.strict and each.candidates[0].rule != "bold"}


def _changed(item: Item, texts: Mapping[int, Text]) -> Item:
    children = tuple(_changed(child, texts) for child in item.children)
    return replace(item, text=texts.get(id(item), item.text), children=children)


def _place(statement: Statement) -> Place:
    return statement.item.source.first, statement.item.source.last, statement.nth
