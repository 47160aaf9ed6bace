"""A ``practice`` fence, in which an author writes a kind of problem:

```practice
A pump moves {rate} litres per minute. How many litres is that in {time} minutes?
rate: 5 to 60 step 5
time: 2, 3, 5, 10
answer: rate * time litres
```
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cribdeck.errors import Problem
from cribdeck.facts.calculations.drill import POOL, Blank, Drill, Slot, practise, spell
from cribdeck.facts.calculations.evaluate import evaluate
from cribdeck.facts.calculations.find import Found
from cribdeck.facts.calculations.parse import parse
from cribdeck.facts.calculations.to_tex import text, to_tex
from cribdeck.facts.calculations.tokens import Decimal, UnclearError, decimal_of, read_number
from cribdeck.facts.calculations.tree import Measured, Name, Node, swap, walk
from cribdeck.model import Calculation, Item, Outline, Source, Text

INFO = "practice"
CODE = "practice-block"
MOST_VALUES = 2000
MOST_PLACES = 6

FIELD = re.compile(r"^\s*(?P<name>[^\W\d]\w*)\s*:\s*(?P<said>.*?)\s*$")
SLOT = re.compile(r"\{([^{}]*)\}")
RANGE = re.compile(
    r"(?P<low>-?[\d.,]+)\s*(?:to|\.\.\.?|…|–|-)\s*(?P<high>-?[\d.,]+)(?:\s*(?:step|by|,)\s*(?P<step>[\d.,]+))?"
)
EXAMPLE = "as in “rate: 5 to 60 step 5”"


class _BlockError(Exception):
    """Something an author has to mend in a block: the message, and the line of the block, from 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class _Field:
    said: str
    line: int


def practice_blocks(outline: Outline, *, count: int = POOL) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """The problems that authors wrote a template for, and what is wrong with the templates that make none.

    A block's own problem is the first that its words, as a seed, give.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    for item in outline.root.walk():
        if item.kind == "fence" and item.info.split()[:1] == [INFO]:
            try:
                found.append(_block(item, outline.lang, count))
            except _BlockError as error:
                problems.append(Problem(_line(item, error.line), CODE, str(error)))
    return tuple(found), tuple(problems)


def _line(item: Item, nth: int) -> Source:
    """The line of a fence's code, counted from 0."""
    at = min(item.source.first + nth, item.source.last)
    return Source(item.source.file, at, at)


def _block(item: Item, lang: str, count: int) -> Found:
    drill = read_drill(item.text.plain, lang=lang)
    fresh = practise(drill, seed=item.text.plain, count=count + 1)
    if not fresh:
        raise _BlockError(
            "No numbers of these ranges give a positive answer that comes out even. Add “places: 2” to round."
        )
    first = fresh[0]
    calculation = Calculation(
        source=item.source,
        problem=Text(first.problem),
        expression=f"{first.working} = {first.answer}",
        steps=tuple(_steps(first.working, first.answer, drill)),
        value=_value(first.answer, drill),
        answer=first.answer,
        unit=drill.unit,
        verdict="holds",
        formula=drill.formula,
        practice=fresh[1:],
    )
    return Found(calculation, item, item.source, drill=drill, lang=lang)


def _steps(working: str, answer: str, drill: Drill) -> Iterator[str]:
    sign = r"\approx " if drill.rounded else "= "
    for shown, lead in ((working, ""), (answer, sign)):
        try:
            yield lead + to_tex(parse(shown, decimal=drill.decimal))
        except UnclearError:
            yield lead + text(shown)


def _value(answer: str, drill: Drill) -> Fraction | None:
    try:
        return evaluate(parse(answer, decimal=drill.decimal)).number
    except UnclearError:
        return None


def read_drill(block: str, *, lang: str = "en") -> Drill:
    """The drill that a block describes. Raises an error that names the line to mend."""
    decimal = decimal_of(lang)
    words, fields = _parts(block)
    names = list(dict.fromkeys(SLOT.findall(words)))
    slots = tuple(_slot(name, fields, decimal) for name in names)
    answer = fields.get("answer")
    if answer is None:
        raise _BlockError("This block has no answer. Add a line “answer: rate * time litres”.")
    node, unit = _answer(answer, names, decimal)
    _no_strangers(fields, names, node)
    places = fields.get("places")
    return Drill(
        words=tuple(_blanks(words, slots)),
        slots=slots,
        formula=spell(node),
        node=node,
        unit=unit,
        places=_places(places) if places else 2,
        rounded=places is not None,
        decimal=decimal,
        working=tuple(_working(fields["working"], slots, decimal)) if "working" in fields else (),
    )


RESERVED = ("answer", "working", "places")


def _parts(block: str) -> tuple[str, dict[str, _Field]]:
    """The problem's words, and the lines below that begin with a name and a colon."""
    slots = set(SLOT.findall(block))
    words: list[str] = []
    fields: dict[str, _Field] = {}
    for nth, line in enumerate(block.split("\n")):
        match = FIELD.match(line)
        if match and (fields or match["name"] in slots or match["name"] in RESERVED):
            fields[match["name"]] = _Field(match["said"], nth)
        elif line.strip() and fields:
            raise _BlockError(f"“{line.strip()[:40]}” is no line of a practice block: a name, a colon and a range", nth)
        else:
            words.append(line.strip())
    told = " ".join(filter(None, words))
    if not told:
        raise _BlockError("This block has no problem. Write it first, with a slot like {rate} for each number.")
    if not slots:
        raise _BlockError("This problem has no slot. Write {rate} where a number changes, and a line “rate: 5 to 60”.")
    return told, fields


def _slot(name: str, fields: dict[str, _Field], decimal: Decimal) -> Slot:
    if not re.fullmatch(r"[^\W\d]\w*", name):
        raise _BlockError(f"{{{name}}} is no name for a slot. Use one word of letters, as in {{rate}}.")
    field = fields.get(name)
    if field is None or name in RESERVED:
        raise _BlockError(f"The slot {{{name}}} has no range. Add a line for it, {EXAMPLE}.")
    try:
        values, places = _values(field, decimal)
    except UnclearError as error:
        raise _BlockError(f"“{field.said}” is no range ({error}). Write it {EXAMPLE}.", field.line) from error
    return Slot(name, values, places)


def _values(field: _Field, decimal: Decimal) -> tuple[tuple[Fraction, ...], int]:
    """The values that a range or a list names, and how many decimals they are shown with."""
    match = RANGE.fullmatch(field.said)
    if match is None:
        said = [each.strip() for each in field.said.split(";" if ";" in field.said else ",")]
        numbers = [_number(each, decimal) for each in said]
        return tuple(sorted({value for value, _ in numbers})), max(places for _, places in numbers)
    (low, first), (high, second) = _number(match["low"], decimal), _number(match["high"], decimal)
    step, third = _number(match["step"], decimal) if match["step"] else (Fraction(1, 10 ** max(first, second)), 0)
    if step <= 0 or high < low:
        raise UnclearError("it goes from the smaller to the larger number, in steps above zero")
    if (high - low) / step > MOST_VALUES:
        raise UnclearError(f"it has more than {MOST_VALUES} values; take a larger step")
    steps = int((high - low) / step)
    return tuple(low + step * nth for nth in range(steps + 1)), max(first, second, third)


def _number(said: str, decimal: Decimal) -> tuple[Fraction, int]:
    sign = -1 if said.startswith("-") else 1
    value, ulp = read_number(said.removeprefix("-").strip() or "none", decimal)
    return sign * value, len(str(ulp.denominator)) - 1


def _answer(field: _Field, names: list[str], decimal: Decimal) -> tuple[Node, str]:
    """The formula without its unit, and the unit."""
    try:
        node = parse(field.said.replace("{", "").replace("}", ""), decimal=decimal, names=names)
    except UnclearError as error:
        raise _BlockError(
            f"The answer cannot be read ({error}). Write it as in “answer: rate * time litres”.", field.line
        ) from error
    unit = ""
    for part in list(walk(node)):
        if isinstance(part, Measured):
            unit = part.unit.shown
            node = swap(node, part, part.inner)
    return node, unit


def _no_strangers(fields: dict[str, _Field], names: list[str], node: Node) -> None:
    for name, field in fields.items():
        if name not in names and name not in RESERVED:
            raise _BlockError(f"“{name}” has a range but no slot {{{name}}} in the problem.", field.line)
    unused = set(names) - {part.name for part in walk(node) if isinstance(part, Name)}
    if unused:
        slot = sorted(unused)[0]
        raise _BlockError(
            f"The answer does not use {{{slot}}}. Use it, or write a plain number there.", fields["answer"].line
        )


def _places(field: _Field) -> int:
    if not re.fullmatch(r"\d", field.said) or int(field.said) > MOST_PLACES:
        raise _BlockError(
            f"“places: {field.said}” is no count of decimals. Write a number from 0 to {MOST_PLACES}.", field.line
        )
    return int(field.said)


def _blanks(words: str, slots: tuple[Slot, ...]) -> Iterator[str | Blank]:
    places = {slot.name: slot.places for slot in slots}
    for nth, part in enumerate(SLOT.split(words)):
        yield Blank(Name(part), places[part]) if nth % 2 else part


def _working(field: _Field, slots: tuple[Slot, ...], decimal: Decimal) -> Iterator[str | Blank]:
    places = {slot.name: slot.places for slot in slots}
    for nth, part in enumerate(SLOT.split(field.said)):
        if nth % 2 == 0:
            yield part
            continue
        try:
            node = parse(part, decimal=decimal, names=list(places))
        except UnclearError as error:
            raise _BlockError(f"{{{part}}} in the working cannot be worked out ({error}).", field.line) from error
        yield Blank(node, places.get(part, 0))
