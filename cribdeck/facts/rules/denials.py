"""What is denied: whether it is so, is the question, and what the sentence goes on with belongs to the answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cribdeck.facts.asking import asks
from cribdeck.facts.place import Place, names_its_label
from cribdeck.facts.rules.doing import within_a_question
from cribdeck.facts.rules.meaning import outside_atoms
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

LONGEST_SUBJECT, LONGEST_QUESTION, LONGEST_TAIL, LONGEST_SETTING = 7, 24, 22, 6
FEWEST_OF_SUBSTANCE = 3
LONGEST_LACK = 10

_WORD = re.compile(r"\S+")
_BREAK = re.compile(r"[,;:]\s|\s->\s|\s→\s|\s[-–—]\s|\s(?=\()|\s(?=[a-z]+\s)")
_SETTING = re.compile(r"^(?P<setting>[A-Z][^,.;:]{2,60}),\s(?=\S)")


@dataclass(frozen=True, slots=True)
class _Denied:
    """A denial taken apart: the auxiliary that asks, who it asks of, and where what is denied starts."""

    auxiliary: str
    subject: Text
    asked: str
    start: int


def denial(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``Keys never leave the vault`` asks whether they ever do."""
    words, text = place.words, statement.text
    if words is None or not words.negated(text.plain) or text.plain.rstrip().endswith(("?", ":")):
        return
    begin = words.discourse_start(text.plain)
    setting = _setting(text.plain, begin, words)
    if not setting and (lack := _lack(statement, begin, place, words)):
        yield lack.rated(offered=False)  # of the thousand things that something lacks
        return
    found = _denied(text, setting or begin, words)
    if found is None or not outside_atoms(text, found.start):
        return
    end = _end(text.plain, found.start, words)
    denied = text.cut(found.start, end).strip(" .!")
    known = names_its_label(statement, words)
    if not _is_worth_asking(found, text.plain[begin:], denied.plain, words, known=known):
        return
    subject = within_a_question(found.subject, words)
    front = Text(f"{found.auxiliary} ") + subject + (f" {found.asked} " if found.asked else " ") + denied
    front = text.cut(begin, setting) + front if setting else Text(front.plain[:1].upper()) + front.cut(1)
    if len(front.words) <= LONGEST_QUESTION:
        answer = _answer(text.cut(end).strip(), words)
        offered = not setting and not place.turn("denials.idle").search(front.plain)
        yield asks(front + "?", answer, kind="question", rule="denial", strict=False).rated(offered=offered)


def _lack(statement: Statement, begin: int, place: Place, words: Words) -> Candidate | None:
    """``No separation of roles`` below what has none: "Any separation of roles?"."""
    first, _, rest = statement.text.plain[begin:].partition(" ")
    some = words.asked_determiner(first)
    if not some or not names_its_label(statement, words) or words.has_finite_verb(statement.text.plain):
        return None
    lacked = statement.text.cut(begin + len(first) + 1).strip(" .!")
    if len(lacked.words) > LONGEST_LACK or len(words.content_words(rest)) < FEWEST_OF_LACK or words.evaluative(rest):
        return None
    (no,) = words.answer_no
    return asks(Text(f"{some.capitalize()} ") + lacked + "?", Text(no), kind="question", rule="denial", strict=False)


FEWEST_OF_LACK = 2


def _setting(plain: str, begin: int, words: Words) -> int:
    """Where the main clause starts behind "In a sealed flask, …"; 0 where nothing is set before it."""
    match = _SETTING.match(plain[begin:])
    if match is None or match["setting"].split()[0].lower() not in words.prepositions:
        return 0
    short = len(match["setting"].split()) <= LONGEST_SETTING
    return begin + match.end() if short and not words.has_finite_verb(match["setting"]) else 0


def _denied(text: Text, start: int, words: Words) -> _Denied | None:
    """The first denial of the main clause: of an auxiliary, of a verb, or of a thing."""
    found = list(_WORD.finditer(text.plain, start))
    if len(found) > 2 and words.asked_determiner(found[0][0]):
        return _of_no(text, found, words)
    for nth, word in enumerate(found[1 : LONGEST_SUBJECT + 1], 1):
        low = word[0].lower()
        subject = text.cut(start, word.start()).strip()
        if undenied := words.undenied_auxiliary(low):
            return _Denied(undenied, subject, "", word.end() + 1) if _is_subject(subject.plain, words) else None
        if low in words.finite_auxiliaries:
            return _of_auxiliary(text, subject, found, nth, words)
        if words.denies(low):
            return _of_verb(text, subject, found, nth, words)
    return None


def _of_auxiliary(text: Text, subject: Text, found: list[re.Match[str]], nth: int, words: Words) -> _Denied | None:
    """``Keys are not stored``, ``A plan has no limit``, ``There is no limit``."""
    auxiliary, after = found[nth][0].lower(), found[nth + 1] if nth + 1 < len(found) else None
    if after is None or not (_is_subject(subject.plain, words) or subject.plain == subject.plain.title() == "There"):
        return None
    if words.denies(after[0]):
        return _Denied(auxiliary, subject, words.asked_adverb(after[0]), after.end() + 1)
    some = words.asked_determiner(after[0])
    if not some:
        return None
    base = words.base_of(auxiliary)
    if base and auxiliary not in words.modals and base == "have":
        one, several = words.asking_auxiliaries
        return _Denied(one if auxiliary != base else several, subject, f"{base} {some}", after.end() + 1)
    return _Denied(auxiliary, subject, some, after.end() + 1)


def _of_verb(text: Text, subject: Text, found: list[re.Match[str]], nth: int, words: Words) -> _Denied | None:
    """``Keys never leave the vault``: do they ever leave it?"""
    verb = found[nth + 1] if nth + 1 < len(found) else None
    base = words.base_of(verb[0]) if verb else ""
    if verb is None or not base or not _is_subject(subject.plain, words):
        return None
    one, several = words.asking_auxiliaries
    auxiliary = several if base == verb[0].lower() else one
    return _Denied(auxiliary, subject, f"{words.asked_adverb(found[nth][0])} {base}".strip(), verb.end() + 1)


def _of_no(text: Text, found: list[re.Match[str]], words: Words) -> _Denied | None:
    """``No deletes are replicated``: are any?"""
    for word in found[2 : LONGEST_SUBJECT + 1]:
        if word[0].lower() in words.finite_auxiliaries:
            thing = text.cut(found[1].start(), word.start()).strip()
            if not _is_subject(thing.plain, words):
                return None
            return _Denied(word[0].lower(), Text(words.asked_determiner(found[0][0]) + " ") + thing, "", word.end() + 1)
    return None


def _is_subject(subject: str, words: Words) -> bool:
    if subject.lower() in words.subject_pronouns - words.back_pronouns or words.clean_noun_phrase(subject):
        return True
    return len(subject.split()) == 1 and words.plural(subject)


def _is_worth_asking(found: _Denied, said: str, denied: str, words: Words, *, known: bool) -> bool:
    """Whether a denial is plain, and says enough: not "may not", "not only", "is not good"."""
    first = denied.split()[0].lower() if denied.split() else ""
    if not first or found.auxiliary in words.loose_auxiliaries or first in words.loose_denials:
        return False
    if words.starts_with_pronoun(found.subject.plain) or words.dangles(denied) or words.evaluative(denied):
        return False
    return len(words.content_words(said)) >= FEWEST_OF_SUBSTANCE - known


def _end(plain: str, start: int, words: Words) -> int:
    """Where what is denied ends: before what holds in its place, a clause of its own, an arrow, a bracket."""
    for match in _BREAK.finditer(plain, start):
        if _breaks(match[0].strip(), plain[match.end() :], words):
            return match.start()
    return len(plain.rstrip(" .!"))


def _breaks(stop: str, rest: str, words: Words) -> bool:
    first, _, after = rest.partition(" ")
    first = first.lower()
    if stop:
        new = first in words.contrasting_words | words.turning_words | words.relatives
        return stop != "," or new or words.has_finite_verb(rest)
    if rest.startswith("(") or first in words.contrasting_words:
        return True
    joins = first in words.conjunctions - words.relatives - words.question_words - words.subordinators
    several = len(after.split()) > 1  # "nature or attribute" joins two names
    return (joins or first in words.turning_words) and several and words.has_finite_verb(after)


def _answer(tail: Text, words: Words) -> Text:
    """ "No", with what the sentence gives as the reason or says in its place."""
    (no,) = words.answer_no
    tail = tail.strip(" .!")
    tail = tail.cut(re.match(r"(?:->|→|[-–—,;:])?\s*", tail.plain).end())  # type: ignore[union-attr]
    if not tail.plain or len(tail.words) > LONGEST_TAIL or words.dangles(tail.plain):
        return Text(no)
    return Text(no + (" " if tail.plain.startswith("(") else ", ")) + tail
