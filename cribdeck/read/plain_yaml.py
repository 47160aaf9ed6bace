"""YAML in which plain values stay text, read by PyYAML; alone imports it, since few notes have settings."""

import re

import yaml


class NotYamlError(ValueError):
    """The text is no YAML, or holds what is not understood here."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line
        """Counted from 0, where it is known."""


def load_yaml(text: str) -> object:
    """The value that the text stands for. Raises NotYamlError."""
    try:
        return yaml.load(text, Loader=_Loader)  # built on SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYamlError(error.problem or "not YAML", mark.line if mark else None) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotYamlError(str(error).splitlines()[0]) from error


class _Loader(yaml.SafeLoader):
    """Plain values stay text, except true, false and null; an alias is refused, since a few can stand for gigabytes."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # as in PyYAML

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not understood here", mark)
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
