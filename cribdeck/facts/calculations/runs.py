"""Stretches of a text that may be a working: a code span, a formula, a run of plain arithmetic."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from cribdeck.facts.calculations.parse import FUNCTIONS, OF
from cribdeck.facts.calculations.tokens import MOST_TEX, Token, tokens
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN, singular
from cribdeck.model import Text

Form = Literal["plain", "code", "tex"]
MOST_TOKENS = 80
MOST_SIDES = 12
LONGEST_UNIT = 9
"""Tokens of a unit, and its number: ``4.18 J/(g·K)``."""
LONGEST_NAME = 6
"""Words of a name or formula that leads up to the arithmetic: ``v = s / t = 100 / 20``."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of an item's text, and the expression that stands there."""

    start: int
    end: int
    shown: str
    form: Form
    after_word: bool = False
    """A word stands right before it, with nothing between: "Week 3 + 4 = 2 chapters"."""


def runs(text: Text, function_words: frozenset[str] = frozenset()) -> list[Run]:
    """The stretches that may be workings, in order; ``function_words`` of the language are no units."""
    spans: list[Run] = []
    for mark in text.marks:
        if mark.kind in ("code", "math") and mark.end > mark.start:
            shown = text.plain[mark.start : mark.end]
            if len(shown) <= MOST_TEX and re.search(r"[=≈~]|\\approx|\\simeq", shown):
                spans.append(Run(mark.start, mark.end, shown, "code" if mark.kind == "code" else "tex"))
    return sorted([*spans, *_plain_runs(text, function_words)], key=lambda run: run.start)


def _plain_runs(text: Text, function_words: frozenset[str]) -> Iterator[Run]:
    line, places = _typed(text)
    found = [_separated(token, function_words) for token in tokens(line)]
    at = 0
    for nth, token in enumerate(found):
        if token.start < at or not _equal(token):
            continue
        run = _run(found, nth)
        if run is None:
            continue
        start, end = run
        first, last = found[start], found[end]
        at = last.end
        after_word = start > 0 and found[start - 1].kind == "word"
        yield Run(places[first.start], places[last.end - 1] + 1, line[first.start : last.end], "plain", after_word)


def _typed(text: Text) -> tuple[str, list[int]]:
    """The text as it was typed where Markdown took signs for marks, and each character's offset in ``plain``.

    ``3*4*5 = 60`` comes as 345 with an emphasised 4, and 10<sup>3</sup> as 103 with a raised 3. Code and
    formulas are blanked: they are runs of their own.
    """
    opens = {mark.start: _SIGNS[mark.kind] for mark in text.marks if _is_sign(text, mark.start, mark.end, mark.kind)}
    closes = {mark.end: _SIGNS[mark.kind] for mark in text.marks if _is_sign(text, mark.start, mark.end, mark.kind)}
    hidden = text.spans("code", "math")
    letters = list(text.plain)
    for start, end in hidden:
        letters[start:end] = ["\x00"] * (end - start)
    line, places = list[str](), list[int]()
    for at, letter in enumerate(letters):
        sign = closes.get(at, ("", ""))[1] + opens.get(at, ("", ""))[0]
        line.append(sign + letter)
        places += [at] * (len(sign) + 1)
    last = closes.get(len(letters), ("", ""))[1]
    return "".join([*line, last]), places + [len(letters) - 1] * len(last)


def _separated(token: Token, function_words: frozenset[str]) -> Token:
    """A word that only holds a sentence together is none of arithmetic's."""
    if token.kind != "word" or token.text not in function_words or token.text in KEPT:
        return token
    return replace(token, kind="other")


KEPT = (*OF, "per", "a", "x", "X", "about", "around", "nearly", "almost", "roughly", "approximately")

_SIGNS = {"emphasis": ("*", "*"), "strong": ("#", "#"), "sup": ("^(", ")")}
"""Strong is a power (``2**3**2``) or a digit in bold (``0.4**5**7``): in doubt, a sign that no arithmetic has."""


def _is_sign(text: Text, start: int, end: int, kind: str) -> bool:
    """Whether a mark stands between digits or brackets, where only arithmetic has it."""
    before, after = text.plain[max(0, start - 1) : start], text.plain[end : end + 1]
    if kind == "sup":
        return bool(re.match(r"[\d)\w]", before)) and bool(re.fullmatch(r"[-−]?\d+", text.plain[start:end]))
    return kind in ("emphasis", "strong") and bool(re.match(r"[\d)]", before)) and bool(re.match(r"[\d(]", after))


def _equal(token: Token) -> bool:
    return token.text in ("=", "≈", "≅", "≃")


def _run(found: list[Token], equal: int) -> tuple[int, int] | None:
    """First and last token of the working around this sign, or None when it is a piece of something larger."""
    start = _leftward(found, equal)
    if start == equal or _belongs(found, start) or _names(found, start, equal):
        return None
    end, sides = equal, 1
    while end < len(found) and sides <= MOST_SIDES and _equal(found[end]):
        stop = _rightward(found, end + 1)
        if stop == end + 1:
            break
        end, sides = stop, sides + 1
    if not 1 < sides <= MOST_SIDES or end - start > MOST_TOKENS:
        return None
    end -= 1
    if end + 1 < len(found) and _goes_on(found, end + 1):
        return None
    return _with_names(found, start), end


def _leftward(found: list[Token], equal: int) -> int:
    """Where the arithmetic before a sign begins."""
    at = equal
    depth = 0
    while at > 0 and equal - at < MOST_TOKENS:
        token = found[at - 1]
        if token.kind == "close":
            depth += 1
        elif token.kind == "open":
            depth -= 1
            if depth < 0:
                break
        elif token.kind in ("comma", "other") or (token.kind == "word" and not _beside_number(found, at - 1)):
            break
        at -= 1
    return _trimmed(found, at, equal)


def _trimmed(found: list[Token], at: int, equal: int) -> int:
    """Past a dash, a colon or a word that only stands before the arithmetic."""
    while at < equal:
        token = found[at]
        dash = token.text in ("-", "–", "−") and (at + 1 >= equal or found[at + 1].spaced)
        colon = token.text == ":"
        word = token.kind == "word" and token.text not in CURRENCIES and not _starts(token)
        if not (dash or colon or word or token.kind == "close"):
            return at
        at += 1
    return at


FUNCTION_WORDS = frozenset({*FUNCTIONS, "π", "pi"} - {"min", "max", "root"})
"""Words that begin arithmetic wherever they stand."""


def _starts(token: Token) -> bool:
    return token.text in FUNCTION_WORDS


def _beside_number(found: list[Token], at: int) -> bool:
    """Whether a word belongs to arithmetic: a unit after a number, a function, "of" between values."""
    token = found[at]
    if _starts(token) or token.text in CURRENCIES or (token.text in OF and found[at - 1].text == "%"):
        return True
    for back in range(1, LONGEST_UNIT):
        if at - back < 0:
            return False
        before = found[at - back]
        if before.kind == "number" or before.text in (")", "]"):
            return True
        below = before.text == "(" and found[at - back - 1].text == "/"  # J/(g·K)
        if before.kind != "word" and before.text not in ("/", "·", "^") and not below:
            return False
    return False


def _is_lone(found: list[Token], start: int, end: int) -> bool:
    """Whether nothing is to be worked out between two tokens: a number, perhaps with its unit."""
    return all(token.kind in ("number", "word") and token.text not in OF for token in found[start:end])


def _names(found: list[Token], start: int, equal: int) -> bool:
    """Whether a lone number is the end of a name: "the depth at 100 % = 5.08 * 0.5 = 2.54"."""
    return (
        _is_lone(found, start, equal)
        and start > 0
        and found[start - 1].kind in ("word", "other")
        and found[start].spaced
    )


def _belongs(found: list[Token], start: int) -> bool:
    """Whether what stands right before makes this a piece of something larger: ``x + 3 * 4 = 12``."""
    if found[start].kind == "power":
        return True
    if start == 0:
        return False
    before = found[start - 1]
    if before.kind == "word" and found[start].kind == "open" and not found[start].spaced:
        return True  # f(2) = …
    if before.kind == "open":
        return start > 1 and (found[start - 2].kind in ("op", "number", "close") or not before.spaced)
    if before.kind == "op":
        words = start > 1 and found[start - 2].kind == "word" and before.spaced and found[start].spaced
        return not (before.text in ("-", "–", "−", ":") and words)
    if before.kind == "close" and found[start].spaced:
        return not _counts_off(found, start)
    if before.text == "|" and found[start].spaced:
        return False  # a cell of a table
    return before.kind in ("number", "close", "power") or before.text in "_@#\\|<>≤≥{}'\"&±∓∑∫"


def _counts_off(found: list[Token], start: int) -> bool:
    """Whether the bracket before belongs to a letter or number that counts exercises off: ``b)``, ``(2)``."""
    return start == 2 or (start == 3 and found[0].kind == "open")


def _rightward(found: list[Token], at: int) -> int:
    """Past the side that begins here: up to a sign of equality, or the end of the arithmetic."""
    start, depth = at, 0
    while at < len(found) and at - start < MOST_TOKENS:
        token = found[at]
        if token.kind == "open":
            if depth == 0 and at > start and _is_remark(found, at):
                break
            depth += 1
        elif token.kind == "close":
            depth -= 1
            if depth < 0:
                break
        elif token.kind == "word":
            if at == start and not (_starts(token) or token.text in CURRENCIES or _hedges(found, at)):
                return start
            if at > start and not _hedged(found, start, at) and not _unit_here(found, at, start):
                break
        elif token.kind in ("comma", "other") and not _hedged(found, start, at):
            break
        at += 1
    while at > start and found[at - 1].kind == "op" and found[at - 1].text != "!":
        at -= 1
    return at


def _is_remark(found: list[Token], at: int) -> bool:
    """Whether a bracket after a result holds words."""
    inside = found[at + 1 : at + 3]
    return found[at - 1].kind != "op" and any(token.kind == "word" and len(token.text) > 1 for token in inside[:1])


HEDGES = ("about", "around", "approx", "approximately", "roughly", "nearly", "almost", "ca", "circa", "etwa", "rund",
          "ungefähr", "environ", "omkring", "cirka")  # fmt: skip


def _hedges(found: list[Token], at: int) -> bool:
    return found[at].text.lower() in HEDGES


def _hedged(found: list[Token], start: int, at: int) -> bool:
    """Whether this only says that a result is rounded: the full stop of "ca.", a ``~``."""
    return (found[at].text == "~" and at == start) or (
        found[at].text == "." and at == start + 1 and _hedges(found, start)
    )


_NEAR = 200
"""Tokens before a working in which what it counts may be named."""


def _unit_here(found: list[Token], at: int, start: int) -> bool:
    """Whether a word after a number is a unit, rather than how the sentence goes on."""
    token, before = found[at], found[at - 1]
    if _starts(token) or token.text in KNOWN or token.text in CURRENCIES or token.text in (*OF, "x", "per", "p"):
        return True
    if before.kind == "word" and before.text != "per" and (before.text in KNOWN or before.text.isupper()):
        return False
    if any(_same_thing(each, token) for each in found[max(0, start - _NEAR) : start]):
        return True
    words = list(takewhile(lambda each: each.kind == "word", found[at:]))
    after = found[at + len(words)].text if at + len(words) < len(found) else "."
    long = all(len(word.text) > 3 for word in words[1:])
    ends = after in _AFTER_UNIT and len(words) <= 2 and long
    return ends or (before.kind == "number" and _is_acronym(token))


_AFTER_UNIT = (".", ",", ";", "=", "≈", ")", "*", "×", "·", "/", "+", "-", "?", "!", "(")


def _is_acronym(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > 1


def _same_thing(token: Token, other: Token) -> bool:
    return token.kind == "word" and singular(token.text) == singular(other.text)


def _goes_on(found: list[Token], at: int) -> bool:
    """Whether arithmetic that is no longer understood follows: ``= 12y``, ``= 12 + x``, ``= 8:15``, ``= 4 R 1``."""
    token, after = found[at], found[at + 1] if at + 1 < len(found) else None
    if after and after.kind == "number" and (token.text == ":" or token.text.lower() in REMAINDERS):
        return True
    if token.kind == "op":
        return token.text not in ("-", "–", "−") or not token.spaced
    return token.kind in ("power", "number") or token.text in ("_", "<", ">", "≤", "≥") or _variable(token)


REMAINDERS = ("r", "rem", "remainder", "rest", "reste", "resto")


def _variable(token: Token) -> bool:
    return token.kind == "word" and len(token.text) == 1 and not token.spaced


def _letter(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isalpha()


def _with_names(found: list[Token], start: int) -> int:
    """Back over a name or formula that stands before: ``v = s / t =``."""
    at = start
    while at > 0 and _equal(found[at - 1]):
        begin = at - 1
        while begin > 0 and at - begin <= 2 * LONGEST_NAME and not _equal(found[begin - 1]):
            token = found[begin - 1]
            if token.kind == "comma" or token.text in (":", "→") or (token.kind == "other" and not _letter(token)):
                break
            begin -= 1
        if begin == at - 1 or (found[begin].kind == "number" and _is_lone(found, begin, at - 1)):
            return at
        at = begin
    return at
