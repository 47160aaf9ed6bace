"""The three note types, frozen since the first release: Anki ties every review to their ids, names and order.

A change of a template or of the style raises ``RELEASED``; a change of a field, a template's name, an id or the order
would end the updating of every deck that has been imported, and is not made. The spare fields and templates are there
to be put to use instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from cribdeck.model import NoteType
from cribdeck.outputs.templating import card_templates, render

RELEASED = 1_795_000_000
"""The note types' ``mod``, seconds since 1970: Anki takes over templates and style only when it has grown."""


@dataclass(frozen=True, slots=True)
class Field:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """What Anki makes a card of: front and back with ``{{fields}}``, and the same for the rows of its browser."""

    id: int
    name: str
    front: str
    back: str
    row_front: str = ""
    row_back: str = ""


@dataclass(frozen=True, slots=True)
class AnkiNoteType:
    id: int
    name: str
    fields: tuple[Field, ...]
    templates: tuple[CardTemplate, ...]
    css: str
    mod: int
    cloze: bool = False

    def values(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """The fields in their order, those not given empty."""
        names = [field.name for field in self.fields]
        assert given.keys() <= set(names), f"{self.name} has no field {sorted(given.keys() - set(names))}"
        return tuple(given.get(name, "") for name in names)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A note type without its templates' text. A template: id, name, the file of its two sides, browser rows."""

    id: int
    name: str
    fields: tuple[tuple[int, str], ...]
    templates: tuple[tuple[int, str, str, str, str], ...]


_SHAPES: Mapping[NoteType, _Shape] = {
    "basic": _Shape(
        1_789_500_100,
        "Cribdeck Basic",
        fields=(
            (1_789_500_101, "Front"),
            (1_789_500_102, "Back"),
            (1_789_500_103, "Reverse Front"),
            (1_789_500_104, "Reverse Back"),
            (1_789_500_105, "Spare Front"),
            (1_789_500_106, "Spare Back"),
            (1_789_500_107, "Topic"),
            (1_789_500_108, "Context"),
            (1_789_500_109, "Remark"),
            (1_789_500_110, "Source"),
            (1_789_500_111, "ID"),
            (1_789_500_112, "Retired"),
            (1_789_500_113, "Spare 1"),
            (1_789_500_114, "Spare 2"),
            (1_789_500_115, "Spare 3"),
        ),
        templates=(
            (1_789_500_131, "Question", "basic-question.html", "", ""),
            (1_789_500_132, "Reverse", "basic-reverse.html", "", ""),
            (1_789_500_133, "Spare", "spare.html", "", ""),
        ),
    ),
    "cloze": _Shape(
        1_789_500_200,
        "Cribdeck Cloze",
        fields=(
            (1_789_500_201, "Text"),
            (1_789_500_202, "Extra"),
            (1_789_500_207, "Topic"),
            (1_789_500_208, "Context"),
            (1_789_500_209, "Remark"),
            (1_789_500_210, "Source"),
            (1_789_500_211, "ID"),
            (1_789_500_212, "Retired"),
            (1_789_500_213, "Spare 1"),
            (1_789_500_214, "Spare 2"),
            (1_789_500_215, "Spare 3"),
        ),
        templates=((1_789_500_231, "Cloze", "cloze.html", "", ""),),
    ),
    "calculation": _Shape(
        1_789_500_300,
        "Cribdeck Calculation",
        fields=(
            (1_789_500_301, "Problem"),
            (1_789_500_302, "Answer"),
            (1_789_500_303, "Working"),
            (1_789_500_304, "Rule"),
            (1_789_500_305, "Practice"),
            (1_789_500_306, "Formula Front"),
            (1_789_500_307, "Formula Back"),
            (1_789_500_308, "Spare Front"),
            (1_789_500_309, "Spare Back"),
            (1_789_500_310, "Topic"),
            (1_789_500_311, "Context"),
            (1_789_500_312, "Remark"),
            (1_789_500_313, "Source"),
            (1_789_500_314, "ID"),
            (1_789_500_315, "Retired"),
            (1_789_500_316, "Spare 1"),
            (1_789_500_317, "Spare 2"),
            (1_789_500_318, "Spare 3"),
        ),
        templates=(
            (1_789_500_331, "Problem", "calculation-problem.html", "{{Problem}}", "{{Answer}}"),
            (1_789_500_332, "Formula", "calculation-formula.html", "{{Formula Front}}", "{{Formula Back}}"),
            (1_789_500_333, "Spare", "spare.html", "{{Spare Front}}", "{{Spare Back}}"),
        ),
    ),
}


def note_types(own: Path | None = None, *, changed: int = 0) -> dict[NoteType, AnkiNoteType]:
    """The note types with their templates, which a folder of the user's own may replace.

    ``changed`` is when the user's templates last changed, in seconds since 1970: from then on Anki takes them over.
    """
    templates = card_templates(own)
    css = render(templates, "style.css")
    return {name: _filled(shape, templates, css, max(RELEASED, changed)) for name, shape in _SHAPES.items()}


def _filled(shape: _Shape, templates: Environment, css: str, mod: int) -> AnkiNoteType:
    return AnkiNoteType(
        shape.id,
        shape.name,
        tuple(Field(number, name) for number, name in shape.fields),
        tuple(
            CardTemplate(
                number,
                name,
                render(templates, file, side="front"),
                render(templates, file, side="back"),
                row_front,
                row_back,
            )
            for number, name, file, row_front, row_back in shape.templates
        ),
        css,
        mod,
        cloze=shape.name == "Cribdeck Cloze",
    )
