"""Emoji on paper: those that mean something as a sign of the sheet's fonts, the others not at all.

Fonts for print have no emoji, and would set an empty frame for each.
"""

import re
import unicodedata
from functools import cache

from cribdeck.outputs.sheet.fonts import known_characters

_MEANT = {
    "✅": "✔",
    "❌": "✘",
    "❎": "✘",
    "⭐": "★",
    "🌟": "★",
    "➕": "+",
    "➖": "−",
    "➗": "÷",
    "🟰": "=",
    "❗": "!",
    "❕": "!",
    "❓": "?",
    "❔": "?",
    "👉": "→",
    "👈": "←",
    "👆": "↑",
    "👇": "↓",
    "⬅": "←",
    "⬆": "↑",
    "⬇": "↓",
    "🔼": "▲",
    "🔽": "▼",
    "🔺": "▲",
    "🔻": "▼",
    "🔴": "●",
    "🟠": "●",
    "🟡": "●",
    "🟢": "●",
    "🔵": "●",
    "⚫": "●",
    "⚪": "○",
    "⬛": "■",
    "⬜": "□",
    "❤": "♥",
    "💯": "100",
}
_JOINED = "\ufe0e\ufe0f\u200d\u20e3"
"""What joins and colours emoji."""
_SIGN = re.compile(rf"([^\x00-\u2122])[{_JOINED}\U0001f3fb-\U0001f3ff]*( ?)")
_KEYCAP = re.compile("\ufe0f?\u20e3")
_FIRST = "\u2123"
"""Nothing below it is an emoji to any font."""


def signs(text: str) -> str:
    """The text with signs in place of emoji, and without those that stand for nothing that can be set."""
    if not text or max(text) < _FIRST:
        return text
    return _SIGN.sub(lambda found: _shown(found[1], found[0], found[2]), _KEYCAP.sub("", text))


def unset_signs(text: str) -> set[str]:
    """The emoji of a text that are not on paper."""
    return {char for char in text if char >= _FIRST and char not in _MEANT and _is_unknown(char)}


def _shown(char: str, whole: str, space: str) -> str:
    if char in _MEANT:
        return _MEANT[char] + space
    if unicodedata.category(char) != "So":
        return whole
    return "" if _is_unknown(char) else char + space


@cache
def _is_unknown(char: str) -> bool:
    return unicodedata.category(char) == "So" and char not in known_characters()
