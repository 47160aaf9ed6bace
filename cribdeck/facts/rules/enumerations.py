"""A short list within a sentence: ``ECS has 2 launch types: EC2 and Fargate``."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks, hides_together
from cribdeck.facts.balance import is_balanced
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Block, Candidate, Statement, Text

LONGEST_MEMBER = 5
MOST_MEMBERS = 7
CLOZE_WORDS = 9


def enumeration(statement: Statement, place: Place) -> Iterator[Candidate]:
    """All members of an inline list, asked together: never one of them alone."""
    words = place.words
    if words is None:
        return
    text = statement.text
    for match in sorted(place.turn("enumerations.lead").finditer(text.plain), key=lambda match: not match["colon"]):
        if text.inside(match.start(), "code", "math", "link"):
            continue
        end = _end(text.plain, match.end())
        body = text.cut(match.end(), end)
        members = members_in(body, words)
        lead = text.plain[: match.start()].strip()
        if (
            not is_balanced(lead)
            or not _is_list(members, lead, bool(match["colon"]), words)
            or place.turn("enumerations.open-end").search(body.plain)
        ):
            continue
        yield from _asked(statement, match, end, members, lead, words)
        return


def members_in(body: Text, words: Words) -> list[Text]:
    """The parts between commas and a closing "and"; with a comma before that, an "and" in a part is its own."""
    closed = words.turn("enumerations.closed").search(body.plain) is not None
    return [part for part in body.split(words.turn("enumerations.serial" if closed else "enumerations.comma")) if part]


_STOP = re.compile(r"[.;]\s*$|\.\s|;\s|\s->\s|\s[-–—]{1,2}\s|\s\(")


def _end(plain: str, start: int) -> int:
    stop = _STOP.search(plain, start)
    return stop.start() if stop else len(plain.rstrip())


def _is_list(members: list[Text], lead: str, colon: bool, words: Words) -> bool:
    if not lead or len(lead.split()) > 20 or any(not member.plain[:1].isalnum() for member in members):
        return False
    numeral = words.numeral(lead)
    if numeral is not None and len(members) != numeral:
        return False
    fewest = 2 if numeral is not None or (colon and words.set_noun(lead)) else 3
    if not fewest <= len(members) <= MOST_MEMBERS:
        return False
    if numeral is not None:  # the count vouches for what the members are
        return all(
            len(member.words) <= LONGEST_MEMBER and not words.has_finite_verb(member.plain) for member in members
        )
    return all(len(member.words) <= LONGEST_MEMBER and words.is_name_like(member.plain) for member in members)


def _is_told_to_be_one(body: str, match: re.Match[str], lead: str, words: Words) -> bool:
    """Whether a count, a verb or a noun for a set says that the members are all of something: not "On guard: no sleep,
    irritability, or outbursts", nor "There are 3 entities", which are those of a case."""
    if words.turn("enumerations.of-a-case").search(lead):
        return False
    if words.numeral(lead) is not None or not match["colon"]:
        return True
    return not words.turn("enumerations.or").search(body) and words.set_noun(lead)


def _tells_how(members: list[Text], words: Words) -> bool:
    """Whether a thing is so and so: "bi-polar, time varying, and normally even"."""
    last = [member.words[-1] for member in members]
    some = any(
        member.words[0].endswith("ly") and words.adjective(end) for member, end in zip(members, last, strict=True)
    )
    return some or sum(map(words.adjective, last)) > len(last) / 2


def _asked(
    statement: Statement, match: re.Match[str], end: int, members: list[Text], lead: str, words: Words
) -> Iterator[Candidate]:
    """The members hidden in their sentence if it says how many they are, else asked for with their count."""
    span = (match.end(), end)
    size = len(statement.text.plain[span[0] : span[1]].split())
    strict = not words.turn("enumerations.some-of").match(match[0]) and not words.starts_with_pronoun(lead)
    strict = strict and not words.turn("enumerations.some").search(lead) and bare(lead.split()[-1]) not in words.modals
    strict = strict and (bool(match["colon"]) or len(lead.split()) > 1)  # "Started via A, B and C" has no subject
    strict = strict and _is_told_to_be_one(statement.text.plain[slice(*span)], match, lead, words)
    strict = strict and not any(words.turn("enumerations.two-in-one").search(member.plain) for member in members)
    strict = strict and (bool(match["colon"]) or not _tells_how(members, words))
    hidden = hides_together(statement, [span], kind="list", rule="enumeration", strict=strict)
    fits = size <= CLOZE_WORDS and len(members) <= 4
    if fits and words.numeral(lead) is not None:
        yield hidden
        return
    front = statement.text.cut(0, match.start() if match["colon"] else match.end()).strip(": ").strip()
    shown = front + ("" if match["colon"] else " …") + f" ({len(members)} items)"
    block = Block("list", tuple((member,) for member in members))
    yield asks(shown, block, kind="list", rule="enumeration", strict=strict)
    if fits:
        yield hidden.rated(strict=False, offered=False)  # for those who have learnt it so
