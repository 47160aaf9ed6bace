"""A folder to start from, and the shipped templates to change."""

from cribdeck.starting.copying import start_notes, start_templates

__all__ = ["start_notes", "start_templates"]
