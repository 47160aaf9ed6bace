"""A running preview in a real browser: one key a decision, undo, and the page follows every save."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Tab
from page_notes import NOTES
from playwright.sync_api import Browser, expect
from preview_running import Preview, running, wait_for

pytestmark = pytest.mark.browser

MORE = """\

## Flows

- The gates of a nerve open at a **threshold** of the voltage
- The pump of a nerve carries **sodium** out of the cell
"""
SLOW = 30_000
"""Milliseconds that a busy machine may take."""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text(NOTES + MORE, encoding="utf-8")
    with running(notes) as started:
        yield started


@pytest.fixture
def opened(tab: Tab, preview: Preview) -> Tab:
    tab.page.goto(preview.address)
    return tab


def test_a_key_takes_a_proposal_and_another_one_takes_that_back(opened: Tab, preview: Preview) -> None:
    proposals = opened.page.locator(".ask.s-proposal")
    before = proposals.count()
    opened.press("3", "j", "t")
    expect(proposals).to_have_count(before - 1, timeout=SLOW)
    assert '"take"' in preview.lock and '"guid"' not in preview.lock
    expect(opened.page.locator("#told")).to_contain_text("Taken", timeout=SLOW)
    opened.press("u")
    expect(proposals).to_have_count(before, timeout=SLOW)
    assert '"take"' not in preview.lock
    assert opened.said == []


def test_skipping_moves_on_to_the_next(opened: Tab, preview: Preview) -> None:
    opened.press("2", "j")
    first = opened.chosen
    opened.press("x")
    assert opened.chosen != first
    expect(opened.page.locator(".ask.s-skipped")).to_have_count(1, timeout=SLOW)
    assert preview.lock.count('"skip": true') == 1


def test_a_whole_section_is_settled_by_one_key_and_undone_by_one(opened: Tab, preview: Preview) -> None:
    section = opened.page.locator(".part", has_text="Flows")
    asks = section.locator(".ask").count()
    assert asks > 1
    section.locator(".ask").first.click()
    opened.press("X")
    expect(section.locator(".ask.s-skipped")).to_have_count(asks, timeout=SLOW)
    opened.press("u")
    expect(section.locator(".ask.s-skipped")).to_have_count(0, timeout=SLOW)
    assert "skip" not in preview.lock


def test_what_was_looked_at_is_left_out_of_what_is_left(opened: Tab) -> None:
    opened.press("4", "j")
    before = len(opened.shown)
    opened.press(" ")
    expect(opened.page.locator("#told")).to_contain_text(f"{before - 1} left", timeout=SLOW)
    wait_for(lambda: opened.page.wait_for_timeout(50) is None and len(opened.shown) == before - 1)


def test_a_topic_is_typed(opened: Tab, preview: Preview) -> None:
    opened.press("2", "j", "l")
    opened.page.locator("dialog input").fill("Biology I")
    opened.press("Enter")
    expect(opened.page.locator("#pane .face").first).to_contain_text("Biology I", timeout=SLOW)
    assert '"topic": "Biology I"' in preview.lock


def test_page_follows_a_save_and_keeps_its_place(opened: Tab, preview: Preview) -> None:
    opened.press("3", "j")
    chosen = opened.chosen
    path = preview.notes / "cells.md"
    path.write_text(
        "Cells are small.\n\n" + NOTES + MORE + "- **Diffusion**: molecules spread evenly\n", encoding="utf-8"
    )
    expect(opened.page.locator(".ask", has_text="molecules spread evenly")).to_have_count(1, timeout=SLOW)
    assert opened.chosen == chosen
    assert opened.page.locator("input[value=proposals]").is_checked()
    assert preview.lock == ""


def test_broken_settings_are_told_and_the_page_stays(opened: Tab, preview: Preview) -> None:
    settings = preview.notes / "cribdeck.toml"
    settings.write_text("title = ", encoding="utf-8")
    state = opened.page.locator("#state.problem")
    expect(state).to_contain_text("cribdeck.toml", timeout=SLOW)
    assert opened.page.locator(".ask").count()
    settings.unlink()
    expect(state).to_have_count(0, timeout=SLOW)


def test_build_shows_its_plan_first(opened: Tab, preview: Preview) -> None:
    opened.press("b")
    expect(opened.page.locator("dialog pre")).to_contain_text("new", timeout=SLOW)
    assert preview.lock == "" and not (preview.notes.parent / "dist").exists()
    opened.press("Enter")
    expect(opened.page.locator("dialog h2")).to_have_text("Built", timeout=4 * SLOW)
    assert '"guid"' in preview.lock
    assert list((preview.notes.parent / "dist").glob("*.apkg"))


def test_another_origin_can_neither_read_nor_write(browser: Browser, preview: Preview, tmp_path: Path) -> None:
    page = tmp_path / "evil.html"
    page.write_text("<!doctype html><title>evil</title><script></script>", encoding="utf-8")
    tab = Tab(browser.new_page())
    tab.page.goto(page.as_uri())
    tried = tab.page.evaluate(
        """async (address) => {
            const outcomes = [];
            for (const [path, options] of [
                ["", {}],
                ["decide", { method: "POST", body: '{"verb":"skip","keys":[]}' }],
                ["undo", { method: "POST", mode: "no-cors", body: "{}" }],
            ]) outcomes.push(await fetch(address + path, options).then((r) => r.type + r.status, () => "refused"));
            return outcomes;
        }""",
        preview.address,
    )
    assert tried == ["refused", "refused", "refused"]
    assert preview.lock == ""
    tab.page.close()
