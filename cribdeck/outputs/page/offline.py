"""A side of a card made fit for a page that fetches nothing and runs no script of a card."""

import re

from cribdeck.outputs.page.formulas import with_formulas

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_POOL = re.compile(r'<div class="practice"[^>]*\bhidden>(.*?)</ol></div>', re.DOTALL)
_IMAGE = re.compile(r'<img src="(?!data:)([^"]*)"')
_SOUND = re.compile(r"\[sound:([^\]]+)\]")


def offline_front(markup: str) -> str:
    """The front; the fresh problems of a calculation stay hidden, as in Anki."""
    return _offline(_POOL.sub("", markup))


def offline_back(markup: str) -> str:
    """The back, with the fresh problems to unfold."""
    return _offline(_POOL.sub(_unfolding, markup))


def _unfolding(found: re.Match[str]) -> str:
    summary = f"<summary>{found[1].count('<li>')} fresh problems, another every day</summary>"
    return f'<details class="context practice">{summary}{found[1]}</ol></details>'


def _offline(markup: str) -> str:
    """Pictures and sounds are named, and the page puts in those that it carries."""
    quiet = _SCRIPT.sub("", markup)
    named = _IMAGE.sub(r'<img data-media="\1"', quiet)
    named = _SOUND.sub(r'<audio controls preload="none" data-media="\1"></audio>', named)
    return re.sub(r">\s+<", "><", with_formulas(named)).strip()
