"""docs/lint.md and the checks agree: its codes are those of the program, and its examples show them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cribdeck.config import Config
from cribdeck.lint import lint
from cribdeck.read.vault import read_vault
from cribdeck.study import study

CHECKOUT = Path(__file__).parents[1]
PAGE = (CHECKOUT / "docs" / "lint.md").read_text(encoding="utf-8")
BY_LINT, BY_BUILD = PAGE.split("## Told by a build alone")

IN_WORDS = {"control-character", "too-deep", "unreadable"}
"""Codes whose example cannot be printed."""
MENTIONED = {"inline-sound"}
"""Codes that are told beside another one."""

_SECTION = re.compile(r"(?m)^### `([\w-]+)`\n")
_FILE = re.compile(r"(?ms)(?:^`([^`\n]+)`:\n\n)?^(`{3,})markdown\n(.*?)^\2\n")


def sections() -> dict[str, dict[str, str]]:
    """For every code the files of its example."""
    parts = _SECTION.split(BY_LINT)[1:]
    return {
        code: {name or "heart.md": text for name, _, text in _FILE.findall(told)}
        for code, told in zip(parts[::2], parts[1::2], strict=True)
    }


def codes_of_the_program() -> Iterator[str]:
    """Every code that some Problem is made with, wherever in the package."""
    for path in sorted((CHECKOUT / "cribdeck").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                nth = {"Problem": 1, "_UnusableError": 0, "notice": 2}.get(node.func.id)
                if nth is not None and len(node.args) > nth:
                    yield from _codes(node.args[nth], constants)


def _codes(code: ast.expr, constants: dict[str, object]) -> Iterator[str]:
    match code:
        case ast.Constant(value=str(told)):
            yield told
        case ast.Name(id=name) if name in constants:
            yield str(constants[name])
        case ast.JoinedStr(values=[ast.Constant(value=start), ast.FormattedValue(value=ast.Name(id="kind"))]):
            yield from (f"{start}{kind}" for kind in ("image", "sound"))


def test_every_code_of_the_program_is_documented_and_no_other() -> None:
    documented = {*sections(), *MENTIONED, *re.findall(r"(?m)^\| `([\w-]+)`", BY_BUILD)}
    assert documented == set(codes_of_the_program())


def test_what_is_told_beside_another_code_is_told() -> None:
    assert all(f"`{code}`" in BY_LINT for code in MENTIONED)


def found_in(folder: Path, files: dict[str, str]) -> set[str]:
    """The codes that lint tells of these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {problem.code for problem in lint(study(read_vault(folder, Config()), Config()))}


@pytest.mark.parametrize("code", sorted(set(sections()) - IN_WORDS))
def test_the_example_of_a_code_shows_it_and_nothing_worse(code: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, sections()[code]) == {code}


def test_the_comments_that_the_page_shows_silence_what_they_name(tmp_path: Path) -> None:
    (_, _, text), *_ = _FILE.findall(PAGE.split("## Silence")[1])
    assert found_in(tmp_path, {"heart.md": text}) == set()
    loud = re.sub(r"cribdeck-ignore", "was ignored", text)
    assert found_in(tmp_path, {"heart.md": loud}) == {"unfinished", "to-do"}
