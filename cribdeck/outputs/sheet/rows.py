"""Items of an outline as rows: short lists run in, calculations as strips, tables and listings line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cribdeck.facts.calculations.blocks import INFO as PRACTICE
from cribdeck.model import Calculation, Item, Mark, Source, Text
from cribdeck.outputs.sheet.columns import column_shares, is_prose
from cribdeck.outputs.sheet.heads import is_head, lead_term, unmarked
from cribdeck.outputs.sheet.light import as_read
from cribdeck.outputs.sheet.lists import marker_of, run_in, with_colon
from cribdeck.outputs.sheet.paragraphs import sentences_of
from cribdeck.outputs.sheet.reading import Reading
from cribdeck.outputs.sheet.values import Frame, Row

LISTING_CHUNK = 8
"""A column may break a listing after so many lines."""
MOST_COLUMNS = 24
"""A table with more is no table that anybody could read on paper: its rows are set as text."""
HEADED = 4
"""``**Term**: text`` over at least so many rows becomes a head and a text."""


def rows_of(items: Iterable[Item], reading: Reading) -> tuple[Row, ...]:
    """The rows of a topic."""
    writer = _Writer(reading)
    writer.blocks(items, depth=0)
    return tuple(writer.rows)


@dataclass(slots=True)
class _Writer:
    """Collects rows; each hangs from the last open one."""

    reading: Reading
    rows: list[Row] = field(default_factory=list)
    worked: set[Source] = field(default_factory=set)
    frame: Frame = ""

    def blocks(self, items: Iterable[Item], *, depth: int, parent: int | None = None) -> None:
        after_head = False
        for item in items:
            first = len(self.rows)
            self.block(item, depth, parent)
            if after_head and first < len(self.rows) and self.rows[first].kind != "head":
                self.rows[first] = replace(self.rows[first], resumes=True)
            after_head = first < len(self.rows) and self.rows[first].kind == "head" and item.kind != "heading"

    def block(self, item: Item, depth: int, parent: int | None) -> None:
        calculation = self.reading.calculation(item)
        if calculation and self.strip(item, calculation, depth, parent):
            return
        match item.kind:
            case "heading":
                self.section(item, depth, parent)
            case "item" | "paragraph" | "term" | "definition" | "html" | "footnote":
                self.prose(item, depth, parent)
            case "table":
                self.table(item, depth, parent)
            case "fence" | "math" if self.reading.omits(item):
                self.blocks(item.children, depth=depth, parent=parent)
            case "fence":
                self.listing(item, depth, parent)
            case "math":
                self.add(Row("math", item.text, (item.source,), depth, parent))
                self.blocks(item.children, depth=depth, parent=parent)
            case "quote" | "callout":
                self.framed(item, depth, parent)
            case _:
                self.blocks(item.children, depth=depth, parent=parent)

    def add(self, row: Row) -> int:
        if row.kind not in ("code", "math"):
            cells, run = tuple(map(as_read, row.cells)), tuple(map(as_read, row.run))
            row = replace(row, text=as_read(row.text), cells=cells, run=run)
        self.rows.append(replace(row, frame=self.frame))
        return len(self.rows) - 1

    def section(self, item: Item, depth: int, parent: int | None) -> None:
        """A sub-head with what stands under it, not indented any further; none when nothing of that is printed."""
        text = self.reading.kept(item)
        if not text:
            self.blocks(item.children, depth=depth, parent=parent)
            return
        head = self.add(Row("head", unmarked(text), (item.source,), depth, parent))
        self.blocks(item.children, depth=depth, parent=head)
        if item.children and len(self.rows) == head + 1:
            self.rows.pop()

    def picture(self, images: Text, source: Source, depth: int, parent: int | None) -> None:
        """A row of images alone, so that text can stay where they have to go; those in a row share it."""
        if self.rows and self.rows[-1].pictures and self.rows[-1].depth == depth:
            last = self.rows[-1]
            self.rows[-1] = replace(last, text=last.text + images.strip(), sources=(*last.sources, source))
            return
        self.add(Row("text", images.strip(), (source,), depth, parent))

    def prose(self, item: Item, depth: int, parent: int | None) -> None:
        text = self.reading.kept(item)
        if _only_images(item, text):
            self.picture(text, item.source, depth, parent)
            return
        below = tuple(child for child in item.children if not _silent(child, self.reading))
        if is_head(item) and text and depth <= 1:
            self.section(item, depth, parent)
            return
        if item.kind == "term":
            self.term(item, text, depth, parent)
            return
        if not text:
            # What stood under a line that is not printed takes its place.
            self.blocks(item.children, depth=depth, parent=parent)
            return
        run = run_in(below, self.reading)
        if run is not None:
            sources = (item.source, *(child.source for child in below))
            self.paragraphs(item, with_colon(text), sources, depth, parent, run=run)
            return
        lead = lead_term(text) if depth <= 1 and sum(1 for child in below for _ in child.walk()) >= HEADED else None
        if lead is not None:
            head = self.add(Row("head", unmarked(lead[0]), (item.source,), depth, parent))
            self.paragraphs(replace(item, kind="paragraph"), lead[1], (item.source,), depth, head)
            self.blocks(item.children, depth=depth, parent=head)
            return
        own = self.paragraphs(item, text, (item.source,), depth, parent)
        self.blocks(item.children, depth=depth + (item.kind != "paragraph"), parent=own)

    def paragraphs(
        self,
        item: Item,
        text: Text,
        sources: tuple[Source, ...],
        depth: int,
        parent: int | None,
        *,
        run: tuple[Text, ...] = (),
    ) -> int:
        """The text as one row, or several when it is long; which one is the last."""
        parts = sentences_of(text)
        own = parent
        for nth, part in enumerate(parts):
            last = nth + 1 == len(parts)
            row = Row(
                "item" if item.kind == "item" else "text",
                part,
                sources if last else (item.source,),
                depth,
                parent if nth == 0 else own,
                marker=marker_of(item) if nth == 0 else "",
                run=run if last else (),
            )
            own = self.add(row)
        assert own is not None
        return own

    def term(self, item: Item, text: Text, depth: int, parent: int | None) -> None:
        """``term`` with its definitions: the first goes on in the same line."""
        first, rest = item.children[:1], item.children[1:]
        name = Text(text.plain, (Mark(0, len(text.plain), "strong"), *text.marks))
        if first and first[0].kind == "definition" and (meaning := self.reading.kept(first[0])):
            sources = (item.source, first[0].source)
            own = self.add(Row("item", name + ": " + meaning, sources, depth, parent, marker="•"))
            rest = (*first[0].children, *rest)
        else:
            own = self.add(Row("item", name, (item.source,), depth, parent, marker="•"))
            rest = item.children
        self.blocks(rest, depth=depth + 1, parent=own)

    def strip(self, item: Item, calculation: Calculation, depth: int, parent: int | None) -> bool:
        """Set a worked calculation; False when the item says more than problem and working."""
        if calculation.source in self.worked:
            beside = [child for child in item.children if self.reading.calculation(child) is not calculation]
            self.blocks((*_after(item, calculation), *beside), depth=depth, parent=parent)
            return True
        said = len(calculation.problem.plain) + len(calculation.expression)
        if len(item.text.plain) > said + 24 and item.info.split()[:1] != [PRACTICE]:
            return False
        self.worked.add(calculation.source)
        self.add(Row("worked", calculation.problem, (calculation.source,), depth, parent, calculation=calculation))
        self.blocks((*_after(item, calculation), *item.children), depth=depth, parent=parent)
        return True

    def table(self, item: Item, depth: int, parent: int | None) -> None:
        lines = [row for row in item.children if row.kind == "row" and not self.reading.omits(row)]
        if max((len(line.cells) for line in lines), default=0) > MOST_COLUMNS:
            for line in lines:
                self.add(Row("item", line.text, (line.source,), depth, parent, marker="•"))
            return
        if is_prose([row.cells for row in lines]) and lines[0].info == "head":
            self.entries(lines[0], lines[1:], depth, parent)
            return
        shares = column_shares([row.cells for row in lines])
        for nth, line in enumerate(lines):
            self.add(
                Row(
                    "table",
                    line.text,
                    (line.source,),
                    depth,
                    parent,
                    cells=line.cells,
                    widths=shares,
                    opens=line.info == "head",
                    closes=nth + 1 == len(lines),
                    joined=nth > 0,
                )
            )

    def entries(self, head: Item, lines: Sequence[Item], depth: int, parent: int | None) -> None:
        """A table of sentences as a list: the first cell of each row, and below it the others by their heads."""
        for line in lines:
            sources = (head.source, line.source) if line is lines[0] else (line.source,)
            name = line.cells[0].strip()
            strong = Text(name.plain, (Mark(0, len(name.plain), "strong"), *name.marks))
            own = self.add(Row("item", strong, sources, depth, parent, marker="•"))
            for label, cell in zip(head.cells[1:], line.cells[1:], strict=False):
                if cell.plain.strip() or cell.marks:
                    named = (
                        Text(label.plain, (Mark(0, len(label.plain), "emphasis"),)) + ": " if label.plain else Text("")
                    )
                    self.add(Row("item", named + cell.strip(), (line.source,), depth + 1, own, marker="•"))

    def listing(self, item: Item, depth: int, parent: int | None) -> None:
        """A listing, cut so that a long one can go over into the next column."""
        lines = item.text.plain.expandtabs(4).rstrip("\n").split("\n")
        chunks = [lines[at : at + LISTING_CHUNK] for at in range(0, len(lines), LISTING_CHUNK)]
        if len(chunks) > 1 and len(chunks[-1]) < 3:
            chunks[-2:] = [chunks[-2] + chunks[-1]]
        first, end = item.source.first, item.source.last
        at = max(first, end - len(lines) + 1)
        for nth, chunk in enumerate(chunks):
            ends = nth + 1 == len(chunks)
            source = Source(item.source.file, first if nth == 0 else at, end if ends else at + len(chunk) - 1)
            self.add(
                Row(
                    "code",
                    Text("\n".join(chunk)),
                    (source,),
                    depth,
                    parent,
                    opens=nth == 0,
                    closes=ends,
                    joined=nth > 0,
                )
            )
            at += len(chunk)

    def framed(self, item: Item, depth: int, parent: int | None) -> None:
        outer, self.frame = self.frame, "callout" if item.kind == "callout" else "quote"
        text = self.reading.kept(item)
        own = parent
        if text:
            name = (
                Text(text.plain, (Mark(0, len(text.plain), "strong"), *text.marks)) if item.kind == "callout" else text
            )
            own = self.add(Row("text", name, (item.source,), depth, parent))
        self.blocks(item.children, depth=depth, parent=own)
        self.frame = outer


def _after(item: Item, calculation: Calculation) -> tuple[Item, ...]:
    """The lines of an item that go on behind its calculation, as a paragraph."""
    gone = calculation.source.last - item.source.first
    if item.kind not in ("item", "paragraph") or not 0 <= gone < len(item.breaks):
        return ()
    start, source = item.breaks[gone], replace(item.source, first=calculation.source.last + 1)
    breaks = tuple(at - start for at in item.breaks[gone + 1 :])
    text = item.text.cut(start)
    return (replace(item, kind="paragraph", text=text, source=source, children=(), breaks=breaks, block=""),)


def _only_images(item: Item, text: Text) -> bool:
    return not item.children and not text.plain.strip() and any(mark.kind == "image" for mark in text.marks)


def _silent(item: Item, reading: Reading) -> bool:
    return not item.children and not reading.kept(item)
