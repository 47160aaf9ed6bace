"""Turns of phrase that say which part of a sentence is the answer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.place import Place
from cribdeck.facts.rules.clauses import is_base, verb_after_subject
from cribdeck.facts.rules.meaning import outside_atoms, shortened, telling
from cribdeck.facts.rules.terms import lead_term
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Candidate, Statement, Text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A turn whose group ``answer`` starts the phrase to hide; the phrase ends where its words do."""

    name: str
    turn: str
    strict: bool = True


PHRASES: tuple[Phrase, ...] = (
    Phrase("called", "phrases.called"),
    Phrase("called", "phrases.called-by-the-way"),
    Phrase("use-to", "phrases.use-to"),
    Phrase("via", "phrases.via"),
    Phrase("need-to", "phrases.need-to"),
    Phrase("need-to", "phrases.need-it-set-up"),
    Phrase("has-which", "phrases.has-which"),
    Phrase("default", "phrases.default"),
    Phrase("made-of", "phrases.made-of"),
    Phrase("made-of", "phrases.based-on", strict=False),
    Phrase("person", "phrases.person"),
)


_NAMED_ALONE = ("via", "has-which")
"""What goes with so much that an everyday word tells nothing: "has an endpoint, which …"."""


def phrase(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``This is known as **hysteresis**``, ``use X to …``, ``made up of X``: X is hidden."""
    words = place.words
    if words is None:
        return
    text = statement.text
    for known in PHRASES:
        if not words.may_hold(text.plain, known.turn):
            continue
        span = next(
            (span for match in _matches(words.turn(known.turn), text) if (span := _named_thing(text, match, words))),
            None,
        )
        if span is None:
            continue
        answer = text.plain[slice(*span)]
        if known.name in _NAMED_ALONE:
            strict = known.strict and _is_named(answer)
        else:
            by_nobody = known.name == "use-to" and bool(words.turn("phrases.orders").search(text.plain[: span[0]]))
            strict = (
                known.strict
                and not by_nobody
                and (known.name == "called" or telling(answer) or tells(text, span, words))
            )
        yield hides(statement, span, kind="cloze", rule=known.name, strict=strict)
        return


def _matches(pattern: re.Pattern[str], text: Text) -> Iterator[re.Match[str]]:
    """Where the phrase stands: each verb is tried, as in "every network that needs access needs a gateway"."""
    match = pattern.search(text.plain)
    while match is not None:
        if outside_atoms(text, match.start()):
            yield match
        match = pattern.search(text.plain, match.start() + 1)


LONGEST_ANSWER = 5
LONG_WORD, MANY_CUES = 6, 4


def tells(text: Text, span: tuple[int, int], words: Words) -> bool:
    """Whether an answer is worth asking: more than an everyday word, or one that much else leads to."""
    answer = text.plain[slice(*span)]
    if telling(answer):
        return True
    left = words.content_words(text.plain[: span[0]] + text.plain[span[1] :])
    if words.turn("phrases.to-a-thing").match(text.plain, span[1]) and not is_base(
        text.plain[span[1] :].split()[1], words
    ):
        return False  # "needs access to the key" tells of one thing, not what it is for
    return len(answer) >= LONG_WORD and len(left) >= MANY_CUES and not words.generic_answer(answer)


def _named_thing(text: Text, match: re.Match[str], words: Words) -> tuple[int, int] | None:
    """Where the group ``answer`` stands, without the stop behind it, if it names one thing in a few words."""
    start, end = trimmed(text.plain, *match.span("answer"))
    answer = text.plain[start:end]
    if not 1 <= len(answer.split()) <= LONGEST_ANSWER or not words.clean_noun_phrase(answer):
        return None
    return None if text.cuts(start, end, "code", "link") else (start, end)


def _ends_its_clause(text: Text, end: int, words: Words) -> bool:
    """Whether nothing follows that belongs to the same list, nor a colon that says what it is."""
    return not words.turn("phrases.goes-on").match(text.plain[end:])


def trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    while end > start and plain[end - 1] in " ,.;:”\"'":
        end -= 1
    while start < end and plain[start] in "“\"'":
        start += 1
    return start, end


def verb_object(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Insulin inhibits gluconeogenesis in the liver`` hides what is inhibited, if it ends its clause."""
    words, text = place.words, statement.text
    found = _object_of(statement, words) if words else None
    if words is None or found is None:
        return
    verb_end, span = found
    answer = text.plain[slice(*span)]
    light = words.light_verb(text.plain[:verb_end].split()[-1])
    by_name = re.search(r"[A-Z0-9]", text.plain[1:verb_end]) is not None
    named = (_is_named(answer) and by_name) if light else (_is_named(answer) or by_name)
    named = named and not (light and _is_past(text.plain[:verb_end].split()[-1], words))
    strict = named and telling(answer) and _ends_its_clause(text, span[1], words)
    strict = strict and _has_cue(text, span, verb_end, place, words)
    strict = strict and not _is_told_as_a_story(text.plain[:verb_end], answer, words)
    yield hides(statement, span, kind="cloze", rule="verb-object", strict=strict)


def single_object(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal, where nothing better is found: ``Chemotactic factors attract neutrophils`` hides the one word."""
    found = _object_of(statement, place.words) if place.words else None
    if found and not telling(statement.text.plain[slice(*found[1])]):
        yield hides(statement, found[1], kind="cloze", rule="object", strict=False)


@remembered
def _object_of(statement: Statement, words: Words) -> tuple[int, tuple[int, int]] | None:
    """Where the verb of a sentence ends, and where the one thing stands that it is done to."""
    text = statement.text
    verb = verb_after_subject(text.plain, words) if lead_term(statement) is None else None
    if verb and text.plain[: verb[1]].split()[-1].lower() in words.listed("definitions.helping"):
        return None  # "helps the ship float": of two words that go on, neither is what is helped
    match = words.turn("phrases.object").match(text.plain, verb[1]) if verb else None
    span = _named_thing(text, match, words) if match else None
    return (match.start(), span) if match and span else None


def _is_named(answer: str) -> bool:
    """Whether an object is a name, which only it has: "attacks CD8 cells", not "creates hundreds of sites"."""
    return len(answer) > 1 and re.search(r"[A-Z0-9]", answer) is not None


def _is_told_as_a_story(until_verb: str, answer: str, words: Words) -> bool:
    """Whether a verb in the past tells of one event among others: "won the war", but not "Henry VIII dissolved the
    English monasteries", where both are named."""
    *subject, verb = until_verb.split()
    named = all(word[0].isupper() for word in subject) and re.search(r"[A-Z]", answer)
    return _is_past(verb, words) and not named


def _is_past(verb: str, words: Words) -> bool:
    past = verb.endswith("ed") or words.base_verb(verb) not in ("", verb)
    return past and not words.third_person_verb(verb)


FEWEST_CUES = 3


def _has_cue(text: Text, span: tuple[int, int], verb_end: int, place: Place, words: Words) -> bool:
    """Whether subject and verb let one know the object: not "CMKs support […]"."""
    if not words.light_verb(text.plain[:verb_end].split()[-1]):
        return True
    left = words.content_words(text.plain[: span[0]] + text.plain[span[1] :])
    about = words.content_words(place.topic.text) if place.topic else ()
    return len(left) >= FEWEST_CUES or not {*map(words.stem, left)}.isdisjoint(map(words.stem, about))


def passive(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Templates are uploaded into S3`` hides where to."""
    words = place.words
    match = place.turn("phrases.passive").search(statement.text.plain)
    if words is None or match is None or not outside_atoms(statement.text, match.start()):
        return
    if match["verb"] in ("used", "called", "known", "not", "just", "most"):
        return
    text = statement.text
    span = _named_thing(text, match, words)
    if span is not None and words.clean_noun_phrase(
        place.turn("phrases.own").sub("", text.plain[: match.start()].strip())
    ):
        answer = text.plain[slice(*span)]
        past = place.turn("phrases.was").match(match[0]) is not None  # one event, unless by whom or where has a name
        strict = telling(answer) and _ends_its_clause(text, span[1], words) and (not past or _is_named(answer))
        yield hides(statement, span, kind="cloze", rule="passive", strict=strict)


def n_of_x(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The purpose of a checksum is to detect errors`` asks for the purpose."""
    words = place.words
    match = place.turn("phrases.n-of-x").match(statement.text.plain)
    if words is None or match is None or not words.clean_noun_phrase(match["x"]):
        return
    if not outside_atoms(statement.text, match.start("verb")):
        return
    answer = shortened(statement.text.cut(match.start("y")))
    if len(answer.words) > 30:
        return
    subject = statement.text.cut(match.start("n"), match.end("x"))
    prompt = Text(f"What {match['verb']} the ") + subject + "?"
    yield asks(
        prompt, answer, kind="question", rule="n-of-x", strict=bool(place.turn("phrases.answers").match(match["y"]))
    )


def superlative(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The only resource-based policy is the trust policy`` hides what is the only one."""
    words = place.words
    match = place.turn("phrases.superlative").match(statement.text.plain)
    if words is None or match is None:
        return
    if statement.text.plain.startswith("Most ") and match["verb"] in ("are", "were"):
        return  # "Most birds are …" tells of a share of them
    start, end = trimmed(statement.text.plain, *match.span("answer"))
    answer = statement.text.plain[start:end]
    action = answer.split()[0].lower().endswith("ing") and not match["n"].endswith("ing")
    if 1 <= len(answer.split()) <= 5 and words.clean_noun_phrase(answer) and not action:
        of_what = len(match["n"].split()) > 2 or match["n"].split()[0].lower() not in ("best", "first", "last", "main")
        of_what = of_what and _names_what(match["n"], words)
        yield hides(statement, (start, end), kind="cloze", rule="superlative", strict=of_what)
        front = Text(f"What {match['verb']} the ") + statement.text.cut(*match.span("n")) + "?"
        yield asks(front, statement.text.cut(start, end), kind="question", rule="superlative", strict=of_what)


def _names_what(ranked: str, words: Words) -> bool:
    """Whether a superlative says of what: not "the most common", nor "the most common cause of it"."""
    last = bare(ranked.split()[-1])
    return not (words.adjective(last) or last in words.evaluative_words or last in words.back_pronouns)


PHRASE_RULES: tuple[Callable[[Statement, Place], Iterator[Candidate]], ...] = (
    n_of_x,
    superlative,
    phrase,
    verb_object,
    passive,
)
