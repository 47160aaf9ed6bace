"""Several sheets of one vault: a table `[[sheet]]` each, a file each."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from cribdeck.cli import main

SETTINGS = """
title = "School"

[[sheet]]
pages = 1

[[sheet]]
title = "Forces only"
files = ["forces.md"]
paper = "a4"
pages = 1
"""


@pytest.mark.pdf
def test_every_sheet_of_the_settings_is_printed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text("# Cells\n\n- **Osmosis** moves water across a membrane.\n", encoding="utf-8")
    (notes / "forces.md").write_text("# Forces\n\n- **Friction** resists sliding.\n", encoding="utf-8")
    (notes / "cribdeck.toml").write_text(SETTINGS, encoding="utf-8")
    assert main(["build", str(notes), "-o", str(tmp_path / "out"), "--only", "sheet", "-q"]) == 0
    whole, part = (
        PdfReader(tmp_path / "out" / name).pages[0].extract_text()
        for name in ("School.pdf", "School - Forces only.pdf")
    )
    assert "Osmosis" in whole and "Friction" in whole
    assert "Friction" in part and "Osmosis" not in part


@pytest.mark.pdf
def test_the_pages_of_all_topics_are_not_those_of_one(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text("# Cells\n\n- **Osmosis** moves water.\n\n# Genes\n\n- **DNA** is copied.\n")
    (notes / "cribdeck.toml").write_text('title = "School"\n\n[[sheet]]\npages = 2\n')
    assert main(["build", str(notes), "-o", str(tmp_path), "--only", "sheet", "-q", "--topic", "Cells"]) == 0
    assert len(PdfReader(tmp_path / "School.pdf").pages) == 1


@pytest.mark.pdf
def test_the_pages_of_a_folder_are_not_those_of_one_file_of_several(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "later").mkdir(parents=True)
    (notes / "cells.md").write_text("# Cells\n\n- **Osmosis** moves water.\n\n# Genes\n\n- **DNA** is copied.\n")
    (notes / "cribdeck.toml").write_text('title = "School"\n\n[[sheet]]\npages = 2\npaper = "letter"\n')

    def widths() -> list[float]:
        assert main(["build", str(notes / "cells.md"), "-o", str(tmp_path / "out"), "--only", "sheet", "-q"]) == 0
        return [float(page.mediabox.width) for page in PdfReader(tmp_path / "out" / "School.pdf").pages]

    assert widths() == [612, 612]
    (notes / "later" / "forces.md").write_text("# Forces\n\n- **Friction** resists sliding.\n")
    assert widths() == [612]
