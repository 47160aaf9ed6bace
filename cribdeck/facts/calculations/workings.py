"""The workings in an item of the notes, and what only looks like one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from cribdeck.facts.calculations.chain import Side
from cribdeck.facts.calculations.check import Checked, check_all
from cribdeck.facts.calculations.runs import Run, runs
from cribdeck.facts.calculations.tree import numbers
from cribdeck.facts.words import words_for
from cribdeck.model import Item

MOST_TEXT = 20_000
"""A text of more characters was not written by hand."""
NEARBY = 1_000
"""Characters of the texts around an item that are looked at."""
MOST_IN_ITEM = 60
"""No paragraph that somebody wrote works out more."""
PLAIN_FENCES = ("", "text", "txt", "plain", "plaintext", "calc")
TEX_FENCES = ("math", "tex", "latex", "katex")
OTHER_ARITHMETIC = re.compile(
    r"\bmod(?:ulo|ular)?\b|\bbinar|\bbitwise|\bboolean|\bbits?\b.*\b[01]{3,}\b|\bhexadecimal|\boctal|\bxor\b"
    r"|\bcongruen|\bcyclic|\\mathbb\{Z\}|\bZ_\{?\d|\bbase[ -]?(?:2|8|16)\b"
    r"|≡|⊕|ℤ|\\oplus|\\pmod|\\bmod|\\equiv|\bGF\(|\bclock arithmetic",
    re.IGNORECASE,
)
"""Words of arithmetics in which 7 + 8 is 3: nothing around them is held against an author."""


@dataclass(frozen=True, slots=True)
class Working:
    """A working where it stands in an item."""

    item: Item
    start: int
    end: int
    run: Run
    checked: Checked
    path: tuple[Item, ...]


def workings_in(item: Item, path: tuple[Item, ...], lang: str) -> list[Working]:
    plain = item.text.plain
    if item.kind in ("file", "heading", "aside", "html") or len(plain) > MOST_TEXT:
        return []
    if not re.search(r"[=≈≃≅~]|\\approx", plain):
        return []
    words = words_for(lang)

    @cache
    def other() -> bool:
        return OTHER_ARITHMETIC.search(_around(item, path)) is not None

    workings = (
        Working(item, run.start, run.end, run, checked, path)
        for run in runs_in(item, words.function_words if words else frozenset())
        for checked in _checked(run, lang)
        if not _is_none(checked, run, other=other)
    )
    return list(islice(workings, MOST_IN_ITEM))


def _around(item: Item, path: tuple[Item, ...]) -> str:
    """The text of an item, of those above it, and of the two before it: they say which arithmetic it is."""
    siblings = path[-1].children if path else ()
    place = place_in(path[-1], item) if path else 0
    nearby = (*path, *siblings[max(0, place - 2) : place])
    return " ".join([*(each.text.plain[-NEARBY:] for each in nearby), item.text.plain])


def place_in(parent: Item, item: Item) -> int:
    """Which child of its parent an item is, from 0."""
    return _places(parent).get(item, 0)


@lru_cache(maxsize=64)
def _places(parent: Item) -> dict[Item, int]:
    return {child: nth for nth, child in enumerate(parent.children)}


def runs_in(item: Item, function_words: frozenset[str] = frozenset()) -> Iterator[Run]:
    plain = item.text.plain
    if item.kind == "math":
        yield Run(0, len(plain), plain, "tex")
    elif item.kind == "fence":
        yield from _fence_runs(plain, item.info.split()[0].lower() if item.info.split() else "")
    else:
        yield from runs(item.text, function_words)


def _fence_runs(code: str, info: str) -> Iterator[Run]:
    """The lines of a fence that is no program; a line that begins with ``=`` goes on with the one before."""
    if info in TEX_FENCES:
        yield Run(0, len(code), code, "tex")
    if info not in PLAIN_FENCES:
        return
    for match in re.finditer(r"[^\n]+(?:\n[ \t]*[=≈][^\n]*)*", code):
        shown = " ".join(match.group().split())
        label = re.match(r"[^\W\d][^=:\d]*:\s+", shown)
        yield Run(match.start(), match.end(), shown[label.end() :] if label else shown, "code")


def _checked(run: Run, lang: str) -> tuple[Checked, ...]:
    return check_all(run.shown, lang=lang, tex=run.form == "tex")


def _is_none(checked: Checked, run: Run, *, other: Callable[[], bool]) -> bool:
    """Whether a chain that does not add up is something else: bit strings, a range, a date, a score; or what stands
    around it is of an ``other`` arithmetic."""
    chain = checked.chain
    if chain is None:
        return True
    if checked.verdict == "holds":
        return False
    digits = [number.shown for side in chain.worked if side.node for number in numbers(side.node)]
    if all(set(shown) <= {"0", "1"} for shown in digits) or other():
        return True
    return run.form != "tex" and checked.verdict == "fails" and _is_label(chain.worked[0], run)


def _is_label(first: Side, run: Run) -> bool:
    """Whether a side that does not add up is a range, a date or a score (``5/10/2024``, ``7-1``), or begins with the
    number of a chapter: "Week 3 + 4", "Example 2 - 5 * 6", "§4 69/75"."""
    if re.fullmatch(r"(?:\d+ )?\d+(?:[-–/]\d+)+", first.shown):
        return True
    return run.after_word and bool(re.match(r"\d+(?: [-–] | ?\+ ?)", first.shown))
