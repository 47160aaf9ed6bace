"""Shipped templates and a user's own in front of them."""

from pathlib import Path

import pytest

from cribdeck.errors import CribdeckError
from cribdeck.outputs.templating import card_templates, html_templates, render
from cribdeck.shipped import shipped_templates


def own(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / "mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "mine"


def test_shipped_templates_are_there() -> None:
    assert (shipped_templates() / "cards").is_dir()


def test_own_template_comes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = own(tmp_path, "cards/style.css", ".card { color: [[ colour ]] }")
    assert render(card_templates(folder), "style.css", colour="teal") == ".card { color: teal }"


def test_own_template_extends_the_shipped_one(tmp_path: Path) -> None:
    folder = own(tmp_path, "cards/style.css", '[% include "shipped/style.css" %]\n.card { color: teal }')
    both = render(card_templates(folder), "style.css")
    assert both.startswith(render(card_templates(), "style.css"))
    assert both.endswith(".card { color: teal }")


def test_values_are_escaped_in_pages(tmp_path: Path) -> None:
    folder = own(tmp_path, "sheet/x.html", "<p>{{ text }}</p>")
    assert render(html_templates("sheet", folder), "x.html", text="{{ 7 * 7 }} <b>") == "<p>{{ 7 * 7 }} &lt;b&gt;</p>"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a\n[% if %]", "bad.html:2: "),
        ("[[ nobody ]]", "bad.html: 'nobody' is undefined"),
        ("[[ ''.__class__.__mro__ ]]", "bad.html: access to attribute '__class__'"),
        ('[% include "../secret.txt" %]', "bad.html: ../secret.txt"),
        ('[% include "link.txt" %]', "bad.html: link.txt"),
    ],
    ids=["syntax", "unknown name", "sandbox", "dots", "link"],
)
def test_wrong_template_is_one_line(tmp_path: Path, template: str, told: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = own(tmp_path, "cards/bad.html", template)
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "cards" / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(CribdeckError) as caught:
        render(card_templates(folder), "bad.html")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
