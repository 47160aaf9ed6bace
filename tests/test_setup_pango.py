"""Pango is had where it can be had, and where not, one line says how."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cribdeck import pango


@pytest.mark.parametrize("program", pango.COMMANDS)
def test_the_advice_is_a_line_to_type(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / program).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pango.pango_advice() == pango.COMMANDS[program].removeprefix("sudo ")
    (tmp_path / "sudo").touch(mode=0o755)
    assert pango.pango_advice() == pango.COMMANDS[program]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux finds libraries by LD_LIBRARY_PATH")
def test_children_find_the_libraries_that_were_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "usr" / "lib" / "some-machine"
    folder.mkdir(parents=True)
    (folder / "libpango-1.0.so.0").touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", "/already/there")
    for _ in range(2):
        pango.show_to_children(tmp_path)
    assert os.environ["LD_LIBRARY_PATH"] == f"{folder}:/already/there"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux finds libraries by LD_LIBRARY_PATH")
def test_nothing_is_shown_where_nothing_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    pango.show_to_children(tmp_path / "missing")
    assert "LD_LIBRARY_PATH" not in os.environ


@pytest.mark.pdf
def test_pango_is_there_where_a_sheet_can_be_set() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", "import weasyprint"], check=False)
    assert done.returncode == 0
    assert pango.has_pango()
