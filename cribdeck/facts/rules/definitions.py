"""``X is a …``: what X is, means or does."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks, hides
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.acronyms import said_once
from cribdeck.facts.rules.doing import lowered, what_it
from cribdeck.facts.rules.meaning import (
    LONGEST_MEANING,
    SHORTEST_MEANING,
    is_participle,
    names_a_kind,
    shortened,
)
from cribdeck.facts.rules.terms import lead_term, says_again
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.facts.words.memory import remembered
from cribdeck.model import Candidate, Statement, Text

LONGEST_SUBJECT = 7
FEWEST_NEWS = 2
"""Words of substance that tell what an everyday thing controls or records."""
LAST_OF_TIME = 4
"""Words by which one knows that a thing is used "for a short period of time"."""
LONGEST_KIND, TELLING_GENUS = 25, 3
"""Words of a meaning that can be said at once, and of a kind that tells enough by itself: "a serverless event bus"."""
CUE_WORDS = 4
"""Words of substance by which a hidden subject can be known."""


def definition(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``ECR is a registry for images`` asks what ECR is."""
    words = place.words
    if words is None:
        return
    text = _sentence(statement)
    for pattern in (place.turn("definitions.is"), place.turn("definitions.means"), place.turn("definitions.does")):
        found = _defined(text, pattern, words)
        if not found:
            continue
        verb, subject, meaning = found
        subject = said_once(subject, statement, place)
        if purpose := place.turn("definitions.used").match(meaning.plain):
            yield asks_purpose(subject, verb, meaning, purpose, words)
            return
        if (purpose := place.turn("definitions.for").match(meaning.plain)) and verb in ("is", "are"):
            how = purpose["how"].lower() + (" do" if purpose["how"].endswith("to") else "")
            front = Text(f"What {verb} ") + lowered(subject) + f" {how}?"
            answer = meaning.cut(purpose.end())
            strict = how.endswith("do") or words.is_fragment(answer.plain)
            strict = strict and not place.turn("definitions.other-uses").search(answer.plain)
            yield asks(front, answer, kind="definition", rule="used-for", strict=strict)
            return
        if pattern is place.turn("definitions.does") and verb not in place.listed("definitions.helping"):
            meaning = _without_second_deed(meaning, words)
        step = (
            pattern is place.turn("definitions.does") and statement.item.number is not None
        )  # tells what is done, not what a thing does
        strict = (not step and _is_strict(pattern, verb, subject, meaning, words)) or _says_what_label_is(
            statement, subject, meaning, words
        )
        strict = strict and (pattern is not place.turn("definitions.does") or _is_known(subject, statement))
        offered = strict or _may_propose(subject, meaning, words)
        if verb in place.listed("definitions.helping"):
            meaning = Text(f"{verb} ") + meaning
        front = asks_what(subject, verb, words)
        if somebody := place.turn("definitions.somebody-with").match(meaning.plain):
            front, meaning = front.strip("?") + f" {somebody[0].strip()}?", meaning.cut(somebody.end())
        found_so = asks(front, meaning, kind="definition", rule="definition", strict=strict)
        yield found_so.rated(offered=offered)
        return


def _is_known(subject: Text, statement: Statement) -> bool:
    """Whether the subject of a deed is known by itself: by its name, by its line, by more than a label of one word."""
    if _capital(subject) or subject.spans("strong", "code", "emphasis"):
        return True
    taken_over = statement.text.plain not in statement.item.text.plain
    return taken_over if statement.nth else (not taken_over or len(subject.words) > 1 or is_first(statement))


def _sentence(statement: Statement) -> Text:
    """The sentence that may define: what follows the term in "Osmosis: osmosis is …", else the statement."""
    lead = lead_term(statement)
    if lead is None:
        return statement.text
    return lead.value if says_again(lead) else Text("")


def asks_purpose(subject: Text, verb: str, meaning: Text, purpose: re.Match[str], words: Words) -> Candidate:
    """``NACLs are used to filter traffic`` asks what they are used for."""
    how = purpose["how"].lower()
    answer = meaning.cut(purpose.start("how") if how in ("to", "when") else purpose.end())
    asked = {"to": "for", "when": "for"}.get(how, how)
    front = Text(f"What {verb} ") + lowered(subject) + f" used {asked}?"
    strict = len(answer.words) >= 2 and not words.turn("definitions.other-uses").search(answer.plain)
    strict = strict and how not in words.listed("definitions.no-purpose")
    if how not in ("to", "when"):  # "used for a short period of time" is no use
        strict = strict and not any(bare(word) in words.measure_nouns for word in answer.words[:LAST_OF_TIME])
    return asks(front, answer, kind="definition", rule="used-for", strict=strict)


def used_for(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``NLB used for TCP``: a note's way of writing that it is used for it."""
    words = place.words
    match = place.turn("definitions.bare-used").search(statement.text.plain)
    if words is None or match is None:
        return
    subject = statement.text.cut(0, match.start())
    meaning = shortened(statement.text.cut(match.end()))
    purpose = place.turn("definitions.used").match(meaning.plain)
    named = _capital(subject) or subject.wholly("strong", "code") or match["can"]
    if not purpose or not named or not 1 <= len(subject.words) <= 4 or not words.clean_noun_phrase(subject.plain):
        return
    if match["can"]:
        how = purpose["how"].lower()
        answer = meaning.cut(purpose.start("how") if how in ("to", "when") else purpose.end())
        front = Text("What can ") + lowered(subject) + f" be used {'for' if how in ('to', 'when') else how}?"
        strict = len(answer.words) >= 3 and not place.turn("definitions.other-uses").search(answer.plain)
        yield asks(front, answer, kind="definition", rule="used-for", strict=strict)
    else:
        yield asks_purpose(subject, "are" if words.plural(subject.words[-1]) else "is", meaning, purpose, words)


@remembered
def _defined(text: Text, pattern: re.Pattern[str], words: Words) -> tuple[str, Text, Text] | None:
    """The verb of a sentence that defines, its subject, and what is said of it."""
    match = pattern.search(text.plain)
    if match is None or text.inside(match.start(), "code", "math", "link"):
        return None
    if match["verb"][0].isupper():
        return None  # "Data Link Control handles …": part of a name
    start = words.discourse_start(text.plain)
    subject = text.cut(start, match.start()).strip()
    if aside := words.turn("definitions.aside").search(subject.plain) or words.turn("definitions.explained").search(
        subject.plain
    ):
        subject = subject.cut(0, aside.start())
    meaning = shortened(_of_one_thing(text.cut(match.end()).strip(), words))
    if not 1 <= len(subject.words) <= LONGEST_SUBJECT:
        return None
    is_word = (
        len(subject.words) == 1
        and pattern is words.turn("definitions.means")
        and not words.function_word(subject.plain)
    )
    if not is_word and not _names_one_thing(subject.plain, words):
        return None
    if words.starts_with_pronoun(subject.plain) or subject.plain.split()[0].lower() in words.listed(
        "definitions.not-a-term"
    ):
        return None
    if words.turn("definitions.sentence-within").search(subject.plain):
        return None
    if pattern is words.turn("definitions.is") and is_quality(meaning.plain, words):
        return None
    told = pattern is words.turn("definitions.is") or _is_verb_of(subject.plain, match["verb"], meaning.plain, words)
    if not told:
        return None
    if meaning.plain.endswith(":"):
        return None
    if not SHORTEST_MEANING <= len(meaning.words) + 1 <= LONGEST_MEANING + 1 or subject.plain.endswith(":"):
        return None
    return match["verb"].lower(), subject, meaning


def _is_verb_of(subject: str, verb: str, meaning: str, words: Words) -> bool:
    """Whether a word is the verb of the sentence: not "controls" in "Price controls are set"."""
    then = bare(meaning.split()[0]) if meaning.split() else ""
    if then in words.finite_auxiliaries or words.participle(subject.split()[0]) or not meaning:
        return False
    noun = words.base_verb(verb.split()[0]) in words.noun_verbs
    return not noun or (then not in words.prepositions and words.agrees(subject.split()[-1], verb.split()[0]))


def _of_one_thing(meaning: Text, words: Words) -> Text:
    """The meaning up to where the sentence goes on with another thing, or goes on to praise."""
    for match in words.turn("definitions.goes-on").finditer(meaning.plain):
        told = meaning.plain[: match.start()]
        another = bool(match["another"]) or words.participle(meaning.plain[match.end() :].split(" ")[0])
        if len(told.split()) >= 2 and not words.has_finite_verb(told) and (another or _praises(meaning.plain, words)):
            return meaning.cut(0, match.start())
    return _without_second_deed_in_the_past(_without_second_clause(meaning, words), words)


def _without_second_deed_in_the_past(meaning: Text, words: Words) -> Text:
    """What a thing is, without what it did: "the longest river and served as a border"."""
    match = words.turn("definitions.and-did").search(meaning.plain)
    told = meaning.plain[: match.start()] if match else ""
    if match is None or not words.base_verb(match["verb"]) or len(told.split()) < SHORTEST_MEANING - 1:
        return meaning
    noun = words.turn("definitions.clause").search(told) is None and not words.participle(told.split()[-1])
    return meaning.cut(0, match.start()) if noun and words.is_fragment(told) else meaning


def _without_second_clause(meaning: Text, words: Words) -> Text:
    """A meaning without the sentence that hangs on it: "the study of values, politics discusses …"."""
    for match in words.turn("definitions.clause-start").finditer(meaning.plain):
        told = meaning.plain[: match.start()]
        if (
            len(told.split()) >= 2
            and not words.has_finite_verb(told)
            and opens_a_clause(meaning.plain[match.end() :], words)
        ):
            return meaning.cut(0, match.start())
    return meaning


def opens_a_clause(rest: str, words: Words) -> bool:
    """Whether another subject with its verb opens what follows: "we must", "magnets produce"."""
    said = rest.split()
    first = bare(said[0]) if said else ""
    if len(said) < 2:
        return False
    if first in words.subject_pronouns and first not in words.relatives:
        return words.has_finite_verb(" ".join(said[:3]))
    start = 1 if first in words.determiners else 0
    noun, verb = said[start], (*said, "")[start + 1]
    if words.function_word(noun) or words.base_verb(noun) or noun.endswith(("ing", "ly")):
        return False
    return bare(verb) in words.finite_auxiliaries or (
        verb.islower() and words.is_verb(verb) and words.agrees(noun, verb)
    )


def _without_second_deed(meaning: Text, words: Words) -> Text:
    """What is encrypted, without what else is done: "the file and forgets the key"."""
    for match in words.turn("definitions.and-does").finditer(meaning.plain):
        if words.third_person_verb(match["verb"]) or match["verb"] in words.only_verbs:
            return meaning.cut(0, match.start())
    return meaning


def is_quality(meaning: str, words: Words) -> bool:
    """Whether a meaning tells how a thing is or what is done to it, not what it is: "encrypted in flight"."""
    first = bare(meaning.split()[0].rstrip(",;:.!"))
    rest = re.split(r"[\s,;:.!]+", meaning)[1:2]
    if " ".join(meaning.split()[1:2]).lower().rstrip(".") in words.abbreviations:
        rest = []  # "differentiable w.r.t. …"
    if first in words.listed("definitions.how") or words.negated(first):
        return True
    noun = bool(rest) and rest[0][:1].isalnum() and not rest[0].endswith("ly")
    alone = not noun or words.function_word(rest[0]) or rest[0] in words.listed("definitions.by-means")
    if (
        not alone
        or meaning[0].isupper()
        or (
            first in words.listed("definitions.made")
            and rest
            and rest[0].lower() in words.listed("definitions.made-of")
        )
    ):
        return False
    return "-" in first or is_participle(first, words) or words.adjective(first) or words.evaluative(first)


def _may_propose(subject: Text, meaning: Text, words: Words) -> bool:
    """Whether a sentence that surely defines nothing may still be asked as if it did."""
    if words.turn("definitions.of-what").match(subject.plain) or words.generic_label(subject.plain):
        return False
    if words.turn("definitions.praised").match(meaning.plain) or words.turn("definitions.so-if").match(meaning.plain):
        return False
    return not (bare(meaning.words[0]) in words.listed("definitions.made") or is_participle(meaning.words[0], words))


def _says_what_label_is(statement: Statement, subject: Text, meaning: Text, words: Words) -> bool:
    """Whether the first line below a label says of that label what it is, in whatever words."""
    label = label_of(statement.parent, words)
    if label is None or not is_first(statement) or label.text.casefold() != subject.plain.casefold():
        return False
    return not words.evaluative(meaning.plain) and not words.turn("definitions.no-first").match(meaning.plain)


def _names_one_thing(subject: str, words: Words) -> bool:
    """Whether a subject is a noun phrase, or one with another behind a preposition ("URLs in Amazon S3")."""
    if words.clean_noun_phrase(subject):
        return True
    parts = words.turn("definitions.of").split(subject)
    return len(parts) == 2 and all(words.clean_noun_phrase(part) for part in parts)


def _is_strict(pattern: re.Pattern[str], verb: str, subject: Text, meaning: Text, words: Words) -> bool:
    if (
        words.turn("definitions.of-what").match(subject.plain)
        or words.evaluative(meaning.plain)
        or words.generic_label(subject.plain)
    ):
        return False
    if _praises(meaning.plain, words) or _is_any(subject.plain, words):
        return False
    if pattern is words.turn("definitions.is"):
        if words.turn("definitions.when").match(meaning.plain):
            return subject.plain[:1].isupper()
        if (
            words.turn("definitions.no-definition").match(meaning.plain)
            or words.turn("definitions.no-genus").search(meaning.plain)
            or _names_no_kind(meaning.plain, words)
            or is_gerund(meaning) > is_gerund(subject)
        ):
            return False
        if verb == "are" and is_participle(meaning.words[0], words):
            return False  # "are defined beta chains"
        if words.turn("definitions.of-nothing").search(meaning.plain):
            return False
        doing = is_gerund(subject) and is_gerund(meaning)  # "Polling is checking for messages"
        return doing or _tells_kind(meaning, words, several=verb == "are")
    if words.people(subject.plain):
        return False
    if verb in words.listed("definitions.open-verbs") or words.stem(verb) in words.stems(subject.plain):
        return False
    if words.turn("definitions.pronoun").match(meaning.plain):
        return False
    if pattern is words.turn("definitions.means") and _tells_what_follows(subject, meaning, words):
        return False
    if pattern is words.turn("definitions.means") or _capital(subject) or bool(subject.spans("strong", "code")):
        return True
    return (
        (words.base_verb(verb) in words.listed("definitions.telling") or verb in words.listed("definitions.helping"))
        and not meaning.spans("strong", "code")
        and not words.generic_answer(subject.plain)
        and len(words.content_words(meaning.plain)) >= FEWEST_NEWS
    )


def _tells_kind(meaning: Text, words: Words, *, several: bool) -> bool:
    """Whether a meaning gives a kind and what sets the thing apart from others of it: "a hormone that …", not "a
    conservative force", "one of the best", "the most common form"."""
    plain = meaning.plain
    if len(meaning.words) > LONGEST_KIND or words.turn("definitions.ranked").match(plain):
        return False
    opened = words.turn("definitions.noun-start").match(plain) or words.turn("definitions.possessive").match(plain)
    rest = plain[opened.end() :] if opened else plain
    genus, *apart = words.turn("definitions.genus-end").split(rest, maxsplit=1)
    if opened:
        return bool(apart and apart[0].split()) or len(words.content_words(genus)) >= TELLING_GENUS
    said = genus.split()
    if several and len(said) == 1 and rest[len(genus) :].startswith(","):
        return False  # "Large tasks are epics, usually"
    named = several or len(said) > 1 or (bool(said) and bare(said[-1]) in words.kind_nouns)
    return named and names_a_kind(rest, words, several=several)


def _names_no_kind(meaning: str, words: Words) -> bool:
    """Whether "the …" that a thing is said to be could be anything: "the standard option", "the base entity of SNS"."""
    the = words.turn("definitions.the").match(meaning)
    genus = words.turn("definitions.genus-end").split(the["rest"]) if the else []
    return bool(genus) and words.empty_kind(genus[0])


def _is_any(subject: str, words: Words) -> bool:
    """Whether a subject is one of many or could be anything: "a simple function", "the amount of money"."""
    bare_subject = words.turn("definitions.article").sub("", subject)
    named = words.turn("definitions.of").split(bare_subject)[0].split()
    alone = len(named) == 1 and named[0].isalpha() and words.generic_answer(named[0])
    return alone or bare(named[0]) in words.evaluative_words


def _praises(meaning: str, words: Words) -> bool:
    """Whether a meaning compares rather than tells: "has more options, scales better"."""
    return len(words.turn("definitions.praise").findall(meaning)) >= 2


def _tells_what_follows(subject: Text, meaning: Text, words: Words) -> bool:
    """Whether "means" leads on to a consequence: "A weak signal means that no cell divides"."""
    common = words.turn("definitions.article").match(subject.plain) and not subject.spans("strong", "code")
    return bool(common) and words.has_finite_verb(meaning.plain)


def is_gerund(text: Text) -> bool:
    return text.words[0].lower().endswith("ing") and len(text.words[0]) > 5


def _capital(text: Text) -> bool:
    """Whether a name stands there: a capital or a digit inside."""
    return bool(re.search(r"[A-Z]", text.plain[1:]) or re.search(r"\d", text.plain))


def asks_what(subject: Text, verb: str, words: Words) -> Text:
    """``What is X?``, ``What do X mean?``, ``What does X hold?``: the front that the verb of a definition calls for."""
    head = words.turn("definitions.of").split(subject.plain)[0].split()[-1]
    several = verb in ("are", "mean", "refer to") or (words.plural(head) and not _is_singular(verb))
    if verb in ("is", "are"):
        return Text(f"What {verb} ") + lowered(subject) + "?"
    do = "do" if several else "does"
    if verb.startswith("mean"):
        return Text(f"What {do} ") + lowered(subject) + " mean?"
    if verb.startswith("stand"):
        return Text(f"What {do} ") + lowered(subject) + " stand for?"
    if verb.startswith(("refer", "denote", "describe")):
        return Text("What are " if several else "What is ") + lowered(subject) + "?"
    return what_it(do, subject, "do" if verb in words.listed("definitions.helping") else base_form(verb), words)


def _is_singular(verb: str) -> bool:
    """Whether the author's verb says that the subject is one thing: "Step Functions orchestrates"."""
    return verb.split()[0].endswith("s") and verb != "is"


def base_form(verb: str) -> str:
    """allows -> allow, specifies -> specify."""
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-1] if verb.endswith("s") else verb


def is_first(statement: Statement) -> bool:
    """Whether a statement opens what stands below its label."""
    first = next((child for child in statement.siblings if child.kind in ("item", "paragraph")), None)
    return statement.nth == 0 and first is statement.item


# --- the subject that an author set in bold ------------------------------------


def what_it_does(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``**Sticky sessions** send a client to the same target`` asks what sticky sessions do."""
    words = place.words
    end = _marked_subject(statement.text)
    if words is None or not end:
        return
    subject, rest = statement.text.cut(0, end).strip(), statement.text.cut(end).strip()
    first = rest.words[0] if rest.words else ""
    several = words.plural(subject.words[-1]) and not words.third_person_verb(first)
    if (
        not first.isalpha()
        or first.lower() in place.listed("definitions.links")
        or not words.clean_noun_phrase(subject.plain)
    ):
        return
    if words.function_word(first) or not (words.agrees(subject.words[-1], first) or words.third_person_verb(first)):
        return
    doing = shortened(rest)
    if first.lower() in (*words.listed("terms.no-deeds"), *words.listed("terms.no-news")):
        return
    if SHORTEST_MEANING - 1 <= len(doing.words) <= LONGEST_MEANING and not words.evaluative(doing.plain):
        named = lowered(said_once(subject, statement, place))
        front = Text("What do " if several else "What does ") + named + " do?"
        strict = _tells_news(subject.plain, doing.plain, words)
        yield asks(front, doing, kind="definition", rule="does", strict=strict)


def _tells_news(subject: str, doing: str, words: Words) -> bool:
    """Whether a deed that names its doer again says enough beside: "A lock keeper keeps the lock" does not."""
    named, said = words.stems(subject), words.stems(doing)
    return named.isdisjoint(said) or len(said - named) > FEWEST_NEWS


def _marked_subject(text: Text) -> int:
    """Where a bold or code term ends that opens the sentence, an article before it allowed; else 0."""
    for start, end in text.spans("strong", "code"):
        if text.plain[:start].strip().lower() in ("", "a", "an", "the"):
            return end
    return 0


# --- turned round ---------------------------------------------------------------


def subject_blank(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: the definition turned round."""
    words = place.words
    if words is None:
        return
    for pattern in (place.turn("definitions.is"), place.turn("definitions.means"), place.turn("definitions.does")):
        if found := _defined(statement.text, pattern, words):
            _, subject, meaning = found
            if len(words.content_words(meaning.plain)) < CUE_WORDS or len(subject.words) > 4:
                return
            if place.turn("definitions.of-what").match(subject.plain):
                return
            start = statement.text.plain.find(subject.plain)
            yield hides(statement, (start, start + len(subject)), kind="cloze", rule="subject-blank", strict=False)
            return
