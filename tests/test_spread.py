"""Work that is spread over processes gives what it gives in one, whatever becomes of them."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cribdeck.errors import CribdeckError
from cribdeck.spread import cores, spread

CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")


def doubled(number: int) -> int:
    return 2 * number


def doubled_unless_a_worker(number: int) -> int:
    if "CRIBDECK_WORKER" in os.environ:
        os._exit(1)
    return 2 * number


def refused(number: int) -> int:
    raise CribdeckError(f"{number} is no number to work with.")


def size(nested: object) -> int:
    depth = 0
    while isinstance(nested, tuple):
        nested, depth = nested[0], depth + 1
    return depth


def process_of(_: int) -> int:
    return os.getpid()


def cores_of_a_worker(_: int) -> int:
    return cores()


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert spread(doubled, range(40), workers=3) == [2 * number for number in range(40)]


def test_without_tasks_there_is_nothing() -> None:
    assert spread(doubled, [], workers=2) == []


def test_what_a_worker_leaves_undone_is_done_here() -> None:
    assert spread(doubled_unless_a_worker, range(5), workers=2) == [0, 2, 4, 6, 8]


def test_an_error_is_that_of_the_first_task_that_has_one(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CribdeckError, match=r"^3 is no number"):
        spread(refused, [3, 4, 5], workers=2)
    assert capfd.readouterr().err == ""


def test_what_is_nested_too_deeply_to_be_sent_is_done_here() -> None:
    deep: object = ""
    for _ in range(100_000):
        deep = (deep,)
    assert spread(size, [deep, ("",)], workers=2) == [100_000, 1]


def test_a_worker_has_no_workers() -> None:
    assert spread(cores_of_a_worker, [0, 0], workers=2) == [1, 1]


def test_one_task_is_done_here() -> None:
    assert spread(process_of, [0], workers=2) == [os.getpid()]


@pytest.mark.skipif(not CHILDREN.is_file(), reason="the processes of a process stand there on Linux alone")
def test_ctrl_c_ends_all_workers_at_once() -> None:
    before, begun = CHILDREN.read_text(), time.monotonic()
    interrupt = threading.Timer(1, os.kill, [os.getpid(), signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        spread(time.sleep, [60] * 4, workers=2)
    assert time.monotonic() - begun < 30
    assert CHILDREN.read_text() == before


def test_a_program_that_is_no_module_may_spread_work(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text("from cribdeck.spread import spread\nprint(spread(abs, [-1, -2], workers=2))\n", encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True, env=environ)
    assert (done.stdout, done.stderr) == ("[1, 2]\n", "")
