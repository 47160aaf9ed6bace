"""Commands run in turn, their processor time, and a table of ratios."""

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what is measured, and what is done before each time, unmeasured."""

    command: Sequence[str]
    before: Callable[[int], object] = lambda nth: None


@dataclass(frozen=True)
class Row:
    """A line of the table: two sides, and how many times the second the first may take."""

    what: str
    seconds: float
    floor: float
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor


def compare(*sides: Side, rounds: int) -> list[float]:
    """The median seconds of processor time of each side, all sides in turn."""
    taken: list[list[float]] = [[] for _ in sides]
    for nth in range(rounds):
        for side, seconds in zip(sides, taken, strict=True):
            side.before(nth)
            seconds.append(work(side.command))
    return [median(seconds) for seconds in taken]


def work(command: Sequence[str]) -> float:
    """Seconds of processor time that a command takes, with the processes that it waits for."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environ())
    assert child.stderr
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode:
        sys.exit(f"{' '.join(command)}\nended with {child.returncode}: {said.decode(errors='replace')[-2000:]}")
    return usage.ru_utime + usage.ru_stime


def environ() -> dict[str, str]:
    """That of this process, but that Python may keep what it compiles: else each start would compile it again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def show(rows: Sequence[Row]) -> None:
    """Print the rows of a table."""
    for row in rows:
        most = f"at most {row.most}" if row.most else ""
        print(f"{row.what:<66} {row.seconds:8.3f} s / {row.floor:7.3f} s = {row.ratio:6.2f}  {most}", flush=True)


def machine() -> str:
    """What this is measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} x {model}{load}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
