"""How long notes take until it is known what to ask: 100 kB of texts that are easy and of texts that are not, and
folders of many small files.

    python benchmarks/reading.py [FILES]

Seconds of processor time. FILES is the size of the large folder, 13,000 if not given.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cribdeck.ask_files import worked
from cribdeck.config import Config
from cribdeck.facts.calculations import find_calculations, with_formulas
from cribdeck.facts.candidates import find_candidates
from cribdeck.facts.statements import find_statements
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

NOTES = {
    "prose": "The heart number {} is a pump of muscle. It beats by itself, and nerves of zone {} tell it how fast. ",
    "paragraphs": "The heart number {} is a pump of muscle. It beats by itself, and nerves only tell it how fast.\n\n",
    "bold terms": "- **Term {}**: what it means to number {}, and `why` it [matters](a.md) to *us*\n",
    "nested bullets": "- a **term {}**: text\n  - below it {}, **more**\n    - and $x^{}$ more\n",
    "definitions": "term {}\n: meaning of the number {} in a row\n\n",
    "lists": "The parts of the engine {} are:\n\n- a piston {}\n- a valve\n- a rod\n\n",
    "questions": "What is the heart {}?\n\n- It is a pump of the number {}.\n\n",
    "tables": "| a{} | b | c |\n|---|---|---|\n| one{} | two | three |\n| four | five | six {} |\n\n",
    "workings that hold": "- {} items of 4 KB: {} * 4 - {} * 3 = {}\n",
    "workings that fail": "- {} items of 4 KB: {} * 4 + 1 = 17 KB\n",
    "formulas that fail": "$$\n{} \\cdot 4 + 1 = 17\n$$\n\n",
    "formulas": "$$\nE = mc^{}\n$$\n\ninline $a_{}$ and \\(b\\)\n\n",
    "code": "```python\nx = {}\ny = 2\n```\n\n",
    "HTML": "<details>\n<summary>s{}</summary>\n\n<b>x</b> <u>y</u><br>\n\n</details>\n\n",
    "Japanese": "- 心臓{}は筋肉のポンプです。それは自分で打ちます。\n",
    "one long line": "a long word {} ",
    "tiny bullets": "- a{}\n",
}
"""What is repeated up to SIZE of notes that are read, cut into statements, worked out and asked."""


def main() -> None:
    """Print a line for each text and folder."""
    gc.disable()  # as in a build
    for name, piece in TEXTS.items():
        text = _repeated(piece)
        print(f"{_seconds(lambda text=text: read_outline(text, 'a.md')):7.2f} s  {name}", flush=True)
    print("\n   read  statements  workings  formulas  rules   whole")
    for name, piece in NOTES.items():
        laps = list(_stages(_repeated(piece)))
        print("".join(f"{lap:8.2f}" for lap in (*laps, sum(laps))), f" {name}", flush=True)
    print()
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 13_000
    for count in (files // 10, files):
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), count)
            print(
                f"{_seconds(lambda folder=folder: read_vault(Path(folder), Config())):7.2f} s  {count} files",
                flush=True,
            )


def _repeated(piece: str) -> str:
    return "".join(piece.replace("{}", str(nth)) for nth in range(1 + SIZE // len(piece)))[:SIZE]


def _stages(text: str) -> Iterator[float]:
    """Seconds until a text is read, its statements are known, its workings, the formulas behind them, what to ask."""
    at = time.process_time()
    outline, _ = read_outline(text, "a.md")
    yield -at + (at := time.process_time())
    statements = find_statements(outline)
    yield -at + (at := time.process_time())
    found = find_calculations(outline)
    yield -at + (at := time.process_time())
    with_formulas(found, statements)
    yield -at + (at := time.process_time())
    find_candidates(outline, statements, worked(found))
    yield -at + time.process_time()


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
