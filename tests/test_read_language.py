"""The language of a note, told by its little words."""

import pytest

from cribdeck.read.language import FUNCTION_WORDS, guess_language

SENTENCES = {
    "en": "The heart is a muscle that pumps blood, and it rests between the beats.",
    "da": "Hjertet er en muskel, som pumper blodet rundt i kroppen, og det hviler mellem slagene.",
    "sv": "Hjärtat är en muskel som pumpar blodet runt i kroppen, och det vilar mellan slagen.",
    "de": "Das Herz ist ein Muskel, der das Blut durch den Körper pumpt und sich zwischen den Schlägen erholt.",
    "nl": "Het hart is een spier die het bloed door het lichaam pompt en tussen de slagen rust.",
    "fr": "Le cœur est un muscle qui pompe le sang dans le corps et se repose entre les battements.",
    "es": "El corazón es un músculo que bombea la sangre por el cuerpo y descansa entre los latidos.",
    "pt": "O coração é um músculo que bombeia o sangue para o corpo e não descansa com uma pessoa.",
    "it": "Il cuore è un muscolo che pompa il sangue nel corpo e non riposa con la notte.",
}


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert guess_language(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "Serce jest mięśniem, który pompuje krew po całym ciele i odpoczywa między uderzeniami; ma cztery jamy, dwa "
        "przedsionki oraz dwie komory, a zastawki pilnują kierunku.",
        "Сердце качает кровь",
        "心臓はポンプ",
    ],
)
def test_a_language_that_is_not_known_is_not_guessed(text: str) -> None:
    assert guess_language(text) == "und"


def test_catchwords_stay_english_whatever_is_added() -> None:
    lines = [
        "osmosis: water through membrane",
        "diffusion: spread of particles",
        "turgor: pressure on wall",
        "lysis: cell bursts",
        "plasmolysis: membrane pulls away",
        "isotonic: same concentration outside",
        "hypertonic: more salt outside",
        "hypotonic: less salt outside",
        "pore: gate in membrane",
    ]
    assert {guess_language("\n".join(lines[:count])) for count in range(1, len(lines) + 1)} == {"en"}


def test_catchwords_of_a_language_that_is_not_known_are_not_english() -> None:
    text = (
        "Sydan on lihas joka pumppaa verta ja lepaa lyontien valissa kun taas laskimot tuovat veren keuhkoista takaisin"
    )
    assert guess_language(f"{text} sydameen ja kammioon, kun syke on nopea") == "und"


@pytest.mark.parametrize("text", ["", "EC2: virtual machine", "S3 buckets\nLambda limits"])
def test_a_few_plain_words_count_as_english(text: str) -> None:
    assert guess_language(text) == "en"
