"""The notes line by line, in sections: what each line became, and what is asked of it."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cribdeck.errors import Problem
from cribdeck.model import Item, LineUse, Outline
from cribdeck.outputs.page.asks import Ask
from cribdeck.outputs.page.contents import Contents
from cribdeck.outputs.page.source_text import depth_of, line_html
from cribdeck.read.uncommented import uncommented

SAYS: Mapping[str, str] = {
    "card": "card",
    "context": "context",
    "topic": "topic",
    "image": "picture",
    "code": "code",
    "sheet": "sheet only",
    "meta": "about studying",
    "unfinished": "unfinished",
    "structure": "markup",  # or what kind of markup
    "skipped": "left out",
}
"""What the page says of a line's use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note file that holds text."""

    number: int
    html: Markup
    depth: int
    use: str
    says: str
    why: str
    cure: str
    off_sheet: str
    """Why it is not on the sheet, or nothing."""
    asks: tuple[Ask, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines below a heading, or below a label that stands for one."""

    name: str
    """Unique on the page."""
    title: str
    trail: tuple[str, ...]
    """The headings above it."""
    first: int
    """The line of the heading; 0 for what stands before the first."""
    lines: tuple[Line, ...]

    @property
    def asks(self) -> list[Ask]:
        return [ask for line in self.lines for ask in line.asks]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A note file."""

    file: str
    title: str
    sections: tuple[Section, ...]
    span: tuple[int, int] = (0, sys.maxsize)
    """The first and the last line of it that stand here; a long one goes over several pages."""


def chapters_of(contents: Contents, asks: Sequence[Ask]) -> tuple[Chapter, ...]:
    """Every file, every line that holds text."""
    asked: dict[tuple[str, int], list[Ask]] = defaultdict(list)
    for ask in asks:
        asked[ask.file, ask.line].append(ask)
    problems: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in contents.problems:
        problems[problem.source.file, problem.source.first].append(problem)
    left_out = {(one.file, one.line): one.why for one in contents.sheet.left_out} if contents.sheet else {}
    uses: dict[str, dict[int, LineUse]] = defaultdict(dict)
    for use in contents.uses:
        uses[use.source.file][use.source.first] = use

    shown = {outline.file: uncommented(outline) for outline in contents.outlines}

    def line(outline: Outline, use: LineUse, code: bool) -> Line:
        place = (outline.file, use.source.first)
        text = (outline.lines if code else shown[outline.file])[place[1] - 1]
        return Line(
            place[1],
            line_html(text, code=code),
            depth_of(text),
            use.use,
            use.why if use.use == "structure" and use.why else SAYS[use.use],
            use.why,
            use.cure if use.use not in ("card", "context") else "",
            left_out.get(place, ""),
            tuple(asked.pop(place, ())),
            tuple(problems.pop(place, ())),
        )

    return tuple(_chapter(nth, outline, uses[outline.file], line) for nth, outline in enumerate(contents.outlines))


def _chapter(
    nth: int, outline: Outline, uses: Mapping[int, LineUse], line: Callable[[Outline, LineUse, bool], Line]
) -> Chapter:
    code = {number for item in outline.root.walk() if item.kind == "fence" for number in _lines(item)}
    starts = {item.source.first: (item.text.plain, trail) for item, trail in _heads(outline.root, uses)}
    title = outline.root.text.plain
    sections: list[tuple[str, tuple[str, ...], int, list[Line]]] = [(title, (), 0, [])]
    for number in sorted(uses):
        made = line(outline, uses[number], number in code)
        if number in starts:
            sections.append((*starts[number], number, []))
            if not made.asks and not made.problems:
                continue  # the section's own head shows it
        sections[-1][3].append(made)
    kept = (section for section in sections if section[3] or section[2])
    return Chapter(
        outline.file,
        title,
        tuple(
            Section(f"s{nth}-{first}", name.strip(" :"), trail, first, tuple(lines))
            for name, trail, first, lines in kept
        ),
    )


def _lines(item: Item) -> range:
    return range(item.source.first, item.source.last + 1)


def _heads(
    item: Item, uses: Mapping[int, LineUse], trail: tuple[str, ...] = ()
) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """What starts a section: headings, and the labels that lists hang on right below them."""
    for child in item.children:
        if child.kind == "heading":
            yield child, trail
            yield from _heads(child, uses, (*trail, child.text.plain))
        elif child.children and child.kind == "item" and _is_topic(child, uses):
            yield child, trail


def _is_topic(item: Item, uses: Mapping[int, LineUse]) -> bool:
    use = uses.get(item.source.first)
    return use is not None and use.use == "topic"
