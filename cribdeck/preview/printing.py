"""The sheet in a process of its own: laying it out takes seconds, and saves and keys do not wait for it."""

import os
import signal
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from cribdeck.commit import commit
from cribdeck.errors import CribdeckError
from cribdeck.keeping import find_keeping
from cribdeck.options import BuildOptions
from cribdeck.printed import Printed
from cribdeck.reading import read_study
from cribdeck.sheet_work import start_sheet

LOOK = 0.1
"""Seconds between two looks whether the preview ends."""


def print_sheet(options: BuildOptions, folder: Path, name: str, stop: threading.Event) -> Printed | None:
    """The sheet of the notes as they are on the disk now, put into ``folder``; None when stopped.

    Raises CribdeckError when it cannot be laid out.
    """
    here, there = get_context("spawn").Pipe(duplex=False)
    child = get_context("spawn").Process(target=_print, args=(options, folder, name, there), daemon=True)
    child.start()
    there.close()
    with here:
        while not here.poll(LOOK):
            if stop.is_set():
                _end(child)
                return None
        try:
            answer = here.recv()
        except EOFError as error:
            raise CribdeckError("The layout of the sheet ended without an answer. Save once more.") from error
        finally:
            child.join()
    if isinstance(answer, str):
        raise CribdeckError(answer)
    assert isinstance(answer, Printed)
    if answer.staged:
        commit([answer.staged], folder)
    return answer


def _end(child: BaseProcess) -> None:
    """End the process and those that it has started."""
    try:
        assert child.pid
        os.killpg(child.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # Windows, or it has hardly begun
        child.kill()
    child.join()


def _print(options: BuildOptions, folder: Path, name: str, there: Connection) -> None:
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C is for the parent, which ends this process with the one that lays out
    tempfile.tempdir = str(folder)  # what it leaves behind goes with the folder
    try:
        keeping = find_keeping(options)
        study = read_study(options, keeping)
        with ExitStack() as stack:
            there.send(start_sheet(stack, study, replace(options, out=folder), keeping, name).result())
    except (CribdeckError, OSError) as error:
        there.send(str(error))
