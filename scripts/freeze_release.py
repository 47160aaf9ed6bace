"""Freezes what a release makes of the notes in ``tests/fixtures/released``: its deck and its lock, beside them.

Run once a release, from a checkout of it; later versions are tested on what it leaves:

    python scripts/freeze_release.py tests/fixtures/released
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

WHEN = "1700000000"
"""The time of the build. The tests learn the cards and build again after it, and all of that lies in the past."""


def freeze(folder: Path) -> int:
    """Build the notes as if for the first time; the exit code of the build."""
    from cribdeck.cli import main

    os.environ["SOURCE_DATE_EPOCH"] = WHEN
    notes = folder / "notes"
    (notes / "cribdeck.lock").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as made:
        code = main(["build", str(notes), "-o", made, "--only", "deck", "-q"])
        for deck in Path(made).glob("*.apkg"):
            shutil.copy(deck, folder / deck.name)
    return code


if __name__ == "__main__":
    sys.exit(freeze(Path(sys.argv[1])))
