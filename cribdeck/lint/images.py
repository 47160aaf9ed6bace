"""Images and sounds that are not there, or that could be one of several files."""

from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.lint.places import files_of
from cribdeck.model import Item, Mark
from cribdeck.outputs.media import is_remote, missing_media
from cribdeck.study import Study

AMBIGUOUS = "ambiguous-link"


def images(study: Study) -> Iterator[Problem]:
    """A problem for each image or sound that no card can show."""
    items = [item for outline in study.outlines for item in outline.root.walk()]
    files = files_of(study)
    unclear: set[str] = set()
    for item, mark in _media(items):
        fits = () if is_remote(mark.value) else files.fitting(mark.value)
        if len(fits) > 1 and not study.vault.find_media(mark.value, item.source.file):
            unclear.add(mark.value)
            yield ambiguous(item, mark, fits)
    told = study.vault.root  # stands for the file of a target that was spoken of already
    yield from missing_media(
        items, lambda target, file: told if target in unclear else study.vault.find_media(target, file)
    )


def _media(items: list[Item]) -> Iterator[tuple[Item, Mark]]:
    for item in items:
        yield from ((item, mark) for mark in item.text.marks if mark.kind in ("image", "sound"))


def ambiguous(item: Item, mark: Mark, fits: tuple[str, ...]) -> Problem:
    """The problem of a target that several files fit."""
    place = item.lines_of(mark.start, max(mark.end, mark.start + 1))
    return Problem(
        place, AMBIGUOUS, f"{mark.value} may be {' or '.join(fits[:3])}. Name the folder too, so that it is one."
    )
