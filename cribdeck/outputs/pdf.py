"""The press: WeasyPrint in a process of its own, which lays out HTML and writes PDF.

A page of notes may come from a stranger, and an image in it may be a bomb; so the layout runs where memory and time
are bounded, and its death is one line. The parent never imports WeasyPrint, which takes half a second.
"""

import contextlib
import gc
import importlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from cribdeck.errors import CribdeckError
from cribdeck.outputs.document import Documents
from cribdeck.outputs.later import postponed
from cribdeck.outputs.set_rows import SCHEME, Faces, SetRow, Setting, set_row
from cribdeck.outputs.styles import quicken

PX = 25.4 / 96
"""Millimetres in a CSS pixel."""


class NoPangoError(CribdeckError):
    """The system libraries behind WeasyPrint are missing: no sheet, but everything else can be built."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where an element with an id stands: the page from 0, and its edges in millimetres."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Printed:
    """What a layout gave."""

    pages: int
    boxes: Mapping[str, Box]
    repeated: tuple[str, ...] = ()
    """Ids that were found more than once."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a press may use before it is stopped."""

    memory: int = 3 << 30
    seconds: float = 120.0


class Starting:
    """A child process that imports while nobody can tell yet what it is to lay out; a `Press` takes it over."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="cribdeck-press-")
        self.conf = Path(self._folder.name) / "fonts.conf"
        """To be written before the child is told what it may read."""
        package_root = str(Path(__file__).resolve().parents[2])
        environ = {**os.environ, "FONTCONFIG_FILE": str(self.conf)}
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, (package_root, environ.get("PYTHONPATH"))))
        self.child = subprocess.Popen(
            [sys.executable, "-P", "-m", "cribdeck.outputs.pdf"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
        )

    def close(self) -> None:
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        self.child.kill()
        self.child.wait()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Press:
    """A child process that lays out HTML.

    It starts at once and imports while the parent goes on, if it is not ``starting`` already; the first call waits for
    it. ``fontconfig`` gives the text of its fonts.conf, and may keep a cache in the folder that it is told. Only files
    in ``readable`` (or below a folder in it) are opened by what the HTML refers to. Where words of ``lang`` may be
    broken is looked up while nothing is asked.
    """

    def __init__(
        self,
        fontconfig: Callable[[Path], str],
        *,
        readable: Iterable[Path] = (),
        lang: str = "",
        limits: Limits | None = None,
        starting: Starting | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._starting = starting or Starting()
        self._child = self._starting.child
        conf = self._starting.conf
        conf.write_text(fontconfig(conf.parent), encoding="utf-8")
        self._measured: tuple[str, Printed] | None = None
        self._setting: tuple[str, ...] = ()
        """The rows whose drawing was asked for and not taken yet."""
        files = [str(path.resolve()) for path in readable]
        self._send({"memory": self._limits.memory, "readable": files, "lang": lang})

    def measure(self, html: str, rows: Sequence[str] = ()) -> Printed:
        """Lay out, write nothing. What was laid out last is not laid out again.

        While the caller thinks about what was measured, these ``rows`` are drawn for `set_rows`.
        """
        if self._measured is None or self._measured[0] != html:
            self._measured = html, _printed(self._ask({"measure": html, "set": rows}))
            self._setting = tuple(rows)
        return self._measured[1]

    def set_rows(self, names: Sequence[str]) -> Mapping[str, Setting]:
        """How these rows of what was measured last are drawn, as far as they are nothing but words."""
        if not names:
            return {}
        ready = self._setting == tuple(names)
        rows: Mapping[str, Setting] = (self._taken() if ready else self._ask({"set": names}))["rows"]
        return rows

    def write(self, html: str, path: Path, *, rows: Mapping[str, tuple[Setting, float]] | None = None) -> Printed:
        """Lay out and write a PDF.

        ``rows`` are those that need no layout any more, by the names that the HTML calls them by, each with what its
        lines gain in height (in pixels). What was measured is forgotten.
        """
        self._measured = None
        return _printed(self._ask({"write": html, "path": str(path), "rows": rows or {}}))

    def close(self) -> None:
        self._starting.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _send(self, message: Mapping[str, object]) -> None:
        assert self._child.stdin
        with contextlib.suppress(OSError):  # a dead child is told by the answer that does not come
            self._child.stdin.write(json.dumps(message).encode() + b"\n")
            self._child.stdin.flush()

    def _ask(self, message: Mapping[str, object]) -> Mapping[str, Any]:
        if self._setting:
            self._taken()  # else both sides would wait for the other to read
        return self._answer(message)

    def _taken(self) -> Mapping[str, Any]:
        """The answer that is still to come."""
        self._setting = ()
        return self._answer(None)

    def _answer(self, message: Mapping[str, object] | None) -> Mapping[str, Any]:
        assert self._child.stdout
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._child.kill()

        watch = threading.Timer(self._limits.seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            if message is not None:
                self._send(message)
            line = self._child.stdout.readline()
        finally:
            watch.cancel()
        if not line.endswith(b"\n"):
            raise CribdeckError(self._death(late.is_set()))
        answer: Mapping[str, Any] = json.loads(line)
        if "no_pango" in answer:
            raise NoPangoError(answer["no_pango"])
        if "error" in answer:
            raise CribdeckError(answer["error"])
        return answer

    def _death(self, late: bool) -> str:
        if late:
            return (
                f"The sheet took longer than {self._limits.seconds:.0f} seconds to lay out and was stopped. "
                "Take the largest image or table out of the notes, or print fewer topics (--topic)."
            )
        return (
            f"Laying out the sheet was stopped by the system (exit code {self._child.wait()}). "
            "Most likely the memory ran out: print fewer topics (--topic), or take large images out."
        )


def _printed(answer: Mapping[str, Any]) -> Printed:
    boxes = {name: Box(*place) for name, place in answer["boxes"].items()}
    return Printed(answer["pages"], boxes, tuple(answer["repeated"]), tuple(answer["warnings"]))


# --- what runs in the child ---------------------------------------------------


_MANY = 2000
"""Rows of a galley; to look for what nobody needs any more would take longer than a smaller one is worth."""


class _Warnings(logging.Handler):
    """Keeps what WeasyPrint has to say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def take(self) -> list[str]:
        taken, self.lines = list(dict.fromkeys(self.lines)), []
        return taken


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request, a JSON line each way, until the parent closes the pipe."""
    # An import and a layout make millions of small objects that live to their end: the collector only costs time.
    gc.disable()
    try:
        weasyprint = _weasyprint()
        settings = json.loads(requests.readline() or b"{}")
        _bound_memory(settings.get("memory"))
        layout = _Layout(weasyprint, tuple(Path(path) for path in settings.get("readable", ())))
        _load_hyphens(settings.get("lang", ""))
    except (OSError, ImportError) as error:
        why = f"The sheet needs Pango, which is not installed ({str(error).splitlines()[0]})."
        answers.write(json.dumps({"no_pango": why}).encode() + b"\n")
        answers.flush()
        return
    for line in requests:
        for answer in _answers(layout, json.loads(line)):
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


def _load_hyphens(lang: str) -> None:
    """Read the patterns of a language, which are kept until words are broken; not every language has some."""
    pyphen = importlib.import_module("pyphen")
    if known := pyphen.language_fallback(lang):
        pyphen.Pyphen(lang=known)


def _answers(layout: "_Layout", request: Mapping[str, Any]) -> Iterator[Mapping[str, object]]:
    """One for each thing that was asked for, as soon as it is there."""
    if "measure" in request:
        yield _answer(request, lambda: layout.measure(request["measure"]))
    if request.get("set"):
        yield _answer(request, lambda: layout.set_rows(request["set"]))
    if "write" in request:
        yield _answer(request, lambda: layout.write(request["write"], Path(request["path"]), request["rows"]))


def _answer(request: Mapping[str, Any], give: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        return give()
    except MemoryError:
        return {
            "error": "The sheet needs more memory than it may have. Print fewer topics (--topic) or smaller images."
        }
    except RecursionError:
        return {"error": "The sheet could not be laid out: something in the notes is nested too deep."}
    except OSError as error:
        return {"error": f"{request.get('path')}: cannot be written ({error.strerror or error})."}
    except Exception as error:  # whatever a library raises on strange notes must reach the parent as one line
        return {"error": f"The sheet could not be laid out ({type(error).__name__}: {str(error)[:200]})."}


_RARE = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")
"""What WeasyPrint calls for fonts of a kind that the sheet has none of, and where HarfBuzz cannot take them apart."""


def _weasyprint() -> Any:
    """The library, without the search that its loader makes for every name that Pango could have somewhere.

    For each name that does not exist, cffi asks a compiler and the cache of the linker in processes of their own, which
    takes as long as all the rest of the import; on Linux the loader knows the right names by itself.
    """
    import ctypes.util

    search = ctypes.util.find_library
    try:
        if sys.platform == "linux":
            ctypes.util.find_library = lambda name: None
        with postponed(*_RARE):
            return importlib.import_module("weasyprint")
    except OSError:
        ctypes.util.find_library = search
        return importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search


class _Deflate:
    """What pydyf takes for zlib: three times as quick as it asks for, and the file two percent larger."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int) -> Any:
        return zlib.compressobj(level=min(level, 7))


class _Layout:
    """WeasyPrint, with a fetcher that reads allowed files and nothing else."""

    def __init__(self, weasyprint: Any, readable: tuple[Path, ...]) -> None:
        import pydyf
        from PIL import Image
        from weasyprint.text.fonts import FontConfiguration

        Image.MAX_IMAGE_PIXELS = 60_000_000  # beyond it Pillow warns, beyond twice that it refuses
        pydyf.zlib = _Deflate
        quicken(weasyprint.css)
        self._documents = Documents(weasyprint, _fetcher(readable))
        self._fonts = FontConfiguration()
        self._faces = Faces(self._fonts)
        self._galley: dict[str, Any] = {}
        self._warnings = _Warnings()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self._warnings]
        logger.propagate = False

    def measure(self, html: str) -> dict[str, object]:
        self._forget()
        document = self._laid_out(html)
        return self._places(document, self._galley)

    def set_rows(self, names: Sequence[str]) -> dict[str, object]:
        found = {name: set_row(self._galley[name], self._faces) for name in names if name in self._galley}
        return {"rows": {name: setting for name, setting in found.items() if setting}}

    def write(self, html: str, path: Path, rows: Mapping[str, tuple[Setting, float]]) -> dict[str, object]:
        pictures = {SCHEME + name: SetRow(setting, more, self._faces) for name, (setting, more) in rows.items()}
        self._forget()
        document = self._laid_out(html, pictures)
        written = io.BytesIO()
        document.write_pdf(written, pdf_variant="pdf/ua-1", pdf_tags=True, dpi=200)
        path.write_bytes(written.getvalue())
        return self._places(document, {})

    def _forget(self) -> None:
        """Let go of the last galley: a large one would fill the memory beside what comes next."""
        large = len(self._galley) > _MANY
        self._galley = {}
        if large:
            gc.collect()

    def _laid_out(self, html: str, pictures: Mapping[str, SetRow] | None = None) -> Any:
        page = self._documents.read(html)
        kept = {"cache": dict(pictures)} if pictures else {}
        return page.render(font_config=self._fonts, dpi=200, pdf_variant="pdf/ua-1", pdf_tags=True, **kept)

    def _places(self, document: Any, named: dict[str, Any]) -> dict[str, object]:
        """Where everything stands; ``named`` is filled with the boxes that were found by their ``data-at``."""
        places: dict[str, tuple[float, ...]] = {}
        repeated = []
        for number, page in enumerate(document.pages):
            for name, edges in _page_places(page, named).items():
                if name in places:
                    repeated.append(name)
                places[name] = (number, *(round(edge * PX, 4) for edge in edges))
        pages = len(document.pages)
        return {"pages": pages, "boxes": places, "repeated": repeated, "warnings": self._warnings.take()}


def _page_places(page: Any, named: dict[str, Any]) -> dict[str, tuple[float, float, float, float]]:
    """The edges of every element of a page that has an id or a ``data-at``, in pixels.

    WeasyPrint shares computed styles between elements that are alike, and an id makes each one unlike all others: with
    ids on every row, a layout takes a third longer. So rows are named by an attribute that no style depends on, and
    found in the page's boxes, to which there is no public way.
    """
    found = dict(page.anchors)
    waiting = [page._page_box]
    while waiting:
        box = waiting.pop()
        name = box.element.get("data-at") if box.element is not None else None
        if name and name not in found:
            left, top, width, height = box.hit_area()
            found[name] = (left, top, left + width, top + height)
            named[name] = box
        waiting += reversed(list(box.all_children()))
    return found


def _fetcher(readable: tuple[Path, ...]) -> Any:
    from urllib.parse import unquote, urlsplit

    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        """Opens the files that the parent named, and refuses everything else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc:
                raise ValueError("not on the list of files that the sheet may read")
            path = Path(unquote(parts.path)).resolve()
            if not path.is_file() or not any(path == one or one in path.parents for one in readable):
                raise ValueError("not on the list of files that the sheet may read")
            return URLFetcherResponse(url, body=path.read_bytes())

    return Fetcher()


def _bound_memory(size: int | None) -> None:
    if not size:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


@contextlib.contextmanager
def _own_pipes() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Standard input and output for the parent alone: what a library prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("r+b", buffering=0) as nowhere, requests, answers:
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 1)
        yield requests, answers


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError), _own_pipes() as (requests, answers):
        _serve(requests, answers)
