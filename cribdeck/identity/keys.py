"""Keys: what two texts must share to be the same, and what can be read off a text without knowing its language."""

import re
import unicodedata

_STRAIGHT = str.maketrans(
    {
        "’": "",
        "‘": "",
        "'": "",  # one word, so that a contracted negation is one
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "→": "->",
        "⇒": "=>",
        "×": "x",
        "\u00ad": "",
    }
)

_PUNCTUATION = re.compile(
    r"""[.,;:?"()\[\]{}_`~|•](?!\d)    # but not the point of a decimal or the bracket before a number
      | !(?!=)
      | (?<!\w)-(?!\d)                  # a dash, but not a sign
      | (?<=\w)-(?=[^\W\d])             # a hyphen
    """,
    re.VERBOSE,
)

_DENSE = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts without spaces: a character says what a word does."""

_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{_DENSE}]|[^\W\d_{_DENSE}][^\W{_DENSE}]*")
_WORD_OR_SIGN = re.compile(rf"{_WORD.pattern}|[^\w\s]")
_SHORT = 12

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

_LEAD = re.compile(r"\s*(?:([^:]{2,60}?):(?=\s|$)|(.{2,60}?)\s(?:-|–|—|->|=|→|\|)\s)")

# fmt: off
FUNCTION_WORDS = frozenset((
    "the", "a", "an", "of", "to", "in", "on", "for", "and", "or", "is", "are", "be", "it", "its", "this", "that",
    "with", "as", "by", "from", "at", "can", "will", "you", "your",
))
"""Words that say nothing about which fact a sentence is; in other languages their frequency does the same."""
# fmt: on

_INFORMATIVE = 15
"""Characters from which on a text can hardly stand twice by chance."""


def make_key(text: str) -> str:
    """The text without what an editor changes without changing the fact: case, spacing, punctuation, typography.

    Operators, signs and decimals stay. A text of nothing else is its own key.
    """
    if text.isascii():  # the same, in a third of the time
        folded = text.replace("'", "").lower()
    else:
        folded = unicodedata.normalize("NFKC", text).translate(_STRAIGHT).casefold()
    return " ".join(_PUNCTUATION.sub(" ", folded).split()) or folded.strip()


def split_tokens(key: str) -> list[str]:
    """Words, numbers and (of short texts, where they may be all there is) signs."""
    if key.isascii() and key.replace(" ", "").isalpha():
        return key.split()
    return (_WORD if len(key) >= _SHORT else _WORD_OR_SIGN).findall(key)


def is_number(token: str) -> bool:
    return token[:1].isdigit()


def skeleton(key: str) -> str:
    """The key with ``#`` for every number: members of a number family share it."""
    return _NUMBER.sub("#", key)


def numbers(key: str) -> list[str]:
    return _NUMBER.findall(key)


def lead_in(text: str) -> str:
    """The key of the term that a text starts with, or nothing.

    ``SQS: a queue``, ``SQS - a queue`` and ``SQS -> a queue`` are led in by ``sqs``.
    """
    found = _LEAD.match(text)
    return make_key(found[1] or found[2]) if found else ""


def is_informative(key: str) -> bool:
    """Whether a text says enough to be known again wherever it turns up."""
    if len(key) < _INFORMATIVE:
        return False
    words = key.split()
    return len(words) >= 3 or (max(map(len, words)) >= 12 and any(letter.isdigit() for letter in key))
