"""Links to notes, headings and files that are not there, or that could be one of several."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from cribdeck.errors import Problem
from cribdeck.lint.images import ambiguous
from cribdeck.lint.places import Files, files_of, folded
from cribdeck.model import Item, Mark, Outline, Source
from cribdeck.outputs.media import is_remote
from cribdeck.study import Study

CODE = "missing-link"

_FILE = re.compile(r"\.[A-Za-z]\w{1,4}$")


def links(study: Study) -> Iterator[Problem]:
    """A problem for each target that is nowhere, once, with the places that want it; one for each unclear link."""
    files, by_file = files_of(study), {outline.file: outline for outline in study.outlines}
    missing: dict[str, list[Source]] = {}
    for item, mark in _links(study):
        name, _, place = mark.value.partition("#")
        if _leads_out(name, item):
            continue
        fits = _fitting(name, item, files)
        if name and len(fits) > 1:
            yield ambiguous(item, mark, fits)
        elif name and not fits and (len(by_file) > 1 or _is_file(name)):
            missing.setdefault(name, []).append(item.lines_of(mark.start, mark.end))
        elif place and not _has_place(by_file, fits[0] if name and fits else item.source.file, place, name):
            missing.setdefault(mark.value, []).append(item.lines_of(mark.start, mark.end))
    yield from (_missing(target, places) for target, places in missing.items())


def _links(study: Study) -> Iterator[tuple[Item, Mark]]:
    for outline in study.outlines:
        for item in outline.root.walk():
            for mark in item.text.marks if item.source.first else ():
                if mark.kind == "link" and not is_remote(mark.value) and mark.value.strip():
                    yield item, mark


def _fitting(name: str, item: Item, files: Files) -> tuple[str, ...]:
    """The files that a link may mean: one beside the note itself, or at exactly that path, is the one meant."""
    fits = files.fitting(name)
    folder = item.source.file.rpartition("/")[0]
    wanted = folded(unquote(name).strip().lstrip("/"))
    exact = [
        path
        for path in fits
        if folded(path).removesuffix(".md")
        in (wanted.removesuffix(".md"), f"{folded(folder)}/{wanted}".removesuffix(".md"))
    ]
    return tuple(exact[:1]) or fits


def _leads_out(name: str, item: Item) -> bool:
    """Whether a path leads out of the notes folder, where nobody looks."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(item.source.file), unquote(name))).startswith("..")


def _has_place(by_file: Mapping[str, Outline], file: str, place: str, name: str) -> bool:
    """Whether a note has the heading or block; nobody knows of a file that is no note, or was not read."""
    outline = by_file.get(file)
    if outline is None or (not name and not place):
        return True
    last = unquote(place).rpartition("#")[2].strip()
    if last.startswith("^"):
        return any(item.block == last[1:] for item in outline.root.walk())
    wanted = _said(re.sub(r"-\d+$", "", last))
    headings = {_said(item.text.plain) for item in outline.root.walk() if item.kind in ("heading", "file", "footnote")}
    return not wanted or wanted in headings or _said(last) in headings


def _said(heading: str) -> str:
    """A heading's words: links leave out or replace what stands between them."""
    return "".join(re.findall(r"[^\W_]+", heading.casefold()))


def _is_file(name: str) -> bool:
    return bool(_FILE.search(name.strip()))


def _missing(target: str, places: list[Source]) -> Problem:
    first, *others = dict.fromkeys(places)
    also = ", ".join(str(place) for place in others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
    also = f" It is linked from {also} too." if also else ""
    name, _, place = target.partition("#")
    if place:
        kind, said = ("block", place.rpartition("#")[2]) if "^" in place else ("heading", place)
        message = f"There is no {kind} {said} in {name or 'this note'}. Mend the link.{also}"
        return Problem(first, CODE, message, "note")
    if _is_file(name):
        return Problem(
            first, CODE, f"The file {name} is not in the notes' folder. Put it there or mend the link.{also}"
        )
    return Problem(first, CODE, f"There is no note {name} yet. Write it, or mend the link.{also}", "note")
