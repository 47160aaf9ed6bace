"""The sentence that another one leans on, shown before it: what "This makes it quick: why?" speaks of."""

from dataclasses import replace

from cribdeck.facts.asking import carrying
from cribdeck.facts.place import Place
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Item, Statement, Text

SETTLED_BY_FORM = ("reason", "condition", "sequel", "often", "limit", "date", "only", "denial")
MARKED = ("bold", "code", "highlight", "called", "need-to", "use-to", "glossary", "where")
"""Rules whose questions have one answer by what they ask for; a term hidden here and there would lean on too much."""
LONGEST_BEFORE = 20
"""Words of a sentence that is there to be read before the question."""


def with_sentence_before(statement: Statement, place: Place) -> Statement | None:
    """The statement with the sentence that it points back to as the one before it; nothing where it points at none."""
    words = place.words
    if words is None or not (words.starts_with_pronoun(statement.text.plain) or words.dangles(statement.text.plain)):
        return None
    before = said_before(statement, words)
    if before is None:
        return None
    whole = before if before.plain.endswith((".", "!")) else before + "."
    return replace(statement, before=replace(statement, text=whole, before=None))


def said_before(statement: Statement, words: Words, *, longest: int = LONGEST_BEFORE) -> Text | None:
    """The sentence right before a statement, in its line or in the line above, if one can lean on it."""
    if statement.before is not None and statement.before.suppressed:
        return None
    before = statement.before.text if statement.before is not None else _last_said(statement, words)
    return before.strip() if before is not None and _can_be_leant_on(before.plain, words, longest) else None


def with_its_sentence(candidate: Candidate, statement: Statement) -> Candidate | None:
    """The candidate with the sentence before on its front, where its front is a part of the statement."""
    opening = " ".join(statement.text.words[:2])
    if statement.before is None or candidate.explicit or not candidate.prompt.plain.startswith(opening):
        return None
    if candidate.rule not in (*SETTLED_BY_FORM, *MARKED) or "?" in statement.text.plain:
        return None
    return replace(carrying(candidate, statement.before.text), strict=False)


def _last_said(statement: Statement, words: Words) -> Text | None:
    """The last sentence of the line above: of the one before it in its list, else of the line that it stands below."""
    place = next((nth for nth, other in enumerate(statement.siblings) if other is statement.item), 0)
    above = statement.siblings[place - 1] if place else statement.parent
    if above.kind not in ("item", "paragraph") or (place and above.children):
        return None
    return _last_sentence(above, words)


def _last_sentence(item: Item, words: Words) -> Text | None:
    spans = words.split_sentences(item.text.plain)
    return item.text.cut(*spans[-1]).strip() if spans else None


def _can_be_leant_on(plain: str, words: Words, longest: int) -> bool:
    """Whether a sentence is short, says what it is about, and is whole."""
    if not 3 <= len(plain.split()) <= longest or plain.rstrip().endswith((":", "?", ",")):
        return False
    if words.study_talk(plain) or words.unfinished(plain) or words.claims_importance(plain):
        return False
    return not (words.starts_with_pronoun(plain) or words.dangles(plain))
