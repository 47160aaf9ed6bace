"""The values that flow from text to files: frozen, without I/O."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, Self, TypedDict, Unpack


class Packed:
    """A frozen value that is pickled as its class and its fields: what dataclasses do takes three times as long, and
    values are kept from one build to the next by the hundred thousand."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])


# --- text -------------------------------------------------------------------

MarkKind = Literal[
    "strong",
    "emphasis",
    "highlight",
    "strike",
    "code",
    "math",  # plain holds the TeX; value is "display" for $$…$$ inside a line
    "link",  # value is the target: a URL, or "note#heading" of a wikilink
    "image",  # no width: stands between two characters; value is the target, note its alt text or size
    "sound",  # no width; value is the target
    "footnote",  # no width; value is the label
    "sub",
    "sup",
    "underline",
    "kbd",
]

POINTS: tuple[MarkKind, ...] = ("image", "sound", "footnote")
"""Kinds of mark that have no width and stand between two characters."""


@dataclass(frozen=True, slots=True, order=True)
class Mark(Packed):
    """A stretch of text with a meaning, from ``start`` up to but not including ``end``."""

    start: int
    end: int
    kind: MarkKind
    value: str = ""
    note: str = ""

    def __hash__(self) -> int:
        return hash((self.start, self.value))

    def at(self, start: int, end: int) -> "Mark":
        """The same mark over another stretch."""
        return Mark(start, end, self.kind, self.value, self.note)


@dataclass(frozen=True, slots=True)
class Text(Packed):
    """Plain text with marks over its offsets, outer marks before inner ones.

    Soft line breaks are single spaces; a hard break is a newline. Embeds, comments, block ids and
    tags are not in ``plain``: images and sounds are marks without width.
    """

    plain: str
    marks: tuple[Mark, ...] = ()

    def __hash__(self) -> int:
        # A string keeps its hash: texts are looked up far more often than they are alike. The marks count all the same:
        # a thousand lines may differ in nothing but the number of a footnote.
        return hash((self.plain, self.marks)) if self.marks else hash(self.plain)

    def __bool__(self) -> bool:
        return bool(self.plain.strip()) or any(mark.kind in POINTS for mark in self.marks)

    def __str__(self) -> str:
        return self.plain

    def __len__(self) -> int:
        return len(self.plain)

    @property
    def words(self) -> list[str]:
        return self.plain.split()

    def cut(self, start: int, end: int | None = None) -> "Text":
        """The part from ``start`` to ``end``, marks clipped to it. Marks without width belong to the part they
        stand in or begin; one at the very end belongs to the part that ends the whole text."""
        if not self.marks:
            return Text(self.plain[start:end])
        size = len(self.plain)
        start, end, _ = slice(start, end).indices(size)
        end = max(start, end)
        kept = []
        for mark in self.marks:
            if mark.start == mark.end:
                if start <= mark.start < end or mark.start == end == size:
                    kept.append(mark.at(mark.start - start, mark.end - start))
            elif mark.start < end and mark.end > start:
                kept.append(mark.at(max(mark.start, start) - start, min(mark.end, end) - start))
        return Text(self.plain[start:end], tuple(kept))

    def parts(self, spans: Iterable[tuple[int, int]]) -> Iterator["Text"]:
        """What `cut` gives for stretches that follow each other, in one pass: of thousands of marks, too."""
        coming = sorted(enumerate(self.marks), key=lambda entry: entry[1].start, reverse=True)
        over: list[tuple[int, Mark]] = []
        for start, end in spans:
            over = [entry for entry in over if entry[1].end >= start]
            while coming and coming[-1][1].start <= end:
                over.append(coming.pop())
            near = tuple(mark for _, mark in sorted(over, key=lambda entry: entry[0]))
            yield Text(self.plain, near).cut(start, end)

    def strip(self, chars: str | None = None) -> "Text":
        """Without the given characters (white space by default) at both ends; no mark without width is lost."""
        end = len(self.plain.rstrip(chars))
        start = min(end, len(self.plain) - len(self.plain.lstrip(chars)))
        if start == 0 and end == len(self.plain):
            return self
        kept = tuple(
            mark.at(min(max(mark.start, start), end) - start, min(max(mark.end, start), end) - start)
            for mark in self.marks
            if mark.start == mark.end or (mark.start < end and mark.end > start)
        )
        return Text(self.plain[start:end], kept)

    def __add__(self, other: "Text | str") -> "Text":
        tail = other if isinstance(other, Text) else Text(other)
        shift = len(self.plain)
        moved = tuple(mark.at(mark.start + shift, mark.end + shift) for mark in tail.marks)
        return Text(self.plain + tail.plain, self.marks + moved)

    def join(self, parts: Iterable["Text"]) -> "Text":
        whole = Text("")
        for nth, part in enumerate(parts):
            whole = whole + self + part if nth else part
        return whole

    def replace_span(self, start: int, end: int, new: "Text | str") -> "Text":
        return self.cut(0, start) + new + self.cut(end)

    def spans(self, *kinds: MarkKind) -> list[tuple[int, int]]:
        """Start and end of every mark of one of these kinds, in order."""
        if not self.marks:
            return []
        return sorted((mark.start, mark.end) for mark in self.marks if mark.kind in kinds)

    def marked(self, *kinds: MarkKind) -> list[str]:
        return [self.plain[start:end] for start, end in self.spans(*kinds)]

    def inside(self, offset: int, *kinds: MarkKind) -> bool:
        """Whether the character at ``offset`` carries a mark of one of these kinds."""
        if not self.marks:
            return False  # as nearly always
        return any(mark.start <= offset < mark.end and mark.kind in kinds for mark in self.marks)

    def cuts(self, start: int, end: int, *kinds: MarkKind) -> bool:
        """Whether the stretch holds a part, but not all, of a mark of one of these kinds."""
        if not self.marks:
            return False
        return any(
            mark.start < end and start < mark.end and not (start <= mark.start and mark.end <= end)
            for mark in self.marks
            if mark.kind in kinds
        )

    def wholly(self, *kinds: MarkKind) -> bool:
        """Whether all words carry one mark of one of these kinds (a closing colon or full stop may stand outside)."""
        spans = self.spans(*kinds)
        bare = self.plain.strip().rstrip(":.").strip() if spans else ""
        return bool(bare) and any(self.plain[start:end].strip().rstrip(":.").strip() == bare for start, end in spans)

    def split(
        self, pattern: str | re.Pattern[str], *, outside: tuple[MarkKind, ...] = ("code", "math")
    ) -> list["Text"]:
        """The parts between matches of ``pattern``, white space stripped; a match inside a mark ``outside`` is none."""
        parts, start = [], 0
        for match in re.finditer(pattern, self.plain):
            if match.end() > match.start() and not any(self.inside(match.start(), kind) for kind in outside):
                parts.append(self.cut(start, match.start()).strip())
                start = match.end()
        return [*parts, self.cut(start).strip()]

    def pieces(self) -> Iterator[tuple[str, tuple[Mark, ...]]]:
        """The longest stretches over which the same marks hold, with those marks, outer first.

        A mark without width comes as an empty stretch. Renderers need no more than this.
        """
        edges = sorted({0, len(self.plain), *(mark.start for mark in self.marks), *(mark.end for mark in self.marks)})
        starting: dict[int, list[tuple[int, int, Mark]]] = {}
        for nth, mark in enumerate(self.marks):
            starting.setdefault(mark.start, []).append((mark.start - mark.end, nth, mark))
        over: list[tuple[int, int, Mark]] = []
        for nth, start in enumerate(edges):
            # Only marks that are open here are looked at: a paragraph may hold thousands.
            over = [entry for entry in over if entry[2].end > start]
            for size, order, mark in starting.get(start, ()):
                if size:
                    insort(over, (size, order, mark))
                else:
                    yield "", (mark,)
            if nth + 1 < len(edges):
                yield self.plain[start : edges[nth + 1]], tuple(mark for _, _, mark in over)


# --- notes as read ----------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Source(Packed):
    """Where something stands: a path relative to the notes folder with ``/``, and lines from 1, both included."""

    file: str
    first: int = 0
    last: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.first}" if self.first else self.file


ItemKind = Literal[
    "file",  # the root of an outline; its text is the title, info its path as the lock names it, where that differs
    "heading",  # level 1–6; what stands under it are its children
    "paragraph",  # one that ends in a colon has the list right after it as children
    "item",  # list item; `number` if ordered; info is "task:x" or "task: " for a task
    "term",  # of a definition list; its children are "definition"s
    "definition",
    "table",  # children are rows
    "row",  # `cells`; info is "head" for the header row; text is the cells joined by " | "
    "quote",  # children are its blocks
    "callout",  # info is the type ("note", "warning"…), text the title, children its blocks
    "fence",  # fenced or indented code; info is the info string; text.plain the code as it stands
    "math",  # display math; text.plain is the TeX
    "footnote",  # info is the label, children its blocks
    "html",  # a block of raw HTML reduced to its text
    "aside",  # something kept for the report only (a mermaid or dataview block…); info says what
]


@dataclass(frozen=True, slots=True, eq=False)
class Item(Packed):
    """A block of a note file: its own text, and what is nested below it.

    No two are equal: the same line written twice is two, and what is known of one is looked up at once.
    """

    kind: ItemKind
    text: Text
    source: Source
    """The lines of the item's own text, without those of its children."""
    children: tuple["Item", ...] = ()
    level: int = 0
    number: int | None = None
    info: str = ""
    cells: tuple[Text, ...] = ()
    block: str = ""
    """The ``^block-id`` at its end, without the caret."""
    flags: frozenset[str] = frozenset()
    """What comments and tags say of it: "card", "nocard", "skip", "topic=SSM Parameter Store", "ignore=unfinished"."""
    breaks: tuple[int, ...] = ()
    """For text of several source lines: the offsets in ``text.plain`` at which each but the first line starts."""

    def walk(self) -> Iterator["Item"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def line_of(self, offset: int) -> int:
        """The source line on which the character at ``offset`` of the text stands."""
        return min(self.source.first + bisect_right(self.breaks, offset), self.source.last)

    def lines_of(self, start: int, end: int) -> Source:
        return Source(self.source.file, self.line_of(start), self.line_of(max(start, end - 1)))


@dataclass(frozen=True, slots=True)
class Embed:
    """A place at which a note shows another one, or a section of it."""

    source: Source
    target: str
    """As typed: "note#heading"."""
    file: str = ""
    """The note file that is shown; nothing when there is none."""
    items: tuple[Item, ...] = ()
    """What is shown of it, as it stands in its own outline: there it is asked, here it only explains."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A note file as a tree of items, and an account of the lines that are in no item."""

    file: str
    root: Item
    lines: tuple[str, ...]
    """The source, a line each, without line ends."""
    structure: Mapping[int, str] = field(default_factory=dict)
    """Lines with text in no item, and why: "fence mark", "frontmatter", "comment", "rule", "drawing"…"""
    settings: Mapping[str, object] = field(default_factory=dict)
    """The frontmatter."""
    tags: tuple[str, ...] = ()
    lang: str = "en"
    embeds: tuple[Embed, ...] = ()


# --- facts ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Statement(Packed):
    """One sentence or phrase of an item: the unit of rules, identity and report. Like items, no two are equal."""

    text: Text
    source: Source
    item: Item
    path: tuple[Item, ...]
    """The item's ancestors, the file first, its parent last."""
    nth: int = 0
    """Which statement of its item it is, from 0."""
    before: "Statement | None" = None
    """The statement before it in the same item."""
    label: str = ""
    """The nearest topic label, as plain text: part of the GUID."""
    suppressed: str = ""
    """Why no card may come of it ("study talk", "unfinished"…), or nothing."""

    @property
    def parent(self) -> Item:
        return self.path[-1]

    @property
    def siblings(self) -> tuple[Item, ...]:
        return self.parent.children


NoteType = Literal["basic", "cloze", "calculation"]


@dataclass(frozen=True, slots=True)
class Hidden(Packed):
    """A part of a prompt that a card hides. Parts of one group are hidden together, on one card."""

    start: int
    end: int
    group: int = 1
    """1 for the first group of the candidate; the number that Anki sees is the lock's to give."""
    hint: str = ""


TOGETHER = " … "
"""Between the parts that one card hides, where they are named in one line."""

BlockKind = Literal["text", "list", "steps", "table", "code", "math"]


@dataclass(frozen=True, slots=True)
class Block(Packed):
    """A part of an answer. text, code, math: one row of one cell; list, steps: a row an item; table: header first."""

    kind: BlockKind
    rows: tuple[tuple[Text, ...], ...]
    info: str = ""
    """For code, the language."""

    @classmethod
    def text(cls, text: Text) -> Self:
        return cls("text", ((text,),))

    @property
    def plain(self) -> str:
        return "\n".join(" | ".join(cell.plain for cell in row) for row in self.rows)


class Rating(TypedDict, total=False):
    """What rules and guards find of a candidate without touching its words."""

    topic: tuple[str, ...]
    strict: bool
    offered: bool
    doubt: str


@dataclass(frozen=True)
class Candidate(Packed):
    """A way to ask a statement."""

    note_type: NoteType
    kind: str
    """definition, question, acronym, list, procedure, comparison, limit, code, formula, cloze, calculation…"""
    rule: str
    prompt: Text
    """basic: the front. cloze: the whole text, nothing hidden. calculation: the problem."""
    answer: tuple[Block, ...] = ()
    """basic and calculation: the back. cloze: what the back shows beside the text."""
    hidden: tuple[Hidden, ...] = ()
    topic: tuple[str, ...] = ()
    """The labels above the prompt, outermost first."""
    part: str = ""
    """What tells two notes of one statement and note type apart."""
    reverse: tuple[Text, tuple[Block, ...]] | None = None
    """basic: front and back of the second card of a pair that is asked both ways."""
    strict: bool = True
    """A card at once; else a proposal."""
    doubt: str = ""
    """Why it is only proposed, though its rule is sure of it and nothing in it is wrong."""
    explicit: bool = False
    """Asked for by the author's own markup."""
    offered: bool = True
    """Worth proposing; else it is only there for who has taken it before."""
    recalled: bool = False
    """No rule asks this: it was asked before, and can be asked still."""
    remark: str = ""
    uses: tuple[Source, ...] = ()
    """The other lines that this card shows or asks: a list's members, an explained block of code."""
    calculation: "Calculation | None" = None

    def rated(self, **rating: Unpack[Rating]) -> "Candidate":
        """The same question, otherwise labelled or rated. What was worked out of its words holds for it too."""
        found = object.__new__(Candidate)
        for name, value in (self.__dict__ | rating).items():  # one by one: a dict as a whole takes three times the room
            object.__setattr__(found, name, value)
        return found

    @cached_property
    def groups(self) -> dict[int, list[Hidden]]:
        """The hidden parts by group, in order of the group."""
        found: dict[int, list[Hidden]] = {}
        for part in self.hidden:
            found.setdefault(part.group, []).append(part)
        return dict(sorted(found.items()))

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """What the learner has to say, as plain text: for a cloze one entry a group, else the rows of the answer."""
        if self.note_type == "cloze":
            return tuple(
                TOGETHER.join(dict.fromkeys(self.prompt.plain[part.start : part.end] for part in parts))
                for parts in self.groups.values()
            )
        return tuple(" | ".join(cell.plain for cell in row) for block in self.answer for row in block.rows)


Verdict = Literal["holds", "rounds", "fails", "unchecked"]


@dataclass(frozen=True, slots=True)
class Practice(Packed):
    """A fresh problem of the same formula, computed and checked."""

    problem: str
    answer: str
    working: str
    steps: tuple[str, ...] = ()
    """The same working and its result as TeX, side by side as a calculation's steps; none where it is told in words."""


@dataclass(frozen=True, slots=True)
class Calculation(Packed):
    """A worked calculation as it stands in the notes, and what became of checking it."""

    source: Source
    """From the problem's first line to the working's last."""
    problem: Text
    expression: str
    """The working as it stands in the notes, in one line."""
    steps: tuple[str, ...]
    """The sides of the working as TeX, the first without a sign, the others each led by ``=`` or ``\\approx``."""
    value: Fraction | None
    answer: str
    """The result as it is shown: "20 WCU"."""
    unit: str
    verdict: Verdict
    why: str = ""
    """rounds: what was rounded ("6 KB rounds up to 8 KB"); fails: the right value; unchecked: the reason."""
    rule: Text | None = None
    """The sentence of the notes that defines the unit or gives the formula."""
    formula: str = ""
    """The formula behind the examples of this unit, if only one reproduces all of them: "rate * ceil(size / 1)"."""
    practice: tuple[Practice, ...] = ()


Status = Literal["new", "kept", "updated", "matched", "revived", "replaced", "skipped"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, the candidate chosen for it, and the identity that keeps its reviews."""

    statement: Statement
    candidate: Candidate
    guid: str
    clozes: tuple[int, ...] = ()
    """For each group of the candidate's hidden parts, in their order, the cloze number on the card."""
    status: Status = "new"
    mod: int = 0
    """When what the card says last changed, seconds since 1970."""
    created: int = 0
    """When the fact was first seen, seconds since 1970."""
    context: tuple[Text, ...] = ()
    """Parents' sentences and siblings without a card of their own."""
    tags: tuple[str, ...] = ()
    deck: str = ""
    """Where it goes if not to the deck of the whole; led by ``::`` where that is below it."""
    unsure: bool = False
    """A proposal taken by ``--level all``: it goes into the subdeck ``…::Unsure``."""


@dataclass(frozen=True, slots=True)
class LineUse:
    """What became of a line of the notes."""

    source: Source
    use: str
    why: str = ""
    cure: str = ""
