"""Where the templates stand that cribdeck comes with."""

from pathlib import Path


def shipped_templates() -> Path:
    """The folder of the shipped templates: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
