"""The words of the notes that state the problem which a working answers."""

import re
from collections.abc import Iterator

from cribdeck.facts.calculations.chain import read_chain
from cribdeck.facts.calculations.check import Checked, check_all
from cribdeck.facts.calculations.mentions import mentions
from cribdeck.facts.calculations.tree import numbers
from cribdeck.facts.calculations.workings import Working, place_in, runs_in
from cribdeck.model import Item, Text

LONGEST_PROBLEM = 600
"""In characters, from its first word to the working."""
LEAST_WORDS = 3
LEAST_OWN_WORDS = 2
"""A problem in words has at least so many; fewer will do right before the working."""
CONNECTIVES = re.compile(
    r"\s*(?:[:=,;.|→⇒–—-]|->|=>|\("
    r"|\b(?:so|thus|hence|then|therefore|that is|i\.e\.|is|are|answer|solution|result)\b)+\s*$",
    re.IGNORECASE,
)
LEADS = re.compile(r"^(?:[\s).,;:–—-]|->|=>|→)+")
EXAMPLE = re.compile(
    r"^\W*(?:example|e\.g\.|ex|beispiel|exemple|ejemplo|eksempel|problem|question)s?\s*\d*\s*[:.]\s*", re.IGNORECASE
)
ASKS = re.compile(
    r"\?|\b(?:how (?:much|many|long|far|fast|big|high|often)|what is|find|calculate|compute|determine)\b", re.IGNORECASE
)


def stating(working: Working, since: int, until: int | None) -> tuple[Text, Item | None] | None:
    """The words that state the problem, and the item they stand in if it is another one than the working's.

    The words before the working in its own item, then the items above, then the words after it: the first that
    share a number with the working, else the first at all (but not words after it, which rather explain).
    """
    before, after = own_words(working, since, until)
    above = [] if before.words else [(_unlabelled(item.text), item) for item in _before(working) if _can_state(item)]
    told: list[tuple[Text, Item | None]] = [(before, None), *above, (after, None)]
    stating = [(words, item) for words, item in told if _is_problem(words, LEAST_WORDS if item else LEAST_OWN_WORDS)]
    sharing = [each for each in stating if _shares(each[0], working.checked)]
    rest = [each for each in stating if each[0] is not after]
    return next(iter([*sharing, *rest]), None)


def own_words(working: Working, since: int, until: int | None) -> tuple[Text, Text]:
    """What the working's own item says before and after it."""
    if working.item.kind in ("math", "fence"):
        return Text(""), Text("")
    text = working.item.text
    before = text.cut(max(since, working.start - LONGEST_PROBLEM), working.start)
    after = text.cut(working.end, min(until or len(text), working.end + LONGEST_PROBLEM))
    return _tidy(_last_sentences(before)), _tidy(after)


def _shares(words: Text, checked: Checked) -> bool:
    """Whether the words name a number that the working works with."""
    sides = checked.chain.worked[:-1] if checked.chain else ()
    known = {number.value for side in sides if side.node for number in numbers(side.node)}
    return any(each.value in known for each in mentions(words.plain))


def _tidy(text: Text) -> Text:
    """The words without what only joins them to the working."""
    text = text.strip()
    lead = LEADS.match(text.plain)
    text = _unlabelled(text.cut(lead.end()) if lead else text)
    while (tail := CONNECTIVES.search(text.plain)) and tail.start() < len(text):
        text = text.cut(0, tail.start())
    return text.strip()


def _unlabelled(text: Text) -> Text:
    """Without "Example:" in front and a colon at the end."""
    label = EXAMPLE.match(text.plain)
    return (text.cut(label.end()) if label else text).strip().strip(":").strip()


def _last_sentences(text: Text) -> Text:
    """From the first sentence with a number on, so that an introduction before the problem stays out."""
    starts = [0, *(match.end() for match in re.finditer(r"[.!?]\s+(?=[^\W\d_a-z])|\n", text.plain))]
    bounds = [*starts[1:], len(text)]
    for start, end in zip(starts, bounds, strict=True):
        if re.search(r"\d", text.plain[start:end]):
            return text.cut(start)
    return text


def _is_problem(text: Text, least: int = LEAST_WORDS) -> bool:
    """Whether the words can be asked: some words, with a number or a question mark, and no working themselves."""
    words = re.findall(r"[^\W\d_]{2,}", text.plain)
    asks = re.search(r"\d", text.plain) or text.plain.rstrip().endswith("?")
    return bool(asks) and len(words) >= least and read_chain(text.plain) is None


def _can_state(item: Item) -> bool:
    return item.kind not in ("fence", "math", "file", "aside") and not _holds_working(item)


def _before(working: Working) -> Iterator[Item]:
    """The items that can state a problem, nearest first: earlier blocks of the same kind of group, the parent."""
    if not working.path:
        return
    parent = working.path[-1]
    if parent.kind not in ("file", "heading"):
        yield parent
    siblings = parent.children
    place = place_in(parent, working.item)
    back = 1 if working.item.kind == "item" and parent.kind not in ("file", "heading") else 2
    for item in reversed(siblings[max(0, place - back) : place]):
        if item.kind == "heading":
            return
        if working.item.kind != "item" or ASKS.search(item.text.plain) or EXAMPLE.match(item.text.plain):
            yield item
    if parent.kind == "heading":
        yield parent


def _holds_working(item: Item) -> bool:
    return any(check_all(run.shown, tex=run.form == "tex") for run in runs_in(item) if "=" in run.shown)
