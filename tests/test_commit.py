"""A build is put into place whole or not at all, whatever step fails and whenever the run is killed."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from cribdeck import commit as committing
from cribdeck.commit import BACK, BUSY, FORWARD, commit, locked, recover, staged
from cribdeck.errors import CribdeckError

NAMES = ("notes/cribdeck.lock", "dist/aws.apkg", "dist/aws.html", "dist/aws.pdf")
OLD = dict.fromkeys(NAMES[:3], "old")  # the sheet is there for the first time
NEW = dict.fromkeys(NAMES, "new")
LAST = 200
"""More steps than any run here takes."""


class Killed(BaseException):
    """Nothing catches it, and nothing works after it."""


def no_space() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", "the disk")


class Faults:
    """Counts the steps on files under a folder, as Python announces them, and lets those fail that a test picks."""

    def __init__(self) -> None:
        self.folder = ""
        self.seen = 0
        self.failed = False
        self.fault: Callable[[int], BaseException | None] = lambda step: None

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.folder or event not in ("open", "os.rename", "os.link", "os.remove"):
            return
        if str(arguments[0]).startswith(self.folder):
            self.seen += 1
            if error := self.fault(self.seen):
                self.failed = True
                raise error


FAULTS = Faults()
sys.addaudithook(FAULTS)


@contextmanager
def faults(folder: Path, fault: Callable[[int], BaseException | None]) -> Iterator[None]:
    FAULTS.folder, FAULTS.fault, FAULTS.seen, FAULTS.failed = str(folder), fault, 0, False
    try:
        yield
    finally:
        FAULTS.folder = ""


def make_old(root: Path) -> None:
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).unlink(missing_ok=True)
    for name, content in OLD.items():
        (root / name).write_text(content, encoding="utf-8")


def build(root: Path) -> None:
    """What a build does, in little: render to temporary names, then commit."""
    folders = (root / "dist", root / "notes")
    with locked(*folders):
        new = [staged(root / name) for name in NAMES]
        for entry in new:
            entry.temporary.write_text("new", encoding="utf-8")
        commit(new, *folders)


def contents(root: Path) -> dict[str, str]:
    return {name: (root / name).read_text(encoding="utf-8") for name in NAMES if (root / name).exists()}


def hidden(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob(".cribdeck-*"))


def steps(root: Path) -> int:
    """How many steps on files an undisturbed build takes."""
    make_old(root)
    with faults(root, lambda step: None):
        build(root)
    return FAULTS.seen


def whole_after_recovery(root: Path) -> dict[str, str]:
    """What stands there once the next run has begun: all old or all new, and nothing besides."""
    recover(root / "dist", root / "notes")
    found = contents(root)
    assert found in (OLD, NEW)
    assert set(hidden(root)) <= {BUSY}
    return found


def test_puts_all_files_into_place_and_leaves_nothing_else(tmp_path: Path) -> None:
    assert steps(tmp_path) > 4 * len(NAMES)
    assert contents(tmp_path) == NEW
    assert hidden(tmp_path) == []


def test_a_failing_step_leaves_the_old_files(tmp_path: Path) -> None:
    total, undone = steps(tmp_path), 0
    for failing in range(1, total + 1):
        make_old(tmp_path)
        with faults(tmp_path, {failing: no_space()}.get):
            try:
                build(tmp_path)
            except (CribdeckError, OSError):  # OSError: from the rendering, which is the test's own
                undone += contents(tmp_path) == OLD
        assert contents(tmp_path) in (OLD, NEW), failing
        whole_after_recovery(tmp_path)
    assert undone > total / 2


def test_a_run_stopped_at_any_step_is_finished_or_forgotten_by_the_next(tmp_path: Path) -> None:
    outcomes = []
    for last in range(1, steps(tmp_path) + 1):
        make_old(tmp_path)
        with faults(tmp_path, {step: Killed() for step in range(last, LAST)}.get), pytest.raises(Killed):
            build(tmp_path)
        outcomes.append(whole_after_recovery(tmp_path) == NEW)
    assert outcomes == sorted(outcomes), "finished from the moment on in which the journal stands"
    assert outcomes.index(True) < len(outcomes) - len(NAMES)


def test_an_undoing_that_is_killed_goes_on_in_the_next_run(tmp_path: Path) -> None:
    total, half_undone = steps(tmp_path), 0
    for failing in range(total // 2, total + 1):
        for last in range(failing + 1, failing + 15):
            make_old(tmp_path)
            fault = {failing: no_space()} | {step: Killed() for step in range(last, LAST)}
            with faults(tmp_path, fault.get), suppress(CribdeckError, Killed):
                build(tmp_path)
            half_undone += (tmp_path / "dist" / BACK).exists()
            whole_after_recovery(tmp_path)
    assert half_undone > len(NAMES)


KILLED_BUILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import test_commit
root, last = Path(sys.argv[1]), int(sys.argv[2])
with test_commit.faults(root, lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == last else None):
    test_commit.build(root)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_sigkill_at_any_step_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    outcomes = []
    for last in range(1, steps(tmp_path) + 1):
        make_old(tmp_path)
        here = str(Path(__file__).parent)
        run = subprocess.run([sys.executable, "-c", KILLED_BUILD, str(tmp_path), str(last), here], check=False)
        assert run.returncode == -signal.SIGKILL
        outcomes.append(whole_after_recovery(tmp_path) == NEW)
    assert outcomes == sorted(outcomes)
    assert {True, False} == set(outcomes)


def test_recovery_touches_no_file_that_the_journal_does_not_mean(tmp_path: Path) -> None:
    """A left-over temporary file of another build has the same name, and other contents."""
    make_old(tmp_path)
    journal = tmp_path / "dist" / FORWARD
    with faults(tmp_path, lambda step: Killed() if journal.exists() else None), pytest.raises(Killed):
        build(tmp_path)
    staged(tmp_path / NAMES[0]).temporary.write_text("of another build", encoding="utf-8")
    recover(tmp_path / "dist", tmp_path / "notes")
    assert contents(tmp_path) == NEW | {NAMES[0]: "old"}


@pytest.mark.parametrize("journal", ["", "null", "{}", '[{"folder": 0}]', '[{"folder": 9, "name": "x"}]', "\0\0"])
def test_a_journal_that_is_damaged_is_taken_away(tmp_path: Path, journal: str) -> None:
    make_old(tmp_path)
    (tmp_path / "dist" / FORWARD).write_text(journal, encoding="utf-8")
    assert whole_after_recovery(tmp_path) == OLD


@pytest.mark.parametrize("name", ["../escaped", "..", "", "/tmp/escaped", "sub/escaped"])
def test_a_journal_cannot_point_out_of_its_folders(tmp_path: Path, name: str) -> None:
    make_old(tmp_path)
    entry = staged(tmp_path / "dist" / "escaped")
    entry.temporary.write_text("strange", encoding="utf-8")
    row = {"folder": 0, "name": name, "sha256": committing._digest(entry.temporary), "existed": False}
    (tmp_path / "dist" / FORWARD).write_text(repr([row]).replace("'", '"').replace("False", "false"), encoding="utf-8")
    assert whole_after_recovery(tmp_path) == OLD
    assert list(tmp_path.rglob("escaped")) == []


def test_a_file_beyond_the_locked_folders_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """A report may go anywhere."""
    (tmp_path / "r.json").write_text("old", encoding="utf-8")
    with locked(tmp_path / "dist"):
        entry = staged(tmp_path / "r.json")
        entry.temporary.write_text("new", encoding="utf-8")
        commit([entry], tmp_path / "dist", tmp_path)
    assert (tmp_path / "r.json").read_text(encoding="utf-8") == "new"
    assert hidden(tmp_path) == []


def test_a_folder_in_place_of_an_output_is_named_and_kept(tmp_path: Path) -> None:
    make_old(tmp_path)
    (tmp_path / "dist" / "aws.pdf").mkdir()
    with pytest.raises(CribdeckError, match=r"aws\.pdf: a folder stands where a file should be"):
        build(tmp_path)
    assert (tmp_path / "dist" / "aws.apkg").read_text(encoding="utf-8") == "old"
    assert hidden(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("precious", encoding="utf-8")
    with pytest.raises(CribdeckError, match="dist: a file stands where a folder should be"):
        build(tmp_path)
    assert (tmp_path / "dist").read_text(encoding="utf-8") == "precious"


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    make_old(tmp_path)
    outside = tmp_path / "outside"
    outside.write_text("precious", encoding="utf-8")
    (tmp_path / NAMES[0]).unlink()
    (tmp_path / NAMES[0]).symlink_to(outside)
    build(tmp_path)
    assert outside.read_text(encoding="utf-8") == "precious"
    assert contents(tmp_path) == NEW


def test_an_undone_build_brings_a_link_back(tmp_path: Path) -> None:
    make_old(tmp_path)
    outside = tmp_path / "outside"
    outside.write_text("precious", encoding="utf-8")
    (tmp_path / NAMES[1]).unlink()
    (tmp_path / NAMES[1]).symlink_to(outside)
    sheet = staged(tmp_path / NAMES[-1]).temporary

    def fault(step: int) -> BaseException | None:
        """The deck is in its place already when the next file cannot be put there."""
        deck_is_new = not (tmp_path / NAMES[1]).is_symlink()
        return no_space() if deck_is_new and sheet.exists() and not FAULTS.failed else None

    with faults(tmp_path, fault), pytest.raises(CribdeckError):
        build(tmp_path)
    assert (tmp_path / NAMES[1]).is_symlink()
    assert contents(tmp_path) == OLD | {NAMES[1]: "precious"}


def test_a_long_title_gets_a_short_temporary_name(tmp_path: Path) -> None:
    final = tmp_path / f"{'ä' * 120}.apkg"
    entry = staged(final)
    with locked(tmp_path):
        entry.temporary.write_text("new", encoding="utf-8")
        commit([entry], tmp_path)
    assert final.read_text(encoding="utf-8") == "new"


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    waited: list[str] = []
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path, waiting=waited.append):
            order.append("second")

    with locked(tmp_path):
        other = threading.Thread(target=second)
        other.start()
        other.join(committing.SHORT_WAIT + 0.5)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    assert waited == [f"{tmp_path}: another build is at work here; waiting for it."]


def test_locking_one_folder_under_two_names_does_not_wait_for_itself(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    with locked(tmp_path, tmp_path / "link"):
        assert (tmp_path / BUSY).exists()
    assert not (tmp_path / BUSY).exists()
