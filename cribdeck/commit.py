"""Puts what a build has rendered into place, all of it or nothing; the only module that renames files.

Everything is rendered to temporary names beside the final ones. A journal in the first folder then says that the
build is complete, and from there on a run that is killed is finished by the next one. A step that fails is undone.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from cribdeck.errors import CribdeckError
from cribdeck.failures import in_one_line

BUSY = ".cribdeck-busy"
"""Held while a build runs in a folder."""

FORWARD, BACK = ".cribdeck-forward", ".cribdeck-back"
"""The journal. Its name says what is left to do: put the new files into place, or the old ones back."""

SHORT_WAIT, LONG_WAIT = 1.0, 900.0
"""Seconds after which another build is worth a word, and after which it is not waited for."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is rendered under one name and appears under another in the same folder."""

    temporary: Path
    final: Path

    @property
    def old(self) -> Path:
        """Where the file it replaces is kept meanwhile."""
        return self.temporary.with_suffix(".old.tmp")


def staged(final: Path) -> Staged:
    """``final`` and the temporary name to write it under. Short, so that a long title does not make it too long."""
    name = hashlib.sha256(final.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Staged(final.with_name(f".cribdeck-{name}.tmp"), final)


@contextmanager
def locked(*folders: Path, waiting: Callable[[str], None] = lambda message: None) -> Iterator[None]:
    """Keep other builds out of ``folders``, made where they are missing, and leave no temporary file behind.

    The first holds the journal (where the outputs go), a further one the lock file. What an earlier run
    left half done is finished first.
    """
    with ExitStack() as held:
        for folder in sorted({_folder(folder) for folder in folders}):
            held.enter_context(_alone(folder, waiting))
        recover(*folders)
        try:
            yield
        finally:
            # After a failure that could not be undone, the journal needs what it names.
            if not any((folders[0] / journal).exists() for journal in (FORWARD, BACK)):
                with suppress(OSError):  # the outputs are in place; what is left over waits for the next run
                    _clear(*folders)


def commit(new: Sequence[Staged], *folders: Path) -> None:
    """Put the files into place in this order; when that fails, everything is as it was. To be called under `locked`.

    Raises CribdeckError, in one line, for whatever a user or a machine can cause.
    """
    for entry in new:
        if entry.final.is_dir():
            raise CribdeckError(f"{entry.final}: a folder stands where a file should be. Take it away or rename it.")
    try:
        draft = _draft_journal(new, folders)
        _put_into_place(new, folders, draft)
    except OSError as error:
        raise _explained(error) from error
    with suppress(OSError):  # all is in place; what is left over does no harm
        for entry in new:
            entry.old.unlink(missing_ok=True)


def recover(*folders: Path) -> None:
    """Finish what a killed run left half done, so that all files are new or all are old, and clear away the rest."""
    try:
        _finish(folders)
        _clear(*folders)
    except OSError as error:
        raise _explained(error) from error


# --- the journal ------------------------------------------------------------


def _draft_journal(new: Sequence[Staged], folders: Sequence[Path]) -> Path:
    """The journal, not yet under its name. Files are named by their folder's number and bare name, so that folders
    may be moved, and a journal in a stranger's folder cannot point elsewhere."""
    homes = [folder.resolve() for folder in folders]
    rows = []
    for entry in new:
        existed = _keep_old(entry)
        _sync(entry.temporary)
        rows.append(
            {
                "folder": homes.index(entry.final.parent.resolve()),
                "name": entry.final.name,
                "sha256": _digest(entry.temporary),
                "existed": existed,
            }
        )
    draft = folders[0] / ".cribdeck-journal.tmp"
    draft.write_text(json.dumps(rows), encoding="utf-8")
    _sync(draft)
    for folder in folders:
        _sync(folder)
    return draft


def _keep_old(entry: Staged) -> bool:
    """Whether there is an old file; if so, it can now be put back."""
    entry.old.unlink(missing_ok=True)
    if not os.path.lexists(entry.final):
        return False
    try:
        os.link(entry.final, entry.old, follow_symlinks=False)
    except (OSError, NotImplementedError):  # no hard links on this disk
        shutil.copy2(entry.final, entry.old, follow_symlinks=False)
        if not entry.old.is_symlink():
            _sync(entry.old)
    return True


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Staged
    sha256: str
    existed: bool


def _read_journal(path: Path, folders: Sequence[Path]) -> list[_Row]:
    """The rows of the journal that concern these folders; none when it is not one that a build wrote."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return [
            _Row(staged(folders[row["folder"]] / row["name"]), str(row["sha256"]), bool(row["existed"]))
            for row in found
            if 0 <= row["folder"] < len(folders) and row["name"] == Path(row["name"]).name not in ("", "..")
        ]
    except (ValueError, TypeError, KeyError):
        return []


# --- the steps --------------------------------------------------------------


def _put_into_place(new: Sequence[Staged], folders: Sequence[Path], draft: Path) -> None:
    try:
        draft.replace(folders[0] / FORWARD)  # from here on a killed run is finished, not forgotten
        _sync(folders[0])
        for entry in new:
            entry.temporary.replace(entry.final)
        for folder in folders:
            _sync(folder)
    except BaseException:  # Ctrl-C too: better all old than some new
        _undo(folders)
        raise
    (folders[0] / FORWARD).unlink()
    _sync(folders[0])


def _undo(folders: Sequence[Path]) -> None:
    """Put the old files back. What fails here is left to the next run: the journal says so."""
    with suppress(OSError):
        (folders[0] / FORWARD).replace(folders[0] / BACK)
        _finish(folders)


def _finish(folders: Sequence[Path]) -> None:
    for name, step in ((FORWARD, _step_forward), (BACK, _step_back)):
        journal = folders[0] / name
        if not journal.is_file():
            continue
        for row in _read_journal(journal, folders):
            step(row)
        for folder in folders:
            _sync(folder)
        journal.unlink()
        _sync(folders[0])


def _step_forward(row: _Row) -> None:
    """A temporary file that is gone was already put into place; another one than the journal means is not."""
    if row.entry.temporary.is_file() and _digest(row.entry.temporary) == row.sha256:
        row.entry.temporary.replace(row.entry.final)


def _step_back(row: _Row) -> None:
    if os.path.lexists(row.entry.old):
        row.entry.old.replace(row.entry.final)
    elif not row.existed and row.entry.final.is_file() and _digest(row.entry.final) == row.sha256:
        row.entry.final.unlink()


def _clear(*folders: Path) -> None:
    for folder in folders:
        for left in sorted(folder.glob(".cribdeck-*.tmp")):
            left.unlink(missing_ok=True)


# --- files and folders ------------------------------------------------------


def _folder(folder: Path) -> Path:
    """The folder, made if it was missing, by its real name: two names of one folder are locked once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise CribdeckError(f"{folder}: a file stands where a folder should be. Choose another one.") from error
    except OSError as error:
        raise _explained(error) from error
    return folder.resolve()


@contextmanager
def _alone(folder: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / BUSY)
    try:
        try:
            lock.acquire(timeout=SHORT_WAIT)
        except Timeout:
            waiting(f"{folder}: another build is at work here; waiting for it.")
            lock.acquire(timeout=LONG_WAIT)
    except Timeout as error:
        raise CribdeckError(f"{folder}: another build is still at work here. Stop it, then run this again.") from error
    except OSError as error:
        raise _explained(error) from error
    try:
        yield
    finally:
        # Taken away while it is held: whoever waits for it sees that its name is gone and makes a new one.
        try:
            with suppress(OSError):
                (folder / BUSY).unlink()
        finally:
            lock.release()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, over a power cut."""
    # Windows opens no folders, and some network disks do not sync them.
    with suppress(OSError) if path.is_dir() else nullcontext():
        handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(error: OSError) -> Exception:
    line = in_one_line(error)
    return CribdeckError(line) if line else error
