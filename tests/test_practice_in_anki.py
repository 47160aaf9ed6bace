"""From notes to the screen: worked calculations as the real Anki renders them, shown by a real Chromium."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Route
from real_anki import collection, import_deck

from cribdeck.cli import main

pytestmark = pytest.mark.browser

NOTES = """# Capacity

- One **WCU** is one write per second of an item of up to **1 KB**.
- A shop writes 180 orders per minute, each 3 KB in size. How many WCU?
    - `3 * (180/60) * 1 WCU = 9 WCU`
- One **RCU** is one strongly consistent read per second of an item of up to **4 KB**, or two eventually consistent.
- A page makes 9 strongly consistent reads per second, each 4 KB in size. How many RCU?
    - `9 * (4/4) = 9 RCU`
- A page makes 14 eventually consistent reads per second, each 12 KB in size. How many RCU?
    - `1/2 * 14 * 3 = 21 RCU`
- A page makes 9 strongly consistent reads per second, each 6 KB in size. How many RCU?
    - `9 * (6/4) = 9 * (8/4) = 18 RCU`
- A ward orders 12 boxes of 13 vials. How many vials?
    - `12 * 13 = 146 vials`
"""
MOSCOW = timezone(timedelta(hours=3))


@dataclass(frozen=True)
class Sides:
    """A card as Anki renders it."""

    front: str
    back: str


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> list[Sides]:
    """The calculations' cards in the order of the notes."""
    folder = tmp_path_factory.mktemp("capacity")
    (folder / "notes").mkdir()
    (folder / "notes" / "notes.md").write_text(NOTES, encoding="utf-8")
    line = [str(folder / "notes"), "-o", str(folder), "--only", "deck", "--lock", "none", "-q"]
    assert main(["build", *line]) == 0
    with collection(folder / "col") as col:
        import_deck(col, next(folder.glob("*.apkg")))
        found = [col.get_note(nid) for nid in col.find_notes('"note:Cribdeck Calculation"')]
        outputs = [note.cards()[0].render_output() for note in sorted(found, key=lambda note: note.cards()[0].due)]
        return [Sides(output.question_text, output.answer_text) for output in outputs]


@contextmanager
def opened(browser: Browser, cards: list[Sides], *, javascript: bool = True) -> Iterator[Page]:
    """A page to which /front/0, /back/0, /front/1… are served, by a clock of Moscow."""
    context = browser.new_context(java_script_enabled=javascript, timezone_id="Europe/Moscow")

    def serve(route: Route) -> None:
        _, side, nth = route.request.url.rsplit("/", 2)
        html = getattr(cards[int(nth)], side)
        route.fulfill(body=f"<body class='card'>{html}</body>", content_type="text/html; charset=utf-8")

    context.route("**/*", serve)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, cards: list[Sides]) -> Iterator[Page]:
    with opened(browser, cards) as page:
        yield page


def shown(page: Page, side: str, nth: int, when: datetime) -> dict[str, str]:
    page.clock.set_fixed_time(when)
    page.goto(f"http://card.test/{side}/{nth}")
    parts = ("problem", "result", "working", "remark")
    return {part: found.inner_text() for part in parts if (found := page.query_selector(f".{part}"))}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2028, 2, 20, hour, minute, tzinfo=MOSCOW) + timedelta(days=day)


def units(problem: str) -> Fraction:
    """What somebody who has read the two rules would answer."""
    rate, size = (Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", problem)[:2])
    if "WCU" in problem:
        return rate / 60 * math.ceil(size)
    return rate * math.ceil(size / 4) / (2 if "eventually" in problem else 1)


MINUTES, STRONG, EVENTUAL, ROUNDED, WRONG = range(5)


@pytest.mark.parametrize("nth", [MINUTES, EVENTUAL])
def test_thirty_days_ask_other_numbers_and_answer_what_they_ask(page: Page, nth: int) -> None:
    asked = []
    for day in range(30):
        front, back = shown(page, "front", nth, at(day, 9)), shown(page, "back", nth, at(day, 9, 1))
        assert front == {"problem": back["problem"]}
        number, unit = back["result"].split()
        assert (Fraction(number), unit) == (units(front["problem"]), front["problem"].rstrip("?").split()[-1])
        assert back["working"].splitlines()[-1] == rf"\(= {number}\,\text{{{unit}}}\)"
        asked.append(front["problem"])
    assert all(first != second for first, second in pairwise(asked))
    assert len(set(asked)) == 30
    assert not any(problem in NOTES for problem in asked)


@pytest.mark.parametrize(("front", "back"), [((0, 23, 59), (1, 0, 1)), ((1, 3, 59), (1, 4, 1))], ids=["0:00", "4:00"])
def test_back_answers_the_front_over_the_turn_of_the_day(
    page: Page, front: tuple[int, int, int], back: tuple[int, int, int]
) -> None:
    asked, answered = shown(page, "front", STRONG, at(*front)), shown(page, "back", STRONG, at(*back))
    assert asked["problem"] == answered["problem"]
    assert Fraction(answered["result"].split()[0]) == units(asked["problem"])


def test_problem_stays_over_midnight_and_changes_at_four(page: Page) -> None:
    evening, night, morning = (shown(page, "front", STRONG, at(*when)) for when in ((0, 23, 59), (1, 3, 59), (1, 4)))
    assert evening == night != morning


def test_remark_on_the_notes_own_numbers_goes_with_them(page: Page, browser: Browser, cards: list[Sides]) -> None:
    assert "remark" not in shown(page, "back", ROUNDED, at(0, 9))
    with opened(browser, cards, javascript=False) as silent:
        silent.goto(f"http://card.test/back/{ROUNDED}")
        assert silent.inner_text(".remark") == "6 KB rounds up to 8 KB"


@pytest.mark.parametrize("side", ["front", "back"])
def test_without_scripts_the_problem_of_the_notes_stands(browser: Browser, cards: list[Sides], side: str) -> None:
    with opened(browser, cards, javascript=False) as page:
        page.goto(f"http://card.test/{side}/{ROUNDED}")
        assert page.inner_text(".problem") in NOTES
        assert not page.is_visible(".practice")
        if side == "back":
            assert page.inner_text(".result") == "18 RCU"


def test_wrong_working_shows_its_steps_and_a_remark_but_no_wrong_answer(page: Page) -> None:
    back = shown(page, "back", WRONG, at(0, 9))
    assert back["result"] == "12 × 13 is 156 vials, not 146 vials"
    assert back["working"].splitlines() == [r"\(12 \times 13\)", r"\(= 146\,\text{vials}\)"]
    assert back["remark"] == "The steps are those of the notes, and they do not add up."
