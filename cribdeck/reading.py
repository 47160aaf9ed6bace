"""The notes that a run is asked for, read and understood."""

from cribdeck.keeping import Keeping
from cribdeck.options import BuildOptions
from cribdeck.read.vault import read_vault
from cribdeck.study import Study, study


def read_study(options: BuildOptions, keeping: Keeping) -> Study:
    """What the rules find in the notes. Raises CribdeckError where there is nothing to read."""
    vault = read_vault(options.notes, keeping.config, output=options.out)
    return study(vault, keeping.config, folder=keeping.folder_of(vault.root))
