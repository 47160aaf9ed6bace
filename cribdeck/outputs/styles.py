"""WeasyPrint's computed styles, told at once what no stylesheet says anything about.

A style asks for two hundred properties, one by one, and for each WeasyPrint goes through all that a value could need:
variables, arithmetic, logical names, fallbacks. Nine in ten are not set at all; those are inherited or initial. To say
so there is no public way, so it is kept in this file; what is set goes the usual way.
"""

from collections.abc import Callable
from typing import Any

_APART = ("position", "float", "display", "page")
"""Properties whose value depends on others, and those that begin with `_PROPAGATED`."""
_PROPAGATED = "text_decoration_"


def quicken(styles: Any) -> None:
    """Let the computed styles of this module, WeasyPrint's ``css``, look first whether a property is set."""
    styles.ComputedStyle.__missing__ = _quick(styles, styles.ComputedStyle.__missing__)


def _quick(styles: Any, usual: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    physical = styles.PHYSICAL_FUNCTIONS
    logical = frozenset(find(block="ttb", inline=way) for find in physical.values() for way in ("ltr", "rtl"))
    plain = {
        name: value
        for name, value in styles.INITIAL_VALUES.items()
        if name not in _APART and not name.startswith(_PROPAGATED)
    }
    inherited = frozenset(name for name in plain if name in styles.INHERITED and name not in physical)
    initial = {
        name: value
        for name, value in plain.items()
        if name not in styles.INHERITED and name not in styles.INITIAL_NOT_COMPUTED
    }

    def missing(style: Any, name: str) -> Any:
        if name in style.cascaded:
            return usual(style, name)
        if name in initial and (name not in physical or logical.isdisjoint(style.cascaded)):
            value = style[name] = initial[name]
        elif name in inherited and style.parent_style is not None:
            value = style[name] = style.parent_style[name]
        else:
            value = usual(style, name)
        return value

    return missing
