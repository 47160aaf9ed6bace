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
from cribdeck.model import Candidate, Statement, Text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern whose group ``answer`` starts the phrase to hide; the phrase ends where its words do."""

    name: str
    pattern: re.Pattern[str]
    strict: bool = True


STOP = (
    r"(?=[,.;:)]|\s(?:which|that|who|where|when|so|because|in order|if|unless|to|for|from|by|with|and|or|but"
    r"|in|on|at|into|onto|under|over|during|within|without|between|after|before|until|through|throughout|as|per)\b"
    r"|\s(?:->|[-–—])\s|\s\(|$)"
)
"""Where a phrase ends: at a stop, a clause, a preposition, an arrow, a bracket."""


def _phrase(name: str, pattern: str, *, strict: bool = True) -> Phrase:
    return Phrase(name, re.compile(pattern.replace("ANSWER", rf"(?P<answer>\S.*?){STOP}"), re.IGNORECASE), strict)


PHRASES: tuple[Phrase, ...] = (
    _phrase(
        "called",
        r"\b(?:is|are|was|were|be|also)\s(?:called|known as|named|termed|referred to as)\s(?:an?\s|the\s)?ANSWER",
    ),
    _phrase("called", r",\s(?:called|known as|named)\s(?:an?\s|the\s)?ANSWER"),
    _phrase("use-to", r"\b(?:uses?|using)\s(?:an?\s|the\s)?ANSWER(?=\s(?:to|for)\s\w)"),
    _phrase("via", r"\b(?:via|by means of|with the help of)\s(?:an?\s|the\s)?ANSWER"),
    _phrase(
        "need-to",
        r"\b(?:needs?|requires?|must have)\s(?:an?\s|the\s)?ANSWER(?=\s(?:to|for|in order to|as)\s\w)",
    ),
    Phrase(
        "need-to",
        re.compile(
            r"\b(?:needs?|must have)\s(?:an?\s|the\s)?(?P<answer>(?:[\w-]+\s){0,3}[\w-]+)"
            r"(?=\s(?:configured|enabled|installed|running|set up|turned on|in place)\b)",
            re.IGNORECASE,
        ),
    ),
    _phrase(
        "has-which",
        r"\b(?:has|have|keeps?|contains?|offers?|gives?)\s(?:an?\s|the\s)?ANSWER(?=,?\s(?:which|that|where|i\.?e\.?)\s\S+\s\S+\s\S)",
    ),
    _phrase(
        "default",
        r"^by default,?\s(?:(?:we|you|they)\s(?:have|get|use)|[^,.;]{2,60}?\s(?:is|are|uses?|has|have))"
        r"\s(?:an?\s|the\s)?ANSWER",
    ),
    _phrase(
        "made-of",
        r"\b(?:made up of|made of|composed of|built on|(?:is|are|was|were)\s(?:\w+ly\s)?based on|backed by)"
        r"\s(?:an?\s|the\s)?ANSWER",
    ),
    _phrase("made-of", r"\b(?:based on|version of|a form of|an alternative to)\s(?:an?\s|the\s)?ANSWER", strict=False),
    _phrase(
        "person",
        r"\b(?:proposed|introduced|discovered|invented|described|formulated|founded|written|painted|composed)\sby\s(?P<answer>(?:[A-Z][\w.'’-]+(?:\s(?:and|von|van|de)\s)?\s?){1,5})",
    ),
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
        span = next((span for match in _matches(known, text) if (span := _named_thing(text, match, words))), None)
        if span is None:
            continue
        strict = known.strict and (
            known.name == "called"
            or telling(text.plain[slice(*span)])
            or (known.name not in _NAMED_ALONE and tells(text, span, words))
        )
        yield hides(statement, span, kind="cloze", rule=known.name, strict=strict)
        return


def _matches(known: Phrase, text: Text) -> Iterator[re.Match[str]]:
    """Where the phrase stands: each verb is tried, as in "every network that needs access needs a gateway"."""
    match = known.pattern.search(text.plain)
    while match is not None:
        if outside_atoms(text, match.start()):
            yield match
        match = known.pattern.search(text.plain, match.start() + 1)


LONGEST_ANSWER = 5
_TO_A_THING = re.compile(r"\sto\s\w")
LONG_WORD, MANY_CUES = 6, 4


def tells(text: Text, span: tuple[int, int], words: Words) -> bool:
    """Whether an answer is worth asking: more than an everyday word, or one that much else leads to."""
    answer = text.plain[slice(*span)]
    if telling(answer):
        return True
    left = words.content_words(text.plain[: span[0]] + text.plain[span[1] :])
    if _TO_A_THING.match(text.plain, span[1]) and not is_base(text.plain[span[1] :].split()[1], words):
        return False  # "needs access to the key" tells of one thing, not what it is for
    return len(answer) >= LONG_WORD and len(left) >= MANY_CUES and not words.generic_answer(answer)


def _named_thing(text: Text, match: re.Match[str], words: Words) -> tuple[int, int] | None:
    """Where the group ``answer`` stands, without the stop behind it, if it names one thing in a few words."""
    start, end = trimmed(text.plain, *match.span("answer"))
    answer = text.plain[start:end]
    if not 1 <= len(answer.split()) <= LONGEST_ANSWER or not words.clean_noun_phrase(answer):
        return None
    return None if text.cuts(start, end, "code", "link") else (start, end)


_GOES_ON = re.compile(r"\s(?:and|or)\b|,\s(?!and\b|or\b|but\b|which\b|so\b)[^,.;]{2,40}(?:,|\s(?:and|or)\b)|:")


def _ends_its_clause(text: Text, end: int) -> bool:
    """Whether nothing follows that belongs to the same list, nor a colon that says what it is."""
    return not _GOES_ON.match(text.plain[end:])


def trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    while end > start and plain[end - 1] in " ,.;:”\"'":
        end -= 1
    return start, end


_OBJECT = re.compile(r"\s(?:an?\s|the\s)?(?P<answer>\S.*?)" + STOP, re.IGNORECASE)


def verb_object(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Insulin inhibits gluconeogenesis in the liver`` hides what is inhibited, if it ends its clause."""
    words = place.words
    if words is None:
        return
    text = statement.text
    if lead_term(statement) is not None:
        return
    verb = verb_after_subject(text.plain, words)
    match = _OBJECT.match(text.plain, verb[1]) if verb else None
    if match is None:
        return
    span = _named_thing(text, match, words)
    if span is not None:
        strict = telling(text.plain[slice(*span)]) and _ends_its_clause(text, span[1])
        strict = strict and _has_cue(text, span, match.start(), place, words)
        yield hides(statement, span, kind="cloze", rule="verb-object", strict=strict)


_LIGHT_VERBS = """
add change contain create generate get give have include keep make need offer produce provide reach require support
take use want
"""
_LIGHT = frozenset(_LIGHT_VERBS.split())
"""Verbs that go with any object."""
FEWEST_CUES = 3


def _has_cue(text: Text, span: tuple[int, int], verb_end: int, place: Place, words: Words) -> bool:
    """Whether subject and verb let one know the object: not "CMKs support […]"."""
    verb = text.plain[:verb_end].split()[-1].lower()
    if _LIGHT.isdisjoint((verb, verb.removesuffix("s"), verb.removesuffix("d"), verb.removesuffix("ed"))):
        return True
    left = words.content_words(text.plain[: span[0]] + text.plain[span[1] :])
    about = words.content_words(place.topic.text) if place.topic else ()
    return len(left) >= FEWEST_CUES or not {*map(words.stem, left)}.isdisjoint(map(words.stem, about))


_PASSIVE = re.compile(
    r"\s(?:is|are|was|were|gets?|(?:can|must|may|should|will|cannot)(?:\s(?:only|also|not|then|always))?\sbe)"
    r"\s(?:(?:only|always|usually|mainly|also|then|directly|not)\s)?"
    r"(?P<verb>[a-z]+(?:ed|en|t|ung|wn|de))"
    r"\s(?:in|into|by|on|onto|from|with|through|via|using|at|inside|within)\s(?:an?\s|the\s)?(?P<answer>\S.*?)" + STOP
)


_OWN = re.compile(r"^(?:our|your|my)\s", re.IGNORECASE)


def passive(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Templates are uploaded into S3`` hides where to."""
    words = place.words
    match = _PASSIVE.search(statement.text.plain)
    if words is None or match is None or not outside_atoms(statement.text, match.start()):
        return
    if match["verb"] in ("used", "called", "known", "not", "just", "most"):
        return
    text = statement.text
    span = _named_thing(text, match, words)
    if span is not None and words.clean_noun_phrase(_OWN.sub("", text.plain[: match.start()].strip())):
        strict = telling(text.plain[slice(*span)]) and _ends_its_clause(text, span[1])
        yield hides(statement, span, kind="cloze", rule="passive", strict=strict)


_N_OF_X = re.compile(
    r"^(?:The\s)?(?P<n>(?:(?:main|primary|default|maximum|minimum|only|typical|first-line|usual)\s)?"
    r"(?:role|cause|purpose|goal|aim|function|treatment|value|complexity|default|symptom|effect|hallmark|unit|capital|author|formula|"
    r"result|advantage|disadvantage|drawback|limit|size|rate|timeout|retention|period|range|frequency|mechanism|site|output|input|cost))"
    r"\s(?:of|for)\s(?P<x>.+?)\s(?P<verb>is|are)\s(?P<y>\S.+)$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"^(?:to|a|an|the|when|that|\d|`|[A-Z])", re.ASCII)


def n_of_x(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The purpose of a checksum is to detect errors`` asks for the purpose."""
    words = place.words
    match = _N_OF_X.match(statement.text.plain)
    if words is None or match is None or not words.clean_noun_phrase(match["x"]):
        return
    if not outside_atoms(statement.text, match.start("verb")):
        return
    answer = shortened(statement.text.cut(match.start("y")))
    if len(answer.words) > 30:
        return
    subject = statement.text.cut(match.start("n"), match.end("x"))
    prompt = Text(f"What {match['verb']} the ") + subject + "?"
    yield asks(prompt, answer, kind="question", rule="n-of-x", strict=bool(_ANSWERS.match(match["y"])))


_SUPERLATIVE = re.compile(
    r"^(?:The\s|Our\s)?(?P<n>(?:[Mm]ost|least|only|default|main|largest|smallest|highest|lowest|fastest|slowest|cheapest|first|last|best|oldest)\s[^,;:]+?)"
    r"\s(?P<verb>is|are|was|were)\s(?:an?\s|the\s)?ANSWER".replace("ANSWER", rf"(?P<answer>\S.*?){STOP}")
)


def superlative(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The only resource-based policy is the trust policy`` hides what is the only one."""
    words = place.words
    match = _SUPERLATIVE.match(statement.text.plain)
    if words is None or match is None:
        return
    start, end = trimmed(statement.text.plain, *match.span("answer"))
    answer = statement.text.plain[start:end]
    action = answer.split()[0].lower().endswith("ing") and not match["n"].endswith("ing")
    if 1 <= len(answer.split()) <= 5 and words.clean_noun_phrase(answer) and not action:
        of_what = len(match["n"].split()) > 2 or match["n"].split()[0].lower() not in ("best", "first", "last", "main")
        yield hides(statement, (start, end), kind="cloze", rule="superlative", strict=of_what)
        front = Text(f"What {match['verb']} the ") + statement.text.cut(*match.span("n")) + "?"
        yield asks(front, statement.text.cut(start, end), kind="question", rule="superlative", strict=of_what)


PHRASE_RULES: tuple[Callable[[Statement, Place], Iterator[Candidate]], ...] = (
    n_of_x,
    superlative,
    phrase,
    verb_object,
    passive,
)
