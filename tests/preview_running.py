"""A preview that runs in a thread, as the command runs it, and requests to it."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from cribdeck.options import BuildOptions
from cribdeck.preview import serve

NOW = 1_795_000_000
TOKEN = "a-token-of-the-tests"
PATIENCE = 60.0
"""Seconds; a machine that does ten things at once is slow."""


@dataclass(frozen=True)
class Preview:
    """The address of a running preview, and its notes."""

    notes: Path
    address: str

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])

    def ask(
        self, name: str, sent: object = None, *, token: str = TOKEN, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and content of the answer: of a POST when something is sent, else of a GET."""
        given = {"Host": f"127.0.0.1:{self.port}"}
        if sent is not None:
            given |= {
                "Origin": f"http://127.0.0.1:{self.port}",
                "X-Cribdeck-Token": TOKEN,
                "Content-Type": "application/json",
            }
        given |= headers or {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(
                "GET" if sent is None else "POST",
                f"/{token}/{name}",
                None if sent is None else json.dumps(sent),
                {key: value for key, value in given.items() if value},
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, name: str, sent: object) -> dict[str, object]:
        status, content = self.ask(name, sent)
        assert status == 200, content
        found: dict[str, object] = json.loads(content)
        return found

    @property
    def page(self) -> str:
        return self.ask("")[1].decode("utf-8")

    @property
    def lock(self) -> str:
        path = self.notes / "cribdeck.lock"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@contextmanager
def running(notes: Path, **given: object) -> Iterator[Preview]:
    """A preview of the notes that answers; it has stopped when the block ends."""
    stop, ready, told = threading.Event(), threading.Event(), []

    def tell(address: str) -> None:
        told.append(address)
        ready.set()

    failed: list[BaseException] = []

    def run() -> None:
        try:
            options = BuildOptions(notes=notes, out=notes.parent / "dist", now=NOW, **given)  # type: ignore[arg-type]
            serve(options, clock=lambda: NOW, token=TOKEN, ready=tell, stop=stop)
        except BaseException as error:
            failed.append(error)
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        if failed:
            raise failed[0]
        yield Preview(notes, told[0])
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_for(holds: Callable[[], bool]) -> None:
    """Come back as soon as it holds; AssertionError when it does not in time."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, "it never came to hold"
        sleep(0.05)
