"""``Mechanism: blocks COX`` below ``Aspirin``: a property that the author gives of one thing after another."""

from collections.abc import Iterator

from cribdeck.facts.asking import asks
from cribdeck.facts.labels import Label, label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import shortened
from cribdeck.facts.rules.terms import lead_term
from cribdeck.model import Candidate, Statement, Text

LONGEST_VALUE = 30


def schema_key(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Aspirin: Mechanism?`` asks for the value: a card where the key recurs, else a proposal."""
    lead = lead_term(statement)
    subject = _subject(statement, place)
    if lead is None or subject is None:
        return
    key = lead.term.plain.strip(": ")
    recurs = key.casefold() in place.survey.schema_keys
    if not recurs and not (place.words and place.words.schema_key(key)):
        return
    if _is_no_property(key, lead.value, place):
        return
    value = shortened(lead.value)
    strict = recurs and (len(value.words) > 1 or len(value) > 1) and not _names_the_page(statement)
    yield asks(Text(f"{subject.text}: {key}?"), value, kind="definition", rule="key", strict=strict)


def _subject(statement: Statement, place: Place) -> Label | None:
    """What the property belongs to: the label right above, if it names one thing."""
    label = label_of(statement.parent, place.words)
    return None if label is None or label.kind == "lead-in" or label.generic or label.container else label


def _names_the_page(statement: Statement) -> bool:
    """Whether a line stands right below the title of its page, whose parts have the property as well."""
    parent, above = statement.parent, statement.path[0]
    only_title = parent.level == 1 and sum(child.level == 1 for child in above.children) == 1
    return parent.kind == "file" or (parent.kind == "heading" and only_title)


def _is_no_property(key: str, value: Text, place: Place) -> bool:
    """Whether a key leads in a remark or an example, or its value says nothing by itself."""
    words = place.words
    if value.plain.endswith(":") or value.wholly("link") or len(value.words) > LONGEST_VALUE:
        return True
    if words is None:
        return False
    return words.example_heading(key) or words.study_talk(key) or words.starts_with_pronoun(value.plain)
