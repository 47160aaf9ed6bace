"""`python3 build.py` turns notes/ into dist/, `python3 build.py test` runs the tests. Python is all they need."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # an older Python gets this far, and is told
    sys.exit("cribdeck needs Python 3.11 or newer, and this is %s. Run it with a newer one: python3.11 build.py"  # noqa: UP031
             % sys.version.split()[0])  # fmt: skip

from cribdeck import setup


def main() -> None:
    setup.make_ready(Path(__file__).resolve(), sys.argv[1:])
    if sys.argv[1:2] == ["test"]:
        sys.exit(setup.run_tests(Path(__file__).resolve().parent, sys.argv[2:]))
    from cribdeck.cli import run

    run()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
