"""The documentation is true: its examples give the cards that it shows, its commands run, its options exist."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import click
import pytest
from PIL import Image

from cribdeck.cli import main, program
from cribdeck.config import Config, SheetConfig, read_config
from cribdeck.facts.rules import RULES
from cribdeck.model import Candidate
from cribdeck.read.vault import read_vault
from cribdeck.study import study

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
PAGES = (README, *sorted((CHECKOUT / "docs").glob("*.md")))
LARGEST_PICTURE = 300_000
SERVES = "preview"
"""The command that runs until it is stopped."""


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """A page without its fences."""
    return re.sub(r"(?ms)^( *)(`{3,}).*?^ *\2\n", "", words_of(page))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Info string and text of every fence of a page, the text without the indentation of the list it stands in."""
    found = re.findall(r"(?ms)^( *)(`{3,})([\w-]*)\n(.*?)^ *\2\n", words_of(page))
    return [(info, re.sub(rf"(?m)^{indent}", "", text)) for indent, _, info, text in found]


def commands(page: Path) -> list[list[str]]:
    """What is typed after ``python3 build.py`` in the page's blocks."""
    lines = [line for info, text in blocks(page) if info == "sh" for line in text.splitlines()]
    typed = [shlex.split(line, comments=True) for line in lines]
    return [words[2:] for words in typed if words[1:2] == ["build.py"]]


# --- examples ---------------------------------------------------------------


def examples() -> Iterator[tuple[str, str, list[str]]]:
    """Page, notes and cards of every block of notes that is followed by its cards."""
    for page in PAGES:
        found = blocks(page)
        for (info, notes), (after, cards) in pairwise(found):
            if info == "markdown" and after == "cards":
                yield page.name, notes, cards.splitlines()


def shown(candidate: Candidate) -> str:
    """A card as the documentation writes it."""
    front = candidate.prompt.plain
    for part in sorted(candidate.hidden, key=lambda part: -part.start):
        front = f"{front[: part.start]}[{front[part.start : part.end]}]{front[part.end :]}"
    back = "" if candidate.note_type == "cloze" else " → " + "; ".join(candidate.asked)
    return " ".join(front.split()) + back


@pytest.mark.parametrize(("page", "notes", "cards"), list(examples()))
def test_an_example_gives_the_cards_below_it(page: str, notes: str, cards: list[str], tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(notes, encoding="utf-8")
    found = study(read_vault(tmp_path, Config()), Config())
    best = [each.candidates[0] for each in found.asked if each.candidates]
    assert [shown(one) for one in best if one.strict or one.explicit] == cards


def test_the_pages_with_examples_have_some() -> None:
    assert {page for page, _, _ in examples()} >= {"writing-notes.md", "light-syntax.md"}


# --- commands ---------------------------------------------------------------


@pytest.mark.pdf
def test_a_newcomers_path_works_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the README in its order, in a fresh folder that holds what the README says to write."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-notes").mkdir()
    texts = dict(blocks(README))
    (tmp_path / "my-notes" / "cells.md").write_text(texts["markdown"], encoding="utf-8")
    (tmp_path / "my-notes" / "cribdeck.toml").write_text(texts["toml"], encoding="utf-8")
    ours = tmp_path / "notes"
    ours.mkdir()
    (ours / "cells.md").write_text(texts["markdown"], encoding="utf-8")
    lock = tmp_path / "my-notes" / "cribdeck.lock"
    for arguments in commands(README):
        if arguments[:1] == ["test"] or SERVES in arguments:
            continue
        if "adopt" in arguments:
            lock.unlink()
        assert main(arguments) == 0, arguments
    assert lock.is_file()
    assert {path.name for path in (tmp_path / "my-deck").iterdir()} >= {"Biology.apkg", "Biology.pdf", "Biology.html"}


def test_every_command_that_is_typed_exists() -> None:
    for page in PAGES:
        for arguments in commands(page):
            name = arguments[0] if arguments and arguments[0] in program.commands else "build"
            if arguments[:1] != ["test"]:
                rest = arguments[1:] if name in arguments[:1] else arguments
                program.commands[name].make_context(name, rest)  # raises a usage error where it does not parse


def test_every_option_that_is_named_exists() -> None:
    known = {option for command in program.commands.values() for option in options(command)}
    for page in (page for page in PAGES if page.name != "sources.md"):  # that one is about other programs
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", prose_of(page)))
        assert named <= known | {"--help"}, page.name


def test_every_option_of_a_build_and_every_command_is_told() -> None:
    told = words_of(CHECKOUT / "docs" / "settings.md")
    assert [option for option in options(program.commands["build"]) if f"`{option}`" not in told] == []
    assert [name for name in program.commands if f"| `{name}" not in told] == []


def options(command: click.Command) -> list[str]:
    return [option for parameter in command.params for option in parameter.opts if option.startswith("--")]


# --- settings ---------------------------------------------------------------


def test_every_block_of_settings_can_be_read(tmp_path: Path) -> None:
    found = [text for page in PAGES for info, text in blocks(page) if info == "toml"]
    assert found
    for text in found:
        (tmp_path / "cribdeck.toml").write_text(text, encoding="utf-8")
        assert not read_config(tmp_path).extra


def test_every_setting_is_told() -> None:
    told = words_of(CHECKOUT / "docs" / "settings.md")
    renamed = {"rules_off": "rules.off", "sheets": "[[sheet]]"}
    names = [renamed.get(field.name, field.name) for field in fields(Config) if field.name != "extra"]
    assert [name for name in names if f"| `{name}` |" not in told] == []
    sheet = words_of(CHECKOUT / "docs" / "sheet.md")
    assert [field.name for field in fields(SheetConfig) if f"| `{field.name}` |" not in sheet] == []


def test_rules_that_are_named_exist() -> None:
    block = next(text for info, text in blocks(CHECKOUT / "docs" / "settings.md") if "off = " in text)
    assert set(tomllib.loads(block)["rules"]["off"]) <= {rule.__name__ for rule in RULES}


# --- links ------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", prose_of(page))
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_every_page_is_linked_from_the_readme_or_a_page_of_it() -> None:
    linked = {target for page in PAGES for target in re.findall(r"\]\((?:docs/)?([\w-]+\.md)\)", words_of(page))}
    assert {"writing-notes.md", "light-syntax.md", "identity.md", "sheet.md", "settings.md"} <= linked
    assert {"templates.md", "contributing.md"} <= linked


def test_templates_that_are_named_are_shipped_and_all_are_named() -> None:
    told = set(re.findall(r"`((?:cards|sheet|page)/[\w.-]+)`", words_of(CHECKOUT / "docs" / "templates.md")))
    shipped = {path.relative_to(CHECKOUT / "templates").as_posix() for path in (CHECKOUT / "templates").glob("*/*.*")}
    assert told == shipped


def test_parts_that_are_named_are_all_that_are_required() -> None:
    told = words_of(CHECKOUT / "docs" / "contributing.md")
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split(r"[=<>\[; ]", requirement)[0] for requirement in wanted]
    missing = [name for name in names if not name.startswith("types-") and name.lower() not in told.lower()]
    assert missing == []


@pytest.mark.parametrize("name", ["notes.png", "card.png", "sheet.png"])
def test_pictures_are_small(name: str) -> None:
    path = CHECKOUT / "docs" / "pictures" / name
    assert path.stat().st_size < LARGEST_PICTURE
    with Image.open(path) as picture:
        assert picture.width >= 600
