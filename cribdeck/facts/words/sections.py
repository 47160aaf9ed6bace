"""Sections of examples, exercises and proofs in languages whose words are not known otherwise."""

import re
import tomllib
from functools import cache
from pathlib import Path


def foreign_example_heading(text: str) -> bool:
    """Whether a heading or a title opens with a word for an example, an exercise or a proof in some language."""
    first = re.match(r"[\W\d_]*([^\W\d_]+)", text)
    return first is not None and first[1].casefold() in _words()


@cache
def _words() -> frozenset[str]:
    found = tomllib.loads((Path(__file__).parent / "sections.toml").read_text(encoding="utf-8"))
    return frozenset(str(found["words"]).split())
