"""A build is killed between its steps; the next one gives what it would have given if nothing had happened."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from desk import DAY, FIRST, LATER, Desk, new_desk

STEPS = ("open", "os.rename", "os.link", "os.remove")
"""What Python announces of the work on files."""

State = Mapping[str, str]


def state(desk: Desk) -> State:
    """A digest of every file that counts from one build to the next, and of those that should not be there."""
    kept = [desk.lock, desk.deck, desk.retired]
    left = [path for path in desk.root.rglob(".cribdeck-*") if path.is_file()]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in [*kept, *left] if path.exists()}


def build_in_child(desk: Desk, last: int) -> int:
    """The exit code of a build that is killed before its step number ``last``; minus nine if it was.

    In a process forked off, which need not import all again; its exit code is how many steps it took.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in STEPS and str(arguments[0]).startswith(str(desk.root)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    code = desk.run(now=LATER)
    os._exit(0 if code else steps)


def kill_at_some_steps(root: Path) -> None:
    """Print the state before a build, after an undisturbed one, and for some steps when killed there and after that."""
    import cribdeck.project  # noqa: F401  # what all the children need

    start, work = Desk(root / "start"), Desk(root / "work")
    shutil.copytree(start.root, work.root)
    total = build_in_child(work, 0)
    found = [state(start), state(work)]
    for last in [1, total // 2, *range(total - 16, total + 1, 3)]:  # the last ones put the files into place
        shutil.rmtree(work.root)
        shutil.copytree(start.root, work.root)
        assert build_in_child(work, last) == -signal.SIGKILL
        killed = state(work)
        assert build_in_child(work, 0) > 0
        found += [killed, state(work)]
    print(json.dumps(found))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_build_after_a_killed_one_gives_the_same_result(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "start")
    desk.build(now=FIRST)
    files = desk.read()
    osmosis = next(line for text in files.values() for line in text.splitlines(keepends=True) if "**Osmosis**" in line)
    desk.write({name: text.replace(osmosis, "").replace("-70 mV", "-65 mV") for name, text in files.items()})
    desk.build("--retire-now", now=FIRST + DAY)
    desk.write({name: text.replace("-70 mV", "-60 mV") for name, text in files.items()})

    here = Path(__file__).parent
    script = "import sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
    script += "from test_regenerate_killed import kill_at_some_steps\nkill_at_some_steps(Path(sys.argv[1]))"
    places = [str(tmp_path), str(here), str(here.parent)]
    run = subprocess.run([sys.executable, "-c", script, *places], check=True, stdout=subprocess.PIPE)
    before, after, *found = json.loads(run.stdout)
    killed, built = found[::2], found[1::2]
    assert before.keys() - after.keys() == {desk.retired.name}, "what has come back is not to be retired any more"
    assert built == [after] * len(built)
    assert all(one.keys() >= after.keys() for one in killed), "there is always a lock and a deck"
    assert {one[desk.deck.name] for one in killed} == {one[desk.deck.name] for one in (before, after)}
    assert {one[desk.lock.name] for one in killed} == {one[desk.lock.name] for one in (before, after)}
