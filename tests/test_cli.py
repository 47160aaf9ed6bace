"""The door that everybody comes through: arguments in, an exit code and one line out."""

import errno
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from cribdeck import project
from cribdeck.called import called_as
from cribdeck.cli import build_options, main, program
from cribdeck.config import SHEET_BOUNDS
from cribdeck.errors import CribdeckError
from cribdeck.options import OUTPUTS, BuildOptions, Progress

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> Callable[..., BuildOptions]:
    """The options that a build with these arguments would be given, at second 1."""
    found: list[BuildOptions] = []

    def build(options: BuildOptions, tell: Progress, starting: object) -> NoReturn:
        found.append(options)
        raise CribdeckError("That is all that is asked for here.")

    def ask(*arguments: str) -> BuildOptions:
        main(arguments)
        return found.pop()

    monkeypatch.setattr(project, "build", build)
    monkeypatch.setattr(time, "time", lambda: 1.5)
    return ask


def test_without_a_command_it_builds_notes_into_dist(asked_for: Callable[..., BuildOptions]) -> None:
    assert asked_for() == BuildOptions(notes=Path("notes"), out=Path("dist"), now=1)


@pytest.mark.parametrize("arguments", [["my-notes", "-o", "out"], ["build", "my-notes", "-o", "out"]])
def test_a_first_argument_that_is_no_command_means_build(
    arguments: list[str], asked_for: Callable[..., BuildOptions]
) -> None:
    assert asked_for(*arguments) == BuildOptions(notes=Path("my-notes"), out=Path("out"), now=1)


def test_a_first_argument_may_be_an_option_of_build(asked_for: Callable[..., BuildOptions]) -> None:
    assert asked_for("--level", "all", "my-notes").level == "all"


@pytest.mark.parametrize("name", ["pages", "columns", "min_size"])
def test_the_command_line_takes_what_the_settings_take(name: str, asked_for: Callable[..., BuildOptions]) -> None:
    least, most = SHEET_BOUNDS[name]
    option = "--" + name.replace("_", "-")
    assert [getattr(asked_for(option, str(value)), name) for value in (least, most)] == [least, most]
    assert [main(["build", option, str(value)]) for value in (least - 1, most + 1)] == [2, 2]


def test_every_option_arrives(asked_for: Callable[..., BuildOptions]) -> None:
    line = (
        "n.zip -o o --only sheet --only deck --report r.json --lock l.lock --level all --renew --yes --retire-now "
        "--deck Biology --pages 2 --paper letter-landscape --columns 4 --min-size 6.5 --drop never --topic Cells "
        "--topic Genes --practice 5 --seed 7"
    )
    assert asked_for(*line.split()) == BuildOptions(
        notes=Path("n.zip"),
        out=Path("o"),
        only=("deck", "sheet"),
        report=Path("r.json"),
        lock=Path("l.lock"),
        level="all",
        renew=True,
        yes=True,
        retire_now=True,
        deck="Biology",
        pages=2,
        paper="letter-landscape",
        columns=4,
        min_size=6.5,
        drop="never",
        topics=("Cells", "Genes"),
        practice=5,
        seed="7",
        now=1,
    )


def test_lock_none_is_a_throw_away_build(asked_for: Callable[..., BuildOptions]) -> None:
    options = asked_for("--lock", "none")
    assert (options.lock, options.throw_away, options.only) == (None, True, OUTPUTS)


def test_source_date_epoch_is_now_and_the_date_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    options = build_options(notes=Path("notes"))
    assert (options.now, options.epoch) == (86400, 86400)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(CribdeckError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        build_options(notes=Path("notes"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pages", "0"], "Invalid value for '--pages': 0 is not in the range 1<=x<=500."),
        (["--pages", "two"], "Invalid value for '--pages': 'two' is not a valid integer range."),
        (["--paper", "a3"], "Invalid value for '--paper': 'a3' is not one of"),
        (["--only", "everything"], "Invalid value for '--only': 'everything' is not one of 'deck', 'sheet', 'page'."),
        (["--nonsense"], "No such option '--nonsense'."),
        (["notes", "more"], "Got unexpected extra argument (more)."),
        (["relink", "abc"], "Missing argument 'NEW'."),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.endswith("--help.\n")
    assert err.count("\n") == 1


@contextmanager
def command(name: str, body: Callable[[], None]) -> Iterator[None]:
    """A command more, that does what a test needs."""
    program.command(name)(body)
    try:
        yield
    finally:
        del program.commands[name]


def failing(error: BaseException) -> Callable[[], None]:
    def body() -> None:
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (CribdeckError("a.md:3: two\nlines"), "a.md:3: two lines"),
        (KeyboardInterrupt(), "Stopped. The last good outputs are as they were."),
        (MemoryError(), "There is not enough memory. Close some programs, or build fewer notes at once."),
        (OSError(errno.ENOSPC, "", "dist"), "dist: there is no space left on the disk. Make room and run it again."),
        (PermissionError(errno.EACCES, "", "a.md"), "a.md: permission denied. Give yourself the right to it, or"),
        (OSError(errno.EMFILE, "", "a.md"), "a.md: too many files are open at once. Raise the limit (ulimit -n 256)"),
        (OSError(errno.EFBIG, "", "dist/a.pdf"), "dist/a.pdf: the file would be larger than this system allows."),
    ],
)
def test_what_a_user_or_a_machine_can_cause_is_one_line(
    error: BaseException, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with command("fail", failing(error)):
        assert main(["fail"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.lstrip("\n").startswith(line)
    assert err.strip().count("\n") == 0


@pytest.mark.parametrize("error", [ValueError("a bug"), OSError(errno.EBADF, "a bug")])
def test_a_bug_shows_its_traceback(error: Exception) -> None:
    with command("fail", failing(error)), pytest.raises(type(error), match="a bug"):
        main(["fail"])


# --- as a program of its own ------------------------------------------------


def started(body: str, arguments: str = "work", **environment: str) -> subprocess.Popen[str]:
    """The program in its own process, with a command `work` that does what a test needs."""
    script = f"import time\nfrom cribdeck.cli import program, run, say\n@program.command()\ndef work():\n {body}\nrun()"
    return subprocess.Popen(
        f"exec {shlex.quote(sys.executable)} -c {shlex.quote(script)} {arguments}",
        shell=True,
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_one_line_and_exit_1(sent: signal.Signals) -> None:
    with started("say('begun'); time.sleep(60)") as work:
        assert work.stdout is not None
        assert work.stdout.readline() == "begun\n"
        work.send_signal(sent)
        _, err = work.communicate(timeout=30)
    assert work.returncode == 1
    assert err.strip() == "Stopped. The last good outputs are as they were."


@pytest.mark.parametrize("arguments", ["work", "--help", "--version"])
def test_a_reader_that_has_gone_is_no_traceback(arguments: str) -> None:
    work = started("[say('x' * 9999) for _ in range(99)]", arguments)
    assert work.stdout is not None
    assert work.stderr is not None
    work.stdout.close()
    assert work.stderr.read() == ""
    work.stderr.close()
    assert work.wait(timeout=30) in (0, 1)


def test_what_is_said_to_nobody_does_not_stop_the_work(tmp_path: Path) -> None:
    path = tmp_path / "done"
    with started(f"say('x' * 99999); open({str(path)!r}, 'w').write('done')") as work:
        assert work.stdout is not None
        work.stdout.close()
        assert work.wait(timeout=30) == 0
    assert path.read_text(encoding="utf-8") == "done"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure(closed: str) -> None:
    with started("say('said')", f"work {closed}") as work:
        out, err = work.communicate(timeout=30)
    assert (work.returncode, err) == (0, "")
    assert out == ("" if closed.count(">") and closed != "2>&-" else "said\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_behind_stdout_is_one_line() -> None:
    with started("say('said')", "work >/dev/full") as work:
        _, err = work.communicate(timeout=30)
    assert work.returncode == 1
    assert err == "There is no space left on the disk. Make room and run it again.\n"


ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


def test_files_are_called_what_their_author_likes_where_all_else_is_ascii(tmp_path: Path) -> None:
    body = f"open({str(tmp_path)!r} + '/' + chr(0x5fc3), 'w').close()"
    with started(body, **ASCII_ONLY) as work:
        _, err = work.communicate(timeout=30)
    assert (work.returncode, err) == (0, "")
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == ["心".encode()]


def test_a_terminal_that_knows_ascii_alone_gets_escapes() -> None:
    with started("say(chr(0x5fc3) + chr(0xe9)); say(chr(0xdce9))", **ASCII_ONLY) as work:
        out, err = work.communicate(timeout=30)
    assert (work.returncode, err) == (0, "")
    assert out == "\\u5fc3\\xe9\n\\udce9\n"


def test_help_is_quick() -> None:
    """Nothing heavy is imported for it: that, not the clock of a busy machine, is what is promised."""
    with started("pass", "--help; true") as work:
        out, _ = work.communicate(timeout=30)
    listed = [line.split()[0] for line in out.partition("Commands:")[2].split("\n\n")[0].splitlines() if line.strip()]
    assert listed == [*program.commands, "work"]
    script = "import sys, cribdeck.cli; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["rich", "jinja2", "markdown_it", "PIL", "yaml", "genanki", "weasyprint", "filelock", "cribdeck.project"]
    done = subprocess.run(
        [sys.executable, "-c", script, *heavy], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# --- how it was called ----------------------------------------------------------


def test_it_knows_how_it_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(sys, "platform", "linux")
    assert called_as(["/usr/bin/cribdeck", "plan"]) == "cribdeck"
    assert called_as([str(CHECKOUT / "build.py"), "plan"]) == "python3 build.py"
    assert called_as(["../elsewhere/build.py", "plan"]) == "python3 ../elsewhere/build.py"
    assert called_as([]) == "cribdeck"


@pytest.mark.parametrize("called", ["cribdeck", "python3 build.py"])
def test_what_it_tells_to_type_is_what_was_typed(
    called: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text("- **Osmosis**: water moves across a membrane\n", encoding="utf-8")
    assert main(["build", str(notes), "-o", str(tmp_path), "--only", "deck", "-q"], called=called) == 0
    assert main(["relink", "zzzz", "cells.md:1", str(notes)], called=called) == 1
    assert f"`{called} plan` shows them." in capsys.readouterr().err
    (notes / "cribdeck.lock").unlink()
    (deck,) = tmp_path.glob("*.apkg")
    assert main(["adopt", str(deck), str(notes)], called=called) == 0
    assert f"`{called} plan` shows what" in capsys.readouterr().out
    assert main(["plan", "--nope"], called=called) == 2
    assert f"See {called} plan --help." in capsys.readouterr().err
