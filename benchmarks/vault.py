"""Notes of any size, always the same for a size."""

import random
from pathlib import Path

NOUNS = ("cell", "gene", "nerve", "valve", "enzyme", "queue", "shard", "table", "route", "packet", "tax", "lens")
VERBS = ("stores", "carries", "splits", "binds", "filters", "routes", "replaces", "restores", "limits", "encrypts")
KINDS = (
    "- **{term}**: {verb} the {noun} of each {other}",
    "- The **{term}** {verb} every {noun} before the {other}",
    "- {term}: {verb} up to {number} {noun}s a second",
    "- {term} {verb} the {noun}, but not the {other}",
    "- What does the {term} do? It {verb} the {noun}.",
    "- Parts of the {term}:\n    - {noun}\n    - {other}\n    - outer {noun}",
)
A_FILE = 60
"""Facts in a note file."""


def write_vault(folder: Path, facts: int) -> None:
    """Write so many facts to note files, ten sections each."""
    draw = random.Random(facts)
    for nth in range(-(-facts // A_FILE)):
        lines = [f"# Chapter {nth}"]
        for number in range(min(A_FILE, facts - nth * A_FILE)):
            lines += [] if number % 6 else ["", f"## Part {nth}.{number // 6}", ""]
            lines.append(_fact(draw))
        path = folder / f"chapter {nth:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def edit(notes: Path, nth: int) -> None:
    """Change one line of one note file, another one each time."""
    files = sorted(notes.rglob("*.md"))
    file = files[nth * 7 % len(files)]
    lines = file.read_text(encoding="utf-8").splitlines()
    places = [at for at, line in enumerate(lines) if line.lstrip().startswith("- ")]
    at = places[nth * 31 % len(places)]
    lines[at] += f", as of {1990 + nth}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fact(draw: random.Random) -> str:
    term = "".join(draw.choice("bdfklmnprst") + draw.choice("aeiou") for _ in range(3)).capitalize()
    noun, other = draw.sample(NOUNS, 2)
    number = draw.randrange(2, 900)
    return draw.choice(KINDS).format(term=term, noun=noun, other=other, verb=draw.choice(VERBS), number=number)
