"""What the rules for the author's own cards promise of any notes, and what a highlight hides."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.facts.candidates import find_candidates
from cribdeck.facts.place import Place, Survey
from cribdeck.facts.rules.explicit import EXPLICIT_RULES, written_spans
from cribdeck.facts.statements import find_statements
from cribdeck.model import Candidate, Statement
from cribdeck.read.outline import read_outline

SIGNS = st.sampled_from(
    [
        "Q:",
        "A:",
        "?",
        "??",
        " :: ",
        " ::: ",
        "::",
        "\n",
        "\n\n",
        "- ",
        "    ",
        "> ",
        "# H\n",
        "{{c1::",
        "{{c2::x::y",
        "}}",
        "`",
        "$",
        "==",
        "[[a|b]]",
        "**",
        "| ",
        "a word",
        "One. Two",
        "ß",
    ]
)
NOTES = st.lists(SIGNS, max_size=16).map("".join) | st.text()


def statements(notes: str) -> tuple[Statement, ...]:
    outline, _ = read_outline(notes, "Cells.md")
    return find_statements(outline)


def candidates(notes: str, highlight: str = "cloze") -> Iterator[Candidate]:
    place = Place(None, (), Survey(), highlight=highlight)
    for statement in statements(notes):
        for rule in EXPLICIT_RULES:
            yield from rule(statement, place)


@given(NOTES)
def test_every_card_asks_something_and_says_that_it_is_explicit(notes: str) -> None:
    for candidate in candidates(notes):
        assert candidate.explicit
        assert candidate.prompt
        assert candidate.asked
        assert all(part.start < part.end <= len(candidate.prompt) for part in candidate.hidden)


@given(NOTES)
def test_groups_are_counted_from_one(notes: str) -> None:
    for candidate in candidates(notes):
        assert list(candidate.groups) == list(range(1, len(candidate.groups) + 1))


@given(NOTES)
def test_written_spans_follow_each_other_within_the_text(notes: str) -> None:
    for statement in statements(notes):
        spans = written_spans(statement.item)
        assert all(0 <= start < end <= len(statement.item.text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("notes", "hidden"),
    [
        ("The ==nucleus== holds the DNA", ["nucleus"]),
        ("The ==nucleus== holds ==DNA== in threads", ["nucleus", "DNA"]),
        ("A ==king== was a ==king== by the grace of God", ["king"]),
        ("Where ==nearly the whole sentence== glows", []),
        ("Of eight words ==one two three four five six seven eight nine== is too long to be hidden in a line", []),
        ("Nothing glows here", []),
    ],
)
def test_a_highlight_is_hidden_where_the_author_says_so(notes: str, hidden: list[str]) -> None:
    found = [answer for candidate in candidates(notes) for answer in candidate.asked]
    assert found == hidden
    assert list(candidates(notes, highlight="mark")) == []


def test_the_same_highlight_twice_is_one_card() -> None:
    (candidate,) = candidates("A ==king== was a ==King== by the grace of God")
    assert [part.group for part in candidate.hidden] == [1, 1]


def test_a_tag_makes_a_card_of_a_proposal() -> None:
    lines = (
        "Wine was shipped in amphorae by the Romans.",
        "In winter the lake freezes from the shore inwards.",
        "Many small boats lie in the harbour.",
    )
    plain, tagged = (
        find_candidates(outline, find_statements(outline))
        for tag in ("", " #card")
        for outline in [read_outline("# Rome\n\n" + "".join(f"- {line}{tag}\n" for line in lines), "Rome.md")[0]]
    )
    proposed = [nth for nth, each in enumerate(plain) if each.proposed and not each.strict]
    assert proposed
    assert all(tagged[nth].strict for nth in proposed)
    assert [tagged[nth].candidates[0].asked for nth in proposed] == [plain[nth].candidates[0].asked for nth in proposed]
