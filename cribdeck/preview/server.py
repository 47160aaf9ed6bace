"""Serves the page on this machine alone, and takes decisions from it."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from cribdeck.errors import CribdeckError
from cribdeck.failures import in_one_line
from cribdeck.preview.editor import editor_command
from cribdeck.preview.guard import Guard
from cribdeck.preview.notebook import Notebook, RefusedError, State

LARGEST = 1_000_000
"""Bytes of a request: keys of a section, and no more."""

PING = 15.0
"""Seconds after which a browser that listens hears that the preview is there."""

HEADERS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),  # the page shows the sheet in a frame
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)

Answer = dict[str, object]
Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the server works with."""

    notebook: Notebook
    token: str
    decided: Callable[[], None]
    """Called when the lock has changed: the page is to follow."""
    plan: Callable[[], str]
    """What a build would do, to be read by a person."""
    build: Callable[[bool], str]
    """Runs a build, even if it retires many cards; what there is to say of it."""
    sheets: Path
    """The folder that the newest sheet lies in."""


class Server(ThreadingHTTPServer):
    """Listens on the loopback address; a request is a thread."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk = desk
        self.guard = Guard(desk.token, self.server_address[1])
        self.building = threading.Lock()
        self.stopping = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{self.desk.token}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "cribdeck"
    sys_version = ""

    @property
    def _desk(self) -> Desk:
        return cast(Server, self.server).desk

    def handle(self) -> None:
        with suppress(ConnectionError):  # the browser has gone
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for the notes."""

    def do_GET(self) -> None:
        if self._is_refused():
            return
        match self._name:
            case "":
                self._send(200, self._desk.notebook.page, "text/html; charset=utf-8")
            case "events":
                self._follow()
            case name if name.endswith(".pdf"):
                self._send_sheet()
            case _:
                self._send(404, b"There is nothing here.", "text/plain; charset=utf-8")

    def do_POST(self) -> None:
        if self._is_refused():
            return
        does = _DOES.get(self._name)
        asked = self._body()
        if does is None or asked is None:
            self._answer(404 if does is None else 400, {"error": "The preview does not know what that means."})
            return
        try:
            status, answer = 200, does(cast(Server, self.server), asked)
        except RefusedError as error:
            status, answer = 409, {"error": str(error)}
        except CribdeckError as error:
            status, answer = 500, {"error": str(error)}
        except OSError as error:
            status, answer = 500, {"error": in_one_line(error) or f"That did not work ({error})."}
        self._answer(status, answer)

    # --- what comes in ------------------------------------------------------

    @property
    def _name(self) -> str:
        return self.path.split("?")[0].removeprefix(f"/{self._desk.token}/")

    def _is_refused(self) -> bool:
        why = cast(Server, self.server).guard.why_not(self.command, self.path, self.headers)
        if why:
            self.close_connection = True
            self._send(403, why.encode("utf-8"), "text/plain; charset=utf-8")
        return bool(why)

    def _body(self) -> Asked | None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True
            return None
        try:
            found = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    # --- what goes out ------------------------------------------------------

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self._begin(status, kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _begin(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in HEADERS:
            self.send_header(name, value)

    def _answer(self, status: int, answer: Answer) -> None:
        self._send(status, json.dumps(answer).encode("utf-8"), "application/json")

    def _send_sheet(self) -> None:
        path = self._desk.sheets / f"{self._desk.notebook.name}.pdf"
        if not path.is_file():
            self._send(404, b"The sheet is not there yet.", "text/plain; charset=utf-8")
            return
        self._send(200, path.read_bytes(), "application/pdf")

    def _follow(self) -> None:
        """Tell the browser each new state, until one of the two goes away."""
        self.close_connection = True
        self._begin(200, "text/event-stream")
        self.end_headers()
        known = State()
        server = cast(Server, self.server)
        while not server.stopping.is_set():
            now = self._desk.notebook.wait(known, PING)
            said = f"data: {json.dumps(asdict(now))}\n\n" if now != known else ": here\n\n"
            self.wfile.write(said.encode("utf-8"))
            self.wfile.flush()
            known = now


# --- what can be asked for --------------------------------------------------


def _decide(server: Server, asked: Asked) -> Answer:
    keys, text = asked.get("keys"), asked.get("topic") or ""
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys) or not isinstance(text, str):
        raise RefusedError("The preview does not know what that means.")
    left = server.desk.notebook.decide(str(asked.get("verb")), keys, " ".join(text.split()))
    server.desk.decided()
    return {"left": left}


def _undo(server: Server, asked: Asked) -> Answer:
    keys, left = server.desk.notebook.undo()
    server.desk.decided()
    return {"keys": keys, "left": left}


def _open(server: Server, asked: Asked) -> Answer:
    file, line = str(asked.get("file")), asked.get("line")
    if asked.get("with") == "obsidian":
        return {"url": server.desk.notebook.link(file)}
    path = server.desk.notebook.find(file)
    command = editor_command(os.environ, path, line if isinstance(line, int) else 1)
    if command is None:
        raise RefusedError("Set EDITOR to the command of your editor, as in EDITOR=code, and start the preview again.")
    try:
        subprocess.Popen(command)
    except OSError as error:
        raise RefusedError(f"{command[0]} does not start ({error.strerror}). Set EDITOR to another editor.") from error
    return {}


def _plan(server: Server, asked: Asked) -> Answer:
    return {"text": server.desk.plan(), "guard": server.desk.notebook.retires_too_many}


def _build(server: Server, asked: Asked) -> Answer:
    if not server.building.acquire(blocking=False):
        raise RefusedError("A build is running already.")
    try:
        return {"text": server.desk.build(asked.get("anyway") is True)}
    finally:
        server.building.release()
        server.desk.decided()


_DOES: Mapping[str, Callable[[Server, Asked], Answer]] = {
    "decide": _decide,
    "undo": _undo,
    "open": _open,
    "plan": _plan,
    "build": _build,
}
