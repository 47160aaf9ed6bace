"""Looks for notes that crash a stage, break one of its promises or take it too long.

    pip install atheris
    python fuzz/fuzz.py reader -max_total_time=600

The first argument is one of TARGETS; what follows is libFuzzer's. It begins with the cases of the tests. What it finds
is written to `crash-…` or `slow-…` here; `python fuzz/fuzz.py reader crash-…` shows it again. A finding becomes a case
of the tests before it is mended.
"""

import re
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["cribdeck"]):
    from cribdeck.config import Config
    from cribdeck.facts.calculations import find_calculations
    from cribdeck.model import Hidden, Outline
    from cribdeck.outputs.cloze import cloze_html, cloze_numbers
    from cribdeck.outputs.html import card_html
    from cribdeck.read import LeftOut, Vault, account, read_outline
    from cribdeck.read.media import index
    from cribdeck.read.obsidian import Obsidian
    from cribdeck.read.uncommented import uncommented
    from cribdeck.study import study

FIXTURES = ROOT / "tests" / "fixtures"
CONSTRUCTS = (FIXTURES / "read" / "constructs.txt").read_text(encoding="utf-8").replace("⏎", "\n").split("\n")
WORDS = (
    "Heart",
    "**Heart**",
    "is",
    "the",
    "pump",
    "of",
    "because",
    "2 * 3 = 6",
    "10 KB",
    "30 WCU",
    "=",
    "(",
    ":",
    "; ",
    "-> ",
)

MOST_SECONDS = {"rules": 10.0}
"""Of processor time, for 100 kB of notes; less for less. One second where nothing is said; the rules ask every one of
thousands of lines in fifty ways."""


def reader(text: str) -> None:
    """Every line with text is accounted for."""
    outline, _ = read_outline(text, "a.md")
    assert set(account(outline)) == {nth for nth, line in enumerate(outline.lines, 1) if line.strip()}
    assert len(uncommented(outline)) == len(outline.lines)


def outline_html(text: str) -> None:
    """Every text of a note is HTML of which nothing runs."""
    outline, _ = read_outline(text, "a.md")
    for item in outline.root.walk():
        shown = card_html(item.text)
        assert not re.search(r"<(?!/?(?:a|b|br|code|em|kbd|mark|s|span|strong|sub|sup|u)\b|!-- -->)", shown), shown


def rules(text: str) -> None:
    """Whatever is asked stands in the notes."""
    outline, _ = read_outline("---\nlang: en\n---\n" + text, "a.md")
    for each in study(_vault(outline), Config()).asked:
        for candidate in each.candidates:
            for part in candidate.hidden:
                assert 0 <= part.start < part.end <= len(candidate.prompt.plain), candidate


def calculations(text: str) -> None:
    """A working is judged, not computed for ever."""
    outline, _ = read_outline("- " + text.replace("\n", "\n- "), "a.md")
    for found in find_calculations(outline):
        assert found.calculation.verdict in ("holds", "rounds", "fails", "unchecked")


def cloze(text: str) -> None:
    """No text closes a cloze or opens another, wherever a hidden part begins and ends in it."""
    outline, _ = read_outline(text, "a.md")
    for item in outline.root.walk():
        end = len(item.text.plain)
        for part in {(0, end), (0, end // 2), (end // 3, 2 * end // 3), (end // 2, end)}:
            if item.text.plain[slice(*part)].strip():
                field = cloze_html(item.text, (Hidden(*part),), {1: 1})
                assert (field.count("{{"), field.count("}}")) == (1, 1), field
                assert cloze_numbers(field) == (1,), field


TARGETS: tuple[Callable[[str], None], ...] = (reader, outline_html, rules, calculations, cloze)


def _vault(outline: Outline) -> Vault:
    left: tuple[LeftOut, ...] = ()
    return Vault(ROOT, "Notes", (outline,), (), left, index({}), Obsidian())


def text_of(source: bytes) -> str:
    """Notes made of constructs, words and noise, as the bytes choose."""
    found = atheris.FuzzedDataProvider(source)
    parts: list[str] = []
    while found.remaining_bytes() and len(parts) < 400:
        kind = found.ConsumeIntInRange(0, 7)
        if kind < 3:
            parts.append(found.PickValueInList(CONSTRUCTS).replace("{}", found.PickValueInList(list(WORDS))))
        elif kind < 5:
            parts.append(found.PickValueInList(list(WORDS)))
        elif kind == 5:
            parts.append(found.ConsumeUnicodeNoSurrogates(found.ConsumeIntInRange(0, 12)))
        elif kind == 6:
            parts.append(found.PickValueInList(["\n", "\n\n", "  ", "\n- ", "\n  - ", " "]))
        else:
            parts.append("".join(parts[-3:]) * found.ConsumeIntInRange(0, 40))
            if sum(map(len, parts)) > 100_000:
                break
    return "".join(parts)[:100_000]


def timed(target: Callable[[str], None]) -> Callable[[bytes], None]:
    """The target on the notes that bytes stand for, and no longer than it may take."""

    def once(source: bytes) -> None:
        # Its own findings are text already, and so are the cases of the tests that it begins with.
        text = source.decode("utf-8", "replace") if source.startswith(PLAIN) else text_of(source)
        start = time.process_time()
        target(text)
        seconds = time.process_time() - start
        if seconds > LENIENCE * MOST_SECONDS.get(target.__name__, 1.0) * max(0.2, len(text) / 100_000):
            Path(f"slow-{target.__name__}-{sha256(text.encode()).hexdigest()[:8]}.md").write_text(
                text, encoding="utf-8"
            )
            raise TimeoutError(f"{seconds:.1f} s for {len(text)} characters")

    return once


PLAIN = b"\xef\xbb\xbf"
"""Marks an input that is text as it stands."""

LENIENCE = 8
"""How many times slower the code is under instrumentation."""


def main() -> None:
    """Fuzz the target that the first argument names."""
    targets = {target.__name__: target for target in TARGETS}
    if len(sys.argv) < 2 or sys.argv[1] not in targets:
        sys.exit(f"{__doc__}\nTARGETS: {', '.join(targets)}")
    name = sys.argv.pop(1)
    with TemporaryDirectory() as folder:
        for nth, path in enumerate(sorted(FIXTURES.rglob("*.md"))):
            for part, case in enumerate(path.read_text(encoding="utf-8").split("\n.\n")):
                (Path(folder) / f"{nth}-{part}").write_bytes(PLAIN + case.encode())
        corpus = [] if any(Path(argument).is_file() for argument in sys.argv[1:]) else [folder]
        atheris.Setup([*sys.argv, "-max_len=4096", *corpus], timed(targets[name]))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
