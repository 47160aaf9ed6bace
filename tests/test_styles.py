"""Computed styles say the same, however they are asked."""

from typing import Any

import pytest

from cribdeck.outputs.pdf import _weasyprint
from cribdeck.outputs.styles import quicken

PAGE = """<!DOCTYPE html><html lang="en" dir="rtl"><style>
  html { font-size: 6pt; line-height: 1.2; color: #123456 }
  .box { --air: 2mm; border: 1pt solid; padding-inline-start: 3mm; margin-block: 1em; float: left; columns: 2 }
  .row { padding-top: calc(.1em + var(--air)); text-decoration: underline; font-size: .9em; border-inline: 2pt dotted }
  .gone { padding-top: var(--no); display: none; position: absolute } b { font-weight: 600; margin-inline-end: 1mm }
  tr { width: 10% } a::before { content: "x"; text-indent: inherit; color: initial }
</style><div class="box"><p class="row" style="left: 2em">a <b>word</b> <a href="#x">there</a></p>
<ol><li>one<ul><li class="row gone">two</li></ul></li></ol><table><tr><td>c</td></tr></table><pre>d</pre>
</div></html>"""


def computed(weasyprint: Any) -> list[dict[str, object]]:
    """Each property of each element and pseudo-element."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    style_for = weasyprint.css.get_all_computed_styles(weasyprint.HTML(string=PAGE), font_config=fonts)
    names = sorted(weasyprint.css.INITIAL_VALUES)
    return [{name: repr(style[name]) for name in names} for style in style_for.get_computed_styles().values()]


def test_a_property_that_nothing_sets_is_what_the_usual_way_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    usual = weasyprint.css.ComputedStyle.__missing__
    expected = computed(weasyprint)
    monkeypatch.setattr(weasyprint.css.ComputedStyle, "__missing__", usual)  # and back, at the end
    quicken(weasyprint.css)
    assert weasyprint.css.ComputedStyle.__missing__ is not usual
    assert computed(weasyprint) == expected
    assert len(expected) > 15
