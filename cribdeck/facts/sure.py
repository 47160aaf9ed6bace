"""What a card has to pass that a proposal need not: whether its front is known by itself, and by one answer."""

import re
from itertools import islice

from cribdeck.facts.answers import ANSWER_CHECKS
from cribdeck.facts.asking import LISTED
from cribdeck.facts.blanks import may_be_known
from cribdeck.facts.examples import only_illustrates
from cribdeck.facts.one_thing import ONE_THING_CHECKS
from cribdeck.facts.place import FAR_BELOW, Place, sentences_before, without_article
from cribdeck.facts.read_off import OF_A_TERM, READ_OFF_CHECKS
from cribdeck.facts.resolved import RESOLVED_CHECKS
from cribdeck.facts.rules.clauses import verb_after_subject
from cribdeck.facts.rules.meaning import ends_a_name
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement

LONGEST_NAME = 4
"""Words of one of several answers."""
LONGEST_SENTENCE = 30
LONG_WORD, FEWEST_OF_A_TITLE = 4, 5
"""Letters of a word, and how many such words, that are all written large in a title."""
LONGEST_ARTICLE = 4
"""Characters before a subject that the author marked: "The "."""
FEWEST_OF_A_COMMAND = 4
"""Words of code that is a whole command."""
_SIGN = re.compile(r"[^\w\s.'’]")
"""What stands in commands and in no names."""
_SETTING = re.compile(r"\S+\s[=:]\s\S+")
_NEXT_WORD = re.compile(r"\s([^\W\d_][\w-]*)")

_ASKED_OF_A_THING = ("definition", "used-for", "deed", "n-of-x", "does")
"""Rules whose question names its subject in the words of the sentence."""
_OF_WHAT_A_THING_DOES = ("definition", "deed", "verb-object")
OF_A_SENTENCE = ("verb-object", "passive", "made-of", "use-to", "need-to", "has-which", "via")
"""Rules that hide what a sentence says of its subject."""
_OF_A_SUBJECT = (*_ASKED_OF_A_THING, *OF_A_SENTENCE, "called")


def _known_thing(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is the slope of the curve?" where no label names a curve: which one, only the lines around say."""
    words = place.words
    if words is None or candidate.rule not in _OF_A_SUBJECT:
        return True
    marked = statement.text.spans("strong", "emphasis", "highlight", "code")
    if not statement.nth or any(start <= LONGEST_ARTICLE for start, _ in marked):
        return True  # the author introduces it here
    about = words.stems(" ".join((*candidate.topic, *(label.text for label in place.labels))))
    turn = words.turn("sure.the-thing" if candidate.note_type == "basic" else "sure.the-subject")
    named = [match["noun"].lower() for match in turn.finditer(candidate.prompt.plain)]
    return all(noun in words.known_nouns or words.stem(noun) in about for noun in named)


def _kind_of_its_label(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is a stream?" below "DynamoDB stream": what is told holds of that one."""
    match = place.turn("sure.what-is-a").match(candidate.prompt.plain)
    if match is None or candidate.rule != "definition":
        return True
    return not any(label.casefold().endswith(f" {match['noun']}") for label in candidate.topic)


def _no_conclusion(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not what "So …" and "Therefore …" draw from the sentences before them."""
    words = place.words
    if words is None or candidate.rule not in _ASKED_OF_A_THING or not statement.nth:
        return True
    return words.turn("sure.therefore").match(statement.text.plain) is None


def _not_one_of_many(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What is a side effect of X?", of which there are more."""
    words = place.words
    match = words.turn("sure.one-of").match(candidate.prompt.plain) if words else None
    return match is None or words is None or not words.generic_label(bare(match["noun"]) + "s")


def _measures_something(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Septic shock: […]" for 40 %: of what, stands nowhere."""
    words = place.words
    if words is None or candidate.kind != "limit" or candidate.rule != "limit":
        return True
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    rest = (plain[: first.start] + plain[candidate.hidden[-1].end :]).strip(" .")
    share = any("%" in answer for answer in candidate.asked)
    if not share or not rest.endswith(":"):
        return True
    return _is_measure(rest, words) or any(_is_measure(label, words) for label in candidate.topic)


def _is_measure(text: str, words: Words) -> bool:
    if words.limit_cue(text):
        return True
    return any(bare(word) in words.measure_nouns or bare(word)[:-1] in words.measure_nouns for word in text.split())


def _not_of_a_case(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not what goes on after "Consider a plate …": it holds of the case that is supposed there."""
    if place.words is None:
        return True
    before = [each.text.plain for each in islice(sentences_before(statement), FAR_BELOW)]
    return not any(map(place.words.supposes, before))


def _opens_as_a_sentence(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "(not in insulators) - called […]": what it speaks of stands above."""
    return candidate.note_type != "cloze" or not candidate.prompt.plain.startswith(("(", "-", "–"))


def _asks_of_a_name(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What does Stores sugar, release?", nor "Grammar example?", of which there is another on the next page."""
    asked = candidate.prompt.plain
    if candidate.explicit or candidate.note_type != "basic" or candidate.kind in LISTED:
        return True
    return not any(place.turn(turn).search(asked) for turn in ("sure.a-verb-behind-a-comma", "sure.an-example"))


def _no_open_list(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Compensation includes […]": what else it includes, nobody says."""
    plain = candidate.prompt.plain
    if candidate.note_type != "cloze" or candidate.kind in LISTED:
        return True
    return not any(place.turn("sure.includes").search(plain[: part.start]) for part in candidate.hidden)


def _whole_clause(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "When cells cannot divide because of […].": of that case nothing is told."""
    words, plain = place.words, candidate.prompt.plain
    if words is None or candidate.note_type != "cloze" or not plain.split() or ", " in plain:
        return True
    return bare(plain.split()[0]) not in words.subordinators or words.has_finite_verb(plain)


def _no_half_of_a_name(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "[hash] function": the word behind it is half of what is named."""
    words = place.words
    if words is None or candidate.rule != "bold":
        return True
    plain = candidate.prompt.plain
    for part in candidate.hidden:
        answer, behind = plain[part.start : part.end], _NEXT_WORD.match(plain, part.end)
        noun = answer.islower() and not words.adjective(answer.split()[-1])
        if noun and behind is not None and not ends_a_name(behind[1], words):
            return False
    return True


def _quickly_read(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """A sentence in which nothing is marked is to be read at a glance."""
    return candidate.rule not in OF_A_SENTENCE or len(candidate.prompt.words) <= LONGEST_SENTENCE


def _no_row(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Seek time | […]": the cells of a row are no sentence, and the rule of tables weighs what they are worth."""
    return statement.item.kind != "row" or candidate.note_type != "cloze" or candidate.kind == "table"


def _not_below_it(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Time horizon?" below "Several factors influence it:", where nothing says what."""
    words, above = place.words, statement.parent.text.plain.rstrip()
    if words is None or not above.endswith(":") or statement.parent.kind not in ("item", "paragraph"):
        return True
    if statement.text.spans("strong", "code") or re.search(r"[A-Z0-9]", candidate.prompt.plain[1:]):
        return True  # a name is known wherever it stands
    return words.turn("sure.of-it").search(above) is None


def _no_example(candidate: Candidate, statement: Statement, place: Place) -> bool:
    return not only_illustrates(candidate, statement, place)


def _told_once(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What does OS do?" where the notes tell three things of it, or more."""
    words = place.words
    if words is None or candidate.rule not in _OF_WHAT_A_THING_DOES:
        return True
    if candidate.note_type == "basic":
        match = words.turn("sure.asked-of").match(candidate.prompt.plain)
        subject = (match["one"] or match["other"]) if match else ""
    else:
        verb = verb_after_subject(candidate.prompt.plain, words)
        subject = candidate.prompt.plain[: verb[0]].strip() if verb else ""
    return without_article(subject.casefold(), words) not in place.survey.told_of


def _speaks_of_a_thing(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What just happened is called […]", "We use a […] to protect it", "What is m?", nor what a thing is in words
    that point back: "it now has two"."""
    words = place.words
    if words is None or candidate.explicit:
        return True
    if candidate.kind == "definition":
        variable = words.turn("sure.variable").match(candidate.prompt.plain) is not None
        return not variable and not words.starts_with_pronoun(" ".join(candidate.asked))
    if candidate.rule == "verb-object" and _goes_on_as_it_does(candidate, words):
        return False
    if candidate.rule in OF_A_SENTENCE and words.turn("sure.it").search(
        candidate.prompt.plain, candidate.hidden[-1].end
    ):
        return False
    if candidate.rule == "use-to" and words.turn("sure.relative").search(
        candidate.prompt.plain[: candidate.hidden[0].start]
    ):
        return False  # "People that use [computers] to trade": half a sentence
    first = bare(candidate.prompt.plain.split()[0]) if candidate.prompt.plain.split() else ""
    return candidate.rule != "called" or not (first in words.question_words or words.third_person_verb(first))


def _hides_no_word_of_its_label(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "[open communication techniques]" below "Using Communication"; a name may hold a word of its label."""
    words = place.words
    if words is None or candidate.rule not in ("bold", "highlight", "use-to"):
        return True
    about = words.stems(" ".join(candidate.topic))
    common = [name for name in candidate.asked if name.islower() and len(name.split()) > 1]
    return all(words.stems(name).isdisjoint(about) for name in common)


def _goes_on_as_it_does(candidate: Candidate, words: Words) -> bool:
    """Whether a hidden object ends in what it does: "[mail coming] from the web"."""
    end = candidate.hidden[-1].end
    behind = _NEXT_WORD.match(candidate.prompt.plain, end)
    doing = candidate.prompt.plain[:end].endswith("ing") and len(candidate.asked[-1].split()) > 1
    return doing and behind is not None and behind[1] in words.prepositions


def _known_blank(candidate: Candidate, statement: Statement, place: Place) -> bool:
    return may_be_known(candidate, place)


def _is_no_title(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "GROBID? Combining Recognition and Extraction for Publications", which is the title of a work."""
    if place.words is None or candidate.explicit or candidate.rule not in OF_A_TERM:
        return True
    long = [word for word in " ".join(candidate.asked).split() if len(word) >= LONG_WORD]
    return len(long) < FEWEST_OF_A_TITLE or not all(word[:1].isupper() for word in long)


def _answers_by_itself(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not an answer that points at other lines ("none of the above"), gives only examples, or praises."""
    if candidate.explicit or candidate.note_type != "basic" or candidate.kind in LISTED:
        return True
    answer = " ".join(candidate.asked)
    turns = ("sure.points-elsewhere", "sure.one-of-the-most")
    if any(place.turn(turn).search(answer) for turn in turns):
        return False
    return candidate.rule == "question" or place.turn("examples.opening").match(answer) is None


def _compares_with_something(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "What does EKS provide? much more control", nor "What does it give? us with a page"."""
    if candidate.explicit or candidate.note_type != "basic" or candidate.kind in LISTED:
        return True
    return place.turn("sure.compares").match(" ".join(candidate.asked)) is None


def _names_whose(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "When we upload, it calls [GenerateDataKey]", whose "it" stands above, nor "Sources include", of what?"""
    if candidate.explicit:
        return True
    turns = (
        ("sure.it-then", "sure.bare-include") if candidate.note_type == "cloze" else ("sure.bare-include", "sure.uses")
    )
    return not any(place.turn(turn).search(candidate.prompt.plain) for turn in turns)


def _told_whole(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "an attraction between hydrogen", of a sentence that goes on ", and the lone pairs of another atom"."""
    words = place.words
    if words is None or candidate.note_type != "basic" or candidate.kind in LISTED:
        return True
    plain = statement.text.plain
    answer = " ".join(candidate.asked)
    start = plain.find(answer)
    rest = plain[start + len(answer) :] if start >= 0 else ""
    joined = words.turn("sure.joined").match(rest)
    return joined is None or words.has_finite_verb(joined["member"])


def _asked_by_itself(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not a question of a train of thought: "What about writes?", "How are such tables kept?", one with two answers."""
    words = place.words
    if words is None or candidate.rule not in ("question", "question-heading"):
        return True
    lines = [row for block in candidate.answer for row in block.rows]
    told = len(lines) <= 1 or all(len(cell.words) <= LONGEST_NAME for row in lines for cell in row)
    asked = words.turn("sure.led-to").search(candidate.prompt.plain)
    return told and asked is None


def _hides_a_name(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "multiply each row of [m]", a letter for what was said before, nor "inbound [AND] outbound"."""
    if candidate.rule not in ("bold", "highlight"):
        return True
    words = place.words
    parts = [candidate.prompt.plain[part.start : part.end].strip() for part in candidate.hidden]
    if words is not None and any(all(words.function_word(word) for word in part.split()) for part in parts):
        return False
    if any(map(place.turn("sure.called").search, parts)):
        return False  # "[a tube called ureter]" is both the thing and its name
    return all(len(part) > 1 for part in parts)


def _can_be_recalled(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Not "Mount it with [docker run web -v data:/var/lib data]", whose names are those of an example."""
    if candidate.rule != "code":
        return True
    told = [answer for answer in candidate.asked if not _SETTING.fullmatch(answer)]
    return not any(len(answer.split()) >= FEWEST_OF_A_COMMAND and _SIGN.search(answer) for answer in told)


SURE_CHECKS = (
    _can_be_recalled,
    _hides_no_word_of_its_label,
    _is_no_title,
    _answers_by_itself,
    _told_whole,
    _names_whose,
    _compares_with_something,
    *READ_OFF_CHECKS,
    *RESOLVED_CHECKS,
    *ONE_THING_CHECKS,
    _asked_by_itself,
    _hides_a_name,
    _told_once,
    _speaks_of_a_thing,
    _no_example,
    _known_blank,
    _no_row,
    _not_below_it,
    _no_open_list,
    _whole_clause,
    _no_half_of_a_name,
    _quickly_read,
    _not_of_a_case,
    _opens_as_a_sentence,
    _asks_of_a_name,
    _known_thing,
    _kind_of_its_label,
    _no_conclusion,
    _not_one_of_many,
    _measures_something,
    *ANSWER_CHECKS,
)
"""Each says whether a candidate may be a card; one that may not is a proposal."""


def is_sure(candidate: Candidate, statement: Statement, place: Place) -> bool:
    """Whether a candidate that its rule is sure of is known by itself, with the labels that it shows."""
    return all(check(candidate, statement, place) for check in SURE_CHECKS)
