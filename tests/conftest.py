"""What holds for all tests: the same examples in every run, and no failure for want of a browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from cribdeck.pango import has_pango

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that tests one thing and asks nobody for anything."""


def _browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _has_browser() -> bool:
    return _browser() is not None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests of a process: Playwright allows no second one beside it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_browser(), args=list(QUIET))
        yield started
        started.close()


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
