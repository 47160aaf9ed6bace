"""Worked calculations: found in the notes, checked, set well, and asked with fresh numbers."""

from cribdeck.facts.calculations.blocks import practice_blocks
from cribdeck.facts.calculations.check import Checked, check
from cribdeck.facts.calculations.drill import Drill, practise
from cribdeck.facts.calculations.find import Found, find_calculations
from cribdeck.facts.calculations.formula import with_formulas
from cribdeck.facts.calculations.page import practice_page
from cribdeck.facts.calculations.problems import calculation_problems

__all__ = [
    "Checked",
    "Drill",
    "Found",
    "calculation_problems",
    "check",
    "find_calculations",
    "practice_blocks",
    "practice_page",
    "practise",
    "with_formulas",
]
