"""Modules that are loaded when something of theirs is called."""

import sys

from cribdeck.outputs.later import postponed


def test_a_postponed_module_is_loaded_by_the_first_call() -> None:
    sys.modules.pop("colorsys", None)
    with postponed("colorsys"):
        from colorsys import rgb_to_hsv
    assert "colorsys" not in sys.modules
    assert rgb_to_hsv(0, 0, 1) == (4 / 6, 1.0, 1)
    assert "colorsys" in sys.modules


def test_a_module_that_is_there_is_taken_as_it_is() -> None:
    import json

    with postponed("json"):
        from json import dumps
    assert dumps is json.dumps
