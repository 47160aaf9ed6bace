"""What the words promise of any text, and what their data file promises of itself."""

import dataclasses
import re
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cribdeck.facts.words
from cribdeck.facts.words import Words, words_for
from cribdeck.facts.words.lexicon import Lexicon

FILE = Path(cribdeck.facts.words.__file__).parent / "english.toml"


def _english() -> Words:
    words = words_for("en")
    assert words is not None
    return words


WORDS = _english()

SPOKEN = st.sampled_from(
    re.split(
        " ",
        "The cell divides when it is e.g. i.e. etc. Dr. 3.5 1,000 KB/s 5 – 10 % (see Fig. 2) ... … ? ! : ; , “so” "
        "TODO I'm -> a::b camelCase snake_case it's ß İ ǅ 中 文 \u0301 \u200b \n \t ( ) [ ] // $x^2$ ~ ² ½ S3"
        " EC2 DNA of 2 types",
    )
)
TEXTS = st.text() | st.lists(SPOKEN, max_size=14).map(" ".join)

ASKS: tuple[Callable[[str], object], ...] = (
    WORDS.clean_noun_phrase,
    WORDS.is_name_like,
    WORDS.generic_answer,
    WORDS.function_word,
    WORDS.evaluative,
    WORDS.negated,
    WORDS.has_finite_verb,
    WORDS.is_fragment,
    WORDS.starts_with_pronoun,
    WORDS.dangles,
    WORDS.study_talk,
    WORDS.unfinished,
    WORDS.to_do,
    WORDS.claims_importance,
    WORDS.first_person,
    WORDS.generic_label,
    WORDS.container_label,
    WORDS.example_heading,
    WORDS.schema_key,
    WORDS.course_file,
    WORDS.set_noun,
    WORDS.ordered_set_noun,
    WORDS.limit_cue,
    WORDS.quantity,
    WORDS.third_person_verb,
    WORDS.plural,
    WORDS.lacks_subject,
    WORDS.names_nothing,
    WORDS.hedged,
    WORDS.is_order,
    WORDS.participle,
    WORDS.empty_kind,
    WORDS.people,
    WORDS.names_notes,
)


@given(TEXTS)
def test_every_question_has_an_answer_for_any_text(text: str) -> None:
    assert {type(ask(text)) for ask in ASKS} == {bool}


@given(TEXTS)
def test_sentences_hold_every_character_but_white_space_in_order(text: str) -> None:
    spans = WORDS.split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


@given(TEXTS)
def test_dropping_the_opening_leaves_something(text: str) -> None:
    start = WORDS.discourse_start(text)
    assert start == 0 or text[start:].strip()


@given(TEXTS)
def test_spans_lie_within_the_text_and_do_not_overlap(text: str) -> None:
    for spans in (WORDS.number_units(text), WORDS.numbers(text), WORDS.talk_spans(text)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(TEXTS)
def test_numbers_with_units_are_numbers(text: str) -> None:
    assert set(WORDS.number_units(text)) <= set(WORDS.numbers(text))


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_looking_for_leaks_ends(answer: str, sentence: str, labels: list[str]) -> None:
    assert isinstance(WORDS.leaks(answer, sentence, labels), str)
    assert isinstance(WORDS.restates(sentence, answer), bool)
    assert WORDS.agrees(answer, sentence) in (True, False)
    assert WORDS.is_acronym_of(answer, sentence) in (True, False)
    assert WORDS.numeral(sentence) in (None, *range(2, 21))


@given(TEXTS, TEXTS)
def test_an_answer_that_stands_on_the_front_leaks(answer: str, sentence: str) -> None:
    told = bool(WORDS.content_words(answer)) and not WORDS.quantity(answer)
    assert bool(WORDS.leaks(answer, f"{sentence} {answer} {sentence}")) or not told


@given(st.text(max_size=30))
def test_a_stem_is_its_own_whatever_the_case(word: str) -> None:
    assert WORDS.stem(word) == WORDS.stem(word.lower())


@pytest.mark.parametrize(
    "family",
    [
        "encrypt encrypts encrypted encrypting encryption",
        "replicate replicates replicated replication replicating",
        "cell cells",
        "map maps mapped mapping",
        "oxidise oxidised oxidation",
        "derive derived deriving",
        "party parties",
        "king kings",
    ],
)
def test_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({WORDS.stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", ["cell call", "king ring", "mitosis meiosis", "glass gas", "acid acre"])
def test_different_words_have_different_stems(pair: str) -> None:
    one, other = pair.split()
    assert WORDS.stem(one) != WORDS.stem(other)


@pytest.mark.parametrize("lang", ["en", "en-GB", "en_US", "EN"])
def test_english_goes_by_all_its_codes(lang: str) -> None:
    words = words_for(lang)
    assert words is not None
    assert words.lang == "en"
    assert words is words_for(lang)


@pytest.mark.parametrize("lang", ["da", "de", "", "xx", "english"])
def test_a_language_without_a_file_has_no_words(lang: str) -> None:
    assert words_for(lang) is None


def test_data_file_and_lexicon_name_the_same_things() -> None:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert set(found) == {field.name for field in dataclasses.fields(Lexicon)} - {"lang"}


def test_data_file_holds_lower_case_and_phrases_that_compile() -> None:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    cased = {"unit_signs", "to_do_marks"}
    for name, value in found.items():
        if name not in cased and isinstance(value, str):
            assert value == value.lower(), name
        if isinstance(value, list):
            assert all(re.compile(phrase) for phrase in value), name


def test_no_word_is_twice_in_its_class() -> None:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    twice = {
        name: sorted({word for word in value.split() if value.split().count(word) > 1})
        for name, value in found.items()
        if isinstance(value, str)
    }
    assert {name: words for name, words in twice.items() if words} == {}


CODE = Path(cribdeck.facts.words.__file__).parents[1]
"""The package of the rules."""


def _named_in_code() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py"))]
    return {name for source in sources for name in re.findall(r'"([a-z_-]+\.[a-z-]+)"', source)}


def test_every_turn_of_phrase_compiles_and_is_read_by_a_rule() -> None:
    named = _named_in_code()
    assert sorted({*WORDS.turns, *WORDS.lists} - named) == []
    assert all(WORDS.turn(name) is WORDS.turn(name) for name in WORDS.turns)
    assert all(WORDS.listed(name) for name in WORDS.lists)
