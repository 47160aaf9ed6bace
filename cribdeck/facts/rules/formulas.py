"""A formula under its name: asked for by the name, and by what it is called."""

from collections.abc import Iterator
from dataclasses import replace

from cribdeck.facts.labels import label_of
from cribdeck.facts.place import Place
from cribdeck.facts.rules.tex import is_formula, is_initial, is_reaction, symbol
from cribdeck.facts.words import Words
from cribdeck.model import Block, Candidate, Item, Statement, Text


def formula_after(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``Newton's second law:`` over a display formula asks for the formula, and for the name."""
    text = statement.text.strip()
    formula = _display_after(statement) if text.plain.endswith((":", " is", " by")) else None
    if formula is None or place.words is None:
        return
    name = _name_in(text.plain.rstrip(": "), place.words)
    if name:
        yield _told(_both(name, Block("math", ((formula.text.strip(),),)), uses=formula, strict=True), place)


def formula_below(statement: Statement, place: Place) -> Iterator[Candidate]:
    """A proposal: the only formula below a heading is what the heading names."""
    item = statement.item
    label = label_of(statement.parent, place.words) if item.kind == "math" else None
    if label is None or label.generic or label.container or label.kind == "lead-in":
        return
    formulas = [child for child in statement.siblings if child.kind == "math"]
    named = place.words is None or (place.words.clean_noun_phrase(label.text) and _is_of(item.text, label.text, place))
    if len(formulas) == 1 and named and is_formula(item.text.plain):
        front = Text(f"{label.text}: formula?") if place.words else Text(f"{label.text}?")
        block = Block("math", ((item.text.strip(),),))
        yield Candidate("basic", "formula", "formula-below", front, answer=(block,), strict=False)


def _is_of(formula: Text, label: str, place: Place) -> bool:
    """Whether a heading may be the name of a formula: a law, or what its first letter stands for."""
    letter = symbol(formula.plain)
    if place.turn("formulas.law").search(label) or not letter:
        return True
    return is_initial(letter, label)


def formula_in_sentence(statement: Statement, place: Place) -> Iterator[Candidate]:
    """``The kinetic energy of a body is $E = mv^2/2$`` and ``Momentum: $p = mv$`` ask both ways as well."""
    spans = statement.text.spans("math")
    plain = statement.text.plain
    if len(spans) != 1 or place.words is None or statement.nth or plain[spans[0][1] :].strip(" .;"):
        return
    start, end = spans[0]
    formula = statement.text.cut(start, end)
    before = plain[:start].strip()
    lead = before[-1:] in (":", "=", "–", "-")
    name = (
        _name_in(before.rstrip(" :=–-"), place.words) if lead or place.turn("formulas.leads-on").search(before) else ""
    )
    if name and is_formula(formula.plain):
        yield _told(_both(name, Block.text(formula), uses=None, strict=True), place)


def _both(name: str, formula: Block, *, uses: Item | None, strict: bool) -> Candidate:
    front = Text(f"{name[0].upper()}{name[1:]}: formula?")
    turned = (formula.rows[0][0] if formula.kind == "text" else _inline(formula), (Block.text(Text(name)),))
    sources = (uses.source,) if uses else ()
    return Candidate(
        "basic", "formula", "formula", front, answer=(formula,), reverse=turned, strict=strict, uses=sources
    )


def _told(both: Candidate, place: Place) -> Candidate:
    """The candidate one way only where a label that stands above, or the formula itself, says what it is of."""
    name = both.reverse[1][0].rows[0][0].plain if both.reverse else ""
    tells = place.words is not None and any(place.words.tells(label.text, name) for label in place.labels)
    reaction = both.answer[0].kind == "text" and is_reaction(both.answer[0].plain)
    both = both.rated(strict=both.strict and not reaction)
    return replace(both, reverse=None) if tells or reaction or is_initial(symbol(both.answer[0].plain), name) else both


def _inline(formula: Block) -> Text:
    """A display formula as a front."""
    from cribdeck.model import Mark

    tex = formula.rows[0][0].plain
    return Text(tex, (Mark(0, len(tex), "math", "display"),))


def _display_after(statement: Statement) -> Item | None:
    """The display formula below the item or right after it."""
    item = statement.item
    if not item.text.plain.rstrip().endswith(statement.text.plain.rstrip()):
        return None
    if item.children:
        first = item.children[0]
        return first if first.kind == "math" and len(item.children) == 1 and is_formula(first.text.plain) else None
    place = next((nth for nth, other in enumerate(statement.siblings) if other is item), -1)
    after = statement.siblings[place + 1 : place + 2]
    return after[0] if place >= 0 and after and after[0].kind == "math" and is_formula(after[0].text.plain) else None


def _name_in(lead: str, words: Words) -> str:
    """The name that a lead-in gives a formula: "Newton's second law", "The kinetic energy of a body is"."""
    match = words.turn("formulas.name").match(lead.strip())
    name = words.turn("formulas.article").sub("", match["name"] if match else lead.strip())
    asked = name[:1].upper() + name[1:]
    if not 1 <= len(name.split()) <= 7 or words.generic_label(name) or words.schema_key(name):
        return ""
    parts = words.turn("formulas.of").split(name)
    return asked if len(parts) <= 2 and all(words.clean_noun_phrase(part) for part in parts) else ""
