"""Modules that are loaded when something of theirs is called, not when another module names them.

with postponed("fontTools.subset"):
    import weasyprint   # says `from fontTools import subset`, and calls it for one font in a thousand
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module; whatever is asked of it is a function that loads the module and calls its namesake."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*args, **named)

        return call


@contextmanager
def postponed(*names: str) -> Iterator[None]:
    """Imports within take a stand-in for these modules, unless they are loaded already."""
    stand_ins = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
