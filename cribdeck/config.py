"""What the author and the command line decided: `cribdeck.toml`, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from cribdeck.errors import CribdeckError

NAME = "cribdeck.toml"

Level = Literal["strict", "all"]
Paper = Literal["a4", "a4-landscape", "letter", "letter-landscape"]


@dataclass(frozen=True, slots=True)
class SheetConfig:
    """One ``[[sheet]]``: what is printed, and on how much paper."""

    title: str = ""
    files: tuple[str, ...] = ()
    """Patterns of paths relative to the notes folder, as in ``include``; none means all files."""
    topics: tuple[str, ...] = ()
    """Headings or labels; none means all topics."""
    pages: int | None = None
    paper: Paper = "a4-landscape"
    columns: int | None = None
    min_size: float = 5.5
    """The least size of type, in points."""
    margin: float | None = None
    """In millimetres."""
    drop: Literal["auto", "never"] = "auto"
    grey: bool = False
    system_fonts: bool = False
    """Let the system's fonts in for scripts that the sheet's own lack: then it may look different elsewhere."""


SHEET_BOUNDS: Mapping[str, tuple[int, int]] = {
    "pages": (1, 500),
    "columns": (1, 8),
    "min_size": (3, 40),
    "margin": (0, 100),
}
"""The least and the most that the settings of a sheet may say."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a notes folder. All have a default, so no file is needed."""

    title: str = ""
    id: str = ""
    lang: str = ""
    level: Level = "strict"
    highlight: Literal["mark", "cloze"] = "mark"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    decks: str | Mapping[str, str] = "one"
    templates: str = ""
    rules_off: tuple[str, ...] = ()
    sheets: tuple[SheetConfig, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys nobody knows, for a warning."""


_KINDS: tuple[tuple[str, type | tuple[type, ...], str], ...] = (
    ("title", str, 'a text in quotes, as in title = "Cell biology"'),
    ("id", str, 'a text in quotes, as in id = "biology"'),
    ("lang", str, 'a language code in quotes, as in lang = "en"'),
    ("level", str, '"strict" or "all"'),
    ("highlight", str, '"mark" or "cloze"'),
    ("include", list, 'a list of patterns, as in include = ["biology/**"]'),
    ("exclude", list, 'a list of patterns, as in exclude = ["drafts/**"]'),
    ("tags", list, 'a list of tags, as in tags = ["exam"]'),
    ("decks", (str, dict), '"one", "folders" or a table of folders and decks'),
    ("templates", str, 'the path of a folder, as in templates = "my-templates"'),
    ("rules", dict, 'a table, as in [rules] and below it off = ["limit"]'),
    ("sheet", list, "a table [[sheet]] a sheet"),
)

_CHOICES: dict[str, tuple[str, ...]] = {
    "level": get_args(Level),
    "highlight": ("mark", "cloze"),
    "paper": get_args(Paper),
    "drop": ("auto", "never"),
}


def read_config(folder: Path) -> Config:
    """The settings in ``folder/cribdeck.toml``, or the defaults.

    Raises CribdeckError when the file does not parse or a value is of the wrong kind.
    """
    path = folder / NAME
    try:
        source = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise CribdeckError(f"{path}: cannot be read ({error}). Save it as UTF-8 text, or take it away.") from error
    import tomllib  # most folders have no settings

    try:
        return _config(tomllib.loads(source), path)
    except tomllib.TOMLDecodeError as error:
        raise CribdeckError(f'{path}: {error}. Mend that line: names and values as in title = "My course".') from error


def _config(found: dict[str, object], path: Path) -> Config:
    for name, kind, example in _KINDS:
        if name in found and not isinstance(found[name], kind):
            raise CribdeckError(f"{path}: {name} must be {example}.")
    rules = found.get("rules", {})
    assert isinstance(rules, dict)
    sheets = found.get("sheet", [])
    assert isinstance(sheets, list)
    known = {name for name, _, _ in _KINDS}
    plain = {name: _value(name, found[name], path) for name in sorted(known - {"rules", "sheet"}) if name in found}
    return Config(
        **plain,  # type: ignore[arg-type]  # every value was checked against _KINDS just above
        rules_off=_strings("rules.off", rules.get("off", []), path),
        sheets=tuple(_sheet(sheet, path) for sheet in sheets),
        extra={name: value for name, value in found.items() if name not in known},
    )


def _value(name: str, value: object, path: Path) -> object:
    if isinstance(value, list):
        return _strings(name, value, path)
    if name in _CHOICES and value not in _CHOICES[name]:
        raise CribdeckError(f"{path}: {name} must be one of {', '.join(_CHOICES[name])}, not {value!r}.")
    return value


def _strings(name: str, values: object, path: Path) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise CribdeckError(f'{path}: {name} must be a list of texts, as in ["one", "two"].')
    return tuple(values)


_SHEET: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "files": list,
    "topics": list,
    "pages": int,
    "paper": str,
    "columns": int,
    "min_size": (int, float),
    "margin": (int, float),
    "drop": str,
    "grey": bool,
    "system_fonts": bool,
}


def _sheet(found: object, path: Path) -> SheetConfig:
    if not isinstance(found, dict):
        raise CribdeckError(f"{path}: [[sheet]] must be a table, with a line each for title, files, pages and paper.")
    for name, value in found.items():
        if name not in _SHEET:
            raise CribdeckError(f"{path}: [[sheet]] has no setting {name!r}; it has {', '.join(_SHEET)}.")
        if not isinstance(value, _SHEET[name]):
            raise CribdeckError(f"{path}: {name} in [[sheet]] has a value of the wrong kind ({value!r}).")
    return SheetConfig(**{name: _value(name, value, path) for name, value in found.items()})  # type: ignore[arg-type]
