"""What identity promises for any notes and any edits."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from identity_notes import Deck, guids

from cribdeck.identity.clozes import number_clozes
from cribdeck.identity.guid import make_guid
from cribdeck.identity.keys import make_key, skeleton, split_tokens
from cribdeck.identity.likeness import compare, weigh
from cribdeck.identity.lock import Choice, Entry
from cribdeck.identity.match import match
from cribdeck.identity.rows import Row
from cribdeck.model import Candidate, Hidden, Text

# Few words, so that texts recur, are alike, and differ in a word or a number.
WORDS = st.sampled_from(["water", "salt", "membrane", "moves", "keeps", "not", "a", "the", "3", "15", "**pump**", "§"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
LINES = st.one_of(
    TEXTS.map("# {}".format),
    st.tuples(st.integers(0, 2), TEXTS).map(lambda line: "    " * line[0] + "- " + line[1]),
    st.tuples(WORDS, TEXTS).map(lambda line: f"- {line[0]}: {line[1]}"),
    TEXTS.map("\n{}.\n".format),
    st.tuples(TEXTS, st.sampled_from(["^a", "^b"])).map(" ".join),
)
NOTES = st.lists(LINES, max_size=12).map("\n".join)
FILES = st.dictionaries(st.sampled_from(["a.md", "b.md", "c/a.md"]), NOTES, min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(FILES, min_size=1, max_size=3))
def test_through_any_edits_no_guid_is_given_twice_and_none_is_forgotten(versions: Sequence[dict[str, str]]) -> None:
    deck = Deck()
    ever: set[str] = set()
    before: set[str] = set()
    for files in versions:
        found = deck.build(files)
        live = [fact.guid for fact in found.facts]
        retired = [one.entry.guid for one in found.lock.retired]
        assert len(set(live)) == len(live)
        assert not set(live) & set(retired)
        ever |= set(live)
        assert found.lock.guids == ever == set(live) | set(retired)
        assert [entry.guid for entry in found.lock.entries] == live
        lost = {change.guid for change in found.plan.gone}
        assert found.plan.before - len(lost) == len(set(live) & before), "what is not gone lives on"
        before = set(live)


@settings(max_examples=40, deadline=None)
@given(FILES, FILES)
def test_a_build_without_an_edit_changes_nothing(before: dict[str, str], after: dict[str, str]) -> None:
    deck = Deck()
    deck.build(before)
    first = deck.build(after)
    lock = deck.lock
    second = deck.build(after)
    assert deck.lock == lock
    assert [(fact.guid, fact.mod, fact.created) for fact in first.facts] == [
        (fact.guid, fact.mod, fact.created) for fact in second.facts
    ]
    assert second.plan.counts | {"kept": 0, "unsure": 0} == dict.fromkeys(second.plan.counts, 0)


_VERBS = ["feeds", "fills", "reforms", "shapes", "drains"]
SENTENCES = [
    f"{subject} {verb} the {object_} of every {place}"
    for subject, verb in zip(["Osmosis", "Diffusion", "Luther", "Entropy", "Lambda"], _VERBS, strict=True)
    for object_ in ("wall", "price", "church")
    for place in ("cell", "town")
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(SENTENCES), st.integers(0, 30), st.integers(0, 30))
def test_no_order_and_no_place_changes_what_an_exact_text_is(order: list[str], first: int, second: int) -> None:
    deck = Deck()
    before = deck.build({"a.md": "# A\n" + "".join(f"- {text}\n" for text in SENTENCES)})
    cuts = sorted((first, second))
    parts = order[: cuts[0]], order[cuts[0] : cuts[1]], order[cuts[1] :]
    after = {f"{n}.md": f"# {n}\n" + "".join(f"- {text}\n" for text in part) for n, part in enumerate(parts)}
    assert guids(deck.build(after)) == guids(before)
    assert guids(deck.build({"a.md": "- " + "\n- ".join(SENTENCES)})) == guids(before)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Lambda", "code", "15 minutes", "10 regions"]), unique=True, min_size=1), st.data())
def test_a_cloze_number_never_comes_to_hide_another_part(first: list[str], data: st.DataObject) -> None:
    plain = "Lambda runs code for at most 15 minutes in 10 regions"
    entry, given = None, dict[str, int]()
    for _ in range(4):
        parts = data.draw(st.permutations(first)) if data.draw(st.booleans()) else first
        parts = parts[: data.draw(st.integers(1, len(parts)))]
        hidden = tuple(Hidden(plain.index(one), plain.index(one) + len(one), n) for n, one in enumerate(parts, 1))
        candidate = Candidate("cloze", "cloze", "bold", Text(plain), hidden=hidden)
        numbers, clozes = number_clozes(candidate, entry, plain)
        for part, number in zip(parts, numbers, strict=True):
            assert given.setdefault(part, number) == number
        assert len(set(numbers)) == len(numbers) and len(set(given.values())) == len(given)
        entry = Entry("g", "cloze", choice=Choice("cloze", tuple(parts)), clozes=clozes)


@settings(deadline=None)
@given(st.text(), st.text())
def test_likeness_is_a_share_and_only_the_same_is_the_same(one: str, other: str) -> None:
    a, b = make_key(one), make_key(other)
    weights = weigh([split_tokens(a), split_tokens(b)])
    there = compare((a, split_tokens(a)), (b, split_tokens(b)), weights)
    assert 0.0 <= there.score <= 1.0 and 0.0 <= there.contained <= 1.0
    assert (there.change == "none") == (a == b)


@settings(deadline=None)
@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    key = make_key(text)
    assert make_key(key) == key or not text.isascii()  # other scripts may fold once more
    assert skeleton(skeleton(key)) == skeleton(key)


ROWS = st.lists(
    st.one_of(
        st.builds(Row, st.just("file"), st.sampled_from(["a.md", "b.md"])),
        st.builds(Row, st.just("topic"), TEXTS, st.integers(0, 2)),
        st.builds(Row, st.just("statement"), TEXTS, st.integers(0, 3), st.sampled_from(["", "", "x", "y"])),
    ),
    max_size=25,
)


@settings(max_examples=100, deadline=None)
@given(ROWS, ROWS)
def test_any_rows_are_matched_one_to_one(old: list[Row], new: list[Row]) -> None:
    matched = match(old, new)
    partners = [found.old for found in matched.found.values()]
    assert len(set(partners)) == len(partners)
    assert all(old[found.old].kind == new[row].kind for row, found in matched.found.items())
    open_ = {doubt.new for doubt in matched.doubts} & set(matched.found)
    assert not open_


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_what_was_not_edited_is_all_found(rows: list[Row]) -> None:
    matched = match(rows, rows)
    unlike = [row for row, found in matched.found.items() if rows[found.old] != rows[row]]
    assert len(matched.found) == len(rows) and not unlike


def test_two_machines_without_a_lock_agree() -> None:
    notes = {"a.md": "# A\n- Osmosis: moves water\n- The **pump** moves salt\n"}
    one, other = Deck(now=5).build(notes), Deck(now=7_000_000).build({"elsewhere/b.md": notes["a.md"]})
    assert guids(one) == guids(other)
    assert one.facts[0].guid == make_guid("tests", "basic", one.facts[0].statement.label, "Osmosis: moves water")


SCRIPT = """
import random
from families import EDITS, FAMILIES, Vault
from identity_notes import Deck
deck = Deck()
for family in FAMILIES[1::2]:
    chance = random.Random(7)
    vault = Vault(family(chance), chance)
    for edits in ((), EDITS):
        for edit in edits:
            list(edit(vault))
        rows, _ = vault.rows()
        notes = "".join(
            f"# {row.text}\\n" if row.kind != "statement" else "    " * row.depth + f"- {row.text}\\n" for row in rows
        )
        deck.build(notes)
print(deck.lock)
"""


def test_the_lock_does_not_depend_on_hash_seed_time_zone_or_place() -> None:
    tests = Path(__file__).parent
    places = {"PYTHONPATH": f"{tests}:{tests.parent}", "PATH": os.environ["PATH"]}
    locks = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=places | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu"))
    ]
    assert locks[0] == locks[1]
    assert locks[0].count('"guid"') > 50
