"""The notes that a run is asked for, read and understood."""

from cribdeck.keeping import Keeping
from cribdeck.kept_files import KeptFiles
from cribdeck.options import BuildOptions
from cribdeck.read.vault import read_vault
from cribdeck.shelf import Shelf
from cribdeck.study import Study, study


def read_study(options: BuildOptions, keeping: Keeping, shelf: Shelf | None = None) -> Study:
    """What the rules find in the notes; of those that are on the shelf, what they found before. Raises CribdeckError
    where there is nothing to read."""
    kept = KeptFiles(shelf)
    vault = read_vault(options.notes, keeping.config, output=options.out, read=kept.read)
    return study(vault, keeping.config, folder=keeping.folder_of(vault.root), kept=kept)
