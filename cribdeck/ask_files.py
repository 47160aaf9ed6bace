"""What each statement of each file can be asked as: of files that are new or changed, many of them by several
processes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cribdeck.facts.asked_before import Answer, AskedBefore
from cribdeck.facts.calculations import Found
from cribdeck.facts.candidates import Asked, Worked, find_candidates
from cribdeck.kept_files import Alone, KeptFiles
from cribdeck.model import Calculation, Candidate, Outline, Statement
from cribdeck.spread import cores, spread

WORTH_WORKERS = 2_000
"""Statements to be asked, some seconds of work, for which processes are started."""


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A file, and what its answers depend on beside its own text."""

    outline: Outline
    """As it was read."""
    settings: str
    alone: Alone
    found: tuple[Found, ...]
    """Its calculations, with the formulas that are found by looking at all files."""
    highlight: str

    @property
    def calculations(self) -> list[Calculation]:
        return [each.calculation for each in self.found]


def ask_files(files: Sequence[ToAsk], kept: KeptFiles, *, off: tuple[str, ...]) -> list[tuple[Asked, ...]]:
    """What the statements of every file can be asked as; ``off`` are rules that are not to ask."""
    known = [kept.asked(file.outline, file.alone, file.calculations) for file in files]
    anew = [file for file, asked in zip(files, known, strict=True) if asked is None]
    requests = [_request(file, kept.asked_before(file.alone, file.settings), off) for file in anew]
    workers = cores() if sum(len(file.alone.statements) for file in anew) >= WORTH_WORKERS else 1
    answers = iter(zip(anew, spread(_answered, requests, workers=workers), strict=True))
    return [asked if asked is not None else _kept(*next(answers), kept) for asked in known]


def _kept(file: ToAsk, answered: "_Answered", kept: KeptFiles) -> tuple[Asked, ...]:
    asked = tuple(Asked(statement, *said) for statement, said in zip(file.alone.statements, answered.said, strict=True))
    kept.keep(file.outline, file.settings, file.alone, file.calculations, asked, answered.used)
    return asked


# --- in whatever process --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Request:
    """What a process must know of a file to ask it."""

    outline: Outline
    statements: tuple[Statement, ...]
    found: tuple[Found, ...]
    highlight: str
    off: tuple[str, ...]
    before: AskedBefore


@dataclass(frozen=True, slots=True)
class _Answered:
    """What it says of each statement, without the statement, which would come back as another one."""

    said: list[tuple[tuple[Candidate, ...], str, str, Candidate | None]]
    used: dict[str, Answer]
    """The answers that were used, to be known again."""


def _request(file: ToAsk, before: AskedBefore, off: tuple[str, ...]) -> _Request:
    bare = replace(file.alone.outline, lines=(), embeds=())
    return _Request(bare, file.alone.statements, file.found, file.highlight, off, before)


def _answered(request: _Request) -> _Answered:
    asked = find_candidates(
        request.outline,
        request.statements,
        worked(request.found),
        highlight=request.highlight,
        off=request.off,
        before=request.before,
    )
    said = [(each.candidates, each.reason, each.cure, each.riddle) for each in asked]
    return _Answered(said, request.before.used)


def worked(found: Sequence[Found]) -> Worked:
    """Which items state a problem that is worth a card, and which are only its working."""
    stated = [each for each in found if each.stated]
    return Worked(
        {id(each.problem or each.working): each.calculation for each in stated},
        frozenset(id(each.working) for each in stated if each.problem is not None),
    )
