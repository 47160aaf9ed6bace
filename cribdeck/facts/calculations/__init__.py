"""Worked calculations: found in the notes, checked, set well, and asked with fresh numbers."""

from cribdeck.facts.calculations.check import Checked, check
from cribdeck.facts.calculations.find import Found, find_calculations

__all__ = ["Checked", "Found", "check", "find_calculations"]
