"""The page as one file of HTML that needs nothing beside itself and asks nothing of a network."""

import json
import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from cribdeck.errors import Problem
from cribdeck.identity.plan import Change
from cribdeck.model import LineUse
from cribdeck.outputs.media import MediaSet
from cribdeck.outputs.page.asks import Ask, asks_of, cards_of
from cribdeck.outputs.page.contents import Contents, Live
from cribdeck.outputs.page.parts import Part, parts_of, shows
from cribdeck.outputs.page.sections import Chapter, chapters_of
from cribdeck.outputs.templating import html_templates, render

MOST = 6000
"""Cards and proposals that one page holds and is still quick; a browser takes a second to open so many. Of a deck that
has more, a page holds twice as many lines and cards together."""

Placed = TypeVar("Placed", LineUse, Problem)

Choice = tuple[str, str, int]
"""What a filter offers: its value, what is shown, and how many there are."""

_KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "aac": "audio/aac",
    "3gp": "audio/3gpp",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp4": "audio/mp4",
    "webm": "audio/webm",
}


def page_html(contents: Contents, *, live: Live | None = None, own: Path | None = None) -> str:
    """The page; ``live`` when a preview serves it, ``own`` for a folder of the user's own templates."""
    asks = asks_of(contents)
    return _whole(contents, chapters_of(contents, asks), asks, contents.made.plan.gone, _templates(own), live)


def page_files(
    contents: Contents, name: str, *, own: Path | None = None, most: int = MOST
) -> Iterator[tuple[str, str]]:
    """The files of the page, each after its name: one, or for a large deck an index and the pages that it leads to."""
    asks, templates = asks_of(contents), _templates(own)
    chapters, gone = chapters_of(contents, asks), contents.made.plan.gone
    if len(asks) <= most:
        yield f"{name}.html", _whole(contents, chapters, asks, gone, templates)
        return
    parts = list(parts_of(chapters, 2 * most))
    names = [part_name(name, nth) for nth in range(1, len(parts) + 1)]
    yield f"{name}.html", _index(contents, parts, asks, names, templates)
    uses, problems = _by_file(contents.uses), _by_file(contents.problems)
    for file, part in zip(names, parts, strict=True):
        own_lines = replace(
            contents,
            title=f"{part[0].title}{' …' if len(part) > 1 else ''} · {contents.title}",
            uses=[use for chapter in part for use in uses[chapter.file] if shows(chapter, use.source)],
            problems=[one for chapter in part for one in problems[chapter.file] if shows(chapter, one.source)],
            media=_media_of(contents.media, {chapter.file for chapter in part}),
        )
        yield file, _whole(own_lines, part, _asks_in(part), (), templates)


def _by_file(placed: Iterable[Placed]) -> Mapping[str, Sequence[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        found[one.source.file].append(one)
    return found


def _asks_in(chapters: Iterable[Chapter]) -> list[Ask]:
    return [ask for chapter in chapters for section in chapter.sections for ask in section.asks]


def part_name(name: str, nth: int) -> str:
    """The name of a page that the index leads to, counted from 1."""
    return f"{name} - page {nth}.html"


def is_part(file: str, name: str) -> bool:
    """Whether this is a page that an index leads to, of this build or of an earlier one."""
    return re.fullmatch(rf"{re.escape(name)} - page \d+\.html", file) is not None


def _whole(
    contents: Contents,
    chapters: Sequence[Chapter],
    asks: Sequence[Ask],
    gone: Sequence[Change],
    templates: Environment,
    live: Live | None = None,
) -> str:
    ids = _ids(chapters)
    script = Markup(render(templates, "page.js"))
    return render(
        templates,
        "page.html",
        title=contents.title,
        lang=_lang(contents),
        policy=_policy(script, live),
        css=Markup(render(templates, "page.css")),
        script=script,
        live=live,
        sheet=_sheet(contents),
        counts=_counts(contents, asks, gone),
        views=_views(chapters, asks),
        facets=_facets(chapters, asks),
        loose=_loose(contents, chapters),
        chapters=chapters,
        ids=ids,
        gone=gone,
        asks=len(asks),
        cards=_json(_cards(contents, chapters, ids)),
        media=_json(_media(contents.media)),
        style=_json(contents.deck.note_types["basic"].css),
    )


def _index(
    contents: Contents, parts: Sequence[Part], asks: Sequence[Ask], names: Sequence[str], templates: Environment
) -> str:
    return render(
        templates,
        "index.html",
        title=contents.title,
        lang=_lang(contents),
        css=Markup(render(templates, "page.css")),
        sheet=_sheet(contents),
        counts=_counts(contents, asks, contents.made.plan.gone),
        loose=_loose(contents, [chapter for part in parts for chapter in part]),
        gone=contents.made.plan.gone,
        rows=[_row(chapter, quote(name)) for part, name in zip(parts, names, strict=True) for chapter in part],
    )


def _row(chapter: Chapter, page: str) -> dict[str, object]:
    asks = _asks_in([chapter])
    first = chapter.span[0]
    return {
        "href": f"{page}#{chapter.sections[0].name}" if chapter.sections else page,
        "title": chapter.title,
        "file": f"{chapter.file}:{first}" if first else chapter.file,
        "cards": sum(len(ask.note.cards) for ask in asks if ask.state == "card"),
        "proposals": sum(ask.state == "proposal" for ask in asks),
        "left": sum(not ask.decision for ask in asks),
        "problems": sum(len(line.problems) for section in chapter.sections for line in section.lines),
    }


def _lang(contents: Contents) -> str:
    return contents.outlines[0].lang if contents.outlines else "en"


def _loose(contents: Contents, chapters: Sequence[Chapter]) -> list[Problem]:
    """The problems that stand at no line of the page."""
    lines = {
        (line.number, chapter.file) for chapter in chapters for section in chapter.sections for line in section.lines
    }
    return [problem for problem in contents.problems if (problem.source.first, problem.source.file) not in lines]


def _templates(own: Path | None) -> Environment:
    return _shipped() if own is None else html_templates("page", own)


@cache
def _shipped() -> Environment:
    """The shipped templates, compiled once."""
    return html_templates("page")


# --- what it carries --------------------------------------------------------


def _ids(chapters: Iterable[Chapter]) -> dict[tuple[int, int, str], str]:
    """A name for each ask by its place; two facts of one statement share a key."""
    seen: Counter[str] = Counter()
    ids: dict[tuple[int, int, str], str] = {}
    for chapter in chapters:
        for section in chapter.sections:
            for line in section.lines:
                for nth, ask in enumerate(line.asks):
                    seen[ask.key] += 1
                    ids[nth, line.number, chapter.file] = ask.key + (f".{seen[ask.key]}" if seen[ask.key] > 1 else "")
    return ids


def _cards(contents: Contents, chapters: Iterable[Chapter], ids: dict[tuple[int, int, str], str]) -> dict[str, object]:
    return {
        ids[nth, line.number, chapter.file]: {
            "cards": [[card.name, card.front, card.back] for card in cards_of(ask, contents)],
            "kind": ask.candidate.kind,
            "rule": ask.candidate.rule,
            "guid": ask.guid,
            "others": ask.others,
            "turns": ask.can_turn,
            "topic": ask.candidate.topic[-1] if ask.candidate.topic else "",
            "changed": ask.changed,
            "remark": ask.remark,
        }
        for chapter in chapters
        for section in chapter.sections
        for line in section.lines
        for nth, ask in enumerate(line.asks)
    }


def _media(media: MediaSet) -> dict[str, str]:
    files = {one.name: one.content for one in media.found.values()}
    return {
        name: f"data:{_KINDS[name.rpartition('.')[2]]};base64,{b64encode(files[name]).decode('ascii')}"
        for name in sorted(files)
    }


def _media_of(media: MediaSet, files: Set[str]) -> MediaSet:
    """The media that these note files show."""
    return MediaSet({place: found for place, found in media.found.items() if place[0] in files})


def _json(value: object) -> Markup:
    """JSON that may stand in a script element: nothing in it ends the element or opens a comment."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _policy(script: str, live: Live | None) -> str:
    """What the browser lets the page do: run its own script, show what it carries, and talk to its preview alone."""
    digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
    rules = (
        "default-src 'none'",
        f"script-src 'sha256-{digest}'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "media-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        *(("connect-src 'self'", "frame-src 'self'") if live else ()),
    )
    return "; ".join(rules)


# --- what one can choose ----------------------------------------------------


def _counts(contents: Contents, asks: Sequence[Ask], gone: Sequence[Change]) -> list[tuple[int, str]]:
    states = Counter(ask.state for ask in asks)
    cards = sum(len(ask.note.cards) for ask in asks if ask.state == "card")
    lines = len(contents.uses)
    asked = sum(use.use == "card" for use in contents.uses)
    found = [(cards, "cards"), (states["proposal"], "proposals"), (states["skipped"], "skipped")]
    found += [(len(gone), "gone"), (len(contents.problems), "problems")]
    share = [(round(100 * asked / lines), "% of the lines are asked")] if lines else []
    return [*((number, name) for number, name in found if number), *share]


def _views(chapters: Sequence[Chapter], asks: Sequence[Ask]) -> list[tuple[str, str, int | None]]:
    lines = [line for chapter in chapters for section in chapter.sections for line in section.lines]
    states = Counter(ask.state for ask in asks)
    return [
        ("all", "All lines", len(lines)),
        ("cards", "Cards", states["card"]),
        ("proposals", "Proposals", states["proposal"]),
        ("fresh", "Not looked at", sum(not ask.decision for ask in asks)),
        ("none", "No card", sum(not line.asks and line.use not in ("topic", "structure") for line in lines)),
        ("wrong", "Problems", sum(bool(line.problems) for line in lines)),
    ]


def _facets(chapters: Sequence[Chapter], asks: Sequence[Ask]) -> list[tuple[str, str, list[Choice]]]:
    sections = [
        (section.name, f"{chapter.title} › {section.title}" if len(chapters) > 1 else section.title, len(section.asks))
        for chapter in chapters
        for section in chapter.sections
        if section.asks
    ]
    return [
        ("part", "Topic", sections),
        ("kind", "Kind", _by_number(ask.candidate.kind for ask in asks)),
        ("rule", "Rule", _by_number(ask.candidate.rule for ask in asks)),
        ("status", "Status", _by_number(ask.status for ask in asks)),
    ]


def _by_number(names: Iterable[str]) -> list[Choice]:
    return [(name, name, number) for name, number in sorted(Counter(names).items(), key=lambda one: (-one[1], one[0]))]


def _sheet(contents: Contents) -> dict[str, str] | None:
    if not contents.sheet_file:
        return None
    report = contents.sheet
    pages = "" if report is None else f"{report.pages} {'page' if report.pages == 1 else 'pages'}, {report.paper}"
    return {"file": contents.sheet_file, "says": pages}
