"""Notes read and understood: every statement of a vault and every way to ask it, before any identity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cribdeck.config import Config
from cribdeck.errors import Problem
from cribdeck.facts.calculations import Found, calculation_problems, find_calculations, practice_blocks, with_formulas
from cribdeck.facts.candidates import Asked, Worked, find_candidates
from cribdeck.facts.statements import find_statements
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


def study(vault: Vault, config: Config, *, folder: str = "") -> Study:
    """Everything that the rules find in a vault. ``folder`` is where it stands, seen from the lock."""
    outlines = tuple(_named(with_bold_headings(outline), folder) for outline in vault.outlines)
    statements = [find_statements(outline) for outline in outlines]
    found, problems = _calculations(outlines, [each for of_file in statements for each in of_file])
    worked = _worked(found)
    asked = tuple(
        each
        for outline, of_file in zip(outlines, statements, strict=True)
        for each in find_candidates(
            outline, of_file, worked, highlight=_highlight(outline, config), off=config.rules_off
        )
    )
    return Study(vault, outlines, asked, found, (*vault.problems, *problems, *calculation_problems(found)))


def _named(outline: Outline, folder: str) -> Outline:
    """The outline that knows its file by the path from the lock, which may stand higher up than the notes."""
    if not folder:
        return outline
    return replace(outline, root=replace(outline.root, info=f"{folder}/{outline.file}"))


def _calculations(
    outlines: Sequence[Outline], statements: Sequence[Statement]
) -> tuple[tuple[Found, ...], list[Problem]]:
    found = [each for outline in outlines for each in find_calculations(outline)]
    blocks = [practice_blocks(outline) for outline in outlines]
    written = [each for made, _ in blocks for each in made]
    problems = [problem for _, bad in blocks for problem in bad]
    return (*with_formulas(found, statements), *written), problems


def _worked(found: Sequence[Found]) -> Worked:
    """Which items state a problem that is worth a card, and which are only its working."""
    stated = [each for each in found if each.stated]
    return Worked(
        {id(each.problem or each.working): each.calculation for each in stated},
        frozenset(id(each.working) for each in stated if each.problem is not None),
    )


def _highlight(outline: Outline, config: Config) -> str:
    own = outline.settings.get("highlight")
    return own if own in ("mark", "cloze") else config.highlight


def level_of(outline: Outline, level: str) -> str:
    """The level of a file: its own, or that of the whole run."""
    own = outline.settings.get("level")
    return own if own in ("strict", "all") else level
