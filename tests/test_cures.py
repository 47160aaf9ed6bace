"""A cure that the report tells is true: done to the line, it gives the line a card."""

import re
from pathlib import Path

import pytest

from cribdeck.config import Config
from cribdeck.facts.candidates import Asked
from cribdeck.facts.cures import BOLD, COLON
from cribdeck.read.vault import read_vault
from cribdeck.study import study

CHECKOUT = Path(__file__).parent.parent
IN_BOLD = re.compile(BOLD.format("(.+)"))
BARE = re.compile(r"\*\*([^*`]+)\*\*")
"""Bold terms: without them, many lines have no card."""

OWN = """
# Sonata

- Three composers of the time
    - Haydn
    - Mozart
    - Clementi
"""


def notes() -> list[str]:
    files = sorted((CHECKOUT / "notes").glob("0*.md"))
    return [OWN, *(BARE.sub(r"\1", file.read_text(encoding="utf-8")) for file in files)]


def asked(markdown: str, folder: Path) -> tuple[Asked, ...]:
    folder.mkdir(exist_ok=True)
    (folder / "notes.md").write_text(markdown, encoding="utf-8")
    return study(read_vault(folder, Config()), Config()).asked


def cured(markdown: str, each: Asked) -> str:
    """The notes with the change made that the report asks for."""
    lines = markdown.split("\n")
    first, last = each.statement.source.first - 1, each.statement.source.last
    stated = "\n".join(lines[first:last])
    if each.cure == COLON:
        stated = stated.rstrip(" .;,") + ":"
    elif found := IN_BOLD.fullmatch(each.cure):
        term = r"\s+".join(map(re.escape, found[1].split()))
        stated = re.sub(rf"(?<!\w)({term})(?!\w)", r"**\1**", stated, count=1)
    else:
        raise AssertionError(each.cure)
    return "\n".join([*lines[:first], stated, *lines[last:]])


@pytest.mark.parametrize("markdown", notes(), ids=lambda text: text.strip().split("\n")[0])
def test_every_cure_gives_its_line_a_card(markdown: str, tmp_path: Path) -> None:
    false = []
    for each in asked(markdown, tmp_path / "before"):
        if not each.cure:
            continue
        at = each.statement.source.first
        after = asked(cured(markdown, each), tmp_path / "after")
        if not any(one.strict for one in after if one.statement.source.first == at):
            false.append((each.cure, each.statement.text.plain))
    assert false == []


def test_a_lead_in_may_lack_its_colon(tmp_path: Path) -> None:
    assert asked(OWN, tmp_path / "notes")[0].cure == COLON


def test_notes_without_bold_terms_are_told_some(tmp_path: Path) -> None:
    plain = [each for markdown in notes()[1:4] for each in asked(markdown, tmp_path / "notes")]
    assert sum(bool(IN_BOLD.fullmatch(each.cure)) for each in plain) > 3
