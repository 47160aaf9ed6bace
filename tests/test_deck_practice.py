"""Fresh numbers every day, in a real browser, on what the real Anki backend renders."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from deck_facts import calculation
from playwright.sync_api import Browser, Page, Route
from real_anki import cards_of, collection, import_deck, lines

from cribdeck.outputs.apkg import write_apkg
from cribdeck.outputs.cards import make_deck

pytestmark = pytest.mark.browser

COUNT = 7
TOKYO = timezone(timedelta(hours=9))
NOTES_OWN = "A car drives 120 km in 1.5 hours. How fast is it?"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Front and back of the card."""
    folder = tmp_path_factory.mktemp("practice")
    write_apkg(make_deck([calculation("speed12345678", practice=COUNT)], title="Speed"), folder / "a.apkg")
    with collection(folder / "col") as col:
        import_deck(col, folder / "a.apkg")
        output = cards_of(col, "speed12345678")[0].render_output()
        return output.question_text, output.answer_text


@contextmanager
def opened(browser: Browser, sides: tuple[str, str], *, javascript: bool = True) -> Iterator[Page]:
    """A fresh page to which /front and /back are served, by a clock of Tokyo."""
    context = browser.new_context(java_script_enabled=javascript, timezone_id="Asia/Tokyo")

    def serve(route: Route) -> None:
        side = sides[route.request.url.endswith("back")]
        route.fulfill(body=f"<body class='card'>{side}</body>", content_type="text/html; charset=utf-8")

    context.route("**/*", serve)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, sides: tuple[str, str]) -> Iterator[Page]:
    with opened(browser, sides) as page:
        yield page


def shown(page: Page, side: str, when: datetime) -> dict[str, str]:
    page.clock.set_fixed_time(when)
    page.goto(f"http://card.test/{side}")
    parts = ("problem", "result", "working", "practice")
    return {part: found.inner_text() for part in parts if (found := page.query_selector(f".{part}"))}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, 1, hour, minute, tzinfo=TOKYO) + timedelta(days=day)


def agree(front: dict[str, str], back: dict[str, str]) -> bool:
    """Whether the back answers what the front asks: 60 n km in 2 hours are 30 n km/h."""
    distance = int(front["problem"].split()[3])
    return back == {"problem": front["problem"], "result": f"{distance // 2} km/h", "working": f"{distance} / 2"}


def test_front_and_back_agree_every_day_and_all_problems_come(page: Page) -> None:
    asked = []
    for day in range(30):
        front, back = shown(page, "front", at(day, 9)), shown(page, "back", at(day, 9, 1))
        assert agree(front, back)
        asked.append(front["problem"])
    assert all(first != second for first, second in pairwise(asked))
    assert len(set(asked)) == COUNT
    assert NOTES_OWN not in asked


def test_the_day_turns_at_four_in_the_morning(page: Page) -> None:
    evening, night, morning = (shown(page, "front", at(day, hour)) for day, hour in ((0, 23), (1, 3), (1, 4)))
    assert evening == night != morning


def test_back_shows_what_the_front_has_asked_over_the_turn_of_the_day(page: Page) -> None:
    front, back = shown(page, "front", at(1, 3, 59)), shown(page, "back", at(1, 4, 1))
    assert agree(front, back)


def test_back_alone_goes_by_the_day(page: Page) -> None:
    back = shown(page, "back", at(3, 9))
    assert agree(shown(page, "front", at(3, 10)), back)


def test_without_scripts_the_notes_own_problem_stands(browser: Browser, sides: tuple[str, str]) -> None:
    with opened(browser, sides, javascript=False) as page:
        page.goto("http://card.test/back")
        assert page.inner_text(".problem") == NOTES_OWN
        assert page.inner_text(".result") == "80 km/h"
        assert not page.is_visible(".practice")


def test_pool_is_in_an_order_of_the_note() -> None:
    types = make_deck([], title="").note_types["calculation"]
    pools = [
        dict(zip([field.name for field in types.fields], note.fields, strict=True))["Practice"]
        for note in make_deck([calculation("one1234567890"), calculation("two1234567890")], title="Speed").notes
    ]
    assert pools[0] != pools[1]
    assert sorted(lines(pools[0])) == sorted(lines(pools[1]))
