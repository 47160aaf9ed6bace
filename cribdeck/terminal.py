"""What a run says: lines that no terminal stumbles over, and how far it is."""

import io
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cribdeck.options import Progress

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What notes may hold and a terminal would obey: control characters, and marks that turn the direction of text."""


def prepare() -> None:
    """Let a terminal that knows ASCII alone show the rest as escapes, rather than end the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Write a line, or several, to stdout. Whoever read it may have gone; that does not stop the run."""
    try:
        print(_UNSAFE.sub("\ufffd", text), flush=True)
    except BrokenPipeError:
        silence()


def warn(text: str) -> None:
    """Write one line to stderr."""
    with suppress(OSError):
        print(one_line(text), file=sys.stderr, flush=True)


def wrote(paths: Sequence[Path], seconds: float) -> str:
    """The first thing to say of a build, and the empty line behind it; nothing where it wrote nothing."""
    return f"Wrote {', '.join(map(str, paths))} in {seconds:.1f} s.\n\n" if paths else ""


def silence() -> None:
    """Send what is still to be written to stdout nowhere, so that the end of the program does not fail over it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def one_line(text: str, width: int | None = None) -> str:
    """The text on one line, and if it is longer than ``width``, cut there."""
    text = _UNSAFE.sub("\ufffd", " ".join(text.split()))
    return text if width is None or len(text) <= width else text[: width - 1].rstrip() + "…"


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, a line a step elsewhere, nothing when asked to be quiet. All of it on stderr."""
    if quiet:
        yield lambda step, done=0, total=0, /: None
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bar() as bar:
            yield bar
    else:
        yield _Lines()


class _Lines:
    """A line when a step begins. What is over within a second needs none."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._last = ""

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None:
        if step != self._last and time.monotonic() - self._begun > 1:
            self._last = step
            warn(f"{step} …")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def show(step: str, done: int = 0, total: int = 0, /) -> None:
            bars.update(task, description=one_line(step, 60), completed=done, total=total or None)

        yield show
