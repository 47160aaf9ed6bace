"""The first run: what is missing is found without an import, installed once, and every obstacle is one line."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cribdeck import setup

CHECKOUT = Path(__file__).parent.parent


def _names(requirements: list[str]) -> list[str]:
    return [_plain(requirement) for requirement in requirements]


def _plain(requirement: str) -> str:
    """The bare name of a distribution, as packages are compared."""
    for sign in "=<>[; ":
        requirement = requirement.split(sign)[0]
    return requirement.lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    found = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(found, dict)
    return found


def test_every_requirement_is_looked_for_and_nothing_else(project: dict[str, list[str]]) -> None:
    provided = packages_distributions()
    looked_for = [_plain(provided[name][0]) for name in setup.MODULES]
    assert sorted(looked_for) == sorted(_names(project["dependencies"]))


def test_every_test_requirement_is_looked_for(project: dict[str, dict[str, list[str]]]) -> None:
    provided = packages_distributions()
    looked_for = [_plain(provided[name][0]) for name in setup.TEST_MODULES]
    wanted = [name for name in _names(project["optional-dependencies"]["test"]) if not name.startswith("types-")]
    assert sorted(looked_for) == sorted(wanted)


def test_every_requirement_has_an_exact_version(project: dict[str, list[str]]) -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    exact = {_plain(line) for line in lines if "==" in line}
    assert set(_names(project["dependencies"])) <= exact


def test_uses_the_standard_library_alone() -> None:
    """An isolated Python without site-packages imports it, and finds what is missing."""
    script = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); from cribdeck import setup; print(setup.missing('test'))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([*setup.MODULES, *setup.TEST_MODULES])


def test_imports_none_of_what_it_looks_for() -> None:
    script = """import sys; from cribdeck import setup
print(setup.missing(), [name for name in setup.MODULES if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert done.stdout == "[] []\n"


def test_nothing_happens_where_all_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(setup.AGAIN, "1")
    setup.make_ready(tmp_path / "build.py", ["notes"])
    assert setup.AGAIN not in os.environ, "what the program starts may start it again"
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


# --- a first run, in a Python that has nothing ------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the first run reads of a checkout, with requirements that need no network."""
    (tmp_path / "cribdeck").mkdir()
    for name in ("__init__.py", "failures.py", "machine.py", "pango.py", "setup.py"):
        (tmp_path / "cribdeck" / name).write_bytes((CHECKOUT / "cribdeck" / name).read_bytes())
    (tmp_path / "build.py").write_bytes((CHECKOUT / "build.py").read_bytes())
    (tmp_path / "constraints.txt").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "cribdeck"\nversion = "0"\n', encoding="utf-8")
    return tmp_path


def first_run(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`build.py` in a Python without libraries, whose pip finds no index."""
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PYTHONPATH": ""}
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", _START, str(checkout / "build.py")],
        env={name: value for name, value in os.environ.items() if name != setup.AGAIN} | offline | environment,
        capture_output=True,
        text=True,
        check=False,
    )


_START = """import runpy, sys
del sys.argv[0]
sys.path.insert(0, sys.argv[0].removesuffix("build.py"))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_offline_says_so_in_one_line_and_is_mended_by_the_next_run(checkout: Path) -> None:
    for _ in range(2):
        done = first_run(checkout)
        first, last = done.stderr.splitlines()[0], done.stderr.splitlines()[-1]
        assert done.returncode == 1
        assert (
            first == f"cribdeck: installing the libraries it needs into {checkout}/.venv (a minute or two, this once)"
        )
        assert last.startswith("cribdeck: the libraries could not be installed. Is the computer online?")
        assert "Traceback" not in done.stderr
        assert (checkout / ".venv" / setup.STAMP).read_text(encoding="utf-8") == ""


def test_a_venv_left_half_made_is_mended(checkout: Path) -> None:
    """As if stopped after the interpreter was put there, and before pip was."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(checkout / ".venv")], check=True)
    done = first_run(checkout)
    assert "could not be installed. Is the computer online?" in done.stderr, "pip is there now"
    assert (checkout / ".venv" / "bin" / "pip").exists()


def test_a_venv_whose_python_is_gone_is_mended(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(checkout / "no-such-python")
    done = first_run(checkout)
    assert "could not be installed. Is the computer online?" in done.stderr
    assert (checkout / ".venv" / "bin" / "python").exists()


def test_a_place_where_nothing_can_be_made_is_named(checkout: Path) -> None:
    (checkout / ".venv").write_text("a file in the way", encoding="utf-8")
    done = first_run(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"cribdeck: {checkout}/.venv cannot be made here (File exists).")
    assert (checkout / ".venv").read_text(encoding="utf-8") == "a file in the way"


def test_a_python_in_venv_that_does_not_start_is_named(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").write_text("no program", encoding="utf-8")
    done = first_run(checkout)
    assert done.returncode == 1
    assert done.stderr.startswith(f"cribdeck: {checkout}/.venv/bin/python does not start (Permission denied). Delete")
    assert len(done.stderr.splitlines()) == 1


def test_the_program_starts_again_only_once(checkout: Path) -> None:
    """A Python in .venv that does not know that it stands there would be started for ever."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    done = first_run(checkout, **{setup.AGAIN: "1"})
    assert done.returncode == 1
    assert "does not run in" in done.stderr


def test_two_first_runs_install_one_after_the_other(checkout: Path) -> None:
    with setup._alone(checkout):
        other = subprocess.Popen(
            [sys.executable, "-c", f"from cribdeck import setup; from pathlib import Path\n{_WAIT}", str(checkout)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert other.stderr is not None and other.stdout is not None
        assert other.stderr.readline() == "cribdeck: another first run is at work here; waiting for it\n"
        assert other.poll() is None
    out, _ = other.communicate(timeout=20)
    assert out == "mine\n"


_WAIT = "import sys\nwith setup._alone(Path(sys.argv[1])): print('mine')"


def test_changed_requirements_are_installed_again(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    stamp = checkout / ".venv" / setup.STAMP
    assert not setup._stale(checkout, ""), "an environment without a stamp is its owner's affair"
    stamp.write_text(f"{setup._wanted(checkout)} test", encoding="utf-8")
    assert not setup._stale(checkout, "")
    assert not setup._stale(checkout, "test")
    stamp.write_text(f"{setup._wanted(checkout)} ", encoding="utf-8")
    assert not setup._stale(checkout, "")
    assert setup._stale(checkout, "test")
    (checkout / "constraints.txt").write_text("click==8.1\n", encoding="utf-8")
    assert setup._stale(checkout, "")


def test_an_old_python_is_told_by_a_file_that_it_can_read() -> None:
    import ast

    source = (CHECKOUT / "build.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))
    assert source.index("version_info") < source.index("from cribdeck")
