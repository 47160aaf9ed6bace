"""Formulas between MathJax's brackets as MathML, which a browser sets without help."""

import html
import re
from functools import lru_cache

from cribdeck.outputs.later import postponed

LONGEST = 4000
"""More TeX than this is shown as its source."""

_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


def with_formulas(markup: str) -> str:
    """The HTML of a card with its formulas set; one that cannot be set is shown as it was written."""
    if "\\" not in markup:
        return markup
    return _FORMULA.sub(lambda found: _set(html.unescape(found[1] or found[2] or ""), found[1] is None), markup)


def _set(tex: str, display: bool) -> str:
    return _mathml(tex, display) or f'<code class="tex">{html.escape(tex)}</code>'


@lru_cache(maxsize=4096)
def _mathml(tex: str, display: bool) -> str:
    if len(tex) > LONGEST:
        return ""
    with postponed("urllib.request"):  # xml.sax would load it for files that it fetches
        from latex2mathml.converter import convert

    try:
        found = convert(tex, display="block" if display else "inline")
    except Exception:  # the converter raises whatever its parser stumbles over; the source is shown instead
        return ""
    # A formula is no place for a link.
    return re.sub(r'\s(?:xlink:)?href="[^"]*"', "", found)
