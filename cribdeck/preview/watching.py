"""The preview without a server: page and sheet are written anew at every save."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from cribdeck.commit import Staged, commit, locked, staged
from cribdeck.errors import CribdeckError
from cribdeck.options import BuildOptions
from cribdeck.preview.notebook import Notebook
from cribdeck.preview.printing import print_sheet
from cribdeck.preview.saves import Saves
from cribdeck.preview.worker import Worker


def keep_writing(
    options: BuildOptions,
    *,
    clock: Callable[[], int],
    say: Callable[[str], None],
    warn: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Write the page at every save, and the sheet after it, until ``stop`` is set.

    What is wrong with a save is told, and the last good outputs stay. Raises CribdeckError when the first one fails.
    """
    notebook = Notebook(options, clock)
    writer = _Writer(options.out, notebook, say, warn)
    saves = Saves(options.notes, options.out)
    if not notebook.reread():
        raise CribdeckError(notebook.state.says)
    writer.page()
    ending = threading.Event()
    with (
        TemporaryDirectory(prefix="cribdeck-watch-") as folder,
        Worker(lambda: writer.sheet(options, Path(folder), ending)) as printer,
    ):
        printer.ask()
        try:
            for saved in saves.follow(notebook.lock, stop):
                begun = time.perf_counter()
                if saved and (notebook.reread() if saved == "notes" else notebook.resettle()):
                    writer.page(since=begun)
                    printer.ask()
                elif saved:
                    warn(notebook.state.says)
        finally:
            ending.set()


class _Writer:
    """Puts the newest page and sheet into the folder of the outputs."""

    def __init__(self, out: Path, notebook: Notebook, say: Callable[[str], None], warn: Callable[[str], None]) -> None:
        self._out = out
        self._notebook = notebook
        self._say = say
        self._warn = warn

    def page(self, since: float | None = None) -> None:
        def write(entry: Staged) -> None:
            entry.temporary.write_bytes(self._notebook.page)

        if self._put(f"{self._notebook.name}.html", write):
            took = f" in {time.perf_counter() - since:.1f} s" if since is not None else ""
            self._say(f"{self._out / self._notebook.name}.html{took}: {self._notebook.counts}")

    def sheet(self, options: BuildOptions, folder: Path, ending: threading.Event) -> None:
        if self._notebook.add_sheet(lambda name: print_sheet(options, folder, name, ending)):
            name = f"{self._notebook.name}.pdf"
            content = (folder / name).read_bytes()
            if self._put(name, lambda entry: entry.temporary.write_bytes(content)):
                self._say(f"{self._out / name}")
                self._put(f"{self._notebook.name}.html", lambda entry: entry.temporary.write_bytes(self._notebook.page))
        elif self._notebook.state.problem:
            self._warn(self._notebook.state.says)

    def _put(self, name: str, write: Callable[[Staged], object]) -> bool:
        """Write a file under its temporary name and put it into place; whether that went well."""
        try:
            with locked(self._out):
                entry = staged(self._out / name)
                write(entry)
                commit([entry], self._out)
        except CribdeckError as error:
            self._warn(str(error))
            return False
        return True
