"""Markdown notes in, an Anki deck and a printable crib sheet out; again after every edit, without losing a review."""

__version__ = "0.1.0"
