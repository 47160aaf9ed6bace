"""What the top of a file is taken for."""

import pytest

from cribdeck.read.frontmatter import read_frontmatter


@pytest.mark.parametrize(
    ("first", "settings"),
    [
        ("tags: physics", {"tags": "physics"}),
        ('{"publish":true,"tags":["physics"]}', {"publish": True, "tags": ["physics"]}),
        ("{x} is a set", {}),
        ("a rule above", {}),
    ],
)
def test_settings_are_told_from_text_between_rules(first: str, settings: dict[str, object]) -> None:
    found = read_frontmatter(["---", first, "---"])
    assert found.settings == settings
    assert found.lines == (3 if settings else 0)
