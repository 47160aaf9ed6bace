"""Notes and sections that other notes show: ``![[note]]``, ``![[note#heading]]``, ``![[note#^block]]``."""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cribdeck.errors import Problem
from cribdeck.model import Embed, Item, Outline
from cribdeck.read.media import Media

DEEPEST = 10
"""Notes shown in notes."""


def with_embeds(
    outlines: Sequence[Outline], notes: Media, others: Collection[str] = ()
) -> tuple[tuple[Outline, ...], tuple[Problem, ...]]:
    """The outlines that know what they show, and a problem for each note or section that is not there.

    ``notes`` finds a note file by name; ``others`` are files of the folder that were left out on purpose.
    """
    by_file = {outline.file: outline for outline in outlines}
    problems: list[Problem] = []
    found = []
    for outline in outlines:
        embeds = tuple(_resolved(embed, by_file, notes) for embed in outline.embeds)
        problems += (_missing(embed) for embed in embeds if _is_missing(embed, others))
        found.append(replace(outline, embeds=embeds) if embeds else outline)
    return tuple(found), tuple(problems)


def unfolded(outline: Outline, among: Mapping[str, Outline], shown: Collection[str]) -> Outline:
    """The outline with what its embeds show in their place; nothing twice, and nothing of the files in ``shown``."""
    if not outline.embeds:
        return outline
    seen = {(file, 0) for file in (*shown, outline.file)}
    return replace(outline, root=_unfolded(outline.root, outline, among, seen, DEEPEST))


# --- finding ------------------------------------------------------------------


def _resolved(embed: Embed, by_file: Mapping[str, Outline], notes: Media) -> Embed:
    name, _, place = embed.target.partition("#")
    name = name.strip()
    file = notes.locate(name if name.lower().endswith(".md") else f"{name}.md", embed.source.file)
    file = embed.source.file if not name else file
    if file is None or file not in by_file:
        return embed
    root = by_file[file].root
    items = root.children if not place else _section(root, place)
    return replace(embed, file=file, items=items)


def _section(root: Item, place: str) -> tuple[Item, ...]:
    """The heading or block that ``heading#sub-heading`` or ``^block`` names."""
    name = place.rpartition("#")[2].strip()
    if name.startswith("^"):
        return next(((item,) for item in root.walk() if item.block and item.block == name[1:]), ())
    wanted = _folded(name)
    return next(
        ((item,) for item in root.walk() if item.kind == "heading" and _folded(item.text.plain) == wanted),
        (),
    )


def _folded(name: str) -> str:
    """A heading as links name it: without the signs that a link cannot hold."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _is_missing(embed: Embed, others: Collection[str]) -> bool:
    if embed.file:
        return not embed.items and "#" in embed.target
    return _stem(embed.target.partition("#")[0]) not in map(_stem, others)


def _stem(name: str) -> str:
    return name.strip().rpartition("/")[2].casefold().removesuffix(".md")


def _missing(embed: Embed) -> Problem:
    if embed.file:
        message = f"{embed.target} is shown here, but {embed.file} has no such section. Mend the link."
    else:
        message = f"The note {embed.target} is shown here, but it is not in the notes' folder. Mend the link."
    return Problem(embed.source, "missing-note", message)


# --- putting in place ---------------------------------------------------------

Seen = set[tuple[str, int]]


def _unfolded(item: Item, outline: Outline, among: Mapping[str, Outline], seen: Seen, deepest: int) -> Item:
    """An item of this outline with all that is shown within its lines."""
    last = max(inner.source.last for inner in item.walk())
    for embed in outline.embeds:
        if item.source.first <= embed.source.first <= last or item is outline.root:
            items = _shown(embed, among, seen, deepest)
            item = _put(item, embed.source.first, items, outline.lines) if items else item
    return item


def _shown(embed: Embed, among: Mapping[str, Outline], seen: Seen, deepest: int) -> tuple[Item, ...]:
    if not embed.items or not deepest or (embed.file, 0) in seen:
        return ()
    if (embed.file, embed.items[0].source.first) in seen:
        return ()
    seen |= {(embed.file, inner.source.first) for item in embed.items for inner in item.walk()}
    return tuple(_unfolded(item, among[embed.file], among, seen, deepest - 1) for item in embed.items)


def _put(item: Item, line: int, items: tuple[Item, ...], lines: Sequence[str]) -> Item:
    """The item with others below it, behind what stands above that line."""
    own = [nth for nth, child in enumerate(item.children) if child.source.file == item.source.file]
    nth = bisect_right(own, line, key=lambda at: item.children[at].source.first)
    if not nth:
        return replace(item, children=(*items, *item.children))
    at = own[nth - 1]
    child = item.children[at]
    placed = (_put(child, line, items, lines),) if _takes(child, line, lines[line - 1]) else (child, *items)
    return replace(item, children=(*item.children[:at], *placed, *item.children[at + 1 :]))


def _takes(item: Item, line: int, text: str) -> bool:
    """Whether what stands on this line, behind the item's start, is below it: a bullet's is on its line or indented."""
    if item.kind == "item":
        return line <= item.source.last or text[:1].isspace()
    return item.kind in ("heading", "callout", "quote")
