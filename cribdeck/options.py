"""What one run is asked for: the command line as frozen values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from cribdeck.config import Level, Paper

Output = Literal["deck", "sheet", "page"]

OUTPUTS: tuple[Output, ...] = ("deck", "sheet", "page")


class Progress(Protocol):
    """Told what the run is about to do, and how much of it is done where that can be counted."""

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """A build or a plan. What is None or empty is for `cribdeck.toml` to say, and then for the defaults."""

    notes: Path
    """A folder, one file, or an export in a zip."""
    out: Path = Path("dist")
    only: tuple[Output, ...] = OUTPUTS
    report: Path | None = None
    lock: Path | None = None
    """Where the lock stands, when it is not to be looked for."""
    throw_away: bool = False
    """`--lock none`: no lock is read or written, the notes folder stays as it is."""
    level: Level | None = None
    renew: bool = False
    yes: bool = False
    """Go on although many cards would be retired."""
    retire_now: bool = False
    deck: str = ""
    pages: int | None = None
    paper: Paper | None = None
    columns: int | None = None
    min_size: float | None = None
    drop: Literal["auto", "never"] | None = None
    topics: tuple[str, ...] = ()
    """The sheet holds these topics alone."""
    practice: int = 0
    """How many fresh problems are printed behind the sheet."""
    seed: str = ""
    """What decides which; without one it is the day of the build."""
    now: int
    """Seconds since 1970 at which this run counts as done."""
    epoch: int | None = None
    """SOURCE_DATE_EPOCH: the date to print, and the end of what depends on the clock."""

    @property
    def cache(self) -> Path:
        """A folder beside the outputs that may be deleted at any time: what need not be worked out again."""
        return self.out / ".cribdeck-cache"
