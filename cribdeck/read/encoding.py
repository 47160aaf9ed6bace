"""Bytes to text."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # starts with the mark of UTF-16, so it is tried first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LINE_END = re.compile(r"\r\n|\n|\r")


class NotText(Exception):  # noqa: N818  # as StopIteration: it names what was found
    """The bytes are no text that we can read; the message says why, ``line`` where."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def decode(source: bytes) -> str:
    """The text of UTF-8, with a byte order mark or without, or of UTF-16 and UTF-32 with one."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if source.startswith(mark)), (b"", "utf-8"))
    body = source[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, "replace")
        why = f"byte 0x{body[error.start]:02X} is no {encoding.upper()}"
        raise NotText(why, 1 + len(_LINE_END.findall(before))) from error
    if text.count("\0") * 10 > len(text):
        raise NotText("it is full of NUL characters", 1)
    return text
