"""Turns of phrase that say which part of a sentence is the answer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

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


_STOP = (
    r"(?=[,.;:)]|\s(?:which|that|who|where|when|so|because|in order|if|unless|to|for|from|by|with|and|or|but"
    r"|in|on|at|into|onto|under|over|during|within|without|between|after|before|until|through|throughout|as|per)\b"
    r"|\s(?:->|[-–—])\s|\s\(|$)"
)
"""Where a phrase ends: at a stop, a clause, a preposition, an arrow, a bracket."""


def _phrase(name: str, pattern: str, *, strict: bool = True) -> Phrase:
    return Phrase(name, re.compile(pattern.replace("ANSWER", rf"(?P<answer>\S.*?){_STOP}"), re.IGNORECASE), strict)


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
        r"\b(?:made up of|made of|composed of|built on|based on|version of|a form of|an alternative to|backed by)"
        r"\s(?:an?\s|the\s)?ANSWER",
    ),
    _phrase(
        "person",
        r"\b(?:proposed|introduced|discovered|invented|described|formulated|founded|written|painted|composed)\sby\s(?P<answer>(?:[A-Z][\w.'’-]+(?:\s(?:and|von|van|de)\s)?\s?){1,5})",
    ),
)


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
            or (known.name != "via" and _tells(text, span, words))
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


def _tells(text: Text, span: tuple[int, int], words: Words) -> bool:
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
    start, end = _trimmed(text.plain, *match.span("answer"))
    answer = text.plain[start:end]
    if not 1 <= len(answer.split()) <= LONGEST_ANSWER or not words.clean_noun_phrase(answer):
        return None
    return None if text.cuts(start, end, "code", "link") else (start, end)


_GOES_ON = re.compile(r"\s(?:and|or)\b|,\s(?!and\b|or\b|but\b|which\b|so\b)[^,.;]{2,40}(?:,|\s(?:and|or)\b)|:")


def _ends_its_clause(text: Text, end: int) -> bool:
    """Whether nothing follows that belongs to the same list, nor a colon that says what it is."""
    return not _GOES_ON.match(text.plain[end:])


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    while end > start and plain[end - 1] in " ,.;:”\"'":
        end -= 1
    return start, end


_OBJECT = re.compile(r"\s(?:an?\s|the\s)?(?P<answer>\S.*?)" + _STOP, re.IGNORECASE)


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
    r"\s(?:in|into|by|on|onto|from|with|through|via|using|at|inside|within)\s(?:an?\s|the\s)?(?P<answer>\S.*?)" + _STOP
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
    r"\s(?P<verb>is|are|was|were)\s(?:an?\s|the\s)?ANSWER".replace("ANSWER", rf"(?P<answer>\S.*?){_STOP}")
)


def superlative(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The only resource-based policy is the trust policy`` hides what is the only one."""
    words = place.words
    match = _SUPERLATIVE.match(statement.text.plain)
    if words is None or match is None:
        return
    start, end = _trimmed(statement.text.plain, *match.span("answer"))
    answer = statement.text.plain[start:end]
    action = answer.split()[0].lower().endswith("ing") and not match["n"].endswith("ing")
    if 1 <= len(answer.split()) <= 5 and words.clean_noun_phrase(answer) and not action:
        of_what = len(match["n"].split()) > 2 or match["n"].split()[0].lower() not in ("best", "first", "last", "main")
        yield hides(statement, (start, end), kind="cloze", rule="superlative", strict=of_what)
        front = Text(f"What {match['verb']} the ") + statement.text.cut(*match.span("n")) + "?"
        yield asks(front, statement.text.cut(start, end), kind="question", rule="superlative", strict=of_what)


_CONDITION = re.compile(
    r"^(?P<cond>(?:If|When|Whenever|To|In order to)\s[^,]{6,120}?)(?P<comma>,\s(?:then\s)?|\s->\s)(?P<main>\S.+)$",
    re.IGNORECASE,
)


def condition(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: ``If C, D`` asks what happens if C."""
    words = place.words
    match = _CONDITION.match(statement.text.plain)
    if words is None or match is None:
        return
    main = statement.text.cut(match.start("main")).strip(" .")
    if not 2 <= len(main.words) <= 25:
        return
    arrow = "->" in match["comma"]
    lead = statement.text.cut(0, match.end("cond"))
    to = match["cond"].lower().startswith(("to ", "in order"))
    prompt = lead + (": how?" if to else ": what then?")
    strict = (arrow and len(main.words) <= 12) or _is_told(match["cond"], main.plain, words)
    strict = strict and not (to and _MUST_BE.search(main.plain))
    strict = strict and not (statement.item.children and words.numeral(main.plain))  # the lines below say which
    offered = strict or _adds(match["cond"], main.plain, words)
    yield replace(asks(prompt, main, kind="question", rule="condition", strict=strict), offered=offered)


_VAGUE = re.compile(
    r"\b(?:might|may|could|perhaps|maybe|probably|think|sometimes|often|usually|assume|consider|but|this|these|those)\b"
    r"|\b(?:we|you|one) can\b|^(?:if|when|whenever)\s(?:\w+ing\s(?!is\b|are\b)|.*\b(?:we|you|i|one)\b)",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:might|may|could|perhaps|maybe|probably|think|sometimes|often|usually|assume|consider|but|this|these|those)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"^(?:we|you|one)\s(?:must|need to|have to|cannot)\b", re.IGNORECASE)
_MUST_BE = re.compile(r"^(?!you|we|one)\S+(?:\s\S+){0,3}\s(?:must|has to|have to|needs? to|should) be\b", re.IGNORECASE)
"""``To claim specific performance, damages must be inadequate``: a condition, not how it is done."""
_HE = re.compile(r"^(?:he|she|there|here)\b", re.IGNORECASE)


def _is_told(cond: str, main: str, words: Words) -> bool:
    """Whether a condition names its case, and what follows is short and says for certain what happens."""
    duty = _DUTY.search(main)
    if (_MAYBE if duty else _VAGUE).search(f"{cond} {main}") or _HE.match(main) or not 3 <= len(main.split()) <= 18:
        return False
    if len(words.content_words(cond)) < 2 or words.dangles(cond) or words.evaluative(main):
        return False
    return _adds(cond, main, words) and main.split()[0].lower() not in words.prepositions


def _adds(cond: str, main: str, words: Words) -> bool:
    """Whether what follows says two things more than the condition."""
    return len(words.stems(main) - words.stems(cond)) >= 2


_THEN = re.compile(
    r"^(?:then\s)?(?:(?:you|we|one)\s)?(?:(?:will|must|should|can|could|just|simply|only|have to|need to|needs to)\s)*"
    r"(?P<verb>[a-z]+)\s(?:to use\s)?(?:an?\s|the\s)?(?P<answer>\S.*?)" + _STOP
)


def means(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``To separate two miscible liquids, use fractional distillation`` hides what is used."""
    words = place.words
    match = _CONDITION.match(statement.text.plain)
    if words is None or match is None:
        return
    told = _THEN.match(match["main"])
    if told is None or not is_base(told["verb"], words) or _HE.match(match["main"]) or words.dangles(match["cond"]):
        return
    start, end = (match.start("main") + offset for offset in told.span("answer"))
    start, end = _trimmed(statement.text.plain, start, end)
    answer = statement.text.plain[start:end]
    if (
        1 <= len(answer.split()) <= LONGEST_ANSWER
        and words.clean_noun_phrase(answer)
        and outside_atoms(statement.text, start)
    ):
        goes_on = re.match(r"\s(?:by|with|into|onto|as)\b", statement.text.plain[end:])
        cond = words.content_words(match["cond"])
        strict = _tells(statement.text, (start, end), words) and len(cond) >= 2 and not goes_on
        yield hides(statement, (start, end), kind="cloze", rule="means", strict=strict)


PHRASE_RULES: tuple[Callable[[Statement, Place], Iterator[Candidate]], ...] = (
    n_of_x,
    superlative,
    phrase,
    verb_object,
    passive,
    means,
    condition,
)
