"""Facts by hand, of every kind that a deck holds."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from cribdeck.model import (
    Block,
    Calculation,
    Candidate,
    Fact,
    Hidden,
    Item,
    Mark,
    MarkKind,
    Practice,
    Source,
    Statement,
    Text,
)

BORN = 1_795_000_000


def marked(plain: str, *marks: tuple[str, MarkKind]) -> Text:
    """The text with a mark over the first place of each given part."""
    return Text(plain, tuple(Mark(plain.index(part), plain.index(part) + len(part), kind) for part, kind in marks))


def hide(plain: str, *parts: str) -> tuple[Hidden, ...]:
    """Each part hidden on a card of its own."""
    return tuple(Hidden(plain.index(part), plain.index(part) + len(part), nth) for nth, part in enumerate(parts, 1))


def statement(text: Text | str, *headings: str, file: str = "cells.md") -> Statement:
    """The text as a statement below the headings."""
    text = text if isinstance(text, Text) else Text(text)
    source = Source(file, 7, 7)
    above = Item("file", Text("Cells"), Source(file, 1, 1))
    path = (above, *(Item("heading", Text(name), Source(file, 2, 2)) for name in headings))
    return Statement(text, source, Item("item", text, source), path, label=headings[-1] if headings else "Cells")


def fact(candidate: Candidate, guid: str, *headings: str, file: str = "cells.md") -> Fact:
    """The candidate as a fact; headings default to its topic."""
    said = statement(candidate.prompt, *(headings or candidate.topic), file=file)
    return Fact(said, candidate, guid, mod=BORN, created=BORN, tags=("cribdeck::cells",))


def basic(guid: str, front: Text | str, *back: Text | Block | str, topic: Sequence[str] = ("Membranes",)) -> Fact:
    blocks = tuple(
        part if isinstance(part, Block) else Block.text(part if isinstance(part, Text) else Text(part)) for part in back
    )
    prompt = front if isinstance(front, Text) else Text(front)
    return fact(Candidate("basic", "question", "question", prompt, answer=blocks, topic=tuple(topic)), guid)


def cloze(guid: str, text: Text | str, *hidden: str, topic: Sequence[str] = ("Membranes",)) -> Fact:
    prompt = text if isinstance(text, Text) else Text(text)
    parts = hide(prompt.plain, *hidden)
    return fact(Candidate("cloze", "definition", "bold", prompt, hidden=parts, topic=tuple(topic)), guid)


def calculation(guid: str, *, practice: int = 3) -> Fact:
    problem = Text("A car drives 120 km in 1.5 hours. How fast is it?")
    worked = Calculation(
        Source("speed.md", 3, 4),
        problem,
        "120 / 1.5 = 80 km/h",
        (r"\frac{120}{1.5}", r"= 80\,\text{km/h}"),
        Fraction(80),
        "80 km/h",
        "km/h",
        "holds",
        rule=marked("Speed is distance by time: v = s / t", ("v = s / t", "math")),
        formula="s / t",
        practice=tuple(
            Practice(f"A car drives {60 * n} km in 2 hours. How fast is it?", f"{30 * n} km/h", f"{60 * n} / 2")
            for n in range(1, practice + 1)
        ),
    )
    candidate = Candidate(
        "calculation",
        "calculation",
        "calculation",
        problem,
        answer=(Block.text(Text(worked.answer)),),
        topic=("Speed",),
        calculation=worked,
    )
    return fact(candidate, guid, file="speed.md")


def both_ways(guid: str) -> Fact:
    found = basic(guid, "What is the symbol of iron?", "Fe", topic=("Elements",))
    turned = (Text("Which element is Fe?"), (Block.text(Text("Iron")),))
    return replace(found, candidate=replace(found.candidate, reverse=turned))


LIST = Block("list", tuple((Text(word),) for word in ("simple diffusion", "channel proteins", "carrier proteins")))
TABLE = Block(
    "table",
    (
        (Text("Transport"), Text("Energy"), Text("Direction")),
        (Text("diffusion"), Text("none"), Text("high -> low")),
        (Text("pump"), marked("ATP", ("ATP", "code")), Text("low -> high")),
    ),
)
LISTING = """\
def osmosis(inside: float, outside: float) -> str:
    # water follows the salt
    return "in" if inside > outside else "out"
"""
CODE = Block("code", ((Text(LISTING),),), "python")


def samples() -> list[Fact]:
    """A fact of every kind, in the order of the notes."""
    rich = basic(
        "richrichrich1",
        marked("What does the Na+/K+ pump move?", ("Na+/K+", "code")),
        Text("Per ATP it moves:"),
        Block("steps", ((Text("3 Na+ out"),), (Text("2 K+ in"),))),
        TABLE,
        CODE,
        Block("math", ((Text(r"\Delta G = RT \ln \frac{c_2}{c_1}"),),)),
    )
    aside = replace(
        cloze("contextcloze1", marked("Osmosis moves water across a membrane", ("Osmosis", "strong")), "Osmosis"),
        context=(Text("Water follows the salt -> no energy is spent"), Text("A membrane lets some molecules pass")),
    )
    remarked = replace(basic("remarkremark1", "How do molecules pass?", LIST).candidate, remark="Channels may close.")
    return [
        basic("plainplain123", "What is a membrane made of?", "Two layers of phospholipids"),
        rich,
        replace(basic("listlistlist1", "Ways through a membrane (3 items)", LIST), unsure=True),
        replace(rich, guid="remarkremark1", candidate=remarked),
        aside,
        cloze("severalcloze1", "Water enters by osmosis, salt leaves by diffusion", "osmosis", "diffusion"),
        both_ways("bothwaysboth1"),
        calculation("speedspeed123"),
    ]
