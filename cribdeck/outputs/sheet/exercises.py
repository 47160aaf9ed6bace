"""Fresh problems as pages behind the sheet: room to work below each, and the answers on the last page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from cribdeck.config import SheetConfig
from cribdeck.model import Practice, Text
from cribdeck.outputs.pdf import Printed
from cribdeck.outputs.sheet.inline import inline_html
from cribdeck.outputs.sheet.paper import PAPERS, margin_of
from cribdeck.outputs.sheet.tex import plain_tex, tex_svg
from cribdeck.outputs.sheet.values import Exercises, Sheet

_HEADING = 9.0
"""What the heading of a page takes, in millimetres, as everything below."""
_NARROWEST = 62.0
"""A column that has room for a working written by hand."""
_LOWEST, _HIGHEST = 15.0, 44.0
"""The room for a problem and its working: with less nobody can write, more is waste."""
_SLACK = 0.4

_TITLES = {
    "da": ("Øvelser", "Svar"),
    "de": ("Übungen", "Lösungen"),
    "es": ("Ejercicios", "Soluciones"),
    "fr": ("Exercices", "Réponses"),
    "it": ("Esercizi", "Soluzioni"),
    "nl": ("Oefeningen", "Antwoorden"),
}


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """A problem, its answer and its working as HTML."""

    number: int
    problem: Markup
    answer: str
    steps: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class ExercisesView:
    """The pages of problems and the page of answers, as the template wants them."""

    title: str
    answers_title: str
    of: str
    """The title of the sheet."""
    drawn_by: str
    views: tuple[ExerciseView, ...]
    columns: int
    room: float
    """What each problem takes at least, in millimetres."""


def exercises_view(sheet: Sheet) -> ExercisesView | None:
    """The fresh problems of a sheet, spread evenly over as few pages as leave room to write; None without any."""
    if sheet.exercises is None or not sheet.exercises.problems:
        return None
    columns, room = _room(sheet.config, len(sheet.exercises.problems))
    title, answers = _TITLES.get(sheet.lang, ("Practice", "Answers"))
    views = tuple(_view(nth, each) for nth, each in enumerate(sheet.exercises.problems, 1))
    return ExercisesView(title, answers, sheet.title, sheet.exercises.drawn_by, views, columns, room)


def _room(config: SheetConfig, count: int) -> tuple[int, float]:
    """Columns a page, and the height of a problem."""
    width, height = PAPERS[config.paper]
    margin = margin_of(config)
    columns = max(1, int((width - 2 * margin) // _NARROWEST))
    free = height - 2 * margin - _HEADING
    rows = -(-count // columns)
    pages = -(-rows // max(1, int(free // _LOWEST)))
    return columns, round(min(_HIGHEST, free / -(-rows // pages)) - _SLACK, 2)


def _view(number: int, practice: Practice) -> ExerciseView:
    problem = inline_html(Text(practice.problem), figure=lambda target, note: None)
    return ExerciseView(number, problem, _answer(practice), _working(practice))


def _answer(practice: Practice) -> str:
    """The result, with a sign where it is rounded."""
    rounded = bool(practice.steps) and practice.steps[-1].startswith(r"\approx")
    return f"≈ {practice.answer}" if rounded else practice.answer


def _working(practice: Practice) -> tuple[Markup, ...]:
    """The working up to its result: in the sheet's own type if all of it can be, else all of it as SVG."""
    sides = practice.steps[:-1]
    if not sides:
        return (Markup.escape(practice.working.replace(" * ", " × ")),)
    plain = [plain_tex(side) for side in sides]
    if None not in plain:
        return tuple(Markup.escape(side) for side in plain)
    return tuple(Markup(tex_svg(side) or Markup.escape(side)) for side in sides)


def exercise_faults(exercises: Exercises | None, printed: Printed) -> Iterator[str]:
    """What is wrong with the pages of problems and answers, in words; nothing when they are right."""
    count = len(exercises.problems) if exercises else 0
    wanted = {f"{kind}{number}" for kind in ("problem", "answer") for number in range(1, count + 1)}
    there = {name for name in printed.boxes if re.fullmatch(r"(?:problem|answer)\d+", name)}
    for name in sorted(wanted ^ there):
        yield f"{name} is {'missing' if name in wanted else 'one too many'}"
    for name in sorted(wanted & set(printed.repeated)):
        yield f"{name} stands on two pages"
    pages = {kind: {printed.boxes[name].page for name in there if name.startswith(kind)} for kind in ("p", "a")}
    if there and max(pages["p"], default=0) >= min(pages["a"], default=0):
        yield "the answers stand on a page of problems"
