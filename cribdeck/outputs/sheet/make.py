"""Notes to a sheet: the chosen files and topics as numbered boxes, nothing laid out yet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cribdeck.config import SHEET_BOUNDS, SheetConfig
from cribdeck.errors import CribdeckError
from cribdeck.model import Calculation, Item, Outline
from cribdeck.outputs.sheet.left_out import Omitted, kept_off
from cribdeck.outputs.sheet.paragraphs import too_long
from cribdeck.outputs.sheet.reading import Reading
from cribdeck.outputs.sheet.topics import topics_of
from cribdeck.outputs.sheet.values import Sheet
from cribdeck.read.embeds import unfolded
from cribdeck.read.patterns import matches


def make_sheet(
    outlines: Sequence[Outline],
    config: SheetConfig,
    *,
    title: str,
    omitted: Iterable[Omitted] = (),
    calculations: Iterable[Calculation] = (),
) -> Sheet:
    """The sheet that ``config`` asks for. Raises CribdeckError when no file or topic is left."""
    _check(config)
    chosen = sorted((one for one in outlines if _wanted_file(one, config)), key=_as_counted)
    if not chosen:
        raise CribdeckError(f"No notes match files = {list(config.files)} of a [[sheet]]: mend the pattern.")
    among = {outline.file: outline for outline in outlines}
    printed = {outline.file for outline in chosen}
    chosen = [unfolded(outline, among, printed) for outline in chosen]
    if config.topics:
        chosen = [
            replace(outline, root=root)
            for outline in chosen
            if (root := _pruned(outline.root, {_folded(topic) for topic in config.topics})) is not None
        ]
        if not chosen:
            raise CribdeckError(f"No topic of the notes is called {' or '.join(config.topics)}: see the headings.")
    omitted = (*omitted, *_too_long(chosen))
    topics = topics_of(chosen, _reading(omitted, calculations))
    title = config.title or title
    return Sheet(title, topics, config, _language(chosen), kept_off(chosen, topics, omitted, title=title))


def _too_long(outlines: Iterable[Outline]) -> Iterator[Omitted]:
    for outline in outlines:
        for item in outline.root.walk():
            if any(map(too_long, item.cells or (item.text,))):
                yield Omitted(item.source, "left out to fit a column: too long without a full stop")


def _check(config: SheetConfig) -> None:
    for name, (least, most) in SHEET_BOUNDS.items():
        value = getattr(config, name)
        if value is not None and not least <= value <= most:
            raise CribdeckError(f"[[sheet]] {name} = {value:g} cannot be: say something from {least} to {most}.")


def _reading(omitted: Iterable[Omitted], calculations: Iterable[Calculation]) -> Reading:
    worked = {
        (one.source.file, line): one for one in calculations for line in range(one.source.first, one.source.last + 1)
    }
    gone: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in omitted:
        place = (one.source.file, one.source.first)
        gone[place] = (*gone.get(place, ()), one.text.strip())
    return Reading(worked, gone)


def _wanted_file(outline: Outline, config: SheetConfig) -> bool:
    return not config.files or matches(outline.file, config.files)


def _as_counted(outline: Outline) -> list[tuple[str, int]]:
    """What files are sorted by on paper: ``lecture 2`` before ``lecture 10``."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D*)(\d{0,18})", outline.file)]


def _pruned(item: Item, names: set[str]) -> Item | None:
    """The item with only the wanted topics below it, or None when there are none."""
    if _folded(item.text.plain) in names:
        return item
    kept = tuple(child for child in (_pruned(child, names) for child in item.children) if child is not None)
    return replace(item, children=kept) if kept else None


def _folded(name: str) -> str:
    return " ".join(name.split()).strip(" :").casefold()


def _language(outlines: Sequence[Outline]) -> str:
    """The language that most of the notes are in."""
    size: dict[str, int] = {}
    for outline in outlines:
        size[outline.lang] = size.get(outline.lang, 0) + sum(len(line) for line in outline.lines)
    return max(sorted(size), key=lambda lang: size[lang])
