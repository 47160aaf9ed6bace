"""A line below a label: it says what the label is, or what it does."""

import re
from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.definitions import asks_purpose, asks_what, base_form, is_first, is_gerund, is_quality
from cribdeck.facts.rules.doing import what_it
from cribdeck.facts.rules.meaning import LONGEST_MEANING, SHORTEST_MEANING, names_a_kind, shortened
from cribdeck.facts.rules.terms import lead_term
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement, Text

LONGEST_GENUS = 4
"""Words of a kind in a fragment: "Centuries-old body", "Serverless database"."""
_COINED = re.compile(r"[a-zà-ÿ][A-Z]|[A-Z]{2}|\w\d")
"""What stands in names that somebody made up: "DynamoDB", "HTTP", "S3"."""


def first_below_label(statement: Statement, place: Place) -> Iterator[Candidate]:
    """The first line below a label that opens with "This is" or an article says what the label is."""
    words = place.words
    if words is None or not is_first(statement):
        return
    label = label_of(statement.parent, words)
    if label is None or label.kind == "lead-in" or label.generic or label.container:
        return
    if not words.clean_noun_phrase(label.text) or place.turn("definitions.include").search(label.text):
        return
    if statement.text.plain.rstrip().endswith((":", "?")):
        return
    if used := place.turn("definitions.label-used").match(statement.text.plain):
        meaning = shortened(statement.text.cut(used.start("use")))
        if purpose := place.turn("definitions.used").match(meaning.plain):
            be = "are" if words.plural(label.text.split()[-1]) else "is"
            yield asks_purpose(Text(label.text), be, meaning, purpose, words)
        return
    if pointing := place.turn("meaning.pointing").match(statement.text.plain):
        meaning, verb = shortened(statement.text.cut(pointing.end()).strip()), pointing["verb"].lower()
        purpose = place.turn("definitions.used").match(meaning.plain)
        if purpose and verb in ("is", "are"):
            yield asks_purpose(Text(label.text), verb, meaning, purpose, words)
            return
    elif statement.text.plain.casefold().removeprefix("the ").startswith(label.text.casefold()):
        return  # the label said again: a sentence about it
    elif place.turn("definitions.noun-start").match(statement.text.plain) and words.is_fragment(statement.text.plain):
        meaning, verb = shortened(statement.text), "are" if words.plural(_last_word(label.text)) else "is"
    else:
        yield from _fragment(statement, label.text, words)
        return
    if not 3 <= len(meaning.words) <= LONGEST_MEANING:
        return
    strict = not words.evaluative(meaning.plain) and not place.turn("definitions.no-first").match(meaning.plain)
    sentence = _is_sentence_after_all(meaning.plain, words)
    strict = strict and statement.item.number is None and not sentence
    strict = strict and not (verb in ("is", "are") and is_quality(meaning.plain, words))
    name = Text(label.text)
    prompt = name + "?" if verb == "is" and _is_long_name(name) else asks_what(name, verb, words)
    found = asks(prompt, meaning, kind="definition", rule="label-definition", strict=strict)
    yield found.rated(offered=not sentence)


def _is_long_name(label: Text) -> bool:
    """Whether a label of several words may want an article that headings leave out: "Optic Nerve"."""
    said = label.words
    return len(said) > 1 and not any(len(word) > 1 and (word.isupper() or not word.isalpha()) for word in said)


def _is_sentence_after_all(meaning: str, words: Words) -> bool:
    """Whether a verb stands behind the first noun that is no noun: "An attacker pretends to be", "The mass changes"."""
    opened = words.turn("definitions.noun-start").match(meaning)
    if opened is None:
        return False
    core = words.turn("definitions.genus-end").split(meaning[opened.end() :])[0].split()
    one = opened[0].lower().startswith("a")
    if one and len(core) > 1 and words.plural(core[-1]):
        return True
    told = re.split(words.turn("definitions.clause").pattern, meaning)[0].split()
    return not one and any(words.third_person_verb(word) for word in told[2:-1])


def label_does(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``- AppSync`` over ``- Allows us to fetch data in real time`` asks what it does: a card if it comes first."""
    words = place.words
    label = label_of(statement.parent, words) if not statement.nth else None
    first, _, rest = statement.text.plain.partition(" ")
    if words is None or label is None or label.generic or label.container or label.kind == "lead-in":
        return
    verb = first.lower()
    if not words.third_person_verb(verb) or verb in place.listed("definitions.no-deeds-of-label"):
        return
    doing = shortened(statement.text)
    if not SHORTEST_MEANING <= len(doing.words) <= LONGEST_MEANING:
        return
    if not words.clean_noun_phrase(label.text) or words.plural(_last_word(label.text)) or lead_term(statement):
        return
    if base_form(verb) in words.noun_verbs and not words.function_word(rest.split()[0]):
        return  # "Streams store …" opens with a noun
    lowered_verb = doing.replace_span(0, len(first), verb)
    front = what_it("does", Text(label.text), "do", words)
    yield asks(front, lowered_verb, kind="definition", rule="label-does", strict=False)


def _fragment(statement: Statement, label: str, words: Words) -> Iterator[Candidate]:
    """A fragment without an article: a proposal, since it may be one property among others."""
    plain = statement.text.plain
    if (
        statement.item.children
        or plain.rstrip().endswith((":", "?"))
        or words.turn("definitions.at-first").match(plain)
        or statement.text.spans("strong", "code")
        or lead_term(statement) is not None
        or _names_a_formula(statement)
    ):
        return
    be = "are" if words.plural(_last_word(label)) else "is"
    several = be == "are"
    if words.is_fragment(plain) and 3 <= len(statement.text.words) <= LONGEST_MEANING:
        strict = not words.plural(label.split()[-1]) and _opens_with_a_kind(plain, words)
        strict = strict and _says_what_a_name_is(label, plain, words)
        strict = (
            strict
            and statement.item.number is None
            and statement.parent.kind != "file"  # a page says many things
            and not words.generic_label(words.turn("definitions.of").split(label)[0])
        )
        question = f"{label}?" if strict else f"What {be} {label}?"
        found = asks(question, shortened(statement.text), kind="definition", rule="label-fragment", strict=strict)
        kind = names_a_kind(plain, words, several=several) and _is_one_kind(plain, words, several=several)
        yield found.rated(offered=strict or kind or (is_gerund(statement.text) and is_first(statement)))


def _names_a_formula(statement: Statement) -> bool:
    """Whether the formula right behind a fragment is what the fragment names."""
    place = next((nth for nth, other in enumerate(statement.siblings) if other is statement.item), -1)
    return any(after.kind == "math" for after in statement.siblings[place + 1 : place + 2])


def _opens_with_a_kind(fragment: str, words: Words) -> bool:
    """Whether a fragment says what kind of thing something is: "Peptide hormone made by beta cells"."""
    genus = words.turn("definitions.genus-end").split(fragment.strip(" ."))[0]
    head = genus.split()[-1].lower() if genus.split() else ""
    if genus and words.participle(genus.split()[0]) and any(bare(word) in words.determiners for word in genus.split()):
        return False  # "proposed the theory of …"
    listed = len(genus.split()) < 2 and fragment[len(genus) :].startswith(",")
    joined = words.turn("definitions.joined").search(genus) is not None
    return head in words.kind_nouns and not listed and not joined and not words.evaluative(fragment)


def _says_what_a_name_is(label: str, fragment: str, words: Words) -> bool:
    """Whether a fragment says of a coined name what it is: of "Romanticism" it is one property among others."""
    genus = words.turn("definitions.genus-end").split(fragment)[0]
    return _COINED.search(label) is not None and len(genus.split()) <= LONGEST_GENUS and not words.is_order(fragment)


def _is_one_kind(fragment: str, words: Words, *, several: bool) -> bool:
    """Whether a fragment names one kind, in the number of its label: not "Application, Network and Gateway"."""
    genus = words.turn("definitions.kind-end").split(fragment)[0]
    telling_kind = len(genus.split()) > 1 or not genus.lower().endswith("est")
    return "," not in genus and telling_kind and words.plural(genus.split()[-1]) == several


def _last_word(label: str) -> str:
    """The last word of a label, an acronym in brackets behind it left out."""
    return re.sub(r"\s*\([^()]*\)$", "", label).split()[-1]
