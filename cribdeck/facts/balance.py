"""Quotation marks and brackets of which a card would hide, or ask for, only one half."""

import re
from dataclasses import replace

from cribdeck.model import Candidate, Hidden, MarkKind, Text

_STRAIGHT = re.compile(r'(?<!\d)"')
"""A straight mark; behind a figure it is an inch."""
_PAIRED = re.compile(r'["“”„«»()]')
_CODE: tuple[MarkKind, ...] = ("code", "math")


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and bracket has its other half."""
    if not _PAIRED.search(text):
        return True  # as nearly always
    if len(_STRAIGHT.findall(text)) % 2 and text.count('"') % 2:
        return False
    closing = text.count("”") + (text.count("“") if "„" in text else 0)
    opening = text.count("„") if "„" in text else text.count("“")
    return opening == closing and text.count("«") == text.count("»") and text.count("(") <= text.count(")")


def with_whole_quotes(candidate: Candidate) -> Candidate:
    """The candidate with a mark at the edge of a hidden part left outside, where its other half stands there:
    ``"[price]"``, not ``[…]"``."""
    hidden = tuple(_trimmed(candidate.prompt.plain, part) for part in candidate.hidden)
    return candidate if hidden == candidate.hidden else replace(candidate, hidden=hidden)


def _trimmed(plain: str, part: Hidden) -> Hidden:
    said = plain[part.start : part.end]
    if len(said) < 2 or is_balanced(said) or not is_balanced(plain):
        return part
    trimmed = (replace(part, start=part.start + 1), replace(part, end=part.end - 1))
    return next((each for each in trimmed if is_balanced(plain[each.start : each.end])), part)


def parts_a_pair(candidate: Candidate, whole: Text) -> bool:
    """Whether a hidden part, or the answer to a question, holds half of what a pair of marks encloses in the whole."""
    if not is_balanced(whole.plain):
        return _cuts_a_quotation(candidate)  # else the author did
    if candidate.note_type == "cloze":
        return not all(
            is_balanced(candidate.prompt.plain[part.start : part.end])
            for part in candidate.hidden
            if not candidate.prompt.inside(part.start, *_CODE)
        )
    told = (cell for block in candidate.answer for row in block.rows for cell in row)
    return not all(is_balanced(cell.plain) for cell in told if not cell.spans(*_CODE))


def _cuts_a_quotation(candidate: Candidate) -> bool:
    """Whether what is asked, or what is told, is cut out of a quotation: ``What is "The mean?``."""
    if candidate.explicit or candidate.note_type != "basic":
        return False
    return any(len(_STRAIGHT.findall(said)) % 2 for said in (candidate.prompt.plain, *candidate.asked))
