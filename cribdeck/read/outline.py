"""A note file's text to an outline: the tree of its blocks, and an account of every line."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from cribdeck.errors import Problem
from cribdeck.model import Item, Outline, Source, Text
from cribdeck.read.blocks import BlockReader
from cribdeck.read.drawings import drawn_lines
from cribdeck.read.frontmatter import Frontmatter, read_frontmatter
from cribdeck.read.language import guess_language
from cribdeck.read.lines import clean_lines
from cribdeck.read.markdown import parse
from cribdeck.read.notion import page_name

_SAMPLE = 20_000
"""Characters of prose that are enough to tell its language."""

_NO_PROSE = ("code", "math", "image", "link")


def read_outline(source: str, file: str, *, lang: str = "") -> tuple[Outline, tuple[Problem, ...]]:
    """The outline of a note file, and what its author should mend.

    ``file`` is the path that every Source names; ``lang`` is the language of notes that do not say theirs.
    """
    lines, problems = clean_lines(source, file)
    front = read_frontmatter(lines)
    drawn = drawn_lines(front.settings, lines)
    body = _without(lines, {*range(1, front.lines + 1), *drawn})
    tokens, notices = parse("\n".join(body))
    reader = BlockReader(file, lines, tokens)
    reader.structure.update(dict.fromkeys(range(1, front.lines + 1), "frontmatter"))
    reader.structure.update(dict.fromkeys(drawn, "drawing"))
    if page_name(file) != PurePosixPath(file).stem:
        reader.skip_properties()
    items = reader.read()
    outline = Outline(
        file,
        Item("file", _title(front, items, file), Source(file), items),
        tuple(lines),
        dict(sorted(reader.structure.items())),
        front.settings,
        tuple(dict.fromkeys((*_tags(front), *reader.tags))),
        _language(front) or lang or guess_language(_prose(items)),
        tuple(reader.embeds),
    )
    if front.wrong:
        problems.append(Problem(Source(file, front.wrong_line, front.wrong_line), "bad-frontmatter", front.wrong))
    problems += [Problem(Source(file, line + 1, line + 1), code, message) for line, code, message in notices]
    return outline, tuple(sorted(problems + reader.problems, key=lambda problem: problem.source))


def _without(lines: Sequence[str], taken: set[int]) -> list[str]:
    return ["" if number in taken else line for number, line in enumerate(lines, 1)]


def account(outline: Outline) -> dict[int, Item | str]:
    """For every line that holds text, the item whose own text stands there, or the reason why none does.

    An item without text of its own (a table, a quote, a bullet over a fence) holds no line.
    """
    held: dict[int, Item | str] = dict(outline.structure)
    for item in outline.root.walk():
        if item.text and item.source.first:
            held.update(dict.fromkeys(range(item.source.first, item.source.last + 1), item))
    return {number: held[number] for number, line in enumerate(outline.lines, 1) if line.strip()}


def _title(front: Frontmatter, items: Sequence[Item], file: str) -> Text:
    """The title in the settings, else the heading of the first level that opens the file if it is the only one, else
    the file's name."""
    given = front.settings.get("title")
    if isinstance(given, str) and given.strip():
        return Text(given.strip())
    tops = [item for item in items if item.kind == "heading" and item.level == 1]
    if len(tops) == 1 and items[0] is tops[0]:
        return tops[0].text
    return Text(page_name(file))


def _tags(front: Frontmatter) -> list[str]:
    given = front.settings.get("tags") or front.settings.get("tag")
    found = given.replace(",", " ").split() if isinstance(given, str) else given if isinstance(given, list) else []
    return [str(tag).strip().lstrip("#") for tag in found if str(tag).strip().lstrip("#")]


def _language(front: Frontmatter) -> str:
    given = front.settings.get("lang")
    return given.strip().lower() if isinstance(given, str) else ""


def _prose(items: Sequence[Item]) -> str:
    parts: list[str] = []
    size = 0
    for item in items:
        for inner in item.walk():
            if inner.kind in ("paragraph", "item", "definition", "row", "heading", "html"):
                parts += [piece for piece, marks in inner.text.pieces() if not any(m.kind in _NO_PROSE for m in marks)]
                size += len(inner.text)
        if size > _SAMPLE:
            break
    return "\n".join(parts)[:_SAMPLE]
