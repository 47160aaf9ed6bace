"""What is worth mending in notes."""

from cribdeck.lint.checks import CHECKS, lint
from cribdeck.lint.shown import as_json, as_lines

__all__ = ["CHECKS", "as_json", "as_lines", "lint"]
