"""The page in a real browser: opened from disk, searched, filtered, walked through by keyboard."""

from pathlib import Path

import pytest
from conftest import Tab
from page_notes import NOTES, page_of
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(tab: Tab, tmp_path: Path) -> Tab:
    path = tmp_path / "cells.html"
    path.write_text(page_of(tmp_path), encoding="utf-8")
    tab.page.goto(path.as_uri())
    return tab


def test_page_opens_from_disk_in_silence(opened: Tab) -> None:
    opened.press("j", "j", "?", "Escape", "d")
    assert opened.said == []
    assert opened.asked == [opened.page.url.partition("#")[0]]


def test_keys_walk_through_lines_and_cards_and_show_both_sides(opened: Tab) -> None:
    opened.press("2", "j")
    assert "water moves across a membrane" in opened.chosen
    front, back = opened.faces
    assert "Osmosis" in front and "water moves" not in front
    assert "water moves across a membrane" in back
    opened.press("j")
    second = opened.chosen
    opened.press("k")
    assert opened.chosen != second


def test_a_click_shows_the_card(opened: Tab) -> None:
    opened.page.locator(".ask", has_text="adenosine triphosphate").click()
    assert "adenosine triphosphate" in opened.faces[1]


def test_line_without_a_card_says_why(opened: Tab) -> None:
    opened.page.locator(".line.bare .row", has_text="a cell").click()
    expect(opened.page.locator("#pane")).to_contain_text("cells.md:20")


def test_search_narrows_to_what_holds_the_words(opened: Tab) -> None:
    everything = len(opened.shown)
    opened.press("/")
    opened.page.keyboard.type("adenosine")
    expect(opened.page.locator("#found")).to_contain_text("of")
    assert 1 <= len(opened.shown) < everything
    opened.page.locator("#search").fill("no such words at all")
    expect(opened.page.locator("#nothing")).to_be_visible()
    opened.page.locator("#nothing button").click()
    assert len(opened.shown) == everything


def test_filters_hold_together_and_stand_in_the_address(opened: Tab) -> None:
    opened.page.select_option('select[name="kind"]', "acronym")
    expect(opened.page.locator("#found")).to_contain_text("of")
    assert opened.shown and all("ATP" in text for text in opened.shown)
    assert "kind=acronym" in opened.page.url
    narrowed = opened.shown
    opened.page.reload()
    assert opened.shown == narrowed
    opened.page.locator("#clear").click()
    assert len(opened.shown) > len(narrowed)


def test_formula_is_set_and_not_shown_as_tex(opened: Tab) -> None:
    opened.page.locator(".row", has_text="Energy of a photon").click()
    for ask in opened.page.locator(".ask", has_text="photon").all():
        ask.click()
        assert opened.page.locator(".face math").count()


def test_what_notes_say_in_html_is_not_run(tab: Tab, tmp_path: Path) -> None:
    hostile = "- **Tag<img src=x onerror=alert(1)>**: a `<script>alert(2)</script>` that stands in the notes as text\n"
    path = tmp_path / "hostile.html"
    path.write_text(page_of(tmp_path, hostile + NOTES), encoding="utf-8")
    alerts: list[str] = []
    tab.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    tab.page.goto(path.as_uri())
    for _ in range(6):
        tab.press("j")
    assert alerts == [] and tab.said == []
    assert len(tab.asked) == 1


def test_dark_and_light_follow_the_system_and_the_key(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "cells.html"
    path.write_text(page_of(tmp_path), encoding="utf-8")
    context = browser.new_context(color_scheme="dark")
    tab = Tab(context.new_page())
    tab.page.goto(path.as_uri())
    tab.press("2", "j")
    paper = "getComputedStyle(document.querySelector('.face').shadowRoot.querySelector('.card')).backgroundColor"
    dark = tab.page.evaluate(paper)
    tab.press("d")
    light = tab.page.evaluate(paper)
    assert (dark, light) == ("rgb(30, 33, 39)", "rgb(255, 255, 255)")
    context.close()


def test_phone_shows_the_card_over_the_list_and_nothing_runs_over_the_edge(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "cells.html"
    path.write_text(page_of(tmp_path), encoding="utf-8")
    context = browser.new_context(viewport={"width": 375, "height": 700}, has_touch=True)
    tab = Tab(context.new_page())
    tab.page.goto(path.as_uri())
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 375
    expect(tab.page.locator("#pane")).to_be_hidden()
    tab.page.locator(".ask").first.tap()
    expect(tab.page.locator("#pane")).to_be_visible()
    tab.page.locator(".close").tap()
    expect(tab.page.locator("#pane")).to_be_hidden()
    context.close()


def test_what_a_screen_reader_needs_has_a_name(opened: Tab) -> None:
    for role, name in (("searchbox", "Search in notes and cards"), ("radio", "Proposals"), ("combobox", "Kind")):
        assert opened.page.get_by_role(role, name=name).count() == 1  # type: ignore[arg-type]
    opened.press("2", "j")
    assert opened.page.get_by_role("group", name="Question, front").count() == 1
    assert opened.page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
