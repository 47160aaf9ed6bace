"""What a machine can check of a card: a candidate leaves only if it passes, with the labels that it shows."""

import re
from collections.abc import Callable
from dataclasses import replace

from cribdeck.facts.asking import LISTED, NO_TERM, carrying, covered, moved
from cribdeck.facts.balance import parts_a_pair, with_whole_quotes
from cribdeck.facts.doubts import doubt_about
from cribdeck.facts.labels import labels_of, leading_term
from cribdeck.facts.place import Place, Survey, blind
from cribdeck.facts.shown_labels import shown_topic
from cribdeck.facts.sure import is_sure
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement, Text

LONGEST_CLOZE, LONGEST_LIST_CLOZE, LONGEST_BACK, LONGEST_FRONT = 6, 9, 30, 45
LARGEST_SHARE = 0.6
"""Of a sentence's words, how many a cloze may hide."""
FEWEST_LEFT = 3

Check = Callable[[Candidate, Statement, Place], str]


def accept(candidate: Candidate, statement: Statement, place: Place) -> Candidate | str:
    """The candidate with the labels it shows, or the reason why it makes no card."""
    whole = candidate if candidate.explicit else self_contained(candidate, statement, place)
    if isinstance(whole, str):
        return whole
    whole = whole.rated(topic=shown_topic(whole, statement, place))
    if whole.strict and not (_stands_alone(whole, place) and is_sure(whole, statement, place)):
        whole = whole.rated(strict=False)
    if whole.strict and (doubt := doubt_about(whole, statement, place)):
        whole = whole.rated(strict=False, doubt=doubt)
    for check in FORMAT_CHECKS if candidate.explicit else ALL_CHECKS:
        if reason := check(whole, statement, place):
            return reason
    return whole


def accept_again(candidate: Candidate, statement: Statement, words: Words | None) -> Candidate | None:
    """The candidate with the labels it shows, if it can be asked at all, however unlikely a rule would make it.

    It was a card before: nothing is held against it but what would make it garbage.
    """
    place = Place(words, labels_of(statement.path, words), Survey())
    whole = _with_its_subject(candidate, statement, place)
    whole = candidate if isinstance(whole, str) else whole
    whole = replace(whole, topic=shown_topic(whole, statement, place))
    return None if any(check(whole, statement, place) for check in LASTING_CHECKS) else whole


# --- a front that stands by itself ---------------------------------------------


def self_contained(candidate: Candidate, statement: Statement, place: Place) -> Candidate | str:
    """The candidate with whole quotations; a cloze whose sentence opens with a pronoun carries the one before it."""
    return _with_its_subject(with_whole_quotes(candidate), statement, place)


def _with_its_subject(candidate: Candidate, statement: Statement, place: Place) -> Candidate | str:
    """The cloze as a sentence that names what it speaks of, or why it is none."""
    words = place.words
    if candidate.note_type != "cloze" or words is None or candidate.prompt is not statement.text:
        return candidate
    start = words.discourse_start(statement.text.plain)
    if start and all(part.start >= start for part in candidate.hidden):
        candidate = _without_start(candidate, start)
    if not words.starts_with_pronoun(candidate.prompt.plain):
        return candidate
    before = statement.before
    if before is not None and not before.suppressed and _names_its_subject(before.text.plain, words):
        return carrying(candidate, _without_opening(before.text, words))
    return "starts with a pronoun"


def _names_its_subject(plain: str, words: Words) -> bool:
    """Whether a sentence says what it is about: not "It binds…", nor "Provides a layer…"."""
    first = plain.split()[0].lower() if plain.split() else ""
    return not words.starts_with_pronoun(plain) and not words.third_person_verb(first)


def _without_start(candidate: Candidate, start: int) -> Candidate:
    rest = candidate.prompt.cut(start)
    if rest.plain[:1].islower() and not rest.inside(0, "code"):
        rest = rest.replace_span(0, 1, rest.plain[0].upper())
    return replace(candidate, prompt=rest, hidden=moved(candidate.hidden, -start))


def _without_opening(text: Text, words: Words) -> Text:
    """A sentence without a "Therefore, " that leads on from others."""
    start = words.discourse_start(text.plain)
    rest = text.cut(start)
    return rest.replace_span(0, 1, rest.plain[0].upper()) if start and rest.plain[:1].islower() else rest


def _stands_alone(candidate: Candidate, place: Place) -> bool:
    """Whether a sentence names its subject and ends: not "Can be raised to […]", nor "The […] does two things:"."""
    words = place.words
    if words is None or candidate.explicit or candidate.note_type == "calculation":
        return True
    if any(map(place.turn("accept.glued").search, (candidate.prompt.plain, *candidate.asked))):
        return False
    if candidate.note_type == "basic":
        return not (candidate.kind == "definition" and _says_its_name(candidate, words))
    said = candidate.prompt.words
    if candidate.kind in LISTED or not said:
        return True
    if candidate.kind != "limit" and not _can_be_known(candidate, place, words):
        return False
    ends = any(part.end >= len(candidate.prompt.plain.rstrip()) for part in candidate.hidden)
    leads_on = said[-1].endswith(":") or said[-1].lower() in place.listed("accept.leading-on")
    return said[0].lower() not in words.finite_auxiliaries and (ends or not leads_on)


def _says_its_name(candidate: Candidate, words: Words) -> bool:
    """Whether a few words say all again that sets a name apart from its label: "Parallel state? Begin parallel
    branches" below "States"."""
    question, answer = candidate.prompt.plain.rstrip("?"), " ".join(candidate.asked)
    opening = words.stems(" ".join(answer.split()[:OPENING]))
    if question.endswith(" do") and (
        _parts_of_names(question, words) & opening or _stands_in_a_call(opening, question)
    ):
        return True
    above = words.stems(" ".join(candidate.topic))
    name = words.stems(question) - above
    coded = any(map(str.isdigit, question))
    return not coded and len(answer.split()) < SHORT_ANSWER and bool(name) and name <= words.stems(answer)


_CODED_NAME = re.compile(r"(?<![\w-])(?:--[\w-]+|\w*[a-z][A-Z]\w*|\w+_\w+)")


_CALL = re.compile(r"(\w+)\(")


def _parts_of_names(question: str, words: Words) -> set[str]:
    """The stems of the words that names are put together from: "DeleteTable", "--region"."""
    parts = (part for name in _CODED_NAME.findall(question) for part in re.findall(r"[A-Za-z][a-z]{3,}", name))
    return {words.stem(part.lower()) for part in parts}


def _stands_in_a_call(stems: frozenset[str], question: str) -> bool:
    """Whether the name of what is called holds one of these words: "subset" in "A.issubset(B)"."""
    calls = [name.lower() for name in _CALL.findall(question)]
    return any(len(stem) >= SHORTEST_PART and stem in name for stem in stems for name in calls)


SHORTEST_PART = 5
"""Letters of a word that is known again inside of the name of a call."""
OPENING = 6
"""Words that say what a thing does."""
SHORT_ANSWER = 6
FEWEST_CUES, CUES_WITHOUT_LABEL = 3, 5
"""Words of substance beside a blank that let a reader know which answer is meant."""


def _can_be_known(candidate: Candidate, place: Place, words: Words) -> bool:
    """Whether enough stands beside the blank to know the answer by: not "CMKs support […]", nor "We need […]" where
    the label that says for what is left out, as it holds the answer."""
    plain = candidate.prompt.plain
    if any(place.turn("accept.in-a-condition").search(plain[: part.start]) for part in candidate.hidden):
        return False
    left = words.stems(covered(plain, candidate.hidden, by=""))
    nearest = place.topic.text if place.topic else ""
    if nearest not in candidate.topic and _speaks_of_nobody(plain, words) and len(left) < CUES_WITHOUT_LABEL:
        return False
    about = words.stems(" ".join(candidate.topic))
    return len(left) >= FEWEST_CUES or not left.isdisjoint(about) or candidate.rule != "via"


def _speaks_of_nobody(plain: str, words: Words) -> bool:
    """Whether a sentence opens with no subject, or with no more than "we": "We need […] to be running"."""
    first = bare(plain.split()[0]) if plain.split() else ""
    return first in words.subject_pronouns or first in words.verbs or words.lacks_subject(plain)


# --- checks: what is wrong with a card, or nothing -----------------------------


def _hides_something(candidate: Candidate, statement: Statement, place: Place) -> str:
    if candidate.note_type == "cloze" and not all(
        candidate.prompt.plain[part.start : part.end].strip() for part in candidate.hidden
    ):
        return "hides nothing"
    if candidate.note_type != "cloze" and not any(answer.strip() for answer in candidate.asked):
        return "has no answer"
    return "" if candidate.prompt else "has no front"


def _whole_marks(candidate: Candidate, statement: Statement, place: Place) -> str:
    for part in candidate.hidden:
        if candidate.prompt.cuts(part.start, part.end, "code", "math"):
            inside = any(a < part.start and part.end < b for a, b in candidate.prompt.spans("code"))
            if not (inside and candidate.kind == "limit"):
                return "would cut code or math"
    return ""


_WORD = re.compile(r"\w")
_WORD_ENDS = re.compile(r"\w[-–/’'.]?$")
_LAST_OF_WORD = re.compile(r"\w$")
_WORD_GOES_ON = re.compile(r"[-–/’'.]?\w")


def _whole_words(candidate: Candidate, statement: Statement, place: Place) -> str:
    plain = candidate.prompt.plain
    for part in candidate.hidden:
        before, after = plain[max(0, part.start - 3) : part.start], plain[part.end : part.end + 2]
        if _WORD_ENDS.search(before) and _WORD.match(plain, part.start):
            return "would cut a compound word"
        if _WORD_GOES_ON.match(after) and _LAST_OF_WORD.search(plain[max(0, part.end - 2) : part.end]):
            return "would cut a compound word"
    return ""


def _lengths(candidate: Candidate, statement: Statement, place: Place) -> str:
    if candidate.note_type == "calculation":
        return ""
    front = len(candidate.prompt.words)
    if candidate.note_type == "basic":
        if front > LONGEST_FRONT:
            return f"a front of {front} words"
        back = sum(
            len(cell.words) for block in candidate.answer if block.kind != "code" for row in block.rows for cell in row
        )
        listed = any(block.kind in ("list", "steps", "table") for block in candidate.answer)
        return f"a back of {back} words" if back > LONGEST_BACK * (2 if listed else 1) else ""
    longest = LONGEST_LIST_CLOZE if candidate.kind in LISTED else LONGEST_CLOZE
    for parts in candidate.groups.values():
        size = max(len(candidate.prompt.plain[part.start : part.end].split()) for part in parts)
        if size > (12 if candidate.kind == "table" else longest):
            return f"a hidden part of {size} words"
    if front > LONGEST_FRONT and candidate.kind not in LISTED:
        return f"a front of {front} words"
    return ""


def _share(candidate: Candidate, statement: Statement, place: Place) -> str:
    if candidate.note_type != "cloze" or candidate.kind in LISTED:
        return ""
    total = len(candidate.prompt.words)
    for parts in candidate.groups.values():
        hidden = sum(len(candidate.prompt.plain[part.start : part.end].split()) for part in parts)
        fewest = FEWEST_LEFT - (candidate.kind == "limit" and bool(candidate.topic))
        fewest -= candidate.rule in ("verb-object", "passive")  # "Insulin inhibits […]"
        most = total if candidate.kind == "limit" else LARGEST_SHARE * total
        if total - hidden < fewest or (hidden > 1 and hidden > most):
            return "hides most of the sentence"
    return ""


def _coordination(candidate: Candidate, statement: Statement, place: Place) -> str:
    """One member of "A and B" is never asked alone: which one is a guess."""
    if candidate.note_type != "cloze" or candidate.kind in NO_TERM:
        return ""
    plain = candidate.prompt.plain
    for part in candidate.hidden:
        before, after = plain[: part.start].rstrip(" \"'“‘*`"), plain[part.end :].lstrip(" \"'”’*`")
        if place.turn("accept.joined").match(after) and not _goes_on_anew(
            before, plain[part.start : part.end], after, place.words
        ):
            return "one of several"
        if place.turn("accept.joining").search(before[-4:]):
            return "one of several"
        if place.turn("accept.more").match(after) and (
            before.endswith(",") or place.turn("accept.lists").search(before)
        ):
            return "one of several"
    return ""


def _goes_on_anew(before: str, answer: str, after: str, words: Words | None) -> bool:
    """Whether "and" behind a blank opens a clause of its own, so that the blank is no member of a list."""
    return _clause_follows(after, words) and not _is_verb(answer, words) and _says_something(before, words)


def _clause_follows(after: str, words: Words | None) -> bool:
    rest = words.turn("accept.and").sub("", after) if words else ""
    first = rest.split()[:1]
    if words is None or not first:
        return False
    if after.startswith(",") and words.turn("accept.there").match(rest):
        return True
    if first[0].lower() in words.subordinators:
        return True  # "send it to a [queue] and if that is full, …"
    opened = words.turn("accept.now").sub("", rest)
    return words.third_person_verb(first[0]) or words.has_finite_verb(" ".join(opened.split()[:2]))


def _is_verb(answer: str, words: Words | None) -> bool:
    return words is not None and answer.islower() and words.third_person_verb(answer)


def _says_something(before: str, words: Words | None) -> bool:
    """Whether the sentence had its verb before the blank; "The treaties of […] and Osnabrück ended it" had not."""
    return words is not None and words.has_finite_verb(before)


def _example(candidate: Candidate, statement: Statement, place: Place) -> str:
    """One example of several is a guess, and so is what stands in a bracket that only illustrates."""
    if candidate.note_type != "cloze":
        return ""
    plain = candidate.prompt.plain
    for part in candidate.hidden:
        if place.turn("accept.example").search(plain[: part.start]):
            return "one example of several"
        opened = plain.rfind("(", 0, part.start)
        if opened > plain.rfind(")", 0, part.start) and place.turn("accept.for-example").match(plain, opened):
            return "one example of several"
    return ""


def _main_clause(candidate: Candidate, statement: Statement, place: Place) -> str:
    if candidate.note_type != "cloze" or candidate.kind in NO_TERM or place.words is None:
        return ""
    plain = candidate.prompt.plain
    if not place.turn("accept.subordinate").match(plain):
        return ""
    comma = plain.find(", ")
    return "asks in a side clause" if comma > 0 and all(part.end <= comma for part in candidate.hidden) else ""


def _dangling(candidate: Candidate, statement: Statement, place: Place) -> str:
    if place.words is None:
        return ""
    front = candidate.prompt.plain
    carried = statement.before is not None and front.startswith(statement.before.text.plain.strip())
    if carried and statement.before is not None:
        front = statement.before.text.plain
    if place.turn("accept.back").search(" ".join(candidate.asked)):
        return "points at something that is not on the card"
    if place.words.supposes(statement.text.plain):
        return "supposes a case"
    shown = _resolved(_shown(front, candidate, carried), place.words)
    if "this " in shown:
        shown = place.turn("accept.said-before").sub(_pointed, shown)
    if place.turn("accept.that").search(shown):
        return "points at something that is not on the card"
    return "points at something that is not on the card" if place.words.dangles(shown) else ""


def _pointed(match: re.Match[str]) -> str:
    return f"{match['before']}{match['stop']} which {match['verb']}"


def _resolved(front: str, words: Words) -> str:
    """The front with "these events" said as "the events" where events were named before on the same front."""

    def plainly(match: re.Match[str]) -> str:
        named = words.stems(front[: match.start()])
        return f"the {match[2]}" if words.stem(match[2]) in named else match[0]

    return words.turn("accept.points").sub(plainly, front)


def _shown(front: str, candidate: Candidate, carried: bool) -> str:
    if carried or candidate.note_type != "cloze":
        return front
    return covered(front, candidate.hidden)


def _given_away(candidate: Candidate, statement: Statement, place: Place) -> str:
    words = place.words
    if words is None or candidate.note_type == "calculation":
        return ""
    if candidate.note_type == "basic":
        question, answer = candidate.prompt.plain, " ".join(candidate.asked)
        if candidate.kind in (
            "acronym",
            "question",
            "list",
            "procedure",
            "table",
            "code",
            "formula",
            "pair",
            "comparison",
        ):
            return ""
        keyed = candidate.rule in ("term", "key")
        told = words.restates(question, answer) if keyed else _mostly_said(question, answer, words)
        return "the question gives the answer away" if told else ""
    for parts in candidate.groups.values():
        plain = candidate.prompt.plain
        answer, rest = plain[parts[0].start : parts[0].end], covered(plain, parts)
        if candidate.kind not in LISTED and (reason := words.leaks(answer, rest, candidate.topic)):
            return f"the answer is given away ({reason})"
        if candidate.kind not in LISTED and _within_a_word(answer, rest, words):
            return "the answer is given away (a longer word holds it)"
    return ""


def _within_a_word(answer: str, front: str, words: Words) -> bool:
    """Whether a longer word of the front holds the answer: "subsegments" beside "segments"."""
    if len(answer.split()) > 1:
        return False
    stem = words.stem(answer.lower())
    return len(stem) >= 6 and any(stem in word.lower() and word.lower() != answer.lower() for word in front.split())


def _mostly_said(question: str, answer: str, words: Words) -> bool:
    """Whether more than half of what the answer says stands in the question."""
    said = words.stems(answer)
    return bool(said) and 2 * len(said & words.stems(question)) > len(said)


def _talk(candidate: Candidate, statement: Statement, place: Place) -> str:
    """An answer about the studying is none."""
    if place.words is None or candidate.note_type != "basic":
        return ""
    return "answers with study talk" if any(map(place.words.study_talk, candidate.asked)) else ""


_SHORT_NAME = re.compile(r"[A-Z][A-Z0-9&-]{1,9}")
_OPENED = re.compile(r"\s\([^\W\d_]")


def _glossed(candidate: Candidate, statement: Statement, place: Place) -> str:
    """An acronym is given away by the bracket that spells it out."""
    if candidate.note_type != "cloze" or candidate.kind in NO_TERM:
        return ""
    plain = candidate.prompt.plain
    told = any(
        _SHORT_NAME.fullmatch(plain, part.start, part.end) and _OPENED.match(plain, part.end)
        for part in candidate.hidden
    )
    return "the bracket behind it gives the answer away" if told else ""


def _incidental(candidate: Candidate, statement: Statement, place: Place) -> str:
    if candidate.note_type != "cloze" or place.words is None or candidate.kind in NO_TERM:
        return ""
    for answer in candidate.asked:
        if place.turn("accept.personal").search(answer) and candidate.rule not in ("code",):
            return "hides a word that means something else elsewhere"
        if candidate.rule != "code" and place.words.generic_answer(answer):
            return "hides a word that could be anything"
    return ""


def _topic(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A fragment needs a label; a whole sentence with a name in it stands by itself."""
    if candidate.topic:
        return ""
    words = place.words
    if words is None:
        return "no label says what it is about"
    plain = candidate.prompt.plain
    named = bool(re.search(r"\b[A-Z][\w-]+", plain[1:])) or bool(candidate.prompt.spans("strong", "code"))
    return "" if named and not words.is_fragment(plain) else "no label says what it is about"


def _remark(candidate: Candidate, statement: Statement, place: Place) -> str:
    """What a line gives after "Example:" or "Mnemonic:" is there to help, not to be asked."""
    if place.words is None or candidate.note_type == "calculation":
        return ""
    key = leading_term(statement.item.text)
    return "an example or a remark" if key and place.turn("accept.aside").fullmatch(key) else ""


_NAMES_ITS_TERM = ("calculation", "term", "term-blank", "key", "acronym", "table-pair", "table-row")


def _under_a_sentence(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Below a whole sentence, a fragment leans on what only its parent says."""
    words = place.words
    if words is None or not blind(statement, words):
        return ""
    if candidate.rule == "condition" and not candidate.strict:
        return ""
    if candidate.rule in _NAMES_ITS_TERM and not (candidate.rule == "term" and statement.text.plain[:1].islower()):
        return ""
    return "leans on the sentence above it" if words.is_fragment(statement.text.plain) else ""


def _negation(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A question made of parts of a sentence keeps its negation."""
    words = place.words
    if words is None or candidate.note_type != "basic" or candidate.kind != "definition":
        return ""
    shown = candidate.prompt.plain + " " + " ".join(candidate.asked)
    head = statement.text.plain.split(" -> ")[0][: max(1, len(shown))]
    return "would lose a negation" if words.negated(head) and not words.negated(shown) else ""


_UNCLOSED = re.compile(r"^\*\w|\\[a-zA-Z]{2,}|\*\*|\]\]|\[\[|<\w+[^>]*>")


def _markup(candidate: Candidate, statement: Statement, place: Place) -> str:
    """A backslash command outside math, or half of a bold mark, is garbled on a card."""
    for text in (
        candidate.prompt,
        *(
            cell
            for block in candidate.answer
            if block.kind not in ("code", "math")
            for row in block.rows
            for cell in row
        ),
    ):
        if text.plain.startswith("| "):
            return "is a row of a table that is none"
        for match in _UNCLOSED.finditer(text.plain):
            if not text.inside(match.start(), "code", "math"):
                return "holds markup that is not closed"
    return ""


def _told_on_front(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Whether the very answer can be read on the front."""
    if candidate.note_type == "cloze":
        fronts = [covered(candidate.prompt.plain, parts) for parts in candidate.groups.values()]
    else:
        fronts = [candidate.prompt.plain] if len(candidate.asked) == 1 else []
    told = any(_stands_in(answer, front) for answer, front in zip(candidate.asked, fronts, strict=False))
    return "the front tells the answer" if told else ""


def _stands_in(answer: str, front: str) -> bool:
    said = answer.strip(" .,;:!?").casefold()
    return bool(said) and bool(re.search(rf"(?<![\w-]){re.escape(said)}(?![\w-])", front.casefold()))


def _halves(candidate: Candidate, statement: Statement, place: Place) -> str:
    return "would part a quotation or a bracket" if parts_a_pair(candidate, statement.text) else ""


FORMAT_CHECKS: tuple[Check, ...] = (_hides_something, _whole_marks)
LASTING_CHECKS: tuple[Check, ...] = (*FORMAT_CHECKS, _whole_words, _markup, _told_on_front)
"""What even a card that was learnt for years must not be."""
CHECKS: tuple[Check, ...] = (
    _whole_words,
    _lengths,
    _share,
    _markup,
    _halves,
    _remark,
    _topic,
    _under_a_sentence,
    _dangling,
    _coordination,
    _example,
    _main_clause,
    _incidental,
    _negation,
    _given_away,
    _talk,
    _glossed,
)
ALL_CHECKS = (*FORMAT_CHECKS, *CHECKS)
