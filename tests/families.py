"""Vaults of facts that differ in one number or one word, and what people do to them; the truth is known."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cribdeck.identity.rows import Row

# fmt: off
METALS = [
    "lithium", "beryllium", "sodium", "magnesium", "aluminium", "potassium", "calcium", "scandium", "titanium",
    "vanadium", "chromium", "manganese", "iron", "cobalt", "nickel", "copper", "zinc", "gallium", "rubidium",
    "strontium", "yttrium", "zirconium", "niobium", "molybdenum", "silver", "cadmium", "tin", "caesium",
]
# fmt: on
STRANGERS = ["osmium", "iridium", "platinum", "gold", "mercury", "thallium", "bismuth", "polonium"]
TRAITS = {
    "Melting point": "{} °C",
    "Boiling point": "{} °C",
    "Density": "{} kg per cubic metre",
    "Year of discovery": "{}",
    "Price": "{} euros a kilo",
}
TALES = (
    "{} was named long before its atoms were weighed",
    "A salt of {} colours the flame in a way of its own",
    "{} is won from its ore by electrolysis of the melt",
)


@dataclass(eq=False)
class Line:
    """A line of the notes. It stays the same object however it is edited: that is the truth."""

    text: str
    below: list["Line"] = field(default_factory=list)


@dataclass
class Vault:
    """Files, each with sections, each with lines."""

    files: dict[str, dict[str, list[Line]]]
    chance: random.Random

    def rows(self) -> tuple[list[Row], list[Line | None]]:
        """The rows that identity sees, and the line of each."""
        rows: list[Row] = []
        lines: list[Line | None] = []

        def write(found: Sequence[Line], depth: int) -> None:
            for line in found:
                rows.append(Row("statement", line.text, depth))
                lines.append(line)
                write(line.below, depth + 1)

        for file, sections in self.files.items():
            rows.append(Row("file", file))
            lines.append(None)
            for title, found in sections.items():
                rows.append(Row("topic", title))
                lines.append(None)
                write(found, 0)
        return rows, lines

    def lists(self) -> list[list[Line]]:
        """Every list of lines that stand side by side."""
        waiting = [found for sections in self.files.values() for found in sections.values()]
        lists = []
        while waiting:
            found = waiting.pop(0)
            lists.append(found)
            waiting.extend(line.below for line in found if line.below)
        return lists

    def pick(self) -> tuple[list[Line], Line]:
        """A line that nothing stands below, and the list it stands in."""
        while True:
            found = self.chance.choice(self.lists())
            line = self.chance.choice(found)
            if not line.below:
                return found, line


# --- families ---------------------------------------------------------------


def numbers(chance: random.Random) -> dict[str, dict[str, list[Line]]]:
    """``The density of iron is 874`` for every metal."""
    return {
        f"{trait}.md": {trait: [Line(f"The {trait.lower()} of {metal} is {_value(trait, chance)}") for metal in METALS]}
        for trait in TRAITS
    }


def ladders(chance: random.Random) -> dict[str, dict[str, list[Line]]]:
    """Lines that differ in nothing but numbers."""
    return {
        f"ladder {k}.md": {
            "Steps": [
                Line(f"With {n * (k + 2)} voters the vote stands when {n * (k + 1)} stay away") for n in range(1, 13)
            ]
        }
        for k in range(6)
    }


def words(chance: random.Random) -> dict[str, dict[str, list[Line]]]:
    """Lines that differ in one word."""
    return {f"tale {nth}.md": {"All": [Line(tale.format(metal)) for metal in METALS]} for nth, tale in enumerate(TALES)}


def schema(chance: random.Random) -> dict[str, dict[str, list[Line]]]:
    """The same keys below every metal."""
    return {
        f"group {k}.md": {
            metal: [Line(f"{trait}: {_value(trait, chance)}") for trait in TRAITS]
            + [Line("Uses:", [Line(chance.choice(["coins", "wires", "lamps", "alloys"]))])]
            for metal in METALS[7 * k : 7 * k + 7]
        }
        for k in range(4)
    }


def nested(chance: random.Random) -> dict[str, dict[str, list[Line]]]:
    """The same few lines below the same few labels below every metal."""
    kinds = ["cheap", "strong", "soft", "light", "rare", "brittle"]

    def tales() -> list[Line]:
        return [
            Line(f"{chance.choice(kinds)} for {chance.choice(['thin', 'thick', 'hot', 'cold'])} parts") for _ in "ab"
        ]

    def labels() -> list[Line]:
        return [Line(label, tales()) for label in ("For", "Against", "When to use")]

    return {
        f"pros {k}.md": {"Metals": [Line(metal, labels()) for metal in METALS[7 * k : 7 * k + 7]]} for k in range(4)
    }


FAMILIES: tuple[Callable[[random.Random], dict[str, dict[str, list[Line]]]], ...] = (
    numbers,
    ladders,
    words,
    schema,
    nested,
)


def _value(trait: str, chance: random.Random) -> str:
    return TRAITS[trait].format(chance.randint(2, 3000))


# --- edits ------------------------------------------------------------------

Edited = Iterator[tuple[Line, str]]
"""The lines that were touched, each ``same`` or ``new``."""


def mend_a_number(vault: Vault) -> Edited:
    _, line = vault.pick()
    mended = _another_number(line.text, vault.chance)
    if mended != line.text:
        line.text = mended
        yield line, "same"


def make_a_typo(vault: Vault) -> Edited:
    _, line = vault.pick()
    found = list(re.finditer(r"[a-z]{5,}", line.text))
    if found:
        match = vault.chance.choice(found)
        at = vault.chance.randrange(match.start() + 1, match.end() - 1)
        line.text = line.text[:at] + line.text[at + 1 :]
        yield line, "same"


def go_on(vault: Vault) -> Edited:
    _, line = vault.pick()
    line.text += vault.chance.choice([", as measured in 1911", " at sea level", ", but only if pure"])
    yield line, "same"


def delete(vault: Vault) -> Edited:
    found, line = vault.pick()
    found.remove(line)
    yield from ()


def insert_a_relative(vault: Vault) -> Edited:
    found, line = vault.pick()
    new = _relative(line, vault.chance)
    found.insert(vault.chance.randrange(len(found) + 1), new)
    yield new, "new"


def delete_and_insert_elsewhere(vault: Vault) -> Edited:
    found, line = vault.pick()
    if len(found) < 6:
        return
    at = found.index(line)
    new = _relative(line, vault.chance)
    found.remove(line)
    found.insert((at + vault.chance.randint(2, len(found) - 2)) % len(found), new)
    yield new, "new"


def replace_in_place(vault: Vault) -> Edited:
    found, line = vault.pick()
    if any(metal in line.text for metal in METALS):
        new = _relative(line, vault.chance)
        found[found.index(line)] = new
        yield new, "new"


def sort(vault: Vault) -> Edited:
    vault.chance.choice(vault.lists()).sort(key=lambda line: line.text)
    yield from ()


def shuffle_and_mend(vault: Vault) -> Edited:
    found, line = vault.pick()
    mended = _another_number(line.text, vault.chance)
    vault.chance.shuffle(found)
    if mended != line.text:
        line.text = mended
        yield line, "same"


def double_a_section(vault: Vault) -> Edited:
    sections = vault.chance.choice(list(vault.files.values()))
    title = vault.chance.choice(list(sections))
    copies = [Line(line.text) for line in sections[title] if not line.below]
    for line in vault.chance.sample(copies, min(2, len(copies))):
        line.text = _another_number(line.text, vault.chance) if re.search(r"\d", line.text) else f"{line.text} too"
    sections[f"{title}, again {len(sections)}"] = copies
    for line in copies:
        yield line, "new"


def exchange_values(vault: Vault) -> Edited:
    found, line = vault.pick()
    other = vault.chance.choice(found)
    if other is line or other.below or not re.search(r"\d", line.text) or not re.search(r"\d", other.text):
        return
    mine, theirs = re.findall(r"\d+", line.text)[-1], re.findall(r"\d+", other.text)[-1]
    line.text = re.sub(r"\d+(?!.*\d)", theirs, line.text)
    other.text = re.sub(r"\d+(?!.*\d)", mine, other.text)
    yield line, "same"
    yield other, "same"


EDITS: tuple[Callable[[Vault], Edited], ...] = (
    mend_a_number,
    make_a_typo,
    go_on,
    delete,
    insert_a_relative,
    delete_and_insert_elsewhere,
    replace_in_place,
    sort,
    shuffle_and_mend,
    double_a_section,
    exchange_values,
)


def _another_number(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+(?!.*\d)", lambda match: str(int(match[0]) + chance.randint(1, 40)), text)


def _relative(line: Line, chance: random.Random) -> Line:
    """A new fact that differs from an old one in its metal, its numbers, or a word."""
    metal = next((metal for metal in METALS if metal in line.text), None)
    text = line.text.replace(metal, chance.choice(STRANGERS)) if metal else line.text
    text = re.sub(r"\d+", lambda match: str(int(match[0]) + chance.randint(1, 60)), text)
    return Line(text if text != line.text else f"{text} again")
