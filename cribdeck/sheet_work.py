"""The sheet of a build: started beside the deck, since its layout runs in a process of its own."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cribdeck.commit import Staged, staged
from cribdeck.config import Config, SheetConfig
from cribdeck.errors import Problem
from cribdeck.keeping import Keeping
from cribdeck.model import Source
from cribdeck.options import BuildOptions
from cribdeck.outputs.pdf import NoPangoError
from cribdeck.outputs.sheet import Omitted, SheetReport, TooLongError, make_sheet, write_pdf
from cribdeck.read.vault import Vault
from cribdeck.report import META
from cribdeck.study import Study


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet under its temporary name, or why there is none."""

    staged: Staged | None = None
    report: SheetReport | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetWork:
    """The sheet in the making."""

    future: "Future[SheetReport]"
    staged: Staged
    alone: bool
    """Nothing else was asked for: then a sheet that cannot be made is an error."""

    def result(self) -> Printed:
        """The sheet, as soon as it is there. Raises CribdeckError when it does not fit or cannot be laid out."""
        try:
            report = self.future.result()
        except (TooLongError, NoPangoError) as error:
            if self.alone:
                raise
            code = "no-pango" if isinstance(error, NoPangoError) else "no-sheet"
            return Printed(problems=(Problem(Source(""), code, str(error)),))
        return Printed(self.staged, report, report.problems)


def start_sheet(stack: ExitStack, study: Study, options: BuildOptions, keeping: Keeping, name: str) -> SheetWork:
    """Begin with the sheet; the stack waits for it where nobody asks for the result."""
    sheet = make_sheet(
        study.outlines,
        _sheet_config(options, keeping.config),
        title=options.deck or study.vault.title,
        omitted=_omitted(study),
        calculations=study.calculations,
    )
    entry = staged(options.out / f"{name}.pdf")
    templates = keeping.templates
    when = _date_of(study.vault, options)

    def write() -> SheetReport:
        return write_pdf(
            sheet,
            entry.temporary,
            source=study.vault.title,
            built=when.isoformat(),
            date=when.date().isoformat(),
            find_image=study.vault.find_media,
            templates=templates,
        )

    pool = stack.enter_context(ThreadPoolExecutor(1))
    return SheetWork(pool.submit(write), entry, alone=options.only == ("sheet",))


def _sheet_config(options: BuildOptions, config: Config) -> SheetConfig:
    own = config.sheets[0] if config.sheets else SheetConfig()
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
