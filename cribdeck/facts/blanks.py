"""Whether a marked term stands where a reader can know that it, and nothing else, belongs."""

import re

from cribdeck.facts.place import Place
from cribdeck.facts.rules.meaning import ends_a_name
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Hidden

_MARKED = ("bold", "highlight")
_SEPARATED = re.compile(r"\s*[:=,(–—-]")
_NEXT = re.compile(r"\s(?P<word>[^\W\d_][\w'’-]*)(?P<joined>\s(?:and|or)\b)?")


def _sets_the_scene(plain: str, part: Hidden, place: Place) -> bool:
    """ "In […], cells are reduced": what the whole sentence is about, and much may be so."""
    return place.turn("blanks.scene").fullmatch(plain[: part.start]) is not None


def _opens_a_heap(plain: str, part: Hidden, place: Place) -> bool:
    """ "[Dead-letter queue] if a message fails": neither a sentence nor a term and its meaning."""
    words, behind = place.words, plain[part.end :]
    if words is None or plain[: part.start].strip() or not behind.strip() or _SEPARATED.match(behind):
        return False
    following = _NEXT.match(behind)
    if following is None:
        return True
    word = following["word"]
    return word[0].isupper() or word in words.subordinators - words.prepositions


def _leads_a_sentence(plain: str, part: Hidden, words: Words) -> bool:
    """ "[Avoidance]: the patient forgets the day": a sentence of its own, which might stand below another name."""
    separated = None if plain[: part.start].strip() else _SEPARATED.match(plain, part.end)
    if separated is None or separated[0][-1] in ",(":
        return False
    told = plain[separated.end() :].split()
    opens = told[0].lower() if told else ""
    return opens not in ("a", "an") and not words.third_person_verb(opens) and words.has_finite_verb(" ".join(told))


def _is_joined(plain: str, part: Hidden, place: Place) -> bool:
    """ "by […] proteins and glycosylase": one of several, with the noun that it goes with."""
    following = _NEXT.match(plain, part.end)
    if place.words is None or following is None or not following["joined"]:
        return False
    return not ends_a_name(following["word"], place.words)


def _is_no_name(plain: str, part: Hidden, place: Place, words: Words) -> bool:
    """ "the charge [increases]", "it can [move]", "the lattice is [rigid]", "two [ways]", "it was [a change of plan]":
    what is done, how a thing is, or what it comes down to."""
    said, before = plain[part.start : part.end], plain[: part.start].split()
    last = bare(before[-1]) if before else ""
    if place.turn("blanks.with-article").match(said) or place.turn("blanks.counted").search(plain[: part.start]):
        return True
    if place.turn("blanks.shortened").match(plain, part.end):
        return True  # "[Filtration] (GFR)": the letters give it away
    if not (said.islower() and said.isalpha()):
        return False
    verb = bool(before) and words.third_person_verb(said) and words.agrees(before[-1], said)
    behind = _NEXT.match(plain, part.end)
    object_follows = behind is not None and (
        bare(behind["word"]) in words.determiners or not ends_a_name(behind["word"], words)
    )
    helped = last in words.modals and (words.is_verb(said) or (behind is None and last in words.finite_auxiliaries))
    deed = verb or helped
    quality = last in words.finite_auxiliaries and (words.adjective(said) or words.participle(said))
    return (deed and not object_follows) or quality


def _is_one_of_a_row(plain: str, part: Hidden, place: Place) -> bool:
    """ "naming fears, teaching [skills], setting goals": one of several things that are done."""
    row = place.turn("blanks.row-before").search(plain[: part.start])
    return row is not None and place.turn("blanks.row-behind").match(plain, part.end) is not None


def _is_told_nothing_of(plain: str, part: Hidden, place: Place, words: Words) -> bool:
    """ "[Mania] involves a loss of sleep", "it was a [long war] that changed the land", "it uses the [charge] of the
    molecules": what little is told is true of much."""
    said, behind = plain[part.start : part.end], plain[part.end :].split()
    if not plain[: part.start].strip():
        cue = behind[0] if behind else ""
        return said[1:].islower() and cue in words.listed("terms.no-news") | words.listed("blanks.no-cue")
    mass = said.isalpha() and said.islower() and not words.plural(said) and behind[:1] == ["of"]
    of = mass and bare(plain[: part.start].split()[-1]) not in words.determiners
    return of or (said.islower() and place.turn("blanks.kind").search(plain[: part.start]) is not None)


def _is_everyday(candidate: Candidate, part: Hidden) -> bool:
    """One lower-case word that is highlighted: what to mind, and no name."""
    said = candidate.prompt.plain[part.start : part.end]
    return candidate.rule == "highlight" and said.islower() and said.isalpha()


def _is_turned_round(plain: str, part: Hidden, words: Words) -> bool:
    """ "pin" beside "unpin", either of which gives the other away."""
    said = plain[part.start : part.end].lower()
    others = {word.lower() for word in re.findall(r"[^\W\d_]+", plain[: part.start] + " " + plain[part.end :])}
    prefixes = words.negating_prefixes
    return any(
        prefix + said in others or (said.startswith(prefix) and said[len(prefix) :] in others) for prefix in prefixes
    )


def _is_in_a_label(candidate: Candidate, part: Hidden) -> bool:
    """ "block" below "Blockchain"."""
    said = candidate.prompt.plain[part.start : part.end].lower()
    labels = " ".join(candidate.topic).lower().split()
    return len(said) >= SHORTEST_HELD and any(label.startswith(said) and label != said for label in labels)


SHORTEST_HELD = 4
"""Letters of a word that is known again inside of a longer one."""


def _some_of_what(plain: str, place: Place, words: Words) -> bool:
    """ "Some become […]": some of what, the sentence before says."""
    some = place.turn("blanks.some").match(plain)
    return some is not None and (some["verb"] in words.finite_auxiliaries or some["verb"] in words.only_verbs)


LONGEST_READ = 40


def may_be_known(candidate: Candidate, place: Place) -> bool:
    """Whether all that a card hides can be known from what it leaves, above all a term that is hidden for its mark."""
    words, plain = place.words, candidate.prompt.plain
    if words is None or candidate.note_type != "cloze":
        return True
    if _some_of_what(plain, place, words) or any(map(place.turn("blanks.loose").search, candidate.asked)):
        return False
    if candidate.rule not in _MARKED:
        return True
    opens = not plain[: candidate.hidden[0].start].strip()
    if (words.lacks_subject(plain) and not opens) or len(candidate.prompt.words) > LONGEST_READ:
        return False
    return not any(
        _sets_the_scene(plain, part, place)
        or _opens_a_heap(plain, part, place)
        or _leads_a_sentence(plain, part, words)
        or _is_joined(plain, part, place)
        or _is_everyday(candidate, part)
        or _is_no_name(plain, part, place, words)
        or _is_one_of_a_row(plain, part, place)
        or _is_told_nothing_of(plain, part, place, words)
        or _is_turned_round(plain, part, words)
        or _is_in_a_label(candidate, part)
        for part in candidate.hidden
    )
