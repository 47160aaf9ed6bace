"""Notes read and understood: every statement of a vault and every way to ask it, before any identity."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from cribdeck.ask_files import ToAsk, ask_files
from cribdeck.config import Config, Level
from cribdeck.errors import Problem
from cribdeck.facts.calculations import Found, calculation_problems, find_calculations, practice_blocks, with_formulas
from cribdeck.facts.candidates import Asked
from cribdeck.facts.one_meaning import with_one_meaning
from cribdeck.facts.statements import find_statements
from cribdeck.kept_files import Alone, KeptFiles
from cribdeck.model import Calculation, Candidate, Outline, Statement
from cribdeck.read.bold_headings import with_bold_headings
from cribdeck.read.vault import Vault


@dataclass(frozen=True)
class Study:
    """A vault with all that is found in it, in the order of its files and lines."""

    vault: Vault
    outlines: tuple[Outline, ...]
    asked: tuple[Asked, ...]
    found: tuple[Found, ...]
    """The worked calculations, and the author's own practice problems."""
    problems: tuple[Problem, ...]

    @property
    def statements(self) -> list[Statement]:
        return [each.statement for each in self.asked]

    @property
    def candidates(self) -> list[tuple[Candidate, ...]]:
        return [each.candidates for each in self.asked]

    @property
    def calculations(self) -> list[Calculation]:
        return [each.calculation for each in self.found]

    @cached_property
    def by_file(self) -> dict[str, list[Asked]]:
        """What is asked of each file."""
        files: dict[str, list[Asked]] = {outline.file: [] for outline in self.outlines}
        for each in self.asked:
            files[each.statement.source.file].append(each)
        return files


def study(vault: Vault, config: Config, *, folder: str = "", kept: KeptFiles | None = None) -> Study:
    """Everything that the rules find in a vault. ``folder`` is where it stands, seen from the lock; ``kept`` knows the
    files that were read before."""
    kept = kept or KeptFiles()
    settings = [repr((folder, _highlight(outline, config), config.rules_off)) for outline in vault.outlines]
    files = [
        kept.alone(outline, setting) or _alone(outline, folder)
        for outline, setting in zip(vault.outlines, settings, strict=True)
    ]
    ruled = with_formulas(
        [each for file in files for each in file.found],
        [each for file in files for each in file.statements],
        practise=kept.practise,
    )
    found = (*ruled, *(each for file in files for each in file.written))
    by_file = _by_file(found)
    asked = ask_files(
        [
            ToAsk(outline, setting, file, tuple(by_file.get(outline.file, ())), _highlight(outline, config))
            for outline, setting, file in zip(vault.outlines, settings, files, strict=True)
        ],
        kept,
        off=config.rules_off,
    )
    return Study(
        vault,
        tuple(file.outline for file in files),
        tuple(each for of_file in with_one_meaning(asked) for each in of_file),
        found,
        (
            *vault.problems,
            *(problem for file in files for problem in file.problems),
            *calculation_problems(found, {outline.file: outline.lines for outline in vault.outlines}),
        ),
    )


def _alone(outline: Outline, folder: str) -> Alone:
    named = _named(with_bold_headings(outline), folder)
    written, problems = practice_blocks(named)
    return Alone(named, find_statements(named), find_calculations(named), written, problems)


def _named(outline: Outline, folder: str) -> Outline:
    """The outline that knows its file by the path from the lock, which may stand higher up than the notes."""
    if not folder:
        return outline
    return replace(outline, root=replace(outline.root, info=f"{folder}/{outline.file}"))


def _by_file(found: Iterable[Found]) -> dict[str, list[Found]]:
    files: dict[str, list[Found]] = {}
    for each in found:
        files.setdefault(each.at.file, []).append(each)
    return files


def _highlight(outline: Outline, config: Config) -> str:
    own = outline.settings.get("highlight")
    return own if own in ("mark", "cloze") else config.highlight


def level_of(outline: Outline, level: Level) -> Level:
    """The level of a file: its own, or that of the whole run."""
    own = outline.settings.get("level")
    return next((known for known in get_args(Level) if own == known), level)
