"""The notes while a preview runs: read again at every save, decided on in between, and shown as one page."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from cribdeck.commit import commit, locked, staged
from cribdeck.errors import CribdeckError
from cribdeck.failures import in_one_line
from cribdeck.identity.lock import format_lock
from cribdeck.keeping import Keeping, find_keeping
from cribdeck.making import unread_files
from cribdeck.names import file_name
from cribdeck.options import BuildOptions
from cribdeck.outputs.page import Contents, Live, page_html
from cribdeck.outputs.page.decided import Decision
from cribdeck.preview.decide import Decided, with_decisions
from cribdeck.preview.stages import settle
from cribdeck.preview.targets import Target, left_of, targets_of
from cribdeck.preview.verbs import VERBS
from cribdeck.printed import Printed
from cribdeck.reading import read_study
from cribdeck.shelf import Shelf
from cribdeck.study import Study

Result = TypeVar("Result")


class RefusedError(Exception):
    """A decision that cannot be made; the message is for the user."""


@dataclass(frozen=True, slots=True)
class State:
    """What a browser is told: which page is the newest one, and how things are."""

    version: str = ""
    says: str = ""
    problem: bool = False


@dataclass(frozen=True, slots=True)
class _Shown:
    """The page and what it was made of."""

    study: Study
    keeping: Keeping
    contents: Contents
    targets: Mapping[str, Target]
    name: str
    page: bytes
    version: str


class Notebook:
    """Holds the newest good page. Its methods may be called from any thread."""

    def __init__(self, options: BuildOptions, clock: Callable[[], int], *, token: str = "") -> None:
        """Without a token the page is one to be kept, which nothing can be decided on."""
        self._options = options
        self._clock = clock
        self._token = token
        self._shown: _Shown | None = None
        self._shelf = Shelf()
        self._printed = Printed()
        self._has_sheet = False
        self._state = State(says="reading the notes")
        self._undo: list[list[tuple[str, Decision]]] = []
        self._work = threading.RLock()
        self._news = threading.Condition()

    # --- the page -----------------------------------------------------------

    @property
    def page(self) -> bytes:
        """The newest page; empty before the first."""
        return self._shown.page if self._shown else b""

    @property
    def name(self) -> str:
        """What the outputs of these notes are called, without an ending."""
        return self._shown.name if self._shown else ""

    @property
    def lock(self) -> Path | None:
        """Where the decisions stand."""
        return self._shown.keeping.lock if self._shown else None

    @property
    def counts(self) -> str:
        """How much there is, in a few words."""
        if self._shown is None:
            return ""
        made = self._shown.contents.made
        return f"{len(made.facts)} notes, {len(made.proposals)} proposals"

    @property
    def state(self) -> State:
        return self._state

    @property
    def left(self) -> int:
        """How many cards and proposals nobody has looked at."""
        return left_of(self._shown.targets) if self._shown else 0

    def wait(self, known: State, seconds: float) -> State:
        """The state, as soon as it is another than the known one, or after that time."""
        with self._news:
            self._news.wait_for(lambda: self._state != known, seconds)
            return self._state

    def reread(self) -> bool:
        """Read the notes and show them; whether that went well. A problem is told, and the last good page stays."""
        # Reading takes longest, and decisions need not wait for it.
        read_now = self._try(self._read)
        if read_now is None:
            return False
        self._printed = Printed()  # what it says of lines is no longer so
        return self._renew(lambda: self._show(*read_now))

    def resettle(self) -> bool:
        """Show the same notes by the lock as it is now."""
        shown = self._shown
        if shown is None:
            return self.reread()
        return self._renew(lambda: self._show(shown.study, find_keeping(self._options)))

    def _read(self) -> tuple[Study, Keeping]:
        keeping = find_keeping(self._options)
        self._shelf.turn()
        return read_study(self._options, keeping, self._shelf), keeping

    def _renew(self, step: Callable[[], State]) -> bool:
        with self._work:
            return self._try(step) is not None

    def _try(self, step: Callable[[], Result]) -> Result | None:
        """What the step gives, or None when something is wrong: then that is told."""
        try:
            return step()
        except CribdeckError as error:
            self._tell(str(error), problem=True)
        except OSError as error:
            self._tell(in_one_line(error) or str(error), problem=True)
        return None

    def _show(self, study: Study, keeping: Keeping) -> State:
        options = replace(self._options, now=self._clock())
        name = file_name(options.deck or study.vault.title)
        contents = settle(study, options, keeping, self._printed, f"{name}.pdf" if self._has_sheet else "", self._shelf)
        live = Live(self._token, obsidian=bool(study.vault.obsidian.name)) if self._token else None
        page = page_html(contents, live=live, own=keeping.templates)
        version = sha256(page.encode("utf-8")).hexdigest()[:16]
        dated = page.replace('data-version=""', f'data-version="{version}"', 1).encode("utf-8")
        self._shown = _Shown(study, keeping, contents, targets_of(contents), name, dated, version)
        return self._tell(_says(contents))

    def _tell(self, says: str, *, problem: bool = False) -> State:
        with self._news:
            self._state = State(self._shown.version if self._shown else "", says, problem)
            self._news.notify_all()
            return self._state

    # --- the sheet ----------------------------------------------------------

    def add_sheet(self, print_it: Callable[[str], Printed | None]) -> bool:
        """Show the sheet that ``print_it`` makes, given its name; whether there is a new one."""
        shown = self._shown
        printed = self._try(lambda: print_it(shown.name)) if shown else None
        if printed is None:
            return False
        with self._work:
            if self._shown and shown and self._shown.study is shown.study:
                self._printed = printed
            self._has_sheet = printed.staged is not None
        return self.resettle() and self._has_sheet

    # --- decisions ----------------------------------------------------------

    def decide(self, verb: str, keys: Sequence[str], text: str = "") -> int:
        """Do what the verb says to everything so named; how many are left to look at."""
        if verb not in VERBS:
            raise RefusedError(f"There is nothing that is called {verb}.")
        with self._work:
            targets = self._targets(keys)
            found = [(target, VERBS[verb](target, target.decision or {}, text)) for target in targets]
            self._write(found)
            self._undo.append([(target.key, target.decision or {}) for target in targets])
            return self.left

    def undo(self) -> tuple[list[str], int]:
        """Take the last decision back; whose it was, and how many are left to look at."""
        with self._work:
            if not self._undo:
                raise RefusedError("There is nothing to undo.")
            last = self._undo[-1]
            targets = self._targets([key for key, _ in last])
            self._write(list(zip(targets, (was for _, was in last), strict=True)))
            self._undo.pop()
            return [key for key, _ in last], self.left

    def _targets(self, keys: Sequence[str]) -> list[Target]:
        known = self._shown.targets if self._shown else {}
        if not all(key in known for key in keys):
            raise RefusedError("The notes have changed here since. Look again, then decide.")
        return [known[key] for key in keys]

    def _write(self, decided: Sequence[tuple[Target, Decision]]) -> None:
        shown = self._shown
        assert shown is not None
        lock = shown.keeping.lock
        if lock is None:
            raise RefusedError("This is a throw-away build (--lock none): it has nothing to keep a decision in.")
        rows = [Decided(target.nth, target.part, target.guid, decision) for target, decision in decided]
        statements = [each.statement for each in shown.study.asked]
        with locked(lock.parent):
            entry = staged(lock)
            old = shown.keeping.old_lock()
            unread = list(unread_files(shown.study, old, shown.keeping))
            changed = with_decisions(old, statements, rows, unread)
            entry.temporary.write_text(format_lock(changed), encoding="utf-8", newline="\n")
            commit([entry], lock.parent)
        now = {target.key: replace(target, decision=decision or None) for target, decision in decided}
        self._shown = replace(shown, targets={**shown.targets, **now})

    # --- what is asked for by key -------------------------------------------

    def find(self, file: str) -> Path:
        """Where a note file of the page lies on the disk."""
        shown = self._shown
        if shown is None or file not in {outline.file for outline in shown.study.outlines}:
            raise RefusedError("There is no such note.")
        return shown.study.vault.root / file

    def link(self, file: str) -> str:
        """The address that opens a note in Obsidian."""
        self.find(file)
        return self._shown.contents.link(file, "") if self._shown else ""

    @property
    def retires_too_many(self) -> bool:
        return self._shown is not None and self._shown.contents.made.plan.retires_too_many


def _says(contents: Contents) -> str:
    errors = sum(problem.severity == "error" for problem in contents.problems)
    return f"{errors} errors in the notes" if errors else ""
