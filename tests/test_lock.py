"""The lock as text: what is written is read again, and what is not sound stops the build with its line."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cribdeck.errors import CribdeckError
from cribdeck.identity.lock import Choice, Entry, Lock, LockRow, Retired, format_lock, read_lock
from cribdeck.identity.rows import Row

SOUND = """\
{"cribdeck": 1, "about": "Ties your Anki reviews to these notes. Keep it with them; without it edited cards start anew.", "namespace": "bio", "deck": "Biology", "level": "strict"}
{"file": "cells.md"}
{"topic": "Membranes"}
{"guid": "aaaaaaaaaaaaa", "type": "basic", "depth": 0, "text": "Osmosis: water moves", "choice": {"kind": "definition", "hidden": ["water moves"]}, "asked": {"rule": "pair", "front": "Osmosis?", "reverse": ["Water moves?", "Osmosis"]}, "hash": "h1", "mod": 5, "created": 4}
{"depth": 1, "text": "as in a raisin"}
{"topic": "Pumps", "depth": 1}
{"guid": "bbbbbbbbbbbbb", "type": "cloze", "depth": 0, "text": "A pump moves 3 Na out", "block": "pump", "clozes": {"1": "3 Na", "3": "out"}, "hash": "h2", "mod": 6, "created": 6, "decision": {"seen": true}}
{"guid": "ccccccccccccc", "type": "basic", "part": "2", "hash": "h3", "mod": 7, "created": 7}
{"depth": 0, "text": "I read this in the bus", "decision": {"skip": true}}
{"guid": "ddddddddddddd", "type": "cloze", "text": "Old words", "topic": "Pumps", "clozes": {"1": "words"}, "hash": "h4", "mod": 9, "created": 1, "state": "retired", "retired": 9, "unsure": [["aaaaaaaaaaaaa", 0.41]]}
{"end": 1}
"""  # noqa: E501


def test_a_lock_is_read_as_it_stands() -> None:
    lock = read_lock(SOUND, "cribdeck.lock")
    assert (lock.namespace, lock.deck, lock.level) == ("bio", "Biology", "strict")
    assert [row.row for row in lock.rows][:3] == [
        Row("file", "cells.md"),
        Row("topic", "Membranes"),
        Row("statement", "Osmosis: water moves"),
    ]
    pump = lock.rows[5]
    assert pump.row == Row("statement", "A pump moves 3 Na out", 0, "pump")
    assert [entry.guid for entry in pump.entries] == ["bbbbbbbbbbbbb", "ccccccccccccc"]
    assert pump.entries[0].clozes == {1: "3 Na", 3: "out"}
    assert lock.rows[6].entries[0].decision == {"skip": True}
    assert [entry.guid for entry in lock.entries] == ["aaaaaaaaaaaaa", "bbbbbbbbbbbbb", "ccccccccccccc"]
    assert lock.retired[0].entry.extra == {"unsure": [["aaaaaaaaaaaaa", 0.41]]}
    assert "ddddddddddddd" in lock.guids


def test_a_lock_is_written_as_it_was_read() -> None:
    assert format_lock(read_lock(SOUND, "cribdeck.lock")) == SOUND


def test_keys_that_nobody_knows_are_kept() -> None:
    odd = (
        SOUND.replace('"level": "strict"}', '"level": "strict", "colour": "blue"}')
        .replace('"mod": 5, "created": 4}', '"mod": 5, "created": 4, "stars": {"n": [1, 2]}}')
        .replace('{"file": "cells.md"}', '{"file": "cells.md", "read": 3}')
        .replace('"as in a raisin"}', '"as in a raisin", "mood": null}')
    )
    assert odd != SOUND
    assert format_lock(read_lock(odd, "cribdeck.lock")) == odd


def test_an_insertion_changes_one_line() -> None:
    lock = read_lock(SOUND, "cribdeck.lock")
    new = LockRow(Row("statement", "Diffusion needs no energy"), (Entry("eeeeeeeeeeeee", hash="h", mod=8, created=8),))
    grown = format_lock(
        Lock(lock.namespace, lock.deck, lock.level, (*lock.rows[:3], new, *lock.rows[3:]), lock.retired)
    )
    before, after = SOUND.splitlines(), grown.splitlines()
    assert [line for line in after if line not in before] == [after[4]]
    assert [line for line in after if line != after[4]] == before


def test_line_ends_of_windows_and_a_byte_order_mark_are_read() -> None:
    assert read_lock("\ufeff" + SOUND.replace("\n", "\r\n"), "l") == read_lock(SOUND, "l")


CONFLICT = SOUND.replace('{"topic": "Pumps"', '<<<<<<< HEAD\n{"topic": "Pumps"')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "x.lock:1: this is no lock"),
        ("notes\n", "x.lock:1: this line does not parse"),
        ("[" * 100_000 + "\n", "x.lock:1: this line does not parse"),
        ('{"a": 1' + "0" * 5000 + "}\n", "x.lock:1: this line does not parse"),
        ("[1]\n", "x.lock:1: this line holds no object"),
        ('{"file": "a.md"}\n', "x.lock:1: this is no lock"),
        ('{"cribdeck": "one"}\n', "x.lock:1: the version is 'one', no whole number"),
        (SOUND.replace('"cribdeck": 1', '"cribdeck": 2'), "x.lock:1: a newer cribdeck wrote this lock"),
        (SOUND.removesuffix('{"end": 1}\n'), "x.lock:11: the lock is cut off"),
        (SOUND[:800], "x.lock:8: this line does not parse"),
        (SOUND + SOUND, "x.lock:12: something stands behind the end"),
        (CONFLICT, "x.lock:6: git left a conflict here"),
        (SOUND.replace("ccccccccccccc", "aaaaaaaaaaaaa"), "x.lock:8: GUID aaaaaaaaaaaaa stands here and in line 4"),
        (SOUND.replace("ddddddddddddd", "aaaaaaaaaaaaa"), "x.lock:10: GUID aaaaaaaaaaaaa stands here and in line 4"),
        (SOUND.replace('"mod": 5', '"mod": "5"'), "x.lock:4: mod has a value of the wrong kind"),
        (SOUND.replace('"depth": 1, "text"', '"depth": true, "text"'), "x.lock:5: depth has a value of the wrong kind"),
        (SOUND.replace('{"1": "3 Na"', '{"one": "3 Na"'), "x.lock:7: a cloze number is no number"),
        (SOUND.replace('["water moves"]', '"water moves"'), "x.lock:4: hidden must be a list of texts"),
        (SOUND.replace('?", "Osmosis"]', '?"]'), "x.lock:4: reverse must be a list of two texts"),
        (SOUND.replace('"type": "cloze"', '"type": "drawing"'), "x.lock:7: type is 'drawing', not one of basic, cloze"),
        (SOUND.replace('"state": "retired"', '"state": "asleep"'), "x.lock:10: state is 'asleep'"),
        (
            SOUND.replace('{"guid": "aaaaaaaaaaaaa", "type": "basic", "depth": 0', '{"guid": "a"'),
            "belongs to no statement",
        ),
    ],
)
def test_what_is_not_sound_stops_the_build_with_its_line(text: str, says: str) -> None:
    with pytest.raises(CribdeckError) as caught:
        read_lock(text, "x.lock")
    message = str(caught.value)
    assert says in message
    assert "\n" not in message and message.startswith("x.lock:") and message.endswith(".")


def test_two_branches_that_git_merged_are_one_lock() -> None:
    line = '{{"guid": "{0}", "type": "basic", "depth": 0, "text": "{0}", "hash": "h", "mod": 8, "created": 8}}\n'
    merged = SOUND.replace('{"topic": "Pumps"', line.format("ours") + line.format("theirs") + '{"topic": "Pumps"')
    assert [entry.guid for entry in read_lock(merged, "l").entries][1:3] == ["ours", "theirs"]


# --- what is written is read again ------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(0, 2**40)
KEEP = st.dictionaries(WORDS.map("x-{}".format), WORDS | st.lists(NUMBERS, max_size=2), max_size=1)


def entries(guid: str, **more: Any) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        guid=st.just(guid),
        type=st.sampled_from(["basic", "cloze", "calculation"]),
        part=WORDS,
        choice=st.builds(Choice, WORDS, st.lists(WORDS, max_size=3).map(tuple)),
        clozes=st.dictionaries(st.integers(1, 500), WORDS, max_size=3),
        hash=WORDS,
        mod=NUMBERS,
        created=NUMBERS,
        decision=KEEP,
        extra=KEEP,
        **more,
    )


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    guids = iter(f"guid-{nth}" for nth in range(1000))
    rows = []
    for kind in draw(st.lists(st.sampled_from(["file", "topic", "statement"]), max_size=6)):
        depth = draw(st.integers(0, 3)) if kind != "file" else 0
        held = draw(st.integers(0, 2)) if kind == "statement" else 0
        found = tuple(draw(entries(next(guids))) for _ in range(held))
        block = draw(WORDS) if kind == "statement" else ""
        rows.append(LockRow(Row(kind, draw(WORDS), depth, block), found, draw(KEEP) if not found else {}))
    retired = [
        Retired(
            draw(entries(next(guids), state=st.just("retired"), retired=st.integers(1, 2**40))),
            draw(WORDS),
            draw(WORDS),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Lock(draw(WORDS), draw(WORDS), draw(WORDS), tuple(rows), tuple(retired), draw(KEEP))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(locks())
def test_what_is_written_is_read_again(lock: Lock) -> None:
    text = format_lock(lock)
    assert read_lock(text, "l") == lock
    assert format_lock(read_lock(text, "l")) == text
