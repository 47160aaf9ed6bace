"""A line that ends in a colon, and the members below it: asked as a list with its count."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks_list
from cribdeck.facts.balance import is_balanced
from cribdeck.facts.labels import leading_term
from cribdeck.facts.place import Place
from cribdeck.facts.rules.pairs import sides_of
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Item, Source, Statement, Text

LONGEST_MEMBER = 9
"""Words of a member that is shown whole; a longer one gives its term alone."""
MOST_MEMBERS = 15


def list_below(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``There are 2 launch types:`` over two members asks for both."""
    item = statement.item
    lead_in = lead_in_of(statement)
    members = members_of(item) if lead_in else ()
    if lead_in is None or not 2 <= len(members) <= MOST_MEMBERS or item.kind not in ("item", "paragraph"):
        return
    said = [said_of(member) for member in members]
    if not all(said) or len({text.plain.casefold() for text in said if text}) < len(said):
        return
    if place.words and _stand_above(said, lead_in, place.words):
        return
    promised = place.words.numeral(lead_in.plain) if place.words else None
    if promised not in (None, len(said)):
        return  # some members are missing, or stand elsewhere
    ordered = is_ordered(item, lead_in, place.words)
    yield from asks_list(
        lead_in,
        [text for text in said if text],
        ordered=ordered,
        rule="list",
        uses=tuple(_own_line(member) for member in members),
        strict=_is_set(lead_in.plain, said, place.words, led=all(leading_term(member.text) for member in members))
        and (ordered or item.children[0].number is None)
        and not _are_signs(said),
    )


def list_under_heading(statement: Statement, place: Place) -> Iterator[Candidate]:
    """All of the one list below ``## Phases of mitosis``; its first line carries the card."""
    heading, item = statement.parent, statement.item
    if heading.kind != "heading" or statement.nth or item.kind != "item":
        return
    members = members_of(heading)
    if not 3 <= len(members) <= MOST_MEMBERS:
        return
    if members[0] is not item or len(members) < len(heading.children):
        return
    said = [said_of(member) for member in members]
    lead_in = heading.text.strip(": ").strip()
    if place.words and _stand_above(said, lead_in, place.words):
        return
    if not lead_in or not all(said) or len({text.plain.casefold() for text in said if text}) < len(said):
        return
    words = place.words
    if words is None or words.generic_label(lead_in.plain) or words.has_finite_verb(lead_in.plain):
        return
    if all(sides_of(member) for member in members):
        return  # a list of pairs is asked pair by pair
    ordered = is_ordered(heading, lead_in, words)
    led = all(leading_term(member.text) for member in members)
    strict = _is_set(lead_in.plain, said, words, led=led) and (led or _are_alike(said, words))
    if _are_signs(said) or not (strict or (ordered and _are_deeds(lead_in, said, words))):
        return
    yield from asks_list(
        lead_in,
        [text for text in said if text],
        ordered=ordered,
        rule="list-under-heading",
        uses=tuple(_own_line(member) for member in members[1:]),
        strict=strict and (ordered or item.number is None),
        part="list",
    )


def lead_in_of(statement: Statement) -> Text | None:
    """The sentence that leads in a list, without its colon: the last one of an item, ending in a colon."""
    if not statement.item.children:
        return None
    text = statement.text.strip()
    if not text.plain.endswith(":"):
        return None
    whole = statement.item.text.plain.rstrip()
    return text.strip(":").strip() if whole.endswith(statement.text.plain.rstrip()) else None


def members_of(item: Item) -> tuple[Item, ...]:
    """The list items right below, but for pictures; nothing when other blocks stand among them."""
    said = [child for child in item.children if child.text.plain.strip() or child.children]
    members = tuple(child for child in said if child.kind == "item")
    return members if len(members) == len(said) else ()


def said_of(member: Item) -> Text | None:
    """What a learner says of a member: the whole of it when it is short, else the term that leads it."""
    text = member.text.strip(".;").strip()
    term = leading_term(text)
    if term and len(text.words) > len(term.split()):
        start = text.plain.find(term)
        name = term if is_balanced(term) else term.partition("(")[0].rstrip()
        return text.cut(start, start + len(name)) if name else None
    if not text or len(text.words) > LONGEST_MEMBER or text.wholly("link") or text.plain.endswith((":", "?")):
        return None
    return text


def is_ordered(item: Item, lead_in: Text, words: Words | None) -> bool:
    """Whether the order is part of the answer: the noun says so, or a numbered list whose noun does not deny it."""
    if words is None:
        return item.children[0].number is not None
    return words.ordered_set_noun(lead_in.plain) or (
        item.children[0].number is not None and not words.set_noun(lead_in.plain)
    )


def _is_set(lead_in: str, said: list[Text | None], words: Words | None, *, led: bool) -> bool:
    """Whether the members are all of something: a numeral that agrees, a set noun, or a verb that says so."""
    if words is None or words.turn("lists.open").search(lead_in) or words.study_talk(lead_in):
        return False
    if any(text and words.turn("lists.no-member").fullmatch(text.plain) for text in said):
        return False  # "Acronym" among causes: one that is no member
    numeral = words.numeral(lead_in)
    if numeral is not None and numeral != len(said):
        return False
    named = led or all(_is_marked(text) for text in said if text)
    phrases = named or all(
        text and (words.clean_noun_phrase(text.plain) or not words.has_finite_verb(text.plain)) for text in said
    )
    telling = numeral is not None or words.set_noun(lead_in) or words.ordered_set_noun(lead_in)
    return (bool(telling) or bool(words.turn("lists.includes").search(lead_in))) and (
        phrases or words.ordered_set_noun(lead_in)
    )


def _are_alike(said: list[Text | None], words: Words) -> bool:
    """Whether the members are all phrases, all sentences or all orders, as the members of one set are."""
    return len({words.has_finite_verb(text.plain) or words.is_order(text.plain) for text in said if text}) == 1


def _stand_above(said: list[Text | None], lead_in: Text, words: Words) -> bool:
    """Whether the line above names the members already: "Work is positive or negative" over these two."""
    shown = words.stems(lead_in.plain)
    return bool(said) and all(text and (stems := words.stems(text.plain)) and stems <= shown for text in said)


def _are_signs(said: list[Text | None]) -> bool:
    """Whether the members are formulas: each is to be asked by its name."""
    return all(text is not None and text.wholly("math") for text in said)


def _are_deeds(lead_in: Text, said: list[Text | None], words: Words) -> bool:
    """Whether numbered members are what one does in turn: the noun says so, or each is an order."""
    return words.ordered_set_noun(lead_in.plain) or all(
        text is not None and words.is_order(text.plain) for text in said
    )


def _is_marked(text: Text) -> bool:
    return text.wholly("strong", "code")


def _own_line(member: Item) -> Source:
    return member.source
