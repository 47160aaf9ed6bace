"""What is known of the lines of the notes beside their outline: which are calculations, which do not go to paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cribdeck.model import Calculation, Item, Text
from cribdeck.outputs.sheet.light import without_marks

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of the lines beside the outline."""

    calculations: Mapping[Line, Calculation] = field(default_factory=dict)
    """By each line that a calculation takes up."""
    omitted: Mapping[Line, tuple[str, ...]] = field(default_factory=dict)
    """By its first line, the plain text of each statement that does not go to paper; "" is the whole line."""

    def calculation(self, item: Item) -> Calculation | None:
        return self.calculations.get((item.source.file, item.source.first))

    def omits(self, item: Item) -> bool:
        """Whether nothing of the item goes to paper."""
        return "" in self.omitted.get((item.source.file, item.source.first), ())

    def kept(self, item: Item) -> Text:
        """The item's text without the statements that do not go to paper."""
        text = without_marks(item)
        for line in range(item.source.first, item.source.last + 1):
            for gone in self.omitted.get((item.source.file, line), ()):
                if not gone:
                    return Text("")
                at = text.plain.find(gone)
                if at >= 0:
                    text = (text.cut(0, at).strip() + Text(" ") + text.cut(at + len(gone)).strip()).strip()
        return text
