"""Who may do what with a running preview: its own page everything, everybody else nothing."""

from collections.abc import Iterator

import pytest
from page_notes import NOTES, cards_of_page
from preview_running import TOKEN, Preview, running

from cribdeck.preview.guard import Guard

HERE = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000", "X-Cribdeck-Token": "t"}
GOOD = {**HERE, "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    notes = tmp_path_factory.mktemp("guard") / "notes"
    notes.mkdir()
    (notes / "cells.md").write_text(NOTES, encoding="utf-8")
    with running(notes) as started:
        yield started


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/t/", {"Host": "evil.example"}),
        ("GET", "/t/", {"Host": "127.0.0.1:8001"}),
        ("GET", "/t/", {}),
        ("GET", "/", HERE),
        ("GET", "/tt/", HERE),
        ("GET", "/t/", {**HERE, "Sec-Fetch-Site": "cross-site"}),
        ("GET", "/t/", {**HERE, "Sec-Fetch-Site": "same-site"}),
        ("POST", "/t/decide", {**GOOD, "Origin": "http://evil.example"}),
        ("POST", "/t/decide", {**GOOD, "Origin": "null"}),
        ("POST", "/t/decide", {key: value for key, value in GOOD.items() if key != "Origin"}),
        ("POST", "/t/decide", {**GOOD, "X-Cribdeck-Token": "u"}),
        ("POST", "/t/decide", {key: value for key, value in GOOD.items() if key != "X-Cribdeck-Token"}),
        ("POST", "/t/decide", {**GOOD, "Content-Type": "text/plain"}),
        ("POST", "/u/decide", GOOD),
    ],
)
def test_stranger_is_refused(method: str, path: str, headers: dict[str, str]) -> None:
    assert Guard("t", 8000).why_not(method, path, headers)


def test_own_page_is_let_in() -> None:
    guard = Guard("t", 8000)
    assert guard.why_not("GET", "/t/", HERE) == ""
    assert guard.why_not("GET", "/t/events", {**HERE, "Sec-Fetch-Site": "same-origin"}) == ""
    assert guard.why_not("POST", "/t/decide", {**GOOD, "Host": "localhost:8000"}) == ""


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (TOKEN, {"Origin": "http://evil.example"}),
        (TOKEN, {"Origin": ""}),
        (TOKEN, {"Host": "evil.example"}),
        (TOKEN, {"X-Cribdeck-Token": ""}),
        (TOKEN, {"X-Cribdeck-Token": "another"}),
        (TOKEN, {"Content-Type": "text/plain"}),
        ("another", {}),
    ],
)
def test_stranger_changes_nothing(preview: Preview, token: str, headers: dict[str, str]) -> None:
    key = next(iter(cards_of_page(preview.page)))
    before = preview.lock
    for name, sent in (("decide", {"verb": "skip", "keys": [key]}), ("build", {}), ("undo", {}), ("open", {})):
        assert preview.ask(name, sent, token=token, headers=headers)[0] == 403
    assert preview.lock == before
    assert not (preview.notes.parent / "dist").exists()


def test_page_is_shown_to_those_who_know_its_address(preview: Preview) -> None:
    assert preview.ask("")[0] == 200
    assert preview.ask("", token="another")[0] == 403
    assert preview.ask("", headers={"Host": "evil.example"})[0] == 403
    assert preview.ask("../cribdeck.lock")[0] in (403, 404)
    assert preview.ask("cells.md")[0] == 404


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("decide", {}),
        ("decide", {"verb": "skip", "keys": "all"}),
        ("decide", {"verb": "skip", "keys": ["unknown"]}),
        ("decide", {"verb": "drop table", "keys": []}),
        ("decide", ["skip"]),
        ("open", {"file": "../secret.md", "line": 1, "with": "open"}),
        ("open", {"file": "/etc/passwd", "line": 1, "with": "obsidian"}),
        ("nothing", {}),
    ],
)
def test_what_makes_no_sense_changes_nothing(preview: Preview, name: str, sent: object) -> None:
    before = preview.lock
    assert preview.ask(name, sent)[0] in (400, 404, 409)
    assert preview.lock == before


def test_it_listens_on_this_machine_alone(preview: Preview) -> None:
    assert preview.address.startswith("http://127.0.0.1:")
