"""Who "This" is: a line right below a label that opens with it speaks of the label."""

import re
from dataclasses import replace

from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.model import Statement, Text

_THIS = re.compile(r"^(?P<pronoun>This|These)\s(?:(?:just|also|only|mainly|simply)\s)?(?=(?P<verb>[a-z]+)\s)")
_OF_WHAT_WAS_SAID = """
means mean makes make causes cause happens happen leads lead results result gives give prevents prevent avoids avoid
ensures ensure implies imply shows show could should would will may might must applies apply includes include was were
way kind type approach
"""
_NOT_OF_THE_LABEL = frozenset(_OF_WHAT_WAS_SAID.split())
_DONE_BY = re.compile(r"(?:is|are)\s(?:done|because|why|how|when|where|what|also|true|especially)\b")


def with_subject(statement: Statement, place: Place) -> Statement:
    """The statement with its label in place of "This", where it surely speaks of it; else the statement itself.

    ``- **Beanstalk**`` over ``- This uses CloudFormation`` says that Beanstalk uses CloudFormation.
    """
    words = place.words
    match = _THIS.match(statement.text.plain)
    if words is None or match is None or statement.nth or match["verb"] in _NOT_OF_THE_LABEL:
        return statement
    if _DONE_BY.match(statement.text.plain, match.end()):
        return statement
    label = label_of(statement.parent, words)
    if label is None or label.kind not in ("label", "heading") or label.generic or label.container:
        return statement
    verb = match["verb"]
    first = statement.siblings[0] is statement.item
    if not first and (label.kind == "heading" or verb in ("is", "are")):
        return statement
    if not words.clean_noun_phrase(label.text) or not (verb in ("is", "are", "can") or words.third_person_verb(verb)):
        return statement
    return replace(statement, text=Text(f"{label.text} ") + statement.text.cut(match.start("verb")))
