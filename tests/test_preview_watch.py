"""Page and sheet that follow every save, and a preview that starts and ends as a command should."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from page_notes import NOTES
from preview_running import NOW, PATIENCE, wait_for

from cribdeck.options import BuildOptions
from cribdeck.preview import keep_writing
from cribdeck.preview.editor import editor_command
from cribdeck.preview.printing import print_sheet
from cribdeck.preview.saves import Saves
from cribdeck.preview.worker import Worker


@contextmanager
def watching(notes: Path) -> Iterator[tuple[list[str], list[str]]]:
    """What is said and what is warned of while page and sheet follow these notes."""
    said: list[str] = []
    warned: list[str] = []
    stop = threading.Event()
    options = BuildOptions(notes=notes, out=notes.parent / "dist", now=NOW)

    def run() -> None:
        keep_writing(options, clock=lambda: NOW, say=said.append, warn=warned.append, stop=stop)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield said, warned
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "cells.md").write_text(NOTES, encoding="utf-8")
    return folder


def _holds(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.is_file() and text in path.read_text(encoding="utf-8")


@pytest.mark.pdf
def test_page_and_sheet_follow_a_save(notes: Path) -> None:
    page, sheet = notes.parent / "dist" / "Cells.html", notes.parent / "dist" / "Cells.pdf"
    with watching(notes):
        wait_for(sheet.is_file)
        wait_for(_holds(page, 'href="Cells.pdf"'))
        before = sheet.read_bytes()
        (notes / "cells.md").write_text(f"{NOTES}- **Diffusion**: molecules spread evenly\n", encoding="utf-8")
        wait_for(_holds(page, "molecules spread evenly"))
        wait_for(lambda: sheet.read_bytes() != before)
    assert sorted(path.name for path in (notes.parent / "dist").iterdir()) == ["Cells.html", "Cells.pdf"]
    assert not (notes / "cribdeck.lock").exists()


def test_broken_save_is_told_and_the_last_page_stays(notes: Path) -> None:
    page = notes.parent / "dist" / "Cells.html"
    with watching(notes) as (_, warned):
        wait_for(page.is_file)
        before = page.read_bytes()
        (notes / "cribdeck.toml").write_text("title = ", encoding="utf-8")
        wait_for(lambda: any("cribdeck.toml" in line for line in warned))
        assert page.read_bytes() == before


def test_save_while_the_notes_are_read_for_the_first_time_is_not_missed(notes: Path) -> None:
    saves, stop = Saves(notes, notes.parent / "dist"), threading.Event()
    (notes / "tides.md").write_text("- **Tide**: the sea rises and falls\n", encoding="utf-8")
    assert next(saves.follow(None, stop)) == "notes"
    stop.set()


def test_burst_of_saves_makes_one_build(notes: Path) -> None:
    page = notes.parent / "dist" / "Cells.html"
    with watching(notes) as (said, _):
        wait_for(lambda: any(line.split(":")[0].endswith(".html") for line in said))
        begun = len([line for line in said if ".html in " in line])
        for nth in range(12):
            (notes / "cells.md").write_text(f"{NOTES}- **Save {nth}**: one of many in a row\n", encoding="utf-8")
        wait_for(_holds(page, "Save 11"))
    assert len([line for line in said if ".html in " in line]) - begun <= 2


def test_sheet_is_given_up_when_the_preview_ends(notes: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert print_sheet(BuildOptions(notes=notes, now=NOW), tmp_path, "Cells", stop) is None


def test_work_that_is_asked_for_while_it_runs_is_done_once_more() -> None:
    started, go, done = threading.Semaphore(0), threading.Semaphore(0), []

    def work() -> None:
        started.release()
        go.acquire()
        done.append(1)

    with Worker(work) as worker:
        worker.ask()
        started.acquire()
        for _ in range(5):
            worker.ask()
        go.release(2)
        started.acquire()
        wait_for(lambda: len(done) == 2)
    assert len(done) == 2


@pytest.mark.parametrize("more", [[], ["--no-serve"]], ids=["serving", "watching"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_command_ends_cleanly_when_asked_to(notes: Path, more: list[str]) -> None:
    command = [sys.executable, "-c", "from cribdeck.cli import run; run()", "preview", str(notes), *more]
    command += ["-o", str(notes.parent / "dist")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout and child.stderr
        assert child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        _, complaint = child.communicate(timeout=PATIENCE)
    assert (child.returncode, complaint) == (0, "")


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"EDITOR": "vim"}, ["vim", "+7", "/notes/a b.md"]),
        ({"EDITOR": "vim", "VISUAL": "code --wait"}, ["code", "--wait", "--goto", "/notes/a b.md:7"]),
        ({"EDITOR": "/usr/bin/subl -n"}, ["/usr/bin/subl", "-n", "/notes/a b.md:7"]),
        ({"EDITOR": "kate"}, ["kate", "--line", "7", "/notes/a b.md"]),
        ({"EDITOR": "'unclosed"}, None),
        ({}, None),
    ],
)
def test_editor_is_told_the_line(environment: dict[str, str], command: list[str] | None) -> None:
    found = editor_command(environment, Path("/notes/a b.md"), 7)
    assert (None if found is None else list(found)) == command
