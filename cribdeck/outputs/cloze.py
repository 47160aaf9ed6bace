"""Cloze fields: a text with hidden parts in Anki's syntax, and which clozes Anki sees in a field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cribdeck.model import Hidden, Mark, Text
from cribdeck.outputs.html import BARE, Embed, card_html, math_brackets, no_embeds

_TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")


def cloze_numbers(field: str) -> tuple[int, ...]:
    """The numbers of the clozes that Anki sees in a field, in order: number n is on card ``n - 1``."""
    levels: list[set[int]] = [set()]
    for token in _TOKEN.finditer(field):
        numbers = {int(number) for number in (token[1] or "").split(",") if number and int(number) < 2**16}
        if numbers:
            levels.append(numbers)
        elif token[0] == "}}" and len(levels) > 1:
            # Only now do they count: what stands in a cloze that is never closed is text.
            closed = levels.pop()
            levels[-1] |= closed
    return tuple(sorted(levels[0] - {0}))


def cloze_html(prompt: Text, hidden: Sequence[Hidden], numbers: Mapping[int, int], *, embed: Embed = no_embeds) -> str:
    """The prompt for a cloze field; ``numbers`` gives for each group of hidden parts the number that Anki sees.

    A part may stand inside another. A mark that crosses the border of a part is closed there and opened again; an
    image at the border stands outside.
    """
    parts = [part for part in hidden if part.start < part.end]
    formulas = [mark for mark in prompt.marks if mark.kind == "math" and _parted(mark, parts)]
    whole = Text(prompt.plain, tuple(replace(mark, note=BARE) if mark in formulas else mark for mark in prompt.marks))
    spans = [_cloze(part, numbers[part.group]) for part in parts] + [_formula(mark) for mark in formulas]
    spans.sort(key=lambda span: (span.start, -span.end))
    edges = sorted({0, len(prompt), *(span.start for span in spans), *(span.end for span in spans)})
    field: list[str] = []
    for start, end in zip(edges, [*edges[1:], len(prompt)], strict=True):
        images = card_html(_points(whole, start), embed=embed)
        stretch = card_html(_between(whole, start, end), embed=embed)
        field += [span.closing for span in reversed(spans) if span.end == start]
        field.append(_guarded(images) if any(part.start < start < part.end for part in parts) else images)
        field += [span.opening for span in spans if span.start == start]
        field.append(_guarded(stretch) if any(part.start <= start < part.end for part in parts) else stretch)
    return "".join(field)


@dataclass(frozen=True, slots=True)
class _Span:
    """What stands around a stretch of the field."""

    start: int
    end: int
    opening: str
    closing: str


def _cloze(part: Hidden, number: int) -> _Span:
    hint = f"::{_guarded(card_html(Text(part.hint)))}" if part.hint else ""
    return _Span(part.start, part.end, f"{{{{c{number}::", f"{hint}}}}}")


def _formula(mark: Mark) -> _Span:
    return _Span(mark.start, mark.end, *math_brackets(mark))


def _parted(mark: Mark, parts: Sequence[Hidden]) -> bool:
    """Whether parts of the formula are hidden, so that its brackets have to stand outside of them."""
    cutting = [part for part in parts if mark.start < part.start < mark.end or mark.start < part.end < mark.end]
    return bool(cutting) and all(mark.start <= part.start and part.end <= mark.end for part in cutting)


def _guarded(markup: str) -> str:
    """The HTML for inside a cloze, where ``::`` would begin a hint and a brace at the end would close too early."""
    pieces = re.split(r"(<[^>]*>)", markup)
    pieces[::2] = [re.sub(r":(?=:)", ":<!-- -->", piece) for piece in pieces[::2]]
    pieces[1::2] = [tag.replace("::", "&#58;&#58;") for tag in pieces[1::2]]
    guarded = "".join(pieces)
    if guarded.startswith("image-occlusion:"):
        guarded = f"<!-- -->{guarded}"
    return f"{guarded}<!-- -->" if guarded.endswith((":", "}")) else guarded


def _between(text: Text, start: int, end: int) -> Text:
    """The stretch without the images at its edges."""
    stretch = text.cut(start, end)
    return Text(
        stretch.plain,
        tuple(mark for mark in stretch.marks if mark.start < mark.end or 0 < mark.start < len(stretch)),
    )


def _points(text: Text, offset: int) -> Text:
    """The images, sounds and footnotes at the offset."""
    here = (mark for mark in text.marks if mark.start == mark.end == offset)
    return Text("", tuple(replace(mark, start=0, end=0) for mark in here))
