"""How long a sheet takes, beside one pass of WeasyPrint with CSS columns and Chromium's printing of the same HTML.

    python benchmarks/sheet.py NOTES.md [--pages 3] [--rounds 3] [--growth 15]

Every run is a cold process that reads the notes, lays out and writes a PDF; all are taken in turn, and their medians
compared: the time that one waits, and the work, which is the processor time of all processes and tells more on a
machine that is busy. Peers lay out the very rows that we do, at the size that we found, into columns of their own.
"""

import argparse
import contextlib
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this checkout, whatever is installed

from measuring import environ
from one_sheet import sheet_of

from cribdeck.outputs.sheet.fonts import fontconfig
from cribdeck.outputs.sheet.look import LOOK
from cribdeck.outputs.sheet.paper import frames, header_of
from cribdeck.outputs.sheet.printing import write_pdf
from cribdeck.outputs.sheet.render import Renderer
from cribdeck.outputs.templating import html_templates

PEER = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1", pdf_tags=True)
"""


@dataclass(frozen=True)
class Run:
    seconds: float
    work: float
    """Seconds of processor time, of all processes."""
    megabytes: float
    """The most that any process of the run held."""


def main() -> None:
    arguments = _arguments()
    inherit_orphans()
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments.notes, arguments.pages, arguments.rounds, Path(folder))
        if arguments.growth > 1:
            grow(arguments.notes, arguments.pages, arguments.growth, Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, default=15, help="how many times the notes, at last; 1 leaves this out")
    return parser.parse_args()


# --- one run --------------------------------------------------------------------


def timed(command: Sequence[str | Path], environ: Mapping[str, str]) -> Run:
    before, started = _work(), time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], env=environ, stdout=sys.stderr, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()  # for what a browser leaves behind
    return Run(seconds, _work() - before, usage.ru_maxrss / 1024)


def _work() -> float:
    """Of all processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def inherit_orphans() -> None:
    """From now on processes whose parent ends are this one's to wait for, so that their work is counted: Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


# --- beside its peers -------------------------------------------------------------


def compare(notes: Path, pages: int, rounds: int, folder: Path) -> None:
    """Print our time, an edit's time, and both peers', as ratios."""
    html, conf = _peer_html(notes, pages, folder)
    edited = folder / "edited.md"
    edited.write_text(_edited(notes.read_text(encoding="utf-8")), encoding="utf-8")
    private = {**environ(), "FONTCONFIG_FILE": str(conf)}
    timed(_ours(notes, pages, folder, cache="first"), environ())  # Python keeps what it compiled
    cold, warm, columns, browser = [], [], [], []
    for nth in range(rounds):
        cold.append(timed(_ours(notes, pages, folder, cache=str(nth)), environ()))
        warm.append(timed(_ours(edited, pages, folder, cache=str(nth)), environ()))
        columns.append(timed([sys.executable, "-c", PEER, html, folder / "columns.pdf"], private))
        if chromium := _chromium():
            browser.append(timed([*chromium, f"--print-to-pdf={folder / 'browser.pdf'}", html.as_uri()], private))
    print(f"{'':27}seconds  work   of one pass: time  work   of Chromium: time  work")
    for name, runs in (
        ("one pass with CSS columns", columns),
        ("Chromium", browser),
        (f"exactly {pages} pages", cold),
        ("one line edited, warm", warm),
    ):
        if runs:
            beside = "".join(f"{_beside(runs, peer):>25}" for peer in (columns, browser) if peer)
            print(f"{name:27}{_middle(runs).seconds:7.2f}{_middle(runs).work:6.2f}{beside}")
    print(f"peak memory {max(run.megabytes for run in cold):.0f} MB")


def _middle(runs: Sequence[Run]) -> Run:
    return Run(
        *(median(values) for values in zip(*((run.seconds, run.work, run.megabytes) for run in runs), strict=True))
    )


def _beside(runs: Sequence[Run], peer: Sequence[Run]) -> str:
    one, other = _middle(runs), _middle(peer)
    return f"{one.seconds / other.seconds:.2f}{one.work / other.work:6.2f}"


def _ours(notes: Path, pages: int, folder: Path, *, times: int = 1, cache: str) -> list[str | Path]:
    script = Path(__file__).with_name("one_sheet.py")
    return [sys.executable, script, notes, str(pages), str(times), folder / "ours.pdf", folder / cache]


def _edited(source: str) -> str:
    """The notes with one line changed, in the middle."""
    lines = source.split("\n")
    at = next(nth for nth in range(len(lines) // 2, len(lines)) if len(lines[nth].split()) > 5)
    lines[at] += " as well"
    return "\n".join(lines)


def _peer_html(notes: Path, pages: int, folder: Path) -> tuple[Path, Path]:
    """All boxes in one flow of CSS columns, with our stylesheet; and the fonts to set it in."""
    sheet = sheet_of(notes, pages, 1)
    report = write_pdf(sheet, folder / "first.pdf")
    header = header_of(sheet.config, sheet.title, sheet.topics)
    frame = next(one for one in frames(sheet.config, header) if one.columns == report.columns)
    renderer = Renderer(sheet, html_templates("sheet"), lambda target, note: None)
    html = renderer.galley(sheet.topics, frame, size=report.font_pt, leading=LOOK.usual_leading)
    flow = (
        f"@page {{ size: {frame.width}mm {frame.height}mm; margin: {frame.top}mm {frame.margin}mm }}"
        f" .column {{ width: auto; columns: {frame.columns}; column-gap: {LOOK.column_gap}mm }}"
        " .topic { margin-bottom: 1mm; box-decoration-break: clone }"
    )
    path, conf = folder / "peer.html", folder / "fonts.conf"
    path.write_text(html.replace("</style>", f"{flow}</style>"), encoding="utf-8")
    conf.write_text(fontconfig(folder / "fonts"), encoding="utf-8")
    return path, conf


def _chromium() -> list[str]:
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return [path, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return []


# --- growth -----------------------------------------------------------------------


def grow(notes: Path, pages: int, most: int, folder: Path) -> None:
    """Print time and memory for ever more notes on as many more pages; linear means that the work a page stays."""
    print("\ntimes  pages  seconds    work      MB  work a page")
    for times in sorted({1, 3, max(1, most // 2), most}):
        run = timed(_ours(notes, pages * times, folder, times=times, cache=f"times{times}"), environ())
        each = run.work / pages / times
        print(f"{times:5}{pages * times:7}{run.seconds:9.2f}{run.work:8.2f}{run.megabytes:8.0f}{each:13.3f}")


if __name__ == "__main__":
    main()
