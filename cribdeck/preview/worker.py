"""Work that follows saves and keys, in a thread of its own."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Worker:
    """Does one piece of work whenever it is asked to; what is asked for while it works is done once, afterwards."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._asked = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def ask(self) -> None:
        self._asked.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        self._asked.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            if self._stopping:
                return
            self._work()
