"""What speaks against a card in which nothing is wrong: signs of what readers who did not write the notes drop.

Each was seen on notes of many subjects, by many hands: of the cards that show it, about every second one was dropped.
"""

import re
from collections.abc import Callable

from cribdeck.facts.asking import LISTED, covered
from cribdeck.facts.place import Place, without_article
from cribdeck.facts.read_off import asked_for
from cribdeck.facts.sure import OF_A_SENTENCE
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement

LONGEST_NAME = 2
"""Words of substance, in small letters, of what one marks because it is a name."""
MOST_CUES = 14
"""Words of substance beside a blank that are read at a glance."""
LONG_LIST = 5
"""Lines of a list of which each is one of many."""
LITTLE, LITTLE_OF_SEVERAL = 6, 3
"""Words of an answer that says little of a word that everybody knows, and of several words."""
LONG_ASIDE = 4
"""Words of a bracket before a figure that it tells in passing."""
UNCOUNTED = 3
"""Commas between things of which a reader cannot know how many are wanted."""

_OF_A_NAME = ("term", "label-definition", "definition", "does", "deed", "used-for", "label-fragment", "key")
_OF_A_FIGURE = ("limit", "date")
_SEPARATOR = re.compile(r"\s*[:=–—]|\s+-\s")
_SETTING = re.compile(r"[\w:.-]+ [=:] [\w.-]+")
_SPACED_SIGN = re.compile(r"\s[=+*/<>^|&-]+\s|[√∑∫∪∩≤≥±]|^\W*\w\W*$|^\(.*\)$")
_BRACKET = re.compile(r"\([^()]*\)")
_CAPITAL_INSIDE = re.compile(r"(?<!^)[A-ZÀ-Þ\d]")
_ONE_OR_OTHER = re.compile(r"[^\W\d_]\s?/\s?[^\W\d_]")
_WHOLE_WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_a-zA-ZÀ-ɏ]")
_NEXT_TO_NOTHING = re.compile(r"\b0[.,]0\d*\s?%")

Doubt = Callable[[Candidate, Statement, Place], str]


def _opens_a_fragment(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "A [temporary register], holding an integer": of what little is told, much may be the name."""
    words = place.words
    if words is None or not _hides_words(candidate):
        return ""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    if any(map(str.isalnum, without_article(plain[: first.start], words))) or _SEPARATOR.match(plain, first.end):
        return ""
    return "" if words.has_finite_verb(_BRACKET.sub("", plain)) else "names a thing and tells no sentence of it"


def _is_long_to_read(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A sentence that tells a dozen things beside the one that is asked."""
    if place.words is None or not _hides_words(candidate):
        return ""
    shown = covered(candidate.prompt.plain, candidate.hidden, by="")
    return "its sentence tells much beside it" if len(place.words.content_words(shown)) > MOST_CUES else ""


def _hides_an_everyday_word(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "The guest has a [choice]" in a list of ten lines: any of them might speak of a choice."""
    words = place.words
    if words is None or candidate.explicit or len(statement.siblings) < LONG_LIST:
        return ""
    stressed = candidate.rule == "bold" and not candidate.prompt.plain.rstrip().endswith(".")
    if not stressed and candidate.rule not in OF_A_SENTENCE:
        return ""
    return "hides an everyday word in a long list" if all(_is_everyday(each, words) for each in candidate.asked) else ""


def _hides_a_phrase(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "They will feel a [stronger nuclear attraction]": what the author stresses, and no name."""
    words = place.words
    if words is None or candidate.rule != "bold" or candidate.explicit:
        return ""
    phrase = any(answer.islower() and len(words.content_words(answer)) > LONGEST_NAME for answer in candidate.asked)
    return "hides more words than a name has" if phrase else ""


def _hides_an_expression(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "The program [3 + x] has the type Int": code that is no name might be any other."""
    if candidate.rule != "code" or candidate.explicit:
        return ""
    named = all(_SETTING.fullmatch(answer) or not _SPACED_SIGN.search(answer) for answer in candidate.asked)
    return "" if named else "hides code that is no name"


def _is_jotted_down(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "pass [the maximum] to the last layer": known to whoever jotted it down."""
    plain = candidate.prompt.plain.strip()
    if candidate.explicit or candidate.rule not in ("bold", "code") or not plain:
        return ""
    first = plain.split()[0]
    outside = candidate.hidden[0].start > 0 and not candidate.prompt.inside(0, "code", "math")
    return "is jotted down, and no sentence" if outside and first.isalpha() and first.islower() else ""


def _asks_an_everyday_word(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Target? a real architecture": an everyday word, of which few words are told."""
    words, answer = place.words, " ".join(candidate.asked)
    named = candidate.rule in _OF_A_NAME and candidate.rule != "term"  # a line that leads with its term is meant as one
    if words is None or candidate.explicit or not named or words.quantity(answer):
        return ""
    name = without_article(asked_for(candidate.prompt.plain, words), words).split()
    little = len(answer.split()) <= (LITTLE if len(name) == 1 else LITTLE_OF_SEVERAL)
    if not little or not name or _CAPITAL_INSIDE.search(" ".join(name)):
        return ""
    return "the term is an everyday word of which little is told" if words.is_everyday(name[-1]) else ""


def _asks_a_part_of_an_argument(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Case 2? a is not 0": every proof has its cases, and every chapter its examples."""
    words = place.words
    if words is None or candidate.explicit or candidate.rule not in (*_OF_A_NAME, "formula"):
        return ""
    names = (asked_for(candidate.prompt.plain, words).partition(": formula")[0], *candidate.asked)
    parts = any(map(place.turn("doubts.part-of-an-argument").fullmatch, names))
    return "asks for a part of an argument" if parts else ""


def _asks_no_name(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Stronger walls?" weighs, and "A. V. Dicey? the law of the constitution" is a man and his book."""
    words = place.words
    if words is None or candidate.explicit or candidate.rule not in _OF_A_NAME:
        return ""
    name = asked_for(candidate.prompt.plain, words)
    if place.turn("doubts.weighed").match(name):
        return "the term is a judgement"
    if place.turn("doubts.initials").fullmatch(name):
        return "the term is a person"
    notes = candidate.rule == "label-definition" and words.names_notes(name)
    return "the term is a heading of notes" if notes else ""


def _leans_on_its_line(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Only one is allowed per [file]", "We can watch it with [top]", "for new ones": known by the lines around."""
    plain = candidate.prompt.plain
    if candidate.explicit or candidate.kind in LISTED:
        return ""
    if candidate.note_type == "cloze":
        before = plain[: candidate.hidden[0].start]
        turns = place.turn("doubts.goes-on").match(plain) or place.turn("doubts.points-from-us").match(before)
        leans = turns is not None or _leaves_out_who(plain, place.words)
    else:
        leans = place.turn("doubts.ones").search(" ".join(candidate.asked)) is not None
    return "leans on the lines around it" if leans else ""


def _leaves_out_who(plain: str, words: Words | None) -> bool:
    """Whether a sentence opens with what is done: "Only needs a browser"."""
    opening = plain.split()[:2]
    if words is None or len(opening) < 2 or bare(opening[0]) not in words.adverbs:
        return False
    return opening[1].islower() and words.third_person_verb(opening[1])


def _is_said_by_the_way(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "(one was kept in an attic for [6 years])", "at most 255 ([8 bit])": what a bracket says beside the point."""
    if candidate.rule not in _OF_A_FIGURE or candidate.explicit:
        return ""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    opened = plain.rfind("(", 0, first.start)
    inside = opened > plain.rfind(")", 0, first.start)
    told = len(plain[opened : first.start].split()) >= LONG_ASIDE or plain[:opened].rstrip()[-1:].isdigit()
    return "hides a figure of an aside" if inside and told else ""


def _is_a_paradigm(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A row of endings, "3sf. | si | sich": what its head stands for, only who made the table knows."""
    if candidate.rule != "table-row" or candidate.explicit:
        return ""
    head = candidate.prompt.plain.partition("\n")[0]
    named = _WHOLE_WORD.search(head) or (head.isalpha() and head.isupper())  # the blood group AB
    return "" if named and not head.endswith(".") else "is a row of forms"


def _answers_with_a_row(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Instruments? guitars, fiddles, flute, drums and keyboard": how many are wanted, the front does not say."""
    if candidate.explicit or candidate.rule not in _OF_A_NAME:
        return ""
    return "its answer is a row of things" if " ".join(candidate.asked).count(",") >= UNCOUNTED else ""


def _lists_two_things(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Advantages/Drawbacks (5 items)": which of them are which?"""
    told = candidate.rule == "list-under-heading" and _ONE_OR_OTHER.search(candidate.prompt.plain)
    return "its list is of two kinds" if told else ""


def _is_next_to_nothing(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Comets: share of the mass? 0.0005 %": nobody learns more of it than that it is little."""
    told = candidate.kind == "table" and any(map(_NEXT_TO_NOTHING.search, candidate.asked))
    return "its answer is a share next to nothing" if told and not candidate.explicit else ""


def _hides_words(candidate: Candidate) -> bool:
    """Whether a card hides words of a sentence: neither a figure nor what stands in rows."""
    if candidate.explicit or candidate.note_type != "cloze" or candidate.kind in LISTED:
        return False
    return candidate.rule not in _OF_A_FIGURE


def _is_everyday(answer: str, words: Words) -> bool:
    told = words.content_words(answer)
    return bool(told) and all(map(words.is_everyday, told))


DOUBTS: tuple[Doubt, ...] = (
    _opens_a_fragment,
    _is_long_to_read,
    _hides_an_everyday_word,
    _hides_a_phrase,
    _hides_an_expression,
    _is_jotted_down,
    _asks_an_everyday_word,
    _asks_a_part_of_an_argument,
    _asks_no_name,
    _leans_on_its_line,
    _is_said_by_the_way,
    _is_a_paradigm,
    _answers_with_a_row,
    _lists_two_things,
    _is_next_to_nothing,
)
"""Each says what speaks against a card, or nothing; one of them is enough for a proposal."""


def doubt_about(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What speaks against a card that has passed every check, or nothing."""
    return next((doubt for sign in DOUBTS if (doubt := sign(candidate, statement, place))), "")
