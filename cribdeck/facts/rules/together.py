"""Two or three things that a sentence joins: hidden together, since which of them is asked would be a guess."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import hides_together
from cribdeck.facts.place import Place
from cribdeck.facts.rules.enumerations import members_in
from cribdeck.facts.rules.meaning import is_participle, outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

LONGEST = 8
MOST = 4
LONGEST_MEMBER = 3

_WORD = re.compile(r"[^\s,]+")
_STOP = re.compile(r"[.;:()]|,|\s->|\s→|\s[-–—]\s|$")


def together(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Steel is made of iron and carbon`` hides both."""
    words, text = place.words, statement.text
    if words is None or statement.item.kind == "row":
        return
    for joint in place.turn("together.joined").finditer(text.plain):
        span = _span(text.plain, joint, words)
        if span is None or text.cuts(*span, "code", "math", "link") or not outside_atoms(text, joint.start()):
            continue
        members = members_in(text.cut(*span), words)
        if _joins_deeds(members[-1].plain, words) or not _ends_there(text.plain, *span, words):
            continue
        if place.turn("together.no-members").search(statement.text.plain[slice(*span)]) or _opens_with_deed(
            members[-1].plain, words
        ):
            continue
        if _says_twice(members[0].plain, members[-1].plain, words):
            continue
        if 2 <= len(members) <= MOST and all(_is_member(member.plain, words) for member in members):
            yield hides_together(statement, [span], kind="list", rule="together", strict=False)


def _span(plain: str, joint: re.Match[str], words: Words) -> tuple[int, int] | None:
    """From the first of the things that are joined to the last one, if a word that leads in stands before them."""
    start = joint.start()
    lead = ""
    for word in reversed(list(_WORD.finditer(plain, 0, joint.start()))):
        if _leads_in(word[0], words):
            lead = word[0]
            break
        start = word.start()
    end = _end(plain, joint.end(), words)
    if not lead or start >= joint.start() or len(plain[start:end].split()) > LONGEST:
        return None
    if words.turn("together.joins-more").search(plain[:start]) or words.turn("together.open-end").match(plain[end:]):
        return None
    return start, end


def _leads_in(word: str, words: Words) -> bool:
    """Whether what follows a word may be a list of things: a verb, a preposition, an article."""
    low = word.lower()
    if words.function_word(word) and not (word.isupper() and len(word) > 1):
        return low not in ("and", "or", "&")
    return word.islower() and (words.third_person_verb(low) or low in words.only_verbs)


def _end(plain: str, start: int, words: Words) -> int:
    stop = _STOP.search(plain, start)
    end = stop.start() if stop else len(plain)
    for word in list(_WORD.finditer(plain, start, end))[1:]:
        if words.function_word(word[0]) or words.third_person_verb(word[0]) or word[0].endswith("ing"):
            return len(plain[: word.start()].rstrip())
        if is_participle(word[0], words):
            return len(plain[: word.start()].rstrip())
    return len(plain[:end].rstrip())


def _joins_deeds(last: str, words: Words) -> bool:
    """Whether "and" is followed by something else that is done: "and makes the call", "or push it"."""
    first, _, rest = last.partition(" ")
    if not first.islower():
        return words.has_finite_verb(last)
    if words.third_person_verb(first) or first in words.only_verbs:
        return True
    return first in words.noun_verbs and bool(rest)


def _opens_with_deed(last: str, words: Words) -> bool:
    """Whether the last thing is what somebody did: "and shared Arabic culture", "and hired clerks"."""
    first, _, rest = last.partition(" ")
    return bool(rest) and first.islower() and is_participle(first, words) and first.endswith("ed")


def _ends_there(plain: str, start: int, end: int, words: Words) -> bool:
    """Whether the list ends where it seems to, not in the middle of a clause or a longer name."""
    if plain[:start].rstrip().endswith(","):
        return False
    after = re.match(r"\s([\w'’-]+)", plain[end:])
    if after is None:
        return True
    word = after[1].lower()
    if word in words.determiners or word in words.pronouns:
        return False
    if word in words.finite_auxiliaries and words.has_finite_verb(plain[:start]):
        return False
    return words.function_word(word) or word in words.finite_auxiliaries or is_participle(word, words)


def _says_twice(first: str, last: str, words: Words) -> bool:
    """Whether one thing is named in the other, or the last is a verb that is not known: "queue and finishes"."""
    a, b = words.stems(first), words.stems(last)
    if not a or not b or a <= b or b <= a:
        return True
    several = last.islower() and len(last.split()) == 1 and words.plural(last)
    return several and not words.plural(first.split()[-1])


def _is_member(member: str, words: Words) -> bool:
    count = len(member.split())
    if not 1 <= count <= LONGEST_MEMBER or words.generic_answer(member) or re.search(r"[():;&]|\betc\b", member):
        return False
    if any(words.function_word(word) and not word.isupper() for word in member.split()) or member.endswith("ing"):
        return False
    if count == 1 and (member.lower() in words.only_verbs or is_participle(member, words)):
        return False
    return words.is_name_like(member) and not member.endswith("ly")
