"""The first run from a checkout: an environment that holds all the libraries, made where it is missing.

Standard library alone, since nothing else is there yet. What only an installation needs is imported there, since every
run looks whether it is the first.
"""

import hashlib
import importlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from cribdeck.failures import in_one_line
from cribdeck.machine import SetupError, announce, apt_installs, run_command, succeeds
from cribdeck.pango import see_to_pango, show_to_children

MODULES: tuple[str, ...] = (
    "chevron",
    "click",
    "filelock",
    "fontpkg_ibm_plex_mono",
    "fontpkg_ibm_plex_sans_condensed",
    "fontTools",
    "genanki",
    "jinja2",
    "latex2mathml",
    "markdown_it",
    "markupsafe",
    "mdit_py_plugins",
    "nh3",
    "PIL",
    "pygments",
    "yaml",
    "rapidfuzz",
    "rich",
    "watchfiles",
    "weasyprint",
    "ziamath",
)
"""What the project's dependencies are imported as, in the order of pyproject.toml."""

TEST_MODULES: tuple[str, ...] = (
    "anki",
    "hypothesis",
    "mypy",
    "playwright",
    "pypdf",
    "pypdfium2",
    "pytest",
    "xdist",
    "ruff",
)
"""The same for the test extra; stubs, which nobody imports, are not among them."""

STAMP = "cribdeck-installed"
"""In .venv: what was installed there. Empty while an installation is at work, or was interrupted."""

PANGO = "pango"
"""In .venv: Pango, where it could not be installed."""

AGAIN = "CRIBDECK_STARTED_AGAIN"
"""In the environment of the program that was started again, so that it happens once."""


def make_ready(script: Path, arguments: Sequence[str]) -> None:
    """Return where all libraries can be imported. Where they cannot, install them into .venv beside ``script``, and
    start ``script`` again from there."""
    checkout, extra = script.parent, "test" if arguments[:1] == ["test"] else ""
    inside = Path(sys.prefix).resolve() == (checkout / ".venv").resolve()
    if _complete(checkout, extra, inside=inside):
        os.environ.pop(AGAIN, None)
        show_to_children(checkout / ".venv" / PANGO)
        return
    try:
        if inside or not _python(checkout).exists():
            _install(checkout, extra, inside=inside)
        _start_again(_python(checkout), [str(script), *arguments], inside=inside)
    except SetupError as error:
        if missing(extra):
            sys.exit(f"cribdeck: {error}")
        announce(f"{error} Going on with what is there.")
        show_to_children(checkout / ".venv" / PANGO)
    except OSError as error:
        line = in_one_line(error)
        if line is None:
            raise
        sys.exit(f"cribdeck: {line}")
    except KeyboardInterrupt:
        sys.exit("cribdeck: stopped; run it again to go on.")


def missing(extra: str = "") -> list[str]:
    """The modules that are not installed here. None of them is imported for it."""
    importlib.invalidate_caches()
    return [name for name in MODULES + (TEST_MODULES if extra else ()) if find_spec(name) is None]


def run_tests(checkout: Path, arguments: Sequence[str]) -> int:
    """The exit code of pytest; all tests on all cores when nothing else is asked for."""
    import subprocess

    return subprocess.call([sys.executable, "-m", "pytest", *(arguments or ("-n", "auto"))], cwd=checkout)


# --- the environment --------------------------------------------------------


def _python(checkout: Path) -> Path:
    return checkout / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _start_again(python: Path, arguments: Sequence[str], *, inside: bool) -> NoReturn:
    command, folder = [str(python), *arguments], python.parent.parent
    if AGAIN in os.environ and not inside:
        raise SetupError(f"{python} does not run in {folder}. Delete that folder and run this again.")
    os.environ[AGAIN] = "1"
    if sys.platform == "win32":  # there, exec would give the prompt back before the program ends
        import subprocess

        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    try:
        os.execv(command[0], command)
    except OSError as error:
        raise SetupError(f"{python} does not start ({error.strerror}). Delete {folder} and run this again.") from error


def _complete(checkout: Path, extra: str, *, inside: bool) -> bool:
    return not missing(extra) and not (inside and _stale(checkout, extra))


def _install(checkout: Path, extra: str, *, inside: bool) -> None:
    """Make .venv where it is missing, mend it where it was left half made, and install what the project needs."""
    venv, python = checkout / ".venv", _python(checkout)
    with _alone(checkout):
        if _complete(checkout, extra, inside=inside) if inside else python.exists():
            return  # another first run did it meanwhile
        announce(f"installing the libraries it needs into {venv} (a minute or two, this once)")
        _make_folder(venv)
        _make_venv(venv, python)
        (venv / STAMP).write_text("", encoding="utf-8")
        see_to_pango(checkout / ".venv" / PANGO)
        _pip_install(checkout, extra)
        (venv / STAMP).write_text(f"{_wanted(checkout)} {extra}", encoding="utf-8")
    if inside and (left := missing(extra)):
        raise SetupError(f"after the installation {', '.join(left)} cannot be found. Delete {venv} and run this again.")


def _make_folder(venv: Path) -> None:
    try:
        venv.mkdir(exist_ok=True)
        (venv / STAMP).touch()
    except OSError as error:
        raise SetupError(
            f"{venv} cannot be made here ({error.strerror}). Copy the folder to a place where you may write, and run "
            f"it there."
        ) from error


def _make_venv(venv: Path, python: Path) -> None:
    """Also run on an environment that stands but has no pip: that one was interrupted."""
    if python.exists() and succeeds([str(python), "-c", "import pip"]):
        return
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        _see_to_venv()
    if python.is_symlink() and not python.exists():
        python.unlink()  # the Python behind it is gone, and venv does not mend that
    made = run_command([sys.executable, "-m", "venv", str(venv)])
    if made.returncode:
        said = made.stdout.strip().splitlines() or ["venv did not say why"]
        raise SetupError(f"{venv} could not be made: {said[-1]}")


def _see_to_venv() -> None:
    """Debian and its kin ship Python without its venv module."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    from shutil import which

    if not which("apt-get"):
        raise SetupError("this Python has no venv module. Install a complete one from python.org or your system.")
    if not apt_installs(package):
        raise SetupError(f"Python's venv module is missing. Type: sudo apt-get install -y {package}")


def _pip_install(checkout: Path, extra: str) -> None:
    target = ".[test]" if extra else "."
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    pip = [str(_python(checkout)), "-m", "pip", "install", *options, "-c", "constraints.txt", "-e", target]
    done = run_command(pip, cwd=checkout)
    if done.returncode:
        log = checkout / ".venv" / "pip.log"
        log.write_text(done.stdout, encoding="utf-8")
        offline = "onnection" in done.stdout or "name resolution" in done.stdout or "No matching dist" in done.stdout
        cause = "Is the computer online? " if offline else ""
        raise SetupError(f"the libraries could not be installed. {cause}Run this again to go on; pip's words: {log}")


def _wanted(checkout: Path) -> str:
    """Stands for what is to be installed; another one after a change of the requirements."""
    sources = [checkout / "pyproject.toml", checkout / "constraints.txt"]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def _stamp(checkout: Path) -> str | None:
    try:
        return (checkout / ".venv" / STAMP).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _stale(checkout: Path, extra: str) -> bool:
    """Whether .venv was left half made, or made for other requirements. One without a stamp is its owner's affair."""
    stamp = _stamp(checkout)
    return stamp is not None and stamp.split(" ") not in ([_wanted(checkout), extra], [_wanted(checkout), "test"])


# --- one at a time ----------------------------------------------------------


@contextmanager
def _alone(checkout: Path) -> Iterator[None]:
    """Two first runs at once install one after the other. A file that is there anyway is locked, so none is left."""
    with (checkout / "pyproject.toml").open("rb") as file:
        if not _lock(file.fileno(), wait=False):
            announce("another first run is at work here; waiting for it")
            _lock(file.fileno(), wait=True)
        yield  # closing the file unlocks it, and so does the end of the process


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, wait: bool) -> bool:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # far behind the end: everybody can still read the file
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.5)
else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a disk without locks: two first runs at once are the user's to avoid
        return True
