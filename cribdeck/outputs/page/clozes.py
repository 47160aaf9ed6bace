"""Cloze fields as Anki shows them: on each card one number is asked, the others stand open."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"(\{\{c[0-9,]+::|\}\})")
_MATH = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


@dataclass(slots=True)
class _Cloze:
    """A hidden part while it is being read."""

    numbers: frozenset[int]
    nodes: "list[str | _Cloze]" = field(default_factory=list)
    hint: str = ""


def asked_html(text: str, number: int) -> str:
    """The front: each part of this number is a gap, or its hint."""
    return _bare_math("".join(_shown(node, number, front=True) for node in _parse(text)))


def revealed_html(text: str, number: int) -> str:
    """The back: each part of this number stands in its place and is set off."""
    return _bare_math("".join(_shown(node, number, front=False) for node in _parse(text)))


def _parse(text: str) -> Sequence[str | _Cloze]:
    top = _Cloze(frozenset())
    opened = [top]
    for piece in _TOKEN.split(text):
        if piece.startswith("{{c"):
            opened.append(_Cloze(frozenset(int(one) for one in piece[3:-2].split(",") if one)))
        elif piece == "}}" and len(opened) > 1:
            done = opened.pop()
            opened[-1].nodes.append(done)
        elif len(opened) > 1 and "::" in piece:
            said, _, opened[-1].hint = piece.partition("::")
            opened[-1].nodes.append(said)
        elif piece:
            opened[-1].nodes.append(piece)
    return top.nodes


def _shown(node: str | _Cloze, number: int, *, front: bool) -> str:
    if isinstance(node, str):
        return node
    inner = "".join(_shown(one, number, front=front) for one in node.nodes)
    ordinals = ",".join(map(str, sorted(node.numbers)))
    if number not in node.numbers:
        return f'<span class="cloze-inactive" data-ordinal="{ordinals}">{inner}</span>'
    if not front:
        return f'<span class="cloze" data-ordinal="{ordinals}">{inner}</span>'
    return (
        f'<span class="cloze" data-cloze="{html.escape(inner)}" data-ordinal="{ordinals}">[{node.hint or "..."}]</span>'
    )


def _bare_math(markup: str) -> str:
    """MathJax reads no tags, so Anki takes those inside its brackets away."""
    return _MATH.sub(lambda found: re.sub(r"<[^>]*>", "", found[0]), markup)
