"""What a proposal has to pass beyond what every card does: its rule alone is right every second time."""

import re

from cribdeck.facts.asking import LISTED, NO_PHRASE, NO_TERM, covered
from cribdeck.facts.closed import CLOSED_CHECKS, hides_a_phrase
from cribdeck.facts.labels import Label
from cribdeck.facts.loose_forms import asks_loosely
from cribdeck.facts.place import Place, terms_beside
from cribdeck.facts.rules.meaning import ends_a_name, telling
from cribdeck.facts.standing import STANDING_CHECKS
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Hidden, Statement

CUES, CUES_WITHOUT_TOPIC = 3, 5
"""Words of substance that a front keeps, and that it keeps where its topic would give the answer away."""


def _single_word(candidate: Candidate, statement: Statement, place: Place) -> str:
    """One everyday word of a sentence is hidden by chance, unless the sentence runs up to it."""
    if not hides_a_phrase(candidate) or candidate.rule in (
        "state",
        "modifier",
        "object",
        "condition",
        "sequel",
        "reason",
    ):
        return ""
    plain = candidate.prompt.plain
    told = all(telling(plain[part.start : part.end]) for part in candidate.hidden)
    return "" if told else "hides one everyday word"


def _own_topic(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "S3" hidden somewhere below the heading "S3 basics" is what all these lines are about."""
    words = place.words
    if words is None or not hides_a_phrase(candidate):
        return ""
    above = {word for label in place.labels for word in _said(label.text, words)}
    said = [_said(answer, words) for answer in candidate.asked]
    return "hides what the lines are about" if any(each and each <= above for each in said) else ""


def _said(text: str, words: Words) -> set[str]:
    """The words of substance of a text by their stems; names with a figure ("S3", "H2O") count as well."""
    return {*words.stems(text), *map(str.casefold, _WITH_FIGURE.findall(text))}


_WITH_FIGURE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w+")


def _named_again(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A thing that a sentence names twice is what it speaks of, not what it tells."""
    if not hides_a_phrase(candidate):
        return ""
    return "names it twice" if any(len(parts) > 1 for parts in candidate.groups.values()) else ""


def _in_a_row(candidate: Candidate, statement: Statement, place: Place) -> str:
    """One of the things that commas set in a row is never asked alone."""
    if not hides_a_phrase(candidate):
        return ""
    first = candidate.hidden[0]
    before = place.turn("offering.article-before").sub("", candidate.prompt.plain[: first.start]).rstrip(" \"'(")
    after = candidate.prompt.plain[first.end :]
    row = place.turn("offering.in-row").search(before) or (before.endswith(",") and after.startswith(","))
    return "one of several" if row or place.turn("offering.next-in-row").match(after) else ""


def _only_its_head(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "A long period" of "a long period of time", and what only a bracket says by the way."""
    if candidate.note_type != "cloze" or candidate.kind in NO_PHRASE or candidate.rule == "state":
        return ""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    in_bracket = plain.rfind("(", 0, first.start) > plain.rfind(")", 0, first.start)
    headless = re.match(r"\sof\s", plain[first.end :]) and not re.search(r"[A-Z0-9]", plain[first.start : first.end])
    return "hides half of what is named" if headless or in_bracket else ""


LONGEST_SENTENCE = 30


def _hedged(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What the author supposes, says of themselves, or thinks of a question in an exam; and what takes long to read."""
    if place.words is not None and place.words.hedged(candidate.prompt.plain):
        return "hedged"
    long = hides_a_phrase(candidate) and len(candidate.prompt.words) > LONGEST_SENTENCE
    return "too long for a proposal" if long else ""


def _short_value(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Three words after a colon that nothing else speaks for are a note to oneself."""
    words = place.words
    if words is None or candidate.rule != "term" or words.quantity(" ".join(candidate.asked)):
        return ""
    if terms_beside(statement.item, statement.parent) >= 2:
        return ""
    return "says too little of its term" if len(" ".join(candidate.asked).split()) < 4 else ""


def _no_name(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "consumers reading" and "whatever service" name nothing."""
    words = place.words
    if words is None or not hides_a_phrase(candidate) or candidate.rule in ("only", "state", "rest", "tail"):
        return ""
    return "hides no name of a thing" if any(map(words.names_nothing, candidate.asked)) else ""


def _part_of_a_name(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "CloudWatch" in "CloudWatch alarms" is only half of what is named."""
    words = place.words
    if words is None or not hides_a_phrase(candidate) or candidate.rule == "modifier":
        return ""
    whole = all(_is_whole(candidate.prompt.plain, part, words) for part in candidate.hidden)
    return "" if whole else "would cut a longer name"


def _is_whole(plain: str, part: Hidden, words: Words) -> bool:
    before, after = plain[: part.start].split(), plain[part.end :]
    behind = re.match(r"\s([\w-]+)", after)
    if behind and not ends_a_name(behind[1], words):
        return False
    last = before[-1] if before else ""
    one_word = len(plain[part.start : part.end].split()) == 1
    return not (
        one_word and len(before) > 1 and last.isalnum() and last[:1].isupper() and not words.function_word(last)
    )


def _few_cues(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What is left of the sentence must say enough to know the hidden part by."""
    words = place.words
    listed = candidate.kind in NO_TERM and candidate.rule != "together"
    if words is None or candidate.note_type != "cloze" or listed:
        return ""
    shown = covered(candidate.prompt.plain, candidate.hidden)
    nearest = place.topic
    hushed = nearest is not None and nearest.text not in candidate.topic and _tells(nearest, candidate, words)
    fewest = CUES_WITHOUT_TOPIC if hushed else CUES - bool(candidate.topic)
    if candidate.rule in _TOLD_BY_FORM and nearest is not None and nearest.text in candidate.topic:
        fewest = 1
    if candidate.rule == "state" and place.turn("offering.settled").search(shown):
        fewest = 1
    return "" if len(set(words.content_words(shown))) >= fewest else "leaves too little to know it by"


_TOLD_BY_FORM = ("only", "together")
"""What holds only then, and two things at once, are known by the label and a word: "Pay only for […]"."""


def _tells(label: Label, candidate: Candidate, words: Words) -> bool:
    return any(words.stems(label.text) & words.stems(answer) for answer in candidate.asked)


def _in_a_case(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What is supposed is not what is told: the case of "If [DAX] holds the data it returns it"."""
    if not hides_a_phrase(candidate):
        return ""
    before = candidate.prompt.plain[: candidate.hidden[0].start]
    return (
        "asks in a side clause" if place.turn("offering.in-a-case").match(before) and len(before.split()) <= 8 else ""
    )


def _one_among_others(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "X also has Y" is true of many an X; "Y, for example" of many a Y."""
    if candidate.note_type != "cloze" or candidate.kind in LISTED:
        return ""
    plain = candidate.prompt.plain
    first = candidate.hidden[0]
    subject = not plain[: first.start].strip()
    near = plain[max(0, first.start - 25) : first.end + 25]
    if subject and place.turn("offering.also").search(plain):
        return "one of several"
    return "one of several" if place.turn("offering.one-of").search(near) else ""


_OF_ITS_LABEL = ("fitness", "label-fragment", "label-does", "only-child", "label-definition", "used-for")


def _label_of_lines(candidate: Candidate, statement: Statement, place: Place) -> str:
    """ "Trigger concepts" names a kind of lines, and nothing that could be for something."""
    words = place.words
    label = place.labels[-1].text if place.labels else ""
    if words is None or not label or candidate.rule not in _OF_ITS_LABEL or label not in candidate.prompt.plain:
        return ""
    return "its label is no name of a thing" if words.names_notes(label) else ""


def _leans_on_a_word(candidate: Candidate, statement: Statement, place: Place) -> str:
    """An answer that opens with "this is" or "but" goes on with something that is not on the card."""
    if candidate.note_type != "basic" or candidate.kind not in ("question", "definition"):
        return ""
    return (
        "leans on what is not on the card" if place.turn("offering.leaning").search(" ".join(candidate.asked)) else ""
    )


TERM_CHECKS = (
    _single_word,
    _in_a_row,
    _only_its_head,
    _own_topic,
    _named_again,
    _no_name,
    _part_of_a_name,
    _few_cues,
    _in_a_case,
    _one_among_others,
)
"""What is wrong with the words that are hidden, whatever the sentence says of them."""

WORD_CHECKS = tuple(check for check in TERM_CHECKS if check is not _few_cues)
"""Those that hold whatever label is shown above the sentence."""

OFFER_CHECKS = (
    _hedged,
    _short_value,
    *TERM_CHECKS,
    _label_of_lines,
    _leans_on_a_word,
    *STANDING_CHECKS,
    *CLOSED_CHECKS,
    asks_loosely,
)


def why_not_offered(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Why a proposal is not worth a look, or nothing; a card always is."""
    if candidate.strict or candidate.explicit:
        return ""
    for check in OFFER_CHECKS:
        if reason := check(candidate, statement, place):
            return reason
    return ""


def hides_no_term(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Whether the hidden words are not worth marking under any label."""
    return any(check(candidate, statement, place) for check in (_hedged, *WORD_CHECKS))


def why_no_term(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Why the hidden words are not worth marking, or nothing."""
    return next((reason for check in (_hedged, *TERM_CHECKS) if (reason := check(candidate, statement, place))), "")
