"""Pango, the system library that sets the sheet's type: whether it is there, and how it gets there.

What only getting it needs is imported there, since every run shows it to its children.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cribdeck.machine import announce, apt_installs, run_command, succeeds

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""What WeasyPrint loads, as Debian and its kin name it. HarfBuzz's part makes the fonts in a PDF small."""

BENEATH = (
    "libharfbuzz0b",
    "libglib2.0-0",
    "libfribidi0",
    "libthai0",
    "libdatrie1",
    "libgraphite2-3",
    "libfreetype6",
    "libpng16-16",
    "libbrotli1",
    "libfontconfig1",
)
"""What these packages need that the smallest Debian does not have."""

COMMANDS: Mapping[str, str] = {
    "apt-get": f"sudo apt-get install -y --no-install-recommends {' '.join(PACKAGES)}",
    "dnf": "sudo dnf install -y pango",
    "pacman": "sudo pacman -S --needed pango",
    "zypper": "sudo zypper install -y libpango-1_0-0",
    "apk": "sudo apk add pango",
    "brew": "brew install pango",
}
"""How to get Pango, by the program that installs it."""

HOMEBREW = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"))


def has_pango() -> bool:
    """Whether the system has it."""
    if sys.platform != "linux":
        import ctypes.util

        found = ctypes.util.find_library("pango-1.0") or ctypes.util.find_library("pango-1.0-0")
        return found is not None or any((folder / "libpango-1.0.dylib").exists() for folder in HOMEBREW)
    return _loads("libpango-1.0.so.0") and _loads("libpangoft2-1.0.so.0")


def pango_advice() -> str:
    """The one line to type for Pango on this machine."""
    from shutil import which

    for program, command in COMMANDS.items():
        if which(program):
            return command if which("sudo") else command.removeprefix("sudo ")
    if sys.platform == "win32":
        return "in an MSYS2 shell: pacman -S mingw-w64-ucrt-x86_64-pango"
    return "install the package pango with your system's installer"


def see_to_pango(own: Path) -> None:
    """Get Pango where that can be done without asking, into the folder ``own`` where only that is allowed.

    Where it cannot be had, say how to get it: deck and page are built all the same.
    """
    if has_pango() and (sys.platform != "linux" or _loads("libharfbuzz-subset.so.0")):
        return
    if apt_installs(*PACKAGES) or _brew_installs() or has_pango() or _unpacks(own):
        return
    announce(f"Pango is missing, so there will be no sheet; deck and page are built. To get it: {pango_advice()}")


def show_to_children(own: Path) -> None:
    """Let processes started from here on find Pango where the system itself does not look for it."""
    if sys.platform == "darwin":
        _prepend("DYLD_FALLBACK_LIBRARY_PATH", [folder for folder in HOMEBREW if folder.is_dir()])
    elif own.is_dir():
        _prepend("LD_LIBRARY_PATH", sorted({path.parent for path in own.rglob("lib*.so.*")}))


def _prepend(variable: str, folders: list[Path]) -> None:
    known = os.environ.get(variable, "").split(os.pathsep)
    fresh = [str(folder) for folder in folders if str(folder) not in known]
    os.environ[variable] = os.pathsep.join(filter(None, fresh + known))


def _loads(name: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _brew_installs() -> bool:
    from shutil import which

    if sys.platform != "darwin" or not which("brew"):
        return False
    announce("installing Pango with Homebrew: brew install pango")
    return succeeds(["brew", "install", "pango"])


def _unpacks(own: Path) -> bool:
    """Without root, Debian's packages can still be fetched, and unpacked where one may write."""
    import shutil
    import tempfile

    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return False
    announce(f"fetching Pango's Debian packages and unpacking them into {own}, since only root can install them")
    with tempfile.TemporaryDirectory() as room:
        if not _downloads(Path(room)):
            return False
        for package in sorted(Path(room).glob("*.deb")):
            if run_command(["dpkg", "-x", str(package), str(own)]).returncode:
                shutil.rmtree(own, ignore_errors=True)
                return False
    return True


def _downloads(room: Path) -> bool:
    """Whether the packages lie in the folder now. Lists of packages that no root ever fetched are fetched into it."""
    if succeeds(["apt-get", "download", *PACKAGES, *BENEATH], cwd=room):
        return True
    lists = room / "lists"
    (lists / "partial").mkdir(parents=True)
    own_lists = ["apt-get", "-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={room}"]
    return succeeds([*own_lists, "update"], cwd=room) and succeeds(
        [*own_lists, "download", *PACKAGES, *BENEATH], cwd=room
    )
