"""The page as one file of HTML that needs nothing beside itself and asks nothing of a network."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from cribdeck.outputs.media import MediaSet
from cribdeck.outputs.page.asks import Ask, asks_of
from cribdeck.outputs.page.contents import Contents, Live
from cribdeck.outputs.page.sections import Chapter, chapters_of
from cribdeck.outputs.templating import html_templates, render

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
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp4": "audio/mp4",
    "webm": "audio/webm",
}


def page_html(contents: Contents, *, live: Live | None = None, own: Path | None = None) -> str:
    """The page; ``live`` when a preview serves it, ``own`` for a folder of the user's own templates."""
    asks = asks_of(contents)
    chapters = chapters_of(contents, asks)
    ids = _ids(chapters)
    templates = _shipped() if own is None else html_templates("page", own)
    script = Markup(render(templates, "page.js"))
    lines = {
        (line.number, chapter.file) for chapter in chapters for section in chapter.sections for line in section.lines
    }
    return render(
        templates,
        "page.html",
        title=contents.title,
        lang=contents.outlines[0].lang if contents.outlines else "en",
        policy=_policy(script, live),
        css=Markup(render(templates, "page.css")),
        script=script,
        live=live,
        sheet=_sheet(contents),
        counts=_counts(contents, asks),
        views=_views(chapters, asks),
        facets=_facets(chapters, asks),
        loose=[one for one in contents.problems if (one.source.first, one.source.file) not in lines],
        chapters=chapters,
        ids=ids,
        gone=contents.made.plan.gone,
        asks=len(asks),
        cards=_json(_cards(chapters, ids)),
        media=_json(_media(contents.media)),
        style=_json(contents.deck.note_types["basic"].css),
    )


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


def _cards(chapters: Iterable[Chapter], ids: dict[tuple[int, int, str], str]) -> dict[str, object]:
    return {
        ids[nth, line.number, chapter.file]: {
            "cards": [[card.name, card.front, card.back] for card in ask.cards],
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


def _counts(contents: Contents, asks: Sequence[Ask]) -> list[tuple[int, str]]:
    states = Counter(ask.state for ask in asks)
    cards = sum(len(ask.cards) for ask in asks if ask.state == "card")
    lines = len(contents.uses)
    asked = sum(use.use == "card" for use in contents.uses)
    found = [(cards, "cards"), (states["proposal"], "proposals"), (states["skipped"], "skipped")]
    found += [(len(contents.made.plan.gone), "gone"), (len(contents.problems), "problems")]
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
        ("part", "Every topic", sections),
        ("kind", "Every kind", _by_number(ask.candidate.kind for ask in asks)),
        ("rule", "Every rule", _by_number(ask.candidate.rule for ask in asks)),
        ("status", "Every status", _by_number(ask.status for ask in asks)),
    ]


def _by_number(names: Iterable[str]) -> list[Choice]:
    return [(name, name, number) for name, number in sorted(Counter(names).items(), key=lambda one: (-one[1], one[0]))]


def _sheet(contents: Contents) -> dict[str, str] | None:
    if not contents.sheet_file:
        return None
    report = contents.sheet
    pages = "" if report is None else f"{report.pages} {'page' if report.pages == 1 else 'pages'}, {report.paper}"
    return {"file": contents.sheet_file, "says": pages}
