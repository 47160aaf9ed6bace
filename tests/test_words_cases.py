"""What the words say of lines that a student could have written, case by case."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cribdeck.facts.words import Words, words_for

CASES = Path(__file__).parent / "fixtures" / "words"


def _english() -> Words:
    words = words_for("en")
    assert words is not None
    return words


WORDS = _english()


def _leaks(case: str) -> bool:
    above, _, sentence = case.rpartition(" // ")
    answer = re.findall(r"\[\[(.+?)\]\]", sentence)[0]
    return bool(WORDS.leaks(answer, re.sub(r"\[\[.+?\]\]", "…", sentence), [above] if above else []))


def _stands_for(case: str) -> bool:
    short, _, long = case.partition(" = ")
    return WORDS.is_acronym_of(short, long)


def _restates(case: str) -> bool:
    question, _, answer = case.partition(" | ")
    return WORDS.restates(question, answer)


def _agrees(case: str) -> bool:
    noun, _, verb = case.partition(" ")
    return WORDS.agrees(noun, verb)


def _lead_in(case: str) -> str:
    return case.partition(" | ")[2]


PROMISES: dict[str, tuple[str, str, Callable[[str], bool]]] = {
    # file: (heading of the cases that hold, heading of those that do not, the question)
    "leaks": ("given away", "not given away", _leaks),
    "acronyms": ("stands for", "does not", _stands_for),
    "restating": ("says it again", "says something new", _restates),
    "names": ("a name", "no name", WORDS.clean_noun_phrase),
    "clauses": ("sentence", "fragment", WORDS.has_finite_verb),
    "leaning": ("leans", "stands", WORDS.dangles),
    "leaning pronouns": ("starts with a pronoun", "starts with no pronoun", WORDS.starts_with_pronoun),
    "talk": ("study talk", "not study talk", WORDS.study_talk),
    "talk broken off": ("unfinished", "not unfinished", WORDS.unfinished),
    "talk to do": ("to do", "not to do", WORDS.to_do),
    "talk importance": ("claims importance", "claims more than importance", WORDS.claims_importance),
    "talk person": ("first person", "not first person", WORDS.first_person),
    "labels generic": ("generic label", "telling label", WORDS.generic_label),
    "labels container": ("container label", "no container label", WORDS.container_label),
    "labels example": ("example heading", "no example heading", WORDS.example_heading),
    "labels schema": ("schema key", "no schema key", WORDS.schema_key),
    "labels course": ("course file", "no course file", WORDS.course_file),
    "lead-ins set": ("a set", "no set", lambda case: WORDS.set_noun(_lead_in(case))),
    "lead-ins order": ("ordered", "not ordered", lambda case: WORDS.ordered_set_noun(_lead_in(case))),
    "lead-ins limit": ("limit", "no limit", WORDS.limit_cue),
    "leaning subject": ("lacks its subject", "has its subject", WORDS.lacks_subject),
    "leaning name": ("names nothing", "names a thing", WORDS.names_nothing),
    "talk doubt": ("hedged", "not hedged", WORDS.hedged),
    "clauses order": ("order", "no order", WORDS.is_order),
    "names kind": ("empty kind", "telling kind", WORDS.empty_kind),
    "names people": ("people", "no people", WORDS.people),
    "labels notes": ("names notes", "names a subject", WORDS.names_notes),
    "agreement plural": ("plural", "singular", WORDS.plural),
    "agreement verbs": ("third person", "no third person", WORDS.third_person_verb),
    "agreement both": ("agrees", "does not agree", _agrees),
}


def _cases(file: str, heading: str = "") -> list[str]:
    """The cases of a file below a heading, or all of them."""
    sections = re.split(r"^## ", (CASES / f"{file}.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    chosen = [part for part in sections if not heading or part.split("\n", 1)[0] == heading]
    return [line[2:] for part in chosen for line in part.split("\n") if line.startswith("- ")]


def _promised() -> Iterator[tuple[str, str, bool]]:
    for name, (holds, not_so, _) in PROMISES.items():
        file = name.split(" ")[0]
        yield from ((name, case, True) for case in _cases(file, holds))
        yield from ((name, case, False) for case in _cases(file, not_so))


@pytest.mark.parametrize(("name", "case", "expected"), list(_promised()))
def test_line_is_what_its_heading_says(name: str, case: str, expected: bool) -> None:
    assert PROMISES[name][2](case) is expected


@pytest.mark.parametrize("heading", [heading for holds, not_so, _ in PROMISES.values() for heading in (holds, not_so)])
def test_every_heading_has_cases(heading: str) -> None:
    assert any(_cases(name.split(" ")[0], heading) for name, promise in PROMISES.items() if heading in promise[:2])


@pytest.mark.parametrize("case", _cases("sentences"))
def test_sentences_end_where_the_strokes_stand(case: str) -> None:
    text = case.replace(" ‖ ", " ")
    assert " ‖ ".join(text[start:end] for start, end in WORDS.split_sentences(text)) == case


@pytest.mark.parametrize("case", _cases("openings"))
def test_discourse_words_end_where_the_stroke_stands(case: str) -> None:
    assert WORDS.discourse_start(case.replace("|", "")) == case.index("|")


@pytest.mark.parametrize("case", _cases("numbers"))
def test_numbers_are_taken_with_their_units(case: str) -> None:
    text = case.replace("[[", "").replace("]]", "")
    for start, end in reversed(WORDS.number_units(text)):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    assert text == case


@pytest.mark.parametrize("case", [case for case in _cases("lead-ins") if " | " in case])
def test_lead_in_promises_a_number(case: str) -> None:
    promised, _, lead_in = case.partition(" | ")
    assert WORDS.numeral(lead_in) == (None if promised == "-" else int(promised))
