"""A line of the notes as it is read, not as it is typed: bold is bold, a bullet is a dot."""

import re
from html import escape

from markupsafe import Markup

_LEAD = re.compile(r"^(?P<space>[\s>]*)(?P<marker>[-*+]\s+(?:\[[ xX/-]\]\s+)?|\d+[.)]\s+|#{1,6}\s+)?")
# Without the limits, a line of thousands of openings and no end would be searched to its end from each.
_MARKS = re.compile(
    r"(?P<code>(?<!`)`++)(?P<coded>.{1,500}?)(?P=code)(?!`)"
    r"|\*\*(?P<strong>(?!\s).{1,500}?(?<!\s))\*\*"
    r"|==(?P<mark>(?!\s).{1,500}?(?<!\s))=="
)
_TAB = 4
_DEEPEST = 12


def depth_of(line: str) -> int:
    """How far a line is indented, in steps of half a bullet."""
    lead = _LEAD.match(line)
    space = lead["space"].expandtabs(_TAB) if lead else ""
    return min(len(space) // 2, _DEEPEST)


def line_html(line: str, *, code: bool = False) -> Markup:
    """The line without its indentation, escaped, its bold, code and highlights set as such; code as it stands."""
    # Strings, and Markup at the end: of a large vault, Markup all the way takes as long as all else on its page.
    if code:
        return Markup(f"<code>{escape(line.rstrip())}</code>")
    lead = _LEAD.match(line)
    marker = (lead["marker"] or "").strip() if lead else ""
    rest = line[lead.end() :] if lead else line
    shown = {"": "", "-": "•", "*": "•", "+": "•"}.get(marker, "" if marker.startswith("#") else marker)
    return Markup((f'<span class="marker">{escape(shown)}</span> ' if shown else "") + _inline(rest))


def _inline(text: str) -> str:
    parts, at = [], 0
    for found in _MARKS.finditer(text):
        parts += [escape(text[at : found.start()]), _marked(found)]
        at = found.end()
    return "".join([*parts, escape(text[at:])])


def _marked(found: re.Match[str]) -> str:
    if found["coded"] is not None:
        return f"<code>{escape(found['coded'].strip())}</code>"
    if found["strong"] is not None:
        return f"<b>{_inline(found['strong'])}</b>"
    return f"<mark>{_inline(found['mark'])}</mark>"
