"""``Term: meaning`` and ``Term - meaning``: what the term means, is or does."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.labels import leading_term
from cribdeck.facts.place import Place, terms_beside
from cribdeck.facts.rules.doing import what_it
from cribdeck.facts.rules.meaning import shortened
from cribdeck.facts.rules.tex import is_reaction
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Block, Candidate, Item, Statement, Text

LONGEST_TERM = 6
SHORTEST_VALUE, LONGEST_VALUE = 2, 30

_SEPARATOR = re.compile(r"\s*(?<!:):\s+|\s+[-–—]{1,2}\s+|\s+->\s+(?=\S)|\s+=\s+")
_BETWEEN_DIGITS = re.compile(r"\d\s*[-–—]\s*\d")
_ABBREVIATED = re.compile(r"^(?:[a-z]+|Ex)\.(?:\s|$)")
_EQUALS_AGAIN = re.compile(r"\s*=\s\S+\s=\s")
"""Of "Mask = 24 = 255.255.255.0" the two ends say the same of the term, or each other."""
_BAD_TERM = re.compile(r"[()/\[\]=<>]|^\W|\?$")


@dataclass(frozen=True, slots=True)
class LeadTerm:
    """A term and what the line says of it."""

    term: Text
    value: Text
    start: int
    """Where the value starts in the statement."""
    marked: bool
    """The author set the term in bold or code."""
    arrow: bool = False
    """An arrow parts the two: what follows may be a consequence."""


@remembered
def lead_term(statement: Statement) -> LeadTerm | None:
    """The term that leads a line, split at a colon, a dash that stands free, or the end of a bold start."""
    if not _opens_a_line(statement) or statement.item.kind not in ("item", "paragraph", "definition"):
        return None
    text = statement.text
    match = _separator(text)
    if match is None:
        return None
    term, value = text.cut(0, match.start()).strip(), text.cut(match.end()).strip()
    if len(term.words) > LONGEST_TERM or not value.words:
        return None
    marked = term.wholly("strong", "code", "highlight", "emphasis") or text.spans("strong")[:1] == [(0, match.start())]
    return LeadTerm(term, value, match.end() + _indent(text.plain[match.end() :]), marked, "->" in match[0])


def _opens_a_line(statement: Statement) -> bool:
    """Whether a statement starts where its item does, or a line of one that is a term a line."""
    before, item = statement.before, statement.item
    if before is None:
        return True
    if item.children or statement.source.first <= before.source.last:
        return False
    return _is_a_term_a_line(item)


@remembered
def _is_a_term_a_line(item: Item) -> bool:
    edges = [0, *item.breaks, len(item.text.plain)]
    terms = [leading_term(item.text.cut(a, b).strip()).casefold() for a, b in itertools.pairwise(edges)]
    return "" not in terms and len(set(terms)) == len(terms)


@remembered
def split_at_separator(text: Text) -> tuple[Text, Text] | None:
    """What stands before and after the first colon or free dash of a text, outside code, math and links."""
    match = _separator(text)
    if match is None:
        return None
    term, value = text.cut(0, match.start()).strip(), text.cut(match.end()).strip()
    return (term, value) if term.words and value.words else None


def _separator(text: Text) -> re.Match[str] | None:
    for match in _SEPARATOR.finditer(text.plain):
        inside = text.inside(match.start(), "code", "math", "link") and not _ends_a_marked_start(text, match.start())
        if match.start() == 0 or inside:
            continue
        if not _BETWEEN_DIGITS.search(text.plain[max(0, match.start() - 1) : match.end() + 1]):
            return match
    return None


def _ends_a_marked_start(text: Text, colon: int) -> bool:
    """Whether a colon is the last sign of the code that opens a line: "`Asset:` an economic resource"."""
    return text.spans("code")[:1] == [(0, colon + 1)]


def term_forward(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``- **osmosis**: water moves…`` asks what osmosis is."""
    lead = lead_term(statement)
    if lead is None or place.words is None or not _may_ask(lead, statement, place):
        return
    pointing = place.turn("meaning.pointing").match(lead.value.plain)
    if pointing:
        lead = replace(lead, value=lead.value.cut(pointing.start("verb")))
    if says_again(lead):
        return  # it is a definition, and asked as one
    value = shortened(lead.value)
    asks_back = value.plain.endswith("?")
    link = None if asks_back else place.turn("terms.is").match(value.plain)
    yield asks(
        _question(lead, value, place.words),
        value.cut(link.end()) if link else value,
        kind="definition",
        rule="term",
        strict=_is_strong(lead, statement, place) and not _goes_on(lead, statement, place),
    )


def says_again(lead: LeadTerm) -> bool:
    """Whether what follows the term names it once more: "Osmosis: osmosis is …", "Logs: Unified Logs are …"."""
    named = lead.term.plain.strip(" :")
    if named.casefold() not in lead.value.plain.casefold():
        return False  # as nearly always: no pattern has to be made of it
    term = re.escape(named)
    again = rf"(?:\S+\s)?{term}\s(?:is|are|means?)\s|{term}"
    return re.match(again, lead.value.plain, re.IGNORECASE) is not None


def _goes_on(lead: LeadTerm, statement: Statement, place: Place) -> bool:
    """Whether the value is a whole sentence that the next ones go on with: then it is the start of a story."""
    words = place.words
    if words is None or place.after is None or place.after.suppressed:
        return False
    first = lead.value.words[0].lower()
    return first in ("the", "we", "you") and words.has_finite_verb(lead.value.plain)


def term_forward_plain(statement: Statement, place: Place) -> Iterator[Candidate]:
    """Where the language is not known: only a term that the author marked, asked by its name alone."""
    lead = lead_term(statement)
    if lead is None or place.words is not None or not lead.marked:
        return
    if not SHORTEST_VALUE <= len(lead.value.words) <= LONGEST_VALUE:
        return
    if terms_beside(statement.item, statement.parent) < 2 and statement.item.kind != "definition":
        return
    yield asks(lead.term.strip(":") + "?", lead.value, kind="definition", rule="term-structure")


def definition_item(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Osteoblast`` over ``: a cell that builds bone``: all that a definition list says of the term."""
    term, item = statement.parent, statement.item
    if item.kind != "definition" or term.kind != "term" or statement.nth or term.children[0] is not item:
        return
    told = [child.text.strip() for child in term.children if child.text.words]
    block = Block.text(told[0]) if len(told) == 1 else Block("list", tuple((text,) for text in told))
    uses = tuple(child.source for child in term.children[1:])
    found = asks(term.text.strip(": ") + "?", block, kind="definition", rule="definition-list")
    yield replace(found, uses=uses)


def term_blank(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal, turned round: the marked term of a list of such terms, hidden."""
    lead = lead_term(statement)
    words = place.words
    if lead is None or words is None or not _may_ask(lead, statement, place) or len(lead.value.words) < 5:
        return
    start = statement.text.plain.find(lead.term.plain.strip(":"))
    bare = lead.term.plain.strip(":").strip()
    yield hides(
        statement,
        (start, start + len(bare)),
        kind="cloze",
        rule="term-blank",
        strict=False,
    )


def _may_ask(lead: LeadTerm, statement: Statement, place: Place) -> bool:
    words = place.words
    assert words is not None
    term = lead.term.plain.strip(":").strip()
    if not len(lead.value.words) >= SHORTEST_VALUE or _BAD_TERM.search(term) or lead.term.spans("math"):
        return False
    if lead.value.wholly("link"):
        return False
    if words.starts_with_pronoun(lead.value.plain) and not place.turn("meaning.pointing").match(lead.value.plain):
        return False
    if (
        words.schema_key(term)
        or (words.generic_label(term) and not _is_code_number(lead))
        or words.study_talk(term)
        or words.has_finite_verb(term)
    ):
        return False
    if (
        words.starts_with_pronoun(term)
        or words.function_word(term.split()[0])
        or words.numeral(" ".join(term.split()[:2]))
    ):
        return False
    if _ABBREVIATED.match(term) or _EQUALS_AGAIN.match(statement.text.plain, len(lead.term)):
        return False
    return term.casefold() not in place.survey.schema_keys


def _is_code_number(lead: LeadTerm) -> bool:
    """Whether the term is a number that the author marked: an error code, a port, a year."""
    return lead.marked and bool(re.fullmatch(r"\W*\d{2,5}\w{0,2}\W*", lead.term.plain)) and len(lead.value.words) >= 3


def _is_strong(lead: LeadTerm, statement: Statement, place: Place) -> bool:
    words = place.words
    assert words is not None
    others = terms_beside(statement.item, statement.parent)
    first = lead.value.words[0]
    if (
        _is_an_aspect(lead, statement, place)
        or place.turn("terms.done").match(lead.term.plain)
        or place.turn("terms.tells-else").match(lead.value.plain)
        or (lead.arrow and not lead.marked)
        or place.turn("terms.versus").search(lead.term.plain)
        or (place.turn("terms.article").match(lead.value.plain) and words.praised(lead.value.plain))
    ):
        return False
    if first.lower() in words.listed("terms.no-news"):
        return False  # "Mens rea: involves an issue of law": more than that, and of what kind it is, it does not say
    if words.adjective(lead.term.plain.strip(": ")) and statement.parent.kind in ("file", "heading") and not others:
        return False
    if lead.value.wholly("math") and is_reaction(lead.value.plain):
        return False
    if lead.value.plain.rstrip().endswith("?") or _is_a_row(lead.value.plain, words):
        return False
    if _tells_of_another(lead, statement, words) or place.turn("terms.heap").match(lead.value.plain):
        return False
    telling = lead.marked or _is_acronym(lead.term.plain) or bool(place.turn("terms.article").match(lead.value.plain))
    telling = telling or words.third_person_verb(first.lower().strip(",."))
    if words.quantity(lead.value.plain) and others and place.topic is not None:
        return not words.lacks_subject(lead.term.plain)
    said = lead.value.plain if lead.value.spans("math") else words.turn("terms.bracket").sub("", lead.value.plain)
    if len(said.split()) < 3 or len(lead.term.plain.strip(": ")) < 2:
        return False
    telling = telling or bool(re.search(r"[A-Z]", lead.term.plain[1:]))
    return telling or (others >= 2 and words.clean_noun_phrase(lead.term.plain))


def _is_an_aspect(lead: LeadTerm, statement: Statement, place: Place) -> bool:
    """Whether a term is a part of what the notes are about, and no name: "Characteristics of mosses"; a name that the
    author set in bold in a list is one: "**Septum of the nose**"."""
    named = lead.marked and statement.item.kind == "item"
    return not named and place.turn("terms.aspect").search(lead.term.plain) is not None


LONGEST_IN_ROW = 3
"""Words of what stands in a row: "Verstehen; Protestant ethic"."""


def _is_a_row(value: str, words: Words) -> bool:
    """Whether the value only names some things that go with the term: no reader would name the same ones."""
    parts = words.turn("terms.row").split(value.strip(" ."))
    named = all(1 <= len(words.turn("terms.bracket").sub("", part).split()) <= LONGEST_IN_ROW for part in parts)
    return len(parts) > 1 and named and not any(words.function_word(part.split()[0]) for part in parts)


def _tells_of_another(lead: LeadTerm, statement: Statement, words: Words) -> bool:
    """Whether the value tells what somebody does at a numbered place: "3. Avoidance: the patient keeps away"."""
    value = lead.value.plain
    first = value.split()[0].lower()
    return statement.item.number is not None and first == "the" and words.has_finite_verb(value)


def _question(lead: LeadTerm, value: Text, words: Words) -> Text:
    term = lead.term.strip(":").strip()
    first = value.words[0].lower()
    if first in ("is", "are") and not value.plain.endswith("?"):
        return Text(f"What {first} ") + term + "?"
    if (
        words.turn("terms.article").match(value.plain)
        and not words.plural(term.words[-1])
        and _is_phrase(value.plain, words)
    ):
        common = term.words[-1].isalpha() and term.words[-1].islower()
        return (
            term + "?" if common else Text("What is ") + term + "?"
        )  # whether "a" belongs there, the notes do not say
    deed = words.third_person_verb(first) and first not in (
        *words.listed("terms.no-deeds"),
        *words.listed("terms.no-news"),
    )
    title = value.words[0][0].isupper() and not words.has_finite_verb(value.plain)  # "Sources of law"
    noun = words.turn("terms.noun-of").match(value.plain) or words.stem(first) in words.stems(term.plain)
    if deed and not title and not noun and not _new_verb(value, words) and not words.plural(term.words[-1]):
        return what_it("does", term, "do", words)
    return term + "?"


def _new_verb(value: Text, words: Words) -> bool:
    """Whether the first word is the subject of the second: "changes feel slow", not "changes the shape"."""
    second = value.words[1].lower() if len(value.words) > 1 else ""
    return second in words.verbs and second not in words.noun_verbs and not words.function_word(second)


def _is_phrase(value: str, words: Words) -> bool:
    """Whether a value opens with a thing, not with a sentence: "the role that ECS uses", not "the role allows it"."""
    first = _first_phrase(value, words)
    return words.is_fragment(first) and not words.third_person_verb(first.split()[-1])


def _first_phrase(value: str, words: Words) -> str:
    return words.turn("terms.first-phrase").split(value)[0]


def _is_acronym(term: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Z0-9&/-]{1,9}s?", term.strip(" :")))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
