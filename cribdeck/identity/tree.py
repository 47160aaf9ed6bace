"""The rows as a tree: parents, children and neighbours, by index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cribdeck.identity.keys import lead_in, split_tokens
from cribdeck.identity.rows import Row

NOWHERE = -1
"""The parent of a file, and the neighbour of what stands at an edge."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Columns with an entry a row; a row is known by its index."""

    rows: Sequence[Row]
    keys: Sequence[str]
    parents: Sequence[int]
    children: Sequence[Sequence[int]]
    positions: Sequence[int]
    """Which child of its parent a row is, from 0."""
    files: Sequence[int]
    """The row of the file that a row stands in."""
    _tokens: dict[int, list[str]] = field(default_factory=dict)
    """Filled as they are asked for, like the next: most rows never are."""
    _leads: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def is_statement(self, row: int) -> bool:
        return self.rows[row].kind == "statement"

    def tokens(self, row: int) -> list[str]:
        if row not in self._tokens:
            self._tokens[row] = split_tokens(self.keys[row])
        return self._tokens[row]

    def lead(self, row: int) -> str:
        """The key of the term that the row starts with, or nothing."""
        if row not in self._leads:
            self._leads[row] = lead_in(self.rows[row].text)
        return self._leads[row]

    def before(self, row: int) -> int:
        """The sibling above, or NOWHERE."""
        parent, position = self.parents[row], self.positions[row]
        return self.children[parent][position - 1] if parent != NOWHERE and position > 0 else NOWHERE

    def after(self, row: int) -> int:
        """The sibling below, or NOWHERE."""
        parent, position = self.parents[row], self.positions[row] + 1
        if parent == NOWHERE or position == len(self.children[parent]):
            return NOWHERE
        return self.children[parent][position]

    def siblings(self, row: int) -> Sequence[int]:
        """The children of its parent, the row itself among them."""
        parent = self.parents[row]
        return (row,) if parent == NOWHERE else self.children[parent]


def make_tree(rows: Sequence[Row], key_of: Callable[[str], str]) -> Tree:
    """A tree of these rows: each hangs on the last row above it that is less deep."""
    parents: list[int] = []
    children: list[list[int]] = [[] for _ in rows]
    positions: list[int] = []
    files: list[int] = []
    topics: list[int] = []
    opened: list[int] = []
    file = NOWHERE
    for index, row in enumerate(rows):
        if row.kind == "file":
            parent, file, topics, opened = NOWHERE, index, [], []
        elif row.kind == "topic":
            _close(topics, rows, row.depth)
            parent, opened = topics[-1] if topics else file, []
            topics.append(index)
        else:
            _close(opened, rows, row.depth)
            parent = opened[-1] if opened else topics[-1] if topics else file
            opened.append(index)
        parents.append(parent)
        files.append(file)
        positions.append(len(children[parent]) if parent != NOWHERE else 0)
        if parent != NOWHERE:
            children[parent].append(index)
    keys = [row.text if row.kind == "file" else key_of(row.text) for row in rows]
    return Tree(rows, keys, parents, children, positions, files)


def parent_texts(rows: Sequence[Row]) -> list[str]:
    """For each row the text that it stands below."""
    tree = make_tree(rows, str)
    return [rows[parent].text if parent != NOWHERE else "" for parent in tree.parents]


def _close(opened: list[int], rows: Sequence[Row], depth: int) -> None:
    while opened and rows[opened[-1]].depth >= depth:
        opened.pop()
