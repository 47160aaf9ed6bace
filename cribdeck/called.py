"""How the program was called, so that what it tells people to type works as it stands."""

import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "cribdeck"

_COMMAND = f"`{PROGRAM} "


def called_as(argv: Sequence[str]) -> str:
    """What was typed before the command: ``cribdeck``, or ``python3 build.py`` in a checkout."""
    script = Path(argv[0]) if argv else Path(PROGRAM)
    if script.suffix != ".py":
        return PROGRAM
    python = "python" if sys.platform == "win32" else "python3"
    return f"{python} {script.name if script.resolve().parent == Path.cwd() else script}"


def as_called(message: str, called: str) -> str:
    """The message with its ```cribdeck plan``` in the words that the program was called by."""
    return message.replace(_COMMAND, f"`{called} ")
