"""Whether an answer is all of one thing: no half of a rule, no aside longer than itself, nothing that it points at."""

from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement

SHORTEST_SENTENCE = 6
"""Words of a line in which a verb would be seen."""
LONGEST_LIST = 8
"""Words of an answer that is no more than examples."""
LONGEST_ASIDE = 8
"""Words of a bracket that may hold a remark."""


def tells_no_half(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Left-hand rule? Point the thumb along the current if the charge is negative", where the next sentence goes
    on with "If it is positive"."""
    after = place.after
    if after is None or candidate.explicit or candidate.kind not in ("definition", "table"):
        return True
    case = place.turn("answers.in-a-case").search(" ".join(candidate.asked))
    return case is None or place.turn("answers.other-case").match(after.text.plain) is None


def has_no_long_aside(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "the oldest page goes (might be in use! then it comes back at once, which is bad)"."""
    words, answer = place.words, " ".join(candidate.asked)
    if words is None or candidate.explicit or candidate.kind != "definition":
        return True
    if any(cell.spans("math") for block in candidate.answer for row in block.rows for cell in row):
        return True  # its brackets are those of a formula
    asides = _asides(answer)
    return asides is not None and not any(_is_a_remark(aside, words, place) for aside in asides)


def _is_a_remark(aside: str, words: Words, place: Place) -> bool:
    example = place.turn("examples.opening").match(aside) is not None
    chats = place.turn("answers.chat").search(aside) is not None or len(words.split_sentences(aside)) > 1
    return chats and not example and len(aside.split()) > LONGEST_ASIDE and words.has_finite_verb(aside)


def _asides(answer: str) -> list[str] | None:
    """What stands in the brackets of a text, outermost ones; nothing where one stands in another, or stays open."""
    found, start, depth = [], 0, 0
    for nth, letter in enumerate(answer):
        if letter == "(":
            depth, start = depth + 1, nth + 1 if depth == 0 else start
        elif letter == ")":
            depth -= 1
            found.append(answer[start:nth])
        if not 0 <= depth <= 1:
            return None
    return None if depth else found


def points_at_nothing(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is the queue? It now holds two jobs", nor "lets a user sign in to that device"."""
    words = place.words
    if words is None or candidate.explicit or candidate.kind in ("list", "procedure"):
        return True
    answer = " ".join(candidate.asked)
    if candidate.kind == "question":
        leans = words.starts_with_pronoun(answer) and place.turn("answers.own").match(answer) is None
        return not leans and place.turn("answers.remark").match(answer) is None
    front = candidate.prompt.plain if candidate.note_type == "basic" else ""
    said = answer if front else candidate.prompt.plain
    told = ((match["noun"], said[: match.start()]) for match in place.turn("answers.that-thing").finditer(said))
    return all(words.stem(noun) in words.stems(f"{front} {before}") for noun, before in told)


def answers_its_question(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "How to shorten a queue?" nor "Which jobs to drop?", to which much is an answer, nor "Are all jobs done?"
    answered by neither yes nor no, nor "What are the ways to wait?" answered by one."""
    words, asked = place.words, candidate.prompt.plain
    if words is None or candidate.rule != "question":
        return True
    if place.turn("answers.infinitive").match(asked):
        return False
    if place.turn("answers.several").match(asked) and len(candidate.asked) == 1 and "," not in candidate.asked[0]:
        return False
    return asked.split()[0].lower() not in words.finite_auxiliaries or _is_settled(" ".join(candidate.asked), place)


def _is_settled(answer: str, place: Place) -> bool:
    return place.turn("answers.yes-or-no").match(answer) is not None


def _opens_as_a_work(plain: str, words: Words, place: Place) -> bool:
    match = place.turn("answers.work").match(plain)
    return match is not None and (words.third_person_verb(match["verb"]) or words.participle(match["verb"]))


def names_its_work(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "paper trains [CNN] on movie reviews", which says not which paper, nor what a reference to a work holds."""
    words = place.words
    if words is None or candidate.explicit:
        return True
    if candidate.kind == "acronym" and place.turn("answers.reference").search(statement.item.text.plain):
        return False
    return not _opens_as_a_work(candidate.prompt.plain, words, place)


def hides_no_part_of_a_question(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is a statute, and how is it different from [a bill]?", which is to be asked as it stands."""
    return candidate.explicit or candidate.note_type != "cloze" or not candidate.prompt.plain.rstrip().endswith("?")


def is_no_opinion(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Some thought it wrong to use a [model] for that", nor "Potentially using [salt]"."""
    if (
        candidate.explicit
        or candidate.note_type != "cloze"
        or candidate.rule not in ("use-to", "verb-object", "need-to")
    ):
        return True
    return place.turn("answers.opinion").search(candidate.prompt.plain) is None


def is_not_advice(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Everyone should learn to use [GPT]", nor "give me money or I lock your files", nor a line of study tips."""
    words = place.words
    if words is None or candidate.explicit:
        return True
    if place.labels and place.turn("answers.tips").search(place.labels[-1].text):
        return False
    told = candidate.prompt.plain + " " + " ".join(candidate.asked)
    answer = place.turn("answers.quoted").sub("", " ".join(candidate.asked))
    joked = candidate.kind == "definition" and words.first_person(answer, plural=False)
    return not joked and place.turn("answers.advice").match(told) is None


def quotes_all(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is 'Consumption?", which is the start of somebody's words."""
    return candidate.explicit or place.turn("answers.open-quote").search(candidate.prompt.plain) is None


def closes_its_list(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Connector? cable, pins etc", of which a reader cannot know how many are wanted."""
    if candidate.explicit or candidate.note_type != "basic" or candidate.kind not in ("definition", "table"):
        return True
    return not any(
        len(answer.split()) <= LONGEST_LIST and place.turn("blanks.loose").search(answer) for answer in candidate.asked
    )


def has_its_subject(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Began [116 years] of turmoil": what began, stands elsewhere; nor "relative [affinity] of atoms"."""
    words, plain = place.words, candidate.prompt.plain
    if words is None or candidate.explicit or candidate.note_type != "cloze" or not plain.split():
        return True
    opening = plain.split()[0]
    if candidate.kind in ("limit", "date") and words.past_verb(opening):
        return False
    if candidate.rule != "bold" or words.has_finite_verb(plain) or words.is_order(plain):
        return True
    short = len(plain.split()) <= SHORTEST_SENTENCE and opening.islower() and not _has_a_verb(plain, words)
    return not short and not (opening.endswith("ing") and candidate.hidden[0].start > 0)


def _has_a_verb(plain: str, words: Words) -> bool:
    return any(word in ":=–—-" or words.base_verb(word) or words.participle(word) for word in plain.split())


ANSWER_CHECKS = (
    tells_no_half,
    has_no_long_aside,
    points_at_nothing,
    answers_its_question,
    names_its_work,
    hides_no_part_of_a_question,
    is_no_opinion,
    is_not_advice,
    quotes_all,
    closes_its_list,
    has_its_subject,
)
"""Each says whether a candidate may be a card."""
