"""A folder of notes in, a deck, a sheet, a page and a lock out: the stages joined."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cribdeck.commit import Staged, commit, locked, staged
from cribdeck.config import NAME as CONFIG
from cribdeck.config import Config, SheetConfig, read_config
from cribdeck.errors import CribdeckError, Problem
from cribdeck.facts.context import by_item, context_of
from cribdeck.identity.identify import Identified, identify
from cribdeck.identity.lock import Lock, format_lock, read_lock
from cribdeck.identity.plan import plan_json
from cribdeck.keeping import Keeping, find_keeping
from cribdeck.model import Fact, NoteType, Outline, Source
from cribdeck.names import file_name
from cribdeck.options import BuildOptions, Progress
from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.card_rows import card_rows
from cribdeck.outputs.cards import Deck, make_deck
from cribdeck.outputs.content import content_hash, media_of
from cribdeck.outputs.media import MediaSet, load_media, missing_media
from cribdeck.outputs.note_types import AnkiNoteType, note_types
from cribdeck.outputs.retired import retired_deck, retired_note
from cribdeck.outputs.sheet import Omitted, SheetReport, TooLongError, make_sheet, write_pdf
from cribdeck.outputs.sources import no_link, obsidian_link
from cribdeck.outputs.tags import tags_of
from cribdeck.read.vault import Vault, read_vault
from cribdeck.report import META, line_uses, make_report, proposal_row
from cribdeck.study import Study, study

NoteTypes = Mapping[NoteType, AnkiNoteType]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what there is to say of it."""

    written: tuple[Path, ...]
    report: dict[str, object]
    seconds: float


def build(options: BuildOptions, tell: Progress) -> Built:
    """Write what was asked for, all of it or nothing. Raises CribdeckError when the run cannot go on."""
    clock = _Clock()
    keeping = find_keeping(options)
    folders = [options.out, *([keeping.lock.parent] if keeping.lock and "deck" in options.only else [])]
    with locked(*folders, waiting=lambda message: tell(message)):
        return _build(options, keeping, tell, clock)


def plan(options: BuildOptions, tell: Progress) -> dict[str, object]:
    """What the next build would do to the deck, as values for JSON. Writes nothing."""
    keeping = find_keeping(options)
    tell("reading the notes")
    found = _read(options, keeping)
    return plan_json(_identified(found, options, keeping, _Making(found, options, keeping)).plan)


# --- reading ------------------------------------------------------------------


def _read(options: BuildOptions, keeping: Keeping) -> Study:
    config = _config(options, keeping)
    return study(read_vault(options.notes, config, output=options.out), config)


def _config(options: BuildOptions, keeping: Keeping) -> Config:
    config = read_config(keeping.folder)
    if config.extra:
        # A misspelt setting must not be taken for a default in silence.
        known = ", ".join(sorted(config.extra))
        raise CribdeckError(f"{keeping.folder / 'cribdeck.toml'}: nobody knows the setting {known}. Mend its spelling.")
    return replace(config, level=options.level or config.level)


# --- identity -----------------------------------------------------------------


class _Making:
    """Gives facts what only all of them together can tell, and keeps the media that they turn out to use."""

    def __init__(self, found: Study, options: BuildOptions, keeping: Keeping) -> None:
        self._found = found
        self._config = _config(options, keeping)
        self._outlines = {outline.file: outline for outline in found.outlines}
        self._statements = by_item(found.statements)
        self.media = MediaSet()
        self.shown: list[Source] = []
        self.problems: tuple[Problem, ...] = ()

    def complete(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts with context, tags and deck; from then on ``hash_of`` knows their media."""
        asked = {id(fact.statement) for fact in facts}
        done = tuple(self._completed(fact, asked) for fact in facts)
        used = {place: source for fact in done for place, source in media_of(fact)}
        self.media = load_media(used.items(), self._found.vault.find_media)
        return done

    def _completed(self, fact: Fact, asked: set[int]) -> Fact:
        outline = self._outlines[fact.statement.source.file]
        texts, lines = context_of(fact, self._statements, asked, outline)
        self.shown += lines
        return replace(
            fact,
            context=texts,
            tags=tags_of(fact.statement, outline.tags),
            deck=_deck_of(outline, self._config),
        )

    def hash_of(self, fact: Fact) -> str:
        return content_hash(fact, self.media.names)


def _deck_of(outline: Outline, config: Config) -> str:
    """The deck that a file asks for, or its folder does; nothing for the deck of the whole."""
    own = outline.settings.get("deck")
    if isinstance(own, str) and own.strip():
        return own.strip()
    folder = outline.file.rpartition("/")[0]
    if isinstance(config.decks, Mapping):
        return next((deck for name, deck in config.decks.items() if _is_in(outline.file, name)), "")
    return "::".join(folder.split("/")) if config.decks == "folders" and folder else ""


def _is_in(file: str, folder: str) -> bool:
    return file.startswith(folder.rstrip("/") + "/")


def _identified(found: Study, options: BuildOptions, keeping: Keeping, making: _Making) -> Identified:
    config = _config(options, keeping)
    old = _old_lock(keeping)
    read = {outline.file for outline in found.outlines}
    return identify(
        found.statements,
        found.candidates,
        old,
        namespace=config.id or keeping.name,
        now=options.now,
        hash_of=making.hash_of,
        complete=making.complete,
        unread=[file for file in _files_of(old) if file not in read and (found.vault.root / file).exists()],
        level=config.level,
        renew=options.renew,
        retire_now=options.retire_now,
        deck=options.deck or config.title or found.vault.title,
    )


def _old_lock(keeping: Keeping) -> Lock | None:
    if keeping.lock is None:
        return None
    try:
        return read_lock(keeping.lock.read_text(encoding="utf-8"), str(keeping.lock))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CribdeckError(f"{keeping.lock}: is no text. Restore it from a backup or from git.") from error


def _files_of(lock: Lock | None) -> Iterator[str]:
    return (row.row.text for row in lock.rows if row.row.kind == "file") if lock else iter(())


# --- building -----------------------------------------------------------------


def _build(options: BuildOptions, keeping: Keeping, tell: Progress, clock: "_Clock") -> Built:
    tell("reading the notes")
    found = _read(options, keeping)
    clock.lap("read")
    making = _Making(found, options, keeping)
    made = _identified(found, options, keeping, making)
    _guard(made, options)
    title = made.lock.deck
    clock.lap("facts")
    name = file_name(options.deck or _config(options, keeping).title or found.vault.title)
    with ExitStack() as stack:
        sheet = _start_sheet(stack, found, options, keeping, name)
        written = list(_write_deck(found, made, making, options, keeping, title, name, tell)) if _wants(options) else []
        clock.lap("deck")
        printed = sheet.result(tell) if sheet else None
        clock.lap("sheet")
    problems = [
        *found.problems,
        *_missing(found),
        *making.media.problems,
        *making.problems,
        *(printed.problems if printed else ()),
    ]
    if sheet and sheet.skipped:
        problems.append(sheet.skipped)
    report = _report(found, made, making, printed.report if printed else None, problems, clock)
    if printed:
        written.append(printed.staged)
    outputs = [entry.final for entry in written if entry.final != keeping.lock]
    if options.report:
        written.append(_write_report(report, options.report))
    folders = list(dict.fromkeys([options.out, *(entry.final.parent for entry in written)]))
    commit(written, *folders)
    return Built(tuple(outputs), report, clock.total)


def _wants(options: BuildOptions) -> bool:
    return "deck" in options.only


def _guard(made: Identified, options: BuildOptions) -> None:
    if made.plan.retires_too_many and not options.yes and "deck" in options.only:
        gone = len(made.plan.gone)
        raise CribdeckError(
            f"This build would retire {gone} of {made.plan.before} cards. `cribdeck plan` shows which; "
            "--yes goes on if that is meant."
        )


def _write_deck(
    found: Study,
    made: Identified,
    making: _Making,
    options: BuildOptions,
    keeping: Keeping,
    title: str,
    name: str,
    tell: Progress,
) -> Iterator[Staged]:
    """The lock first, then the deck and the package of retired notes, each under its temporary name."""
    tell("writing the deck")
    types = note_types(_own_templates(options, keeping))
    deck = _deck(found, made, making, types, title)
    making.problems += deck.problems
    if keeping.lock is not None:
        text = format_lock(made.lock)
        entry = staged(keeping.lock)
        entry.temporary.write_text(text, encoding="utf-8", newline="\n")
        yield entry
    entry = staged(options.out / f"{name}.apkg")
    write_apkg(deck, entry.temporary)
    yield entry
    if made.tombstones:
        entry = staged(options.out / f"{name}-retired.apkg")
        write_apkg(_tombstones(made, types, title), entry.temporary)
        yield entry


def _deck(found: Study, made: Identified, making: _Making, types: NoteTypes, title: str) -> Deck:
    obsidian = found.vault.obsidian
    link = obsidian_link(obsidian.name) if obsidian.name else no_link
    return make_deck(made.facts, title=title, types=types, media=making.media, link=link)


def _tombstones(made: Identified, types: NoteTypes, title: str) -> Deck:
    clozes = {one.entry.guid: tuple(number - 1 for number in sorted(one.entry.clozes)) for one in made.lock.retired}
    notes = [
        retired_note(
            one.guid,
            one.note_type,
            one.text,
            deck=title,
            types=types,
            cards=clozes.get(one.guid) or (0,),
            mod=one.mod,
            created=one.created,
        )
        for one in made.tombstones
    ]
    return retired_deck(title, notes, types)


def _own_templates(options: BuildOptions, keeping: Keeping) -> Path | None:
    """The user's own folder of templates, which `cribdeck.toml` names."""
    own = _config(options, keeping).templates
    if not own:
        return None
    folder = keeping.folder / own
    if not folder.is_dir():
        raise CribdeckError(f"{folder}: there is no such folder. Mend `templates` in {keeping.folder / CONFIG}.")
    return folder


# --- the sheet ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Printed:
    staged: Staged
    report: SheetReport
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _SheetWork:
    """The sheet in the making, beside the deck."""

    future: "Future[SheetReport]"
    staged: Staged
    must: bool
    skipped: Problem | None = None

    def result(self, tell: Progress) -> _Printed | None:
        tell("setting the sheet")
        try:
            report = self.future.result()
        except TooLongError as error:
            if self.must:
                raise
            self.skipped = Problem(Source(""), "no-sheet", str(error), "note")
            return None
        except CribdeckError as error:
            if self.must or not _is_about_pango(error):
                raise
            self.skipped = Problem(Source(""), "no-pango", str(error), "warning")
            return None
        return _Printed(self.staged, report, report.problems)


def _is_about_pango(error: CribdeckError) -> bool:
    return type(error).__name__ == "NoPangoError"


def _start_sheet(
    stack: ExitStack, found: Study, options: BuildOptions, keeping: Keeping, name: str
) -> _SheetWork | None:
    if "sheet" not in options.only:
        return None
    config = _sheet_config(options, _config(options, keeping))
    sheet = make_sheet(
        found.outlines,
        config,
        title=options.deck or found.vault.title,
        omitted=_omitted(found),
        calculations=found.calculations,
    )
    entry = staged(options.out / f"{name}.pdf")
    when = _date_of(found.vault, options)
    own_templates = _own_templates(options, keeping)
    pool = stack.enter_context(ThreadPoolExecutor(1))
    work: Callable[[], SheetReport] = lambda: write_pdf(  # noqa: E731  # one call, made later
        sheet,
        entry.temporary,
        source=found.vault.title,
        built=when.isoformat(),
        date=when.date().isoformat(),
        find_image=found.vault.find_media,
        templates=own_templates,
    )
    return _SheetWork(pool.submit(work), entry, must=options.only == ("sheet",))


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


def _omitted(found: Study) -> list[Omitted]:
    """What is for the student's desk and not for the wall: study talk, notes to oneself, sentences that break off."""
    return [
        Omitted(each.statement.source, each.reason, each.statement.text.plain)
        for each in found.asked
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


# --- the report ---------------------------------------------------------------


def _missing(found: Study) -> Sequence[Problem]:
    items = (item for outline in found.outlines for item in outline.root.walk())
    return missing_media(items, found.vault.find_media)


def _report(
    found: Study,
    made: Identified,
    making: _Making,
    sheet: SheetReport | None,
    problems: Sequence[Problem],
    clock: "_Clock",
) -> dict[str, object]:
    worked = [each.calculation.source for each in found.found if each.stated]
    return make_report(
        cards=[row for fact in made.facts for row in _card_rows(fact)],
        calculations=found.calculations,
        lines=[
            use
            for outline in found.outlines
            for use in line_uses(outline, found.by_file[outline.file], made.facts, shown=making.shown, worked=worked)
        ],
        problems=problems,
        proposals=[proposal_row(offer.statement, offer.candidate) for offer in made.proposals],
        gone=[{"guid": change.guid, "front": change.text} for change in made.plan.gone],
        sheet=sheet,
        seconds=clock.laps,
    )


def _card_rows(fact: Fact) -> Iterator[dict[str, object]]:
    for row in card_rows(fact):
        yield {
            "guid": fact.guid,
            "ord": row.ord,
            "note_type": fact.candidate.note_type,
            "kind": fact.candidate.kind,
            "rule": fact.candidate.rule,
            "file": fact.statement.source.file,
            "lines": [fact.statement.source.first, fact.statement.source.last],
            "topic": list(fact.candidate.topic),
            "front": row.front,
            "answers": list(row.answers),
            "status": fact.status,
        }


def _write_report(report: Mapping[str, object], path: Path) -> Staged:
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = staged(path)
    text = json.dumps(report, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    entry.temporary.write_text(text, encoding="utf-8")
    return entry


@dataclass(slots=True)
class _Clock:
    """Seconds that each part of a run took."""

    started: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self.last
        self.last = now

    @property
    def total(self) -> float:
        return time.perf_counter() - self.started
