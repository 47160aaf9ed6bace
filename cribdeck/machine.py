"""The machine's own tools, for the first run: commands, and the installer of system packages.

What only they need is imported in them, since every run looks whether it is the first.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import CompletedProcess


class SetupError(Exception):
    """The environment cannot be made; one line says why and what to do."""


def announce(message: str) -> None:
    """Say on stderr what is about to be done to this machine."""
    print(f"cribdeck: {message}", file=sys.stderr, flush=True)


def run_command(
    command: Sequence[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> "CompletedProcess[str]":
    """The finished command, with all that it said in its stdout."""
    import subprocess

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


def succeeds(command: Sequence[str], *, cwd: Path | None = None) -> bool:
    """Whether the command is there and ends well."""
    try:
        return not run_command(command, cwd=cwd).returncode
    except SetupError:
        return False


def apt_installs(*packages: str) -> bool:
    """Whether the packages are there now: installed, and announced, where that can be done without asking."""
    from shutil import which

    if not which("apt-get") or sys.platform == "win32" or os.geteuid() != 0:
        return False
    install = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages]
    announce(f"installing system packages: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if not run_command(install, environment=quiet).returncode:
        return True
    run_command(["apt-get", "update"], environment=quiet)  # a fresh system has no lists yet
    return not run_command(install, environment=quiet).returncode
