"""Work on many files, spread over the cores of the machine."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_WORKERS = 8
"""More would want more memory than they save time."""


def cores() -> int:
    """How many processes may work at once."""
    if current_process().daemon:
        return 1  # one that helps has no helpers of its own
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int) -> list[Result]:
    """What ``work`` gives for every task, in their order. What a worker cannot do is done here, errors and all."""
    done = _by_workers(work, tasks, workers) if workers > 1 else {}
    return [done[nth] if nth in done else work(task) for nth, task in enumerate(tasks)]


def _by_workers(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> dict[int, Result]:
    """The results that workers gave, by the place of their tasks."""
    done: dict[int, Result] = {}
    waiting = iter(enumerate(tasks))
    with _started(work, workers) as idle:
        busy = {one: nth for one in idle if (nth := _given(one, waiting)) is not None}
        while busy:
            for one in wait(list(busy)):
                assert isinstance(one, Connection)
                nth = busy.pop(one)
                with suppress(EOFError, OSError):  # it has ended
                    done[nth] = one.recv()
                    following = _given(one, waiting)
                    busy |= {} if following is None else {one: following}
    return done


def _given(worker: Connection, waiting: Iterator[tuple[int, Task]]) -> int | None:
    """The place of the task that the worker now has; None where there is none left, or the worker is gone."""
    for nth, task in waiting:
        try:
            worker.send(task)
        except RecursionError:
            continue  # nested too deeply to be sent
        except OSError:
            return None
        return nth
    return None


@contextmanager
def _started(work: Callable[[Task], Result], count: int) -> Iterator[list[Connection]]:
    """Connections to so many workers, who end with this block whatever happens in it."""
    context = get_context("spawn")  # a copy of this process would have its locks, but not its threads
    connections, processes = [], []
    try:
        for _ in range(count):
            with suppress(OSError), _uninterrupted():  # perhaps fewer processes are allowed
                here, there = context.Pipe()
                connections.append(here)
                process = context.Process(target=_work, args=(work, there), daemon=True)
                process.start()
                processes.append(process)
                there.close()
        yield connections[: len(processes)]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        for connection in connections:
            connection.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits, and those that are started meanwhile never hear of it: whoever started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(work: Callable[[Task], Result], connection: Connection) -> None:
    """What a worker does: one task after the other, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    with suppress(Exception):  # what goes wrong here is done where it can be told
        while True:
            connection.send(work(connection.recv()))
