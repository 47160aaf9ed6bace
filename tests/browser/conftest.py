"""A tab of a real Chromium, with an ear on its console and an eye on the network."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

sys.path.insert(0, str(Path(__file__).parents[1]))


@dataclass
class Tab:
    """A page in the browser, what its console said and what it asked a network for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.asked.append(request.url)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def shown(self) -> list[str]:
        """What the cards and proposals in the list say, of those that are shown."""
        return self.page.locator(".ask:not([hidden]) .gist").all_inner_texts()

    @property
    def chosen(self) -> str:
        return self.page.locator('[aria-current="true"]').inner_text()

    @property
    def faces(self) -> list[str]:
        """What the cards beside the list say, side by side."""
        return self.page.locator(".face .card").all_inner_texts()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1300, "height": 850}, color_scheme="light")
    yield Tab(context.new_page())
    context.close()
