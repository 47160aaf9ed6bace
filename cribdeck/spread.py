"""Work on many files, spread over the cores of the machine.

A worker is this module run by a Python of its own. It is told by pickles what to do, and reads them from nobody but the
process that started it.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_WORKERS = 8
"""More would want more memory than they save time."""

LOOK = 0.5
"""Seconds between two looks whether somebody pressed Ctrl-C, of which a wait without end hears nothing on Windows."""

_WORKER = "CRIBDECK_WORKER"
"""Stands in the environment of a worker, which has no workers of its own."""

_Process = subprocess.Popen[bytes]


def cores() -> int:
    """How many processes may work at once."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if _WORKER in os.environ else min(usable, MOST_WORKERS)


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int) -> list[Result]:
    """What ``work`` gives for every task, in their order. What a worker cannot do is done here, errors and all."""
    helping = min(workers, len(tasks))
    done = _by_workers(work, tasks, helping) if helping > 1 else {}
    return [done[nth] if nth in done else work(task) for nth, task in enumerate(tasks)]


def _by_workers(work: Callable[[Task], Result], tasks: Sequence[Task], count: int) -> dict[int, Result]:
    """The results that workers gave, by the place of their tasks."""
    done: dict[int, Result] = {}
    waiting: SimpleQueue[int] = SimpleQueue()
    for nth in range(len(tasks)):
        waiting.put(nth)
    with _started(count) as processes:
        threads = [Thread(target=_lead, args=(process, work, tasks, waiting, done)) for process in processes]
        for thread in threads:
            thread.daemon = True
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(LOOK)
    return done


def _lead(
    process: _Process,
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    waiting: SimpleQueue[int],
    done: dict[int, Result],
) -> None:
    """Give a worker one task after the other, until none is left or the worker is gone."""
    assert process.stdin and process.stdout
    with suppress(Empty, EOFError, OSError, MemoryError, pickle.UnpicklingError):
        process.stdin.write(pickle.dumps(work))
        while True:
            nth = waiting.get_nowait()
            with suppress(RecursionError):  # nested too deeply to be sent
                process.stdin.write(pickle.dumps(tasks[nth], protocol=5))
                process.stdin.flush()
                done[nth] = pickle.load(process.stdout)


@contextmanager
def _started(count: int) -> Iterator[list[_Process]]:
    """So many workers, who end with this block whatever happens in it."""
    processes: list[_Process] = []
    try:
        with suppress(OSError):  # fewer processes are allowed
            for _ in range(count):
                processes.append(_start())
        yield processes
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            with suppress(OSError), process:
                pass


def _start() -> _Process:
    environ = {**os.environ, _WORKER: "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "cribdeck.spread"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what goes wrong there is done again here, where it can be told
        env=environ,
        start_new_session=True,  # Ctrl-C is for the parent, which ends its workers
    )


# --- what runs in a worker ------------------------------------------------------


def _serve() -> None:
    """One task after the other, until nobody gives any more."""
    gc.disable()
    tasks, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    work = pickle.load(tasks)
    while True:
        results.write(pickle.dumps(work(pickle.load(tasks)), protocol=5))
        results.flush()


if __name__ == "__main__":
    with suppress(EOFError, OSError, KeyboardInterrupt):
        _serve()
