"""A folder of notes in, a deck, a sheet, a page and a lock out: the stages joined."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cribdeck.account import problems_of, uses_of
from cribdeck.commit import Staged, commit, locked, staged
from cribdeck.errors import CribdeckError, Problem
from cribdeck.identity.identify import Identified
from cribdeck.identity.lock import format_lock
from cribdeck.identity.plan import plan_json
from cribdeck.keeping import Keeping, find_keeping
from cribdeck.lasting import before, lasting
from cribdeck.looks import NoteTypes, dated_note_types
from cribdeck.making import Made, make
from cribdeck.model import Fact, LineUse
from cribdeck.names import file_name
from cribdeck.options import BuildOptions, Progress
from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.card_rows import card_rows
from cribdeck.outputs.cards import Deck, make_deck
from cribdeck.outputs.earlier import read_deck
from cribdeck.outputs.page import is_part, page_files
from cribdeck.outputs.retired import retired_deck, retired_note
from cribdeck.page_work import link_of, page_contents
from cribdeck.printed import Printed
from cribdeck.read.intake import Intake, intake_of
from cribdeck.reading import read_study
from cribdeck.report import make_report, proposal_row
from cribdeck.shelf import SHELF, read_shelf, write_shelf
from cribdeck.study import Study
from cribdeck.unchanged import Settled, code_digest

if TYPE_CHECKING:
    from cribdeck.outputs.pdf import Starting
    from cribdeck.outputs.sheet.values import SheetReport
    from cribdeck.sheet_work import SheetWork


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what there is to say of it."""

    written: tuple[Path, ...]
    """Without the pages that the index of a large deck leads to."""
    report: dict[str, object]
    intake: Intake
    """Which files were taken for notes."""
    is_first: bool
    """There was no lock before."""
    settled: Settled | None
    """What must hold for the next build to have nothing to do."""


def build(options: BuildOptions, tell: Progress, starting: Sequence["Starting"] = ()) -> Built:
    """Write what was asked for, all of it or nothing. Raises CribdeckError when the run cannot go on.

    The sheet is laid out by the processes that are ``starting`` already, as far as there are any.
    """
    clock = _Clock()
    keeping = find_keeping(options)
    with locked(*_folders(options, keeping), waiting=lambda message: tell(message)):
        return _build(options, keeping, tell, clock, starting)


def plan(options: BuildOptions, tell: Progress) -> dict[str, object]:
    """What the next build would do to the deck, as values for JSON. Writes nothing."""
    keeping = find_keeping(options)
    tell("reading the notes")
    shelf = read_shelf(options.cache / SHELF, code_digest())
    return plan_json(make(read_study(options, keeping, shelf), options, keeping).identified.plan)


def _folders(options: BuildOptions, keeping: Keeping) -> list[Path]:
    """Where a build writes: the outputs' folder first."""
    lock = [keeping.lock.parent] if keeping.lock and "deck" in options.only else []
    report = [options.report.absolute().parent] if options.report else []
    return list(dict.fromkeys([options.out, *lock, *report]))


# --- building -----------------------------------------------------------------


def _build(
    options: BuildOptions, keeping: Keeping, tell: Progress, clock: "_Clock", starting: Sequence["Starting"]
) -> Built:
    tell("reading the notes")
    is_first = keeping.lock is None or not keeping.lock.is_file()
    start = before(options, keeping)
    shelf = read_shelf(options.cache / SHELF, code_digest())
    found = read_study(options, keeping, shelf)
    clock.lap("read")
    made = make(found, options, keeping)
    _guard(made.identified, options)
    clock.lap("facts")
    name = file_name(options.deck or found.vault.title)
    with ExitStack() as stack:
        sheet = _start_sheet(stack, found, options, keeping, name, starting) if "sheet" in options.only else None
        tell("writing the deck")
        types, lock = dated_note_types(keeping.templates, made.identified.lock, options.now)
        deck = _deck(found, made, types)
        identified = replace(made.identified, lock=lock)
        _guard_deck(deck, options, name)
        written = list(_stage_deck(deck, identified, options, keeping, name)) if "deck" in options.only else []
        clock.lap("deck")
        if sheet:
            tell("setting the sheet")
        printed = sheet.result() if sheet else Printed()
        clock.lap("sheet")
    problems = problems_of(found, made, deck, printed)
    uses = tuple(uses_of(found, made))
    written += [*([printed.staged] if printed.staged else []), *printed.others]
    if "page" in options.only:
        tell("writing the page")
        pdf = options.out / f"{name}.pdf"
        sheet_file = pdf.name if printed.staged or pdf.is_file() else ""
        contents = page_contents(
            found, made, deck, uses=uses, problems=problems, sheet=printed.report, sheet_file=sheet_file, shelf=shelf
        )
        pages = page_files(contents, name, own=keeping.templates)
        written += [_stage_page(page, options.out / file) for file, page in pages]
        clock.lap("page")
    report = _report(found, made, printed.report, uses, problems, clock)
    outputs = tuple(entry.final for entry in written if entry.final != keeping.lock)
    written += [_stage_report(report, options.report)] if options.report else []
    commit(written, *_folders(options, keeping))
    if "deck" in options.only and keeping.lock is not None and not made.identified.tombstones:
        # One of an earlier build would retire what has come back, or was gone long ago.
        (options.out / _retired_name(name)).unlink(missing_ok=True)
    if "page" in options.only:
        # Once there were more note files, or so many cards that each had a page.
        for left in sorted(path for path in options.out.iterdir() if is_part(path.name, name) and path not in outputs):
            left.unlink(missing_ok=True)
    write_shelf(shelf, options.cache / SHELF)
    settled = lasting(start, options, keeping, study=found, made=made, printed=printed, written=written, name=name)
    told = tuple(path for path in outputs if not is_part(path.name, name))
    return Built(told, report, intake_of(found.vault), is_first, settled)


def _start_sheet(
    stack: ExitStack, study: Study, options: BuildOptions, keeping: Keeping, name: str, starting: Sequence["Starting"]
) -> "SheetWork":
    from cribdeck.sheet_work import start_sheet  # a fifth of what a build imports

    return start_sheet(stack, study, options, keeping, name, starting=starting)


def _guard(made: Identified, options: BuildOptions) -> None:
    if made.plan.retires_too_many and not options.yes and "deck" in options.only:
        raise CribdeckError(
            f"This build would retire {len(made.plan.gone)} of {made.plan.before} cards. `cribdeck plan` shows which; "
            "--yes goes on if that is meant."
        )


def _guard_deck(deck: Deck, options: BuildOptions, name: str) -> None:
    """A good deck is not replaced by an empty one unasked."""
    path = options.out / f"{name}.apkg"
    if "deck" in options.only and not deck.notes and not options.yes and _holds_notes(path):
        raise CribdeckError(f"{options.notes}: no line gives a card. {path} stays as it was; --yes replaces it.")


def _holds_notes(deck: Path) -> bool:
    """Whether there is a deck with notes in it; what cannot be read may be one."""
    try:
        return deck.exists() and bool(read_deck(deck))
    except CribdeckError:
        return True


def _stage_deck(deck: Deck, made: Identified, options: BuildOptions, keeping: Keeping, name: str) -> Iterator[Staged]:
    """The lock first, then the deck and the package of retired notes, each under its temporary name."""
    if keeping.lock is not None:
        entry = staged(keeping.lock)
        entry.temporary.write_text(format_lock(made.lock), encoding="utf-8", newline="\n")
        yield entry
    entry = staged(options.out / f"{name}.apkg")
    write_apkg(deck, entry.temporary)
    yield entry
    if made.tombstones:
        entry = staged(options.out / _retired_name(name))
        write_apkg(_tombstones(made, deck), entry.temporary)
        yield entry


def _retired_name(name: str) -> str:
    return f"{name}-retired.apkg"


def _deck(found: Study, made: Made, types: NoteTypes) -> Deck:
    link = link_of(found.vault)
    return make_deck(made.facts, title=made.identified.lock.deck, types=types, media=made.media, link=link)


def _stage_page(page: str, path: Path) -> Staged:
    entry = staged(path)
    entry.temporary.write_text(page, encoding="utf-8", newline="\n")
    return entry


def _tombstones(made: Identified, deck: Deck) -> Deck:
    """The package that tells Anki which cards are empty. A cloze note keeps the cards that it had."""
    had = {one.entry.guid: tuple(number - 1 for number in sorted(one.entry.clozes)) for one in made.lock.retired}
    notes = [
        retired_note(
            one.guid,
            one.note_type,
            one.text,
            deck=deck.title,
            types=deck.note_types,
            cards=had.get(one.guid) or (0,),
            mod=one.mod,
            created=one.created,
        )
        for one in made.tombstones
    ]
    return retired_deck(deck.title, notes, deck.note_types)


# --- the report ---------------------------------------------------------------


def _report(
    found: Study,
    made: Made,
    sheet: "SheetReport | None",
    uses: Sequence[LineUse],
    problems: Sequence[Problem],
    clock: "_Clock",
) -> dict[str, object]:
    return make_report(
        cards=[row for fact in made.facts for row in _card_rows(fact)],
        calculations=found.calculations,
        lines=uses,
        problems=problems,
        proposals=[proposal_row(offer.statement, offer.candidate) for offer in made.identified.proposals],
        gone=[{"guid": change.guid, "front": change.text} for change in made.identified.plan.gone],
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


def _stage_report(report: Mapping[str, object], path: Path) -> Staged:
    entry = staged(path.absolute())
    text = json.dumps(report, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    entry.temporary.write_text(text, encoding="utf-8")
    return entry


@dataclass(slots=True)
class _Clock:
    """Seconds that each part of a run took."""

    last: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self.last
        self.last = now
