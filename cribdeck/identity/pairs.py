"""Pairs: which new row is which old row, as far as is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from cribdeck.identity.tree import NOWHERE, Tree

How = Literal["block", "place", "text", "like", "contents"]
"""By block id; the same text in the same place; the same text elsewhere; likeness; by what stands in it."""


@dataclass(slots=True)
class Pairs:
    """Grows while the stages run; what a stage has paired, no later one takes apart."""

    old: Tree
    new: Tree
    to_new: list[int] = field(init=False)
    to_old: list[int] = field(init=False)
    how: dict[int, tuple[How, float]] = field(default_factory=dict)
    """For a new row: by which stage it was found, and how sure that is, up to 1."""

    def __post_init__(self) -> None:
        self.to_new = [NOWHERE] * len(self.old)
        self.to_old = [NOWHERE] * len(self.new)

    def add(self, old: int, new: int, how: How, sure: float = 1.0) -> None:
        assert self.to_new[old] == self.to_old[new] == NOWHERE, "a row is paired once"
        self.to_new[old], self.to_old[new] = new, old
        self.how[new] = (how, sure)

    def free(self, old: int, new: int) -> bool:
        return self.to_new[old] == self.to_old[new] == NOWHERE

    def joined(self, old: int, new: int) -> bool:
        """Whether these are paired with each other. NOWHERE is paired with nothing."""
        return old != NOWHERE and new != NOWHERE and self.to_new[old] == new

    def joinable(self, old: int, new: int) -> bool:
        """Whether neither is paired with another."""
        return self.to_new[old] in (NOWHERE, new) and self.to_old[new] in (NOWHERE, old)

    def same_parent(self, old: int, new: int) -> bool:
        return self.joined(self.old.parents[old], self.new.parents[new])

    def same_file(self, old: int, new: int) -> bool:
        return self.joined(self.old.files[old], self.new.files[new])

    def free_old(self, rows: Iterable[int]) -> list[int]:
        return [row for row in rows if self.to_new[row] == NOWHERE]

    def free_new(self, rows: Iterable[int]) -> list[int]:
        return [row for row in rows if self.to_old[row] == NOWHERE]

    def shared_children(self, old: int, new: int) -> int:
        """How many children of the one are paired with children of the other."""
        parents = self.new.parents
        found = (self.to_new[child] for child in self.old.children[old])
        return sum(child != NOWHERE and parents[child] == new for child in found)
