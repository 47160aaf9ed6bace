"""How long the reader takes: 100 kB of texts that are easy and of texts that are not, and folders of many small files.

    python benchmarks/reading.py [FILES]

Seconds of processor time. FILES is the size of the large folder, 13,000 if not given.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cribdeck.config import Config
from cribdeck.read import read_outline, read_vault

SIZE = 100_000

TEXTS = {
    "bullets": "- **Term {}**: what it means, and `why` it [matters](a.md) to *us* ==here==\n",
    "nested bullets": "- a **term**: text\n  - below it, **more**\n    - and $x^2$ more\n",
    "prose": "The heart is a pump of muscle. It beats by itself, and the nerves only tell it how fast. ",
    "tables": "| a | b | c |\n|---|---|---|\n| one | two | three |\n| four | five | six |\n\n",
    "wikilinks": "- see [[Heart#Valves|valves]] and ![[image.png|200]] #tag/sub ^block-{}\n",
    "callouts": "> [!note]- Title\n> text **bold**\n>\n> > [!tip]\n> > inner\n\n",
    "comments": "text %%hidden%% text <!-- hidden --> text\n\n%%\nhidden\n%%\n\n",
    "HTML": "<details>\n<summary>s</summary>\n\n<b>x</b> <u>y</u><br>\n\n</details>\n\n",
    "HTML tables": "<table>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>\n\n",
    "code": "```python\nx = 1\ny = 2\n```\n\n",
    "math": "$$\nE = mc^2\n$$\n\ninline $a_1$ and \\(b\\)\n\n",
    "open brackets": "[",
    "open links": "[a](",
    "open embeds": "![[",
    "open bold": "**a ",
    "open highlights": "==a ",
    "open dollars": "$a",
    "open comments": "<!--",
    "open tags": "<a ",
    "stars": "*",
    "backticks": "`a``",
    "quotes": "> ",
    "dashes": "- ",
    "pipes": "|",
    "spaces": "a    b",
    "one word": "a",
    "entities": "&amp;&#1;",
    "setext": "a\n===\n",
    "footnotes": "a[^{}]\n\n[^{}]: b\n\n",
    "definitions": "term\n: meaning\n\n",
    "references": "[a{}]: http://x.org/{}\n",
    "emoji": "😀",
    "combining": "a\u0301\u0301\u0301",
    "carriage returns": "- a\r",
}
"""What is repeated up to SIZE; ``{}`` counts."""


def main() -> None:
    """Print a line for each text and folder."""
    for name, piece in TEXTS.items():
        text = "".join(piece.replace("{}", str(nth)) for nth in range(1 + SIZE // len(piece)))[:SIZE]
        print(f"{_seconds(lambda text=text: read_outline(text, 'a.md')):7.2f} s  {name}", flush=True)
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 13_000
    for count in (files // 10, files):
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), count)
            print(
                f"{_seconds(lambda folder=folder: read_vault(Path(folder), Config())):7.2f} s  {count} files",
                flush=True,
            )


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _write(folder: Path, count: int) -> None:
    for nth in range(count):
        path = folder / f"{nth % 50}" / f"note {nth}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Note {nth}\n\n- **Term {nth}**: meaning, see [[note {nth + 1}]]\n\n![[note {nth - 1}]]\n")


if __name__ == "__main__":
    main()
