"""The Jinja environments: shipped templates, a user's own in front of them.

A user's template that only wants to change a part says ``{% extends "shipped/page.html" %}``.
Text of the notes is only ever a value in a template, never a template.
"""

from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FunctionLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cribdeck.errors import CribdeckError
from cribdeck.shipped import shipped_templates


def card_templates(own: Path | None = None) -> Environment:
    """For ``templates/cards``: Anki's ``{{…}}`` stand in them, so Jinja's marks are ``[[ ]]``, ``[% %]``, ``[# #]``."""
    return ImmutableSandboxedEnvironment(
        loader=_loader("cards", own),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        autoescape=False,  # the values are parts of templates: no text of the notes comes here
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def html_templates(folder: str, own: Path | None = None) -> Environment:
    """For ``templates/FOLDER``, with Jinja's usual marks; every value is escaped unless it is Markup.

    Templates of a user's own may come with a stranger's notes. The shipped ones need no box around them, which takes a
    third of the time of a large page.
    """
    made = Environment if own is None else ImmutableSandboxedEnvironment
    return made(
        loader=_loader(folder, own),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render(templates: Environment, name: str, **values: object) -> str:
    """The template filled in; CribdeckError in one line when it is wrong, for it may be the user's own."""
    try:
        return templates.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        place = f"{error.filename or name}:{error.lineno}"
        raise CribdeckError(f"{place}: {error.message}. Mend this template, or take it away.") from error
    except TemplateError as error:
        raise CribdeckError(f"{name}: {error.message}. Mend this template, or take your own away.") from error


def _loader(folder: str, own: Path | None) -> BaseLoader:
    shipped = _files(shipped_templates() / folder)
    first = [] if own is None else [_files(own / folder)]
    return ChoiceLoader([*first, shipped, PrefixLoader({"shipped": shipped})])


def _files(folder: Path) -> BaseLoader:
    """Loads what really lies in the folder: templates may come with a stranger's notes, so no link leads out of it."""
    top = folder.resolve()

    def load(name: str) -> tuple[str, str, None] | None:
        path = (top / name).resolve()
        if not path.is_relative_to(top) or not path.is_file():
            return None
        try:
            return path.read_text(encoding="utf-8"), str(path), None
        except (OSError, UnicodeDecodeError) as error:
            raise CribdeckError(f"{path}: this template cannot be read ({error}). Save it as UTF-8 text.") from error

    return FunctionLoader(load)
