r"""Math: ``$x$``, ``$$x$$`` and ``\(x\)`` in a line, ``$$`` or ``\[`` to ``\]`` as a block of its own."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

# "$5 and $10" is money: no white space just inside the dollars, no digit right after the closing one.
_INLINE = re.compile(r"\$(?![\s$])((?:\\[^\n]|[^\\$\n])++)(?<!\s)\$(?!\d)")
_DISPLAY = re.compile(r"\$\$((?:\\.|[^\\$]|\$(?!\$))++)\$\$", re.DOTALL)
_ROUND = re.compile(r"\\\(((?:\\[^()\n]|[^\\\n])++)\\\)")
_TEX = re.compile(r"[\\^_={}]|^\s*[A-Za-z]\s*$")
"""What is TeX between ``\\(`` and ``\\)``, and not a bracket that somebody escaped."""

_FENCES = (("$$", "$$"), ("\\[", "\\]"))

LONGEST = 50
"""Lines in a block of math; without a limit, a thousand openings and no end would be searched a thousand times."""


def math(md: MarkdownIt) -> None:
    """Tokens ``math_inline`` (``meta["at"]`` is where the TeX starts) and ``math_block``; ``markup`` tells them apart.

    A block may follow a paragraph without a blank line between, and holds none itself.
    """
    md.inline.ruler.before("escape", "math", _math_inline)
    md.block.ruler.before("fence", "math", _math_block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _math_inline(state: StateInline, silent: bool) -> bool:
    found = _find(state.src, state.pos, state.posMax)
    if not found or not found[1].strip():
        return False
    match, tex = found
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = tex, state.src[state.pos : match.start(1)]
        token.meta["at"] = match.start(1)
    state.pos = match.end()
    return True


def _find(src: str, pos: int, end: int) -> tuple[re.Match[str], str] | None:
    if src.startswith("$$", pos):
        # Looked for first: without a closing pair, every "$$" would search to the end of the paragraph.
        match = _DISPLAY.match(src, pos, end) if src.rfind("$$", pos + 2, end) > 0 else None
    elif src.startswith("$", pos):
        match = None if pos and src[pos - 1].isdigit() else _INLINE.match(src, pos, end)
    elif src.startswith("\\(", pos):
        match = _ROUND.match(src, pos, end)
        match = match if match and _TEX.search(match[1]) else None
    else:
        return None
    return (match, match[1]) if match else None


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("$$", "\\["), pos) or state.is_code_block(start):
        return False
    first = _line(state, start)
    for opening, closing in _FENCES:
        if first.startswith(opening):
            last = _closing_line(state, start, end, opening, closing)
            break
    else:
        return False
    if last is None:
        return False
    lines = [state.src[state.bMarks[line] : state.eMarks[line]] for line in range(start, last + 1)]
    lines[0] = lines[0].strip().removeprefix(opening)
    lines[-1] = lines[-1].rstrip().removesuffix(closing)
    if not any(line.strip() for line in lines):
        return False
    if silent:
        return True
    token = state.push("math_block", "math", 0)
    token.content, token.markup, token.map = "\n".join(lines), opening, [start, last + 1]
    state.line = last + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int, opening: str, closing: str) -> int | None:
    """The line on which a block that opens on ``start`` closes, if it does before it is interrupted."""
    rest = _line(state, start)[len(opening) :]
    if closing in rest:
        whole = rest.find(closing) == len(rest) - len(closing) > 0
        return start if whole else None
    for line in range(start + 1, min(end, state.lineMax, start + LONGEST)):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        text = _line(state, line)
        if closing in text:
            return line if text.find(closing) == len(text) - len(closing) else None
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
