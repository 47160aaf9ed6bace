"""The sentence that another one leans on, shown before it: what "This makes it quick: why?" speaks of."""

from dataclasses import replace

from cribdeck.facts.asking import carrying
from cribdeck.facts.first_clause import with_first_clause
from cribdeck.facts.place import Place
from cribdeck.facts.presumed import with_presumed_subject
from cribdeck.facts.subjects import with_subject
from cribdeck.facts.words import Words
from cribdeck.model import Candidate, Statement, Text

SETTLED_BY_FORM = ("reason", "condition", "sequel", "often", "limit", "date", "only", "denial")
MARKED = ("bold", "code", "highlight", "called", "need-to", "use-to", "glossary")
"""Rules whose questions have one answer by what they ask for; a term hidden here and there would lean on too much."""
KEPT_WHOLE = (*SETTLED_BY_FORM, *MARKED)
LONGEST_BEFORE = 20
"""Words of a sentence that is there to be read before the question."""


def with_sentence_before(statement: Statement, place: Place) -> Statement | None:
    """The statement with the sentence that it points back to as the one before it; nothing where it points at none."""
    words = place.words
    if words is None or not (words.starts_with_pronoun(statement.text.plain) or words.dangles(statement.text.plain)):
        return None
    before = said_before(statement, place)
    if before is None:
        return None
    whole = before if before.plain.endswith((".", "!")) else before + "."
    return replace(statement, before=replace(statement, text=whole, before=None))


def said_before(statement: Statement, place: Place, *, longest: int = LONGEST_BEFORE) -> Text | None:
    """The sentence right before a statement, in its line or in the line above, if one can lean on it: where it speaks
    of "this" with the name of its label, where it goes on at length its first clause."""
    words, before = place.words, statement.before or _last_said(statement, place.words)
    if words is None or before is None or before.suppressed:
        return None
    for said in (before, with_subject(before, place), with_presumed_subject(before, place)):
        for told in (said, with_first_clause(said, place) if said else None):
            if told is not None and _can_be_leant_on(told.text.plain, words, longest):
                return told.text.strip()
    return None


def with_its_sentence(candidate: Candidate, statement: Statement) -> Candidate | None:
    """The candidate with the sentence before on its front, where its front is a part of the statement."""
    opening = " ".join(statement.text.words[:2])
    if statement.before is None or candidate.explicit or not candidate.prompt.plain.startswith(opening):
        return None
    if candidate.rule not in KEPT_WHOLE or "?" in statement.text.plain:
        return None
    return replace(carrying(candidate, statement.before.text), strict=False)


def _last_said(statement: Statement, words: Words | None) -> Statement | None:
    """The last sentence of the line above: of the one before it in its list, else of the line that it stands below."""
    place = next((nth for nth, other in enumerate(statement.siblings) if other is statement.item), 0)
    above = statement.siblings[place - 1] if place else statement.parent
    if words is None or above.kind not in ("item", "paragraph") or (place and above.children):
        return None
    spans = words.split_sentences(above.text.plain)
    if not spans:
        return None
    text = above.text.cut(*spans[-1]).strip()
    path = statement.path if place else statement.path[:-1]
    return Statement(text, above.source, above, path, nth=len(spans) - 1)


def _can_be_leant_on(plain: str, words: Words, longest: int) -> bool:
    """Whether a sentence is short, says what it is about, and is whole."""
    if not 3 <= len(plain.split()) <= longest or plain.rstrip().endswith((":", "?", ",")):
        return False
    if words.study_talk(plain) or words.unfinished(plain) or words.claims_importance(plain):
        return False
    return not (words.starts_with_pronoun(plain) or words.dangles(plain))
