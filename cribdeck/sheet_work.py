"""The sheet of a build: started beside the deck, since its layout runs in a process of its own."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cribdeck.commit import Staged, staged
from cribdeck.config import Config, SheetConfig
from cribdeck.errors import CribdeckError, Problem
from cribdeck.facts.calculations import practice_page
from cribdeck.keeping import Keeping
from cribdeck.model import Source
from cribdeck.names import file_name
from cribdeck.options import BuildOptions
from cribdeck.outputs.pdf import NoPangoError, Starting
from cribdeck.outputs.sheet.left_out import Omitted
from cribdeck.outputs.sheet.make import make_sheet
from cribdeck.outputs.sheet.printing import write_pdf
from cribdeck.outputs.sheet.sizes import TooLongError
from cribdeck.outputs.sheet.values import Exercises, Sheet, SheetReport
from cribdeck.pango import pango_advice
from cribdeck.printed import Printed
from cribdeck.read.vault import Vault
from cribdeck.read.walk import NOTES, walk
from cribdeck.report import META
from cribdeck.study import Study


@dataclass(frozen=True, slots=True)
class SheetWork:
    """The sheets in the making, one after the other."""

    sheets: "tuple[tuple[Staged, Future[SheetReport]], ...]"
    alone: bool
    """Nothing else was asked for: then a sheet that cannot be made is an error."""
    problems: tuple[Problem, ...] = ()
    """What there is to say before anything is laid out."""

    def result(self) -> Printed:
        """The sheets, as soon as they are there. Raises CribdeckError when one does not fit or cannot be laid out."""
        done: list[tuple[Staged, SheetReport]] = []
        problems = {each.code: each for each in self.problems}
        for entry, future in self.sheets:
            try:
                done.append((entry, future.result()))
            except TooLongError as error:
                if self.alone:
                    raise
                problems["no-sheet"] = Problem(Source(""), "no-sheet", str(error))
            except NoPangoError as error:
                message = f"{error} To get it: {pango_advice()}"
                if self.alone:
                    raise CribdeckError(message) from error
                problems["no-pango"] = Problem(Source(""), "no-pango", message)
        told = (*problems.values(), *(problem for _, report in done for problem in report.problems))
        first = done[0] if done else (None, None)
        return Printed(first[0], first[1], tuple(entry for entry, _ in done[1:]), tuple(dict.fromkeys(told)))


def start_sheet(
    stack: ExitStack,
    study: Study,
    options: BuildOptions,
    keeping: Keeping,
    name: str,
    *,
    starting: Sequence[Starting] = (),
) -> SheetWork:
    """Begin with the sheets; the stack waits for them where nobody asks for the result.

    The first is laid out by the processes that are ``starting``, if there are any.
    """
    pool = stack.enter_context(ThreadPoolExecutor(1))
    when, templates = _date_of(study.vault, options), keeping.templates

    def write(sheet: Sheet, entry: Staged, starting: Sequence[Starting]) -> SheetReport:
        return write_pdf(
            sheet,
            entry.temporary,
            source=study.vault.title,
            built=when.isoformat(),
            date=when.date().isoformat(),
            find_image=study.vault.find_media,
            templates=templates,
            cache=options.cache,
            starting=starting,
        )

    works: list[tuple[Staged, Future[SheetReport]]] = []
    counts = [0]
    for config, file in _sheets(options, keeping, name):
        sheet = make_sheet(
            study.outlines,
            config,
            title=options.deck or study.vault.title,
            omitted=_omitted(study),
            calculations=study.calculations,
        )
        if options.practice:
            exercises = _exercises(study, sheet, options)
            sheet = replace(sheet, exercises=exercises)
            counts.append(len(exercises.problems))
        entry = staged(options.out / f"{file}.pdf")
        works.append((entry, pool.submit(write, sheet, entry, () if works else starting)))
    return SheetWork(tuple(works), options.only == ("sheet",), _few(max(counts), options.practice))


def _exercises(study: Study, sheet: Sheet, options: BuildOptions) -> Exercises:
    """Fresh problems of the kinds that stand on the sheet, drawn by the seed or the day of the build."""
    shown = {line for topic in sheet.topics for row in topic.rows for line in row.lines}
    kinds = [
        each
        for each in study.found
        for source in [each.calculation.source]
        if any((source.file, line) in shown for line in range(source.first, source.last + 1))
    ]
    seed = options.seed or datetime.fromtimestamp(options.now, UTC).date().isoformat()
    return Exercises(practice_page(kinds, count=options.practice, seed=seed), seed)


def _few(count: int, wanted: int) -> tuple[Problem, ...]:
    """What there is to say when no sheet got as many fresh problems as were asked for."""
    if count == wanted:
        return ()
    made = f"only {count} fresh problems could be made" if count else "there are no fresh problems to print"
    cure = "State a worked calculation in words and numbers, or write a practice block (```practice)."
    return (Problem(Source(""), "few-exercises", f"--practice {wanted}: {made}. {cure}"),)


def _sheets(options: BuildOptions, keeping: Keeping, name: str) -> list[tuple[SheetConfig, str]]:
    """The sheets to print, each with the name of its file: the first has the deck's, the others add their title.

    Whoever asks on the command line for pages, for topics or for one file of several means one sheet.
    """
    several = keeping.config.sheets and _is_one_of_several(options.notes, keeping.folder)
    of_part = bool(options.topics or several)
    first = _sheet_config(options, keeping.config, of_part=of_part)
    if options.pages is not None or of_part:
        return [(first, name)]
    others = (
        (sheet, f"{name} - {file_name(sheet.title or str(nth))}")
        for nth, sheet in enumerate(keeping.config.sheets[1:], 2)
    )
    return [(first, name), *others]


def _is_one_of_several(notes: Path, folder: Path) -> bool:
    """Whether only one file was asked for, of the notes that the settings in this folder are for."""
    if notes.suffix.lower() not in NOTES or not notes.is_file():
        return False
    own = notes.resolve()
    return any(found.path != own and found.path.suffix.lower() in NOTES and not found.left for found in walk(folder))


def _sheet_config(options: BuildOptions, config: Config, *, of_part: bool) -> SheetConfig:
    """The first sheet, as the command line has it. The pages and files of the settings are for all that is there."""
    own = config.sheets[0] if config.sheets else SheetConfig()
    if of_part:
        own = replace(own, pages=None)
    asked: dict[str, object] = {
        "pages": options.pages,
        "paper": options.paper,
        "columns": options.columns,
        "min_size": options.min_size,
        "drop": options.drop,
        "topics": options.topics or None,
    }
    chosen = {key: value for key, value in asked.items() if value is not None}
    return replace(own, **chosen)  # type: ignore[arg-type]  # the options have the types of these settings


def _omitted(study: Study) -> list[Omitted]:
    """What is for the student's desk and not for the wall: study talk, notes to oneself, sentences that break off."""
    return [
        Omitted(each.statement.source, each.reason, each.statement.text.plain)
        for each in study.asked
        if each.statement.suppressed in (*META, "unfinished")
    ]


def _date_of(vault: Vault, options: BuildOptions) -> datetime:
    """The date to print: SOURCE_DATE_EPOCH, else the newest change of the notes, else now."""
    seconds = options.epoch if options.epoch is not None else _newest(vault) or options.now
    return datetime.fromtimestamp(seconds, UTC)


def _newest(vault: Vault) -> int:
    times = []
    for outline in vault.outlines:
        try:
            times.append(int((vault.root / outline.file).stat().st_mtime))
        except OSError:
            continue
    return max(times, default=0)
