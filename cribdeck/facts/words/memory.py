"""Answers about a text, remembered: many rules ask the same of the same words."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

MOST = 1 << 14
"""Answers that are kept of each question: some thousand statements, a few megabytes."""

P = ParamSpec("P")
T = TypeVar("T")


def remembered(method: Callable[P, T]) -> Callable[P, T]:
    """The method with its last answers kept. The words of a language live as long as the program, and never change."""
    return cast(Callable[P, T], lru_cache(maxsize=MOST)(method))
