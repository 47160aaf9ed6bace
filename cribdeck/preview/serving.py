"""The preview: the page on this machine's own address, rebuilt at every save, with decisions by key."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cribdeck.errors import CribdeckError
from cribdeck.options import OUTPUTS, BuildOptions
from cribdeck.preview.notebook import Notebook
from cribdeck.preview.printing import print_sheet
from cribdeck.preview.saves import Saves
from cribdeck.preview.server import Desk, Server
from cribdeck.preview.worker import Worker


def serve(
    options: BuildOptions,
    *,
    clock: Callable[[], int],
    token: str,
    ready: Callable[[str], None],
    stop: threading.Event,
    port: int = 0,
) -> None:
    """Serve the page until ``stop`` is set; ``ready`` is told its address. Nothing is written but decisions.

    Raises CribdeckError when there is nothing to show, or when the port is taken.
    """
    ending = threading.Event()
    notebook = Notebook(options, clock, token=token)
    saves = Saves(options.notes, options.out)
    if not notebook.reread():
        raise CribdeckError(notebook.state.says)
    with (
        TemporaryDirectory(prefix="cribdeck-preview-") as folder,
        Worker(lambda: notebook.add_sheet(lambda name: print_sheet(options, Path(folder), name, ending))) as printer,
        Worker(notebook.resettle) as settler,
    ):
        server = _server(_desk(options, clock, token, notebook, settler, Path(folder)), port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            ready(server.address)
            printer.ask()
            for saved in saves.follow(notebook.lock, stop):
                if saved == "notes" and notebook.reread():
                    printer.ask()
                elif saved == "lock":
                    settler.ask()
        finally:
            ending.set()
            server.stopping.set()
            server.shutdown()
            server.server_close()


def _server(desk: Desk, port: int) -> Server:
    try:
        return Server(desk, port)
    except OSError as error:
        raise CribdeckError(f"Port {port} is not free ({error.strerror}). Take another one with --port.") from error


def _desk(
    options: BuildOptions,
    clock: Callable[[], int],
    token: str,
    notebook: Notebook,
    settler: Worker,
    folder: Path,
) -> Desk:
    def plan() -> str:
        from cribdeck import project
        from cribdeck.planned import plan_text

        return plan_text(project.plan(replace(options, now=clock()), _silent))

    def build(anyway: bool) -> str:
        from cribdeck import project

        wanted = replace(options, only=OUTPUTS, now=clock(), yes=anyway)
        built = project.build(wanted, _silent)
        return "\n".join(f"Wrote {path}" for path in built.written)

    return Desk(notebook, token, settler.ask, plan, build, folder)


def _silent(step: str, done: int = 0, total: int = 0, /) -> None:
    """The browser has no place for a progress bar."""
