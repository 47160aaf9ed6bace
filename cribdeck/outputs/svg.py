"""Whether an SVG is a picture and nothing else."""

import re
from xml.parsers import expat

MOST_BYTES = 5_000_000

_RUNS = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
_LINKS = {"href", "src", "from", "to", "values"}
_INNER = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?://|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_FETCHES = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"#\s]|data:)", re.IGNORECASE)


class _ActiveError(Exception):
    """Says what stands in the picture that should not."""


def why_active(content: bytes) -> str:
    """What in the SVG runs, loads or unfolds, to be read after its name; nothing for one that only draws."""
    if len(content) > MOST_BYTES:
        return f"it has over {MOST_BYTES // 10**6} MB"
    parser = expat.ParserCreate(namespace_separator=" ")
    words: list[str] = []
    parser.StartElementHandler = _element
    parser.CharacterDataHandler = words.append
    parser.ProcessingInstructionHandler = _instruction
    parser.StartDoctypeDeclHandler = _doctype
    try:
        parser.Parse(content, True)
        _style("".join(words))
    except _ActiveError as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError):
        return "it is no SVG that can be read"
    return ""


def _element(name: str, attributes: dict[str, str]) -> None:
    tag = name.rpartition(" ")[2].lower()
    if tag in _RUNS:
        raise _ActiveError(f"it holds <{tag}>")
    for full_name, value in attributes.items():
        attribute = full_name.rpartition(" ")[2].lower()
        if attribute.startswith("on"):
            raise _ActiveError(f"it runs a script ({attribute})")
        if attribute in _LINKS and _ADDRESS.match(value) and not _INNER.match(value):
            raise _ActiveError(f"it leads elsewhere ({attribute})")
        _style(value)


def _style(text: str) -> None:
    if _FETCHES.search(text):
        raise _ActiveError("its style loads a file")


def _instruction(target: str, _: str) -> None:
    raise _ActiveError(f"it holds an instruction ({target})")


def _doctype(_name: str, _system: str | None, _public: str | None, declares: bool) -> None:
    if declares:
        raise _ActiveError("it declares entities")
