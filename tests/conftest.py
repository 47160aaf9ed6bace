"""What holds for all tests: the same examples in every run, and no failure for want of a browser."""

import os
import shutil

import pytest
from hypothesis import settings

from cribdeck.pango import has_pango

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def _has_browser() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome"))


NEEDS = (
    ("browser", _has_browser, "no Chromium on this machine"),
    ("pdf", has_pango, "no Pango on this machine"),
)
"""Mark, whether what it needs is there, why a test is left out otherwise. Under CI nothing is left out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("CI"):
        return
    for mark, is_there, reason in NEEDS:
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and not is_there():
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=reason))
