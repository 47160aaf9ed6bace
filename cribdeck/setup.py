"""The first run from a checkout: an environment that holds all the libraries, made where it is missing.

Standard library alone, since nothing else is there yet.
"""

import ctypes.util
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

MODULES: tuple[str, ...] = (
    "click",
    "filelock",
    "fontpkg_ibm_plex_mono",
    "fontpkg_ibm_plex_sans_condensed",
    "genanki",
    "jinja2",
    "markdown_it",
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

DEBIAN_PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

PANGO_COMMANDS: Mapping[str, str] = {
    "apt-get": f"sudo apt-get install -y --no-install-recommends {' '.join(DEBIAN_PANGO)}",
    "dnf": "sudo dnf install -y pango",
    "pacman": "sudo pacman -S --needed pango",
    "zypper": "sudo zypper install -y libpango-1_0-0",
    "apk": "sudo apk add pango",
    "brew": "brew install pango",
}
"""How to get Pango, which WeasyPrint sets type with, by the program that installs it."""

STAMP = "cribdeck-installed"
"""In .venv: what was installed there. Empty while an installation is at work, or was interrupted."""

AGAIN = "CRIBDECK_STARTED_AGAIN"
"""In the environment of the program that was started again, so that it happens once."""


class SetupError(Exception):
    """The environment cannot be made; one line says why and what to do."""


def make_ready(script: Path, arguments: Sequence[str]) -> None:
    """Return where all libraries can be imported. Where they cannot, install them into .venv beside ``script``, and
    start ``script`` again from there."""
    checkout, extra = script.parent, "test" if arguments[:1] == ["test"] else ""
    inside = Path(sys.prefix).resolve() == (checkout / ".venv").resolve()
    if _complete(checkout, extra, inside=inside):
        return
    try:
        if inside or not _python(checkout).exists():
            _install(checkout, extra, inside=inside)
        _start_again(_python(checkout), [str(script), *arguments], inside=inside)
    except SetupError as error:
        if missing(extra):
            sys.exit(f"cribdeck: {error}")
        _say(f"{error} Going on with what is there.")
    except KeyboardInterrupt:
        sys.exit("cribdeck: stopped; run it again to go on.")


def missing(extra: str = "") -> list[str]:
    """The modules that are not installed here. None of them is imported for it."""
    importlib.invalidate_caches()
    return [name for name in MODULES + (TEST_MODULES if extra else ()) if find_spec(name) is None]


def run_tests(checkout: Path, arguments: Sequence[str]) -> int:
    """The exit code of pytest; all tests on all cores when nothing else is asked for."""
    return subprocess.call([sys.executable, "-m", "pytest", *(arguments or ("-n", "auto"))], cwd=checkout)


def has_pango() -> bool:
    """Whether the libraries that set type are there."""
    names = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0") if sys.platform == "linux" else ()
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return bool(names) or ctypes.util.find_library("pango-1.0") is not None


def pango_advice() -> str:
    """The one line to type for Pango on this machine."""
    for program, command in PANGO_COMMANDS.items():
        if shutil.which(program):
            return command if shutil.which("sudo") else command.removeprefix("sudo ")
    if sys.platform == "win32":
        return "in an MSYS2 shell: pacman -S mingw-w64-ucrt-x86_64-pango"
    return "install the package pango with your system's installer"


# --- the environment --------------------------------------------------------


def _python(checkout: Path) -> Path:
    return checkout / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _start_again(python: Path, arguments: Sequence[str], *, inside: bool) -> NoReturn:
    command, folder = [str(python), *arguments], python.parent.parent
    if AGAIN in os.environ and not inside:
        raise SetupError(f"{python} does not run in {folder}. Delete that folder and run this again.")
    os.environ[AGAIN] = "1"
    if sys.platform == "win32":  # there, exec would give the prompt back before the program ends
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
        _say(f"installing the libraries it needs into {venv} (a minute or two, this once)")
        _make_folder(venv)
        _make_venv(venv, python)
        (venv / STAMP).write_text("", encoding="utf-8")
        _see_to_pango()
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
    if python.exists() and _succeeds([str(python), "-c", "import pip"]):
        return
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        _see_to_venv()
    if python.is_symlink() and not python.exists():
        python.unlink()  # the Python behind it is gone, and venv does not mend that
    made = _run([sys.executable, "-m", "venv", str(venv)])
    if made.returncode:
        raise SetupError(f"{venv} could not be made: {_last_line(made.stdout)}")


def _see_to_venv() -> None:
    """Debian and its kin ship Python without its venv module."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not shutil.which("apt-get"):
        raise SetupError("this Python has no venv module. Install a complete one from python.org or your system.")
    if not (_is_root() and _apt_install(package)):
        raise SetupError(f"Python's venv module is missing. Type: sudo apt-get install -y {package}")


def _pip_install(checkout: Path, extra: str) -> None:
    target = ".[test]" if extra else "."
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    pip = [str(_python(checkout)), "-m", "pip", "install", *options, "-c", "constraints.txt", "-e", target]
    done = _run(pip, cwd=checkout)
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


# --- the system -------------------------------------------------------------


def _see_to_pango() -> None:
    """Install Pango where that can be done without asking; else deck and page are built all the same."""
    if has_pango() and (sys.platform != "linux" or ctypes.util.find_library("harfbuzz-subset")):
        return
    if shutil.which("apt-get") and _is_root() and _apt_install(*DEBIAN_PANGO):
        return
    if sys.platform == "darwin" and shutil.which("brew"):
        _say("installing Pango, which sets the sheet's type: brew install pango")
        if not _run(["brew", "install", "pango"]).returncode:
            return
    if not has_pango():
        _say(f"Pango is missing, so there will be no sheet; deck and page are built. To get it: {pango_advice()}")


def _apt_install(*packages: str) -> bool:
    """Whether the packages are there now. For root alone."""
    install = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages]
    _say(f"installing system packages: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if not _run(install, environment=quiet).returncode:
        return True
    _run(["apt-get", "update"], environment=quiet)  # a fresh system has no lists yet
    return not _run(install, environment=quiet).returncode


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _run(
    command: Sequence[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished command, with all that it said in its stdout."""
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{command[0]} does not start ({error.strerror}).") from error


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return not _run(command).returncode
    except SetupError:
        return False


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it did not say why"])[-1]


def _say(message: str) -> None:
    print(f"cribdeck: {message}", file=sys.stderr, flush=True)


@contextmanager
def _alone(checkout: Path) -> Iterator[None]:
    """Two first runs at once install one after the other. A file that is there anyway is locked, so none is left."""
    with (checkout / "pyproject.toml").open("rb") as file:
        if not _lock(file.fileno(), wait=False):
            _say("another first run is at work here; waiting for it")
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
