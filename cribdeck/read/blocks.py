"""Block tokens to items, with an account of the lines that are in none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from cribdeck.errors import Problem
from cribdeck.model import Embed, Item, ItemKind, Source, Text
from cribdeck.read import directives
from cribdeck.read.html import read_html
from cribdeck.read.html_tables import HtmlRow, read_html_table
from cribdeck.read.inline import read_inline
from cribdeck.read.notion import notion_properties
from cribdeck.read.siblings import Siblings
from cribdeck.read.writer import Written

DEEPEST = 60
"""Containers in containers; deeper, headings and boxes take nothing in, so that no tree outgrows the call stack."""

MOST_LINES = 200
"""In a paragraph."""

ASIDES = frozenset({"mermaid", "dataview", "dataviewjs", "query", "tasks", "compressed-json", "base", "excalidraw"})
"""Info strings of fences that a program turns into something, and nobody learns."""

BOXES = frozenset({"aside", "details"})
"""Elements that are an item with children; others leave no trace."""

_MARKS = (
    (re.compile(r"[\s>]*>"), "quote mark"),
    (re.compile(r"(?:\s|>|[-+*]|\d{1,9}[.)]|\[.\])+"), "empty item"),
    (re.compile(r"[\s>*+-]*#{1,6}[\s#]*"), "empty heading"),
    (re.compile(r"[\s>*+-]*\[\^[^\]]+\]:"), "empty footnote"),
)
"""Lines of marks alone, and what to call them."""


class BlockReader:
    """Reads the tokens of one file; what it finds beside items gathers in its attributes."""

    def __init__(self, file: str, lines: Sequence[str], tokens: Sequence[Token]) -> None:
        self.structure: dict[int, str] = {}
        self.problems: list[Problem] = []
        self.tags: list[str] = []
        self.embeds: list[Embed] = []
        self._file, self._lines, self._tokens = file, lines, tokens
        self._ends = _ends(tokens)
        self._properties = -1

    def read(self) -> tuple[Item, ...]:
        """The items of the whole file, headings over what follows them."""
        items = tuple(self._blocks(0, len(self._tokens), 0)[0])
        self._settle(items)
        return items

    def skip_properties(self) -> None:
        """Take the paragraph after the title for a Notion page's properties, if all its lines look like them."""
        kinds = [token.type for token in self._tokens[:4]]
        if kinds != ["heading_open", "inline", "heading_close", "paragraph_open"]:
            return
        found = notion_properties(self._tokens[4].content.split("\n"))
        if found:
            self._properties = 3
            self.tags += [tag.strip() for tag in found.get("tags", "").split(",") if tag.strip()]

    # --- containers -----------------------------------------------------------

    def _blocks(self, start: int, stop: int, depth: int) -> tuple[list[Item], set[str]]:
        """The items between two tokens, and the flags left for their container."""
        siblings = Siblings(nest=depth < DEEPEST)
        nth = start
        while nth < stop:
            end = self._ends[nth]
            _READERS[self._tokens[nth].type](self, nth, end, depth, siblings)
            nth = end + 1
        items = siblings.done()
        return items, siblings.flags

    def _list(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        items: list[Item] = []
        ordered = self._tokens[nth].type.startswith("ordered")
        number = int(self._tokens[nth].attrs.get("start", 1))
        nth += 1
        while nth < end:
            items += self._list_item(nth, depth, number, ordered=ordered)
            number += 1
            nth = self._ends[nth] + 1
        siblings.add_list(items)

    def _list_item(self, nth: int, depth: int, number: int, *, ordered: bool) -> list[Item]:
        opening = self._tokens[nth]
        info = f"task:{opening.meta['task']}" if "task" in opening.meta else ""
        item = self._holding(nth, "item", depth)
        if not item.text and not item.children:
            return []
        return [replace(item, number=number if ordered else None, info=info) if ordered or info else item]

    def _holding(self, nth: int, kind: ItemKind, depth: int) -> Item:
        """An item with the text of its container's first block, if that is text; the other blocks are children."""
        end, first = self._ends[nth], nth + 1
        line = _first_line(self._tokens[nth])
        item = Item(kind, Text(""), Source(self._file, line, line))
        if first < end and self._tokens[first].type == "paragraph_open":
            item = self._text(self._tokens[first + 1], kind)
            first = self._ends[first] + 1
        elif first < end and self._tokens[first].type == "html_block":
            item = self._html_text(self._tokens[first], kind)
            first += 1
        if first == end:
            return item
        children, flags = self._blocks(first, end, depth + 1)
        return replace(item, children=tuple(children), flags=item.flags | flags)

    def _quote(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        opening, first = self._tokens[nth], nth + 1
        line = _first_line(opening)
        item = Item("quote", Text(""), Source(self._file, line, line))
        if "callout" in opening.meta:
            item = replace(self._text(self._tokens[first], "callout", why="callout"), info=opening.meta["callout"])
            first += 1
        children, flags = self._blocks(first, end, depth + 1)
        if item.text or children:
            siblings.add([replace(item, children=tuple(children), flags=item.flags | flags)])

    def _definitions(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        terms: list[Item] = []
        nth += 1
        while nth < end:
            if self._tokens[nth].type == "dt_open":
                terms.append(self._text(self._tokens[nth + 1], "term"))
            else:
                definition = self._holding(nth, "definition", depth)
                terms[-1] = replace(terms[-1], children=(*terms[-1].children, definition))
            nth = self._ends[nth] + 1
        siblings.add(terms)

    def _footnote(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        line = _first_line(self._tokens[nth])
        children, flags = self._blocks(nth + 1, end, depth + 1)
        source = Source(self._file, line, line)
        if children:
            label = self._tokens[nth].meta["label"]
            siblings.add([Item("footnote", Text(""), source, tuple(children), info=label, flags=frozenset(flags))])

    def _table(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        line = _first_line(self._tokens[nth])
        self.structure[line + 1] = "table rule"
        rows: list[Item] = []
        nth += 1
        while nth < end:
            rows += self._row(nth)
            nth = self._ends[nth] + 1
        if rows:
            siblings.add([Item("table", Text(""), Source(self._file, line, line), tuple(rows))])

    def _row(self, nth: int) -> list[Item]:
        opening = self._tokens[nth]
        cells = [self._text(token, "row") for token in self._tokens[nth + 1 : self._ends[nth]]]
        if not any(cell.text for cell in cells):
            self.structure[_first_line(opening)] = "empty row"
            return []
        flags = frozenset[str]().union(*(cell.flags for cell in cells))
        texts = tuple(cell.text for cell in cells)
        self.structure.pop(_first_line(opening), None)  # an empty cell left its reason there
        source = Source(self._file, _first_line(opening), _first_line(opening))
        return [Item("row", Text(" | ").join(texts), source, info=opening.info, cells=texts, flags=flags)]

    # --- leaves ---------------------------------------------------------------

    def _paragraph(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth + 1]
        if nth == self._properties:
            self._leave(token, "property")
            return
        item = self._text(token, "paragraph")
        if item.text:
            siblings.add(list(_parts(item)))
            return
        siblings.flags |= item.flags
        if item.block:
            siblings.name(item.block)

    def _heading(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        opening = self._tokens[nth]
        item = self._text(self._tokens[nth + 1], "heading", why="empty heading", level=int(opening.tag[1:]))
        if opening.markup in ("=", "-"):
            self.structure[_last_line(opening)] = "heading underline"
            item = replace(item, source=replace(item.source, last=min(item.source.last, _last_line(opening) - 1)))
        if item.text:
            siblings.add([item])

    def _fence(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth]
        first, last = _first_line(token), _last_line(token)
        self.structure[first] = "fence mark"
        if _line_count(token.content) < last - first:
            self.structure[last] = "fence mark"
        else:
            message = f"This block of code is never closed. End it with a line of {token.markup}."
            self.problems.append(Problem(Source(self._file, first, first), "unclosed-fence", message))
        info = token.info.strip()
        kind: ItemKind = "aside" if info.split(" ")[0].lower() in ASIDES else "fence"
        siblings.add(self._code(kind, token.content, first + 1, info))

    def _indented(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth]
        siblings.add(self._code("fence", token.content, _first_line(token), ""))

    def _code(self, kind: ItemKind, content: str, first: int, info: str) -> list[Item]:
        code = content.rstrip()
        lines = code.split("\n")
        breaks = tuple(_starts(lines)[1:])
        source = Source(self._file, first, first + len(lines) - 1)
        return [Item(kind, Text(code), source, info=info, breaks=breaks)] if code else []

    def _math(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth]
        lines = [line.strip() for line in token.content.split("\n")]
        held = [number for number, line in enumerate(lines) if line]
        first = _first_line(token)
        for number in range(len(lines)):
            if number < held[0] or number > held[-1]:
                self.structure[first + number] = "math mark"
        inner = lines[held[0] : held[-1] + 1]
        source = Source(self._file, first + held[0], first + held[-1])
        siblings.add([Item("math", Text("\n".join(inner)), source, breaks=tuple(_starts(inner)[1:]))])

    def _html(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth]
        if rows := read_html_table(token.content):
            siblings.add([self._html_table(token, rows)])
            return
        item = self._html_text(token, "html")
        siblings.add([item] if item.text else [])
        siblings.flags |= set() if item.text else item.flags

    def _html_table(self, token: Token, rows: Sequence[HtmlRow]) -> Item:
        self._leave(token, "HTML")
        first = _first_line(token)
        items = []
        for row in rows:
            source = Source(self._file, first + row.first, first + row.last)
            for line in range(source.first, source.last + 1):
                del self.structure[line]
            items.append(Item("row", Text(" | ").join(row.cells), source, info="head" * row.head, cells=row.cells))
        return Item("table", Text(""), Source(self._file, first, first), tuple(items))

    def _comment(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        self._leave(self._tokens[nth], "comment")
        siblings.flags |= set(directives.flags_of(self._tokens[nth].content))

    def _rule(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        self._leave(self._tokens[nth], "rule")

    def _definition(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        self._leave(self._tokens[nth], "link definition")

    def _box(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        token = self._tokens[nth]
        if token.map:
            self._leave(token, "HTML")
        if token.tag in BOXES and token.type == "box_open":
            line = _first_line(token)
            siblings.open_box(Item("callout", Text(""), Source(self._file, line, line), info=token.tag))
        elif token.tag in BOXES:
            siblings.close_box(token.tag)

    def _title(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        self.structure.pop(_first_line(self._tokens[nth]), None)
        item = self._text(self._tokens[nth + 1], "paragraph", why="HTML")
        if item.text:
            siblings.title_box(item)

    def _nothing(self, nth: int, end: int, depth: int, siblings: Siblings) -> None:
        """A token that was read with the one before it."""

    # --- text -----------------------------------------------------------------

    def _text(self, token: Token, kind: ItemKind, *, why: str = "", level: int = 0) -> Item:
        """An item with the text of an inline token; ``why`` it may be empty goes into the account of lines."""
        return self._item(read_inline(token), kind, _first_line(token), why, token.meta.get("block", ""), level)

    def _html_text(self, token: Token, kind: ItemKind) -> Item:
        why = "comment" if token.content.lstrip().startswith("<!--") else "HTML"
        item = self._item(read_html(token.content.rstrip("\n")), kind, _first_line(token), why)
        return replace(item, flags=frozenset(directives.flags_in_html(token.content)))

    def _item(self, written: Written, kind: ItemKind, first: int, why: str, block: str = "", level: int = 0) -> Item:
        for number, reason in written.left.items():
            if reason or why:
                self.structure[first + number] = reason or why
        self.tags += written.tags
        self.embeds += (Embed(Source(self._file, first + nth, first + nth), target) for nth, target in written.embeds)
        source = Source(self._file, first, first)
        if written.text:
            source = Source(self._file, first + written.first, first + written.last)
        return Item(kind, written.text, source, level=level, block=block, flags=written.flags, breaks=written.breaks)

    def _leave(self, token: Token, why: str) -> None:
        for line in range(_first_line(token), _last_line(token) + 1):
            self.structure[line] = why

    def _settle(self, items: Sequence[Item]) -> None:
        """Name the lines that are nothing but marks, and drop what was said of lines without any text."""
        held = set(self.structure)
        for item in items:
            for inner in item.walk():
                if inner.text:
                    held.update(range(inner.source.first, inner.source.last + 1))
        for number, line in enumerate(self._lines, 1):
            if not line.strip():
                self.structure.pop(number, None)
            elif number not in held:
                self.structure[number] = next(
                    (why for marks, why in _MARKS if marks.fullmatch(line.rstrip())), "markup"
                )


_Reader = Callable[[BlockReader, int, int, int, Siblings], None]

_READERS: dict[str, _Reader] = {
    "paragraph_open": BlockReader._paragraph,
    "heading_open": BlockReader._heading,
    "bullet_list_open": BlockReader._list,
    "ordered_list_open": BlockReader._list,
    "blockquote_open": BlockReader._quote,
    "table_open": BlockReader._table,
    "dl_open": BlockReader._definitions,
    "footnote_reference_open": BlockReader._footnote,
    "fence": BlockReader._fence,
    "code_block": BlockReader._indented,
    "math_block": BlockReader._math,
    "html_block": BlockReader._html,
    "comment_block": BlockReader._comment,
    "box_open": BlockReader._box,
    "box_close": BlockReader._box,
    "box_title": BlockReader._title,
    "inline": BlockReader._nothing,
    "hr": BlockReader._rule,
    "definition": BlockReader._definition,
}


def _parts(item: Item) -> Iterator[Item]:
    """The paragraph itself; one of more lines than anybody writes as several, for the work on a text grows with its
    sentences and with its marks."""
    count = len(item.breaks) + 1
    for first in range(0, count, MOST_LINES) if count > MOST_LINES else ():
        starts = (0, *item.breaks)[first : first + MOST_LINES + 1]
        last = min(first + MOST_LINES, count) - 1
        text = item.text.cut(starts[0], starts[MOST_LINES] if len(starts) > MOST_LINES else None).strip()
        source = replace(item.source, first=item.source.first + first, last=item.source.first + last)
        breaks = tuple(min(start - starts[0], len(text)) for start in starts[1:MOST_LINES])
        yield replace(item, text=text, source=source, breaks=breaks, block=item.block if last == count - 1 else "")
    if count <= MOST_LINES:
        yield item


def _ends(tokens: Sequence[Token]) -> list[int]:
    """For each token, the number of the one that closes it: its own, unless it opens something."""
    ends = list(range(len(tokens)))
    opened: list[int] = []
    for nth, token in enumerate(tokens):
        if token.nesting > 0:
            opened.append(nth)
        elif token.nesting < 0:
            ends[opened.pop()] = nth
    return ends


def _first_line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _last_line(token: Token) -> int:
    return max(token.map[1], token.map[0] + 1) if token.map else 0


def _line_count(content: str) -> int:
    return content.count("\n") + (not content.endswith("\n") and content != "")


def _starts(lines: Sequence[str]) -> list[int]:
    """The offset at which each line starts when they are joined by line feeds."""
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts
