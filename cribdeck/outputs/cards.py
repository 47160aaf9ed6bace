"""Facts as the notes of an Anki deck."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cribdeck.errors import Problem
from cribdeck.model import Calculation, Fact, NoteType, Practice, Text
from cribdeck.outputs.cloze import cloze_html, cloze_numbers
from cribdeck.outputs.content import media_of, note_tags, numbers
from cribdeck.outputs.html import Embed, blocks_html, card_html, tex_html
from cribdeck.outputs.media import Media, MediaSet, Place, embed_from
from cribdeck.outputs.note_types import AnkiNoteType, note_types
from cribdeck.outputs.sources import Link, no_link, source_html

MOST_CLOZES = 500
"""The highest cloze number of which Anki makes a card."""

_OPENS, _CLOSES = re.compile(r"<(?!img\b)[a-z]"), re.compile(r"</")


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note and the cards that Anki makes of it."""

    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    """In the order of the note type's."""
    cards: tuple[int, ...]
    """The ordinals of its cards."""
    deck: str
    """Where its cards go when they are new."""
    tags: tuple[str, ...] = ()
    mod: int = 0
    created: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """What a package holds; new cards come in the order of the notes."""

    title: str
    notes: tuple[AnkiNote, ...]
    note_types: Mapping[NoteType, AnkiNoteType]
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)


def make_deck(
    facts: Sequence[Fact],
    *,
    title: str,
    types: Mapping[NoteType, AnkiNoteType] | None = None,
    media: MediaSet | None = None,
    link: Link = no_link,
) -> Deck:
    """The deck of the facts; one that would leave nothing to ask is left out, and a problem says so."""
    types, media = types or note_types(), media or MediaSet()
    notes, problems = [], []
    used: set[Place] = set()
    for fact in facts:
        note = _note(fact, title, types[fact.candidate.note_type], embed_from(media, fact.statement.source.file), link)
        if not note.cards:
            message = "Nothing is left to ask on this card. Write a few words beside what is hidden or shown."
            problems.append(Problem(fact.statement.source, "empty-card", message))
            continue
        notes.append(note)
        used.update(place for place, _ in media_of(fact) if place in media.found)
    files = {media.found[place].name: media.found[place] for place in used}
    return Deck(title, tuple(notes), types, tuple(files[name] for name in sorted(files)), tuple(problems))


def _note(fact: Fact, title: str, note_type: AnkiNoteType, embed: Embed, link: Link) -> AnkiNote:
    fields = _asked(fact, embed) | {
        "Topic": card_html(Text(" › ".join(fact.candidate.topic))),
        "Context": _context(fact.context, embed),
        "Remark": card_html(Text(fact.candidate.remark)),
        "Source": source_html(fact.statement, link),
        "ID": fact.guid,
    }
    return AnkiNote(
        fact.guid,
        fact.candidate.note_type,
        note_type.values(fields),
        _cards(fact.candidate.note_type, fields),
        deck_name(_deck(fact, title), unsure=fact.unsure),
        note_tags(fact),
        fact.mod,
        fact.created,
    )


def _deck(fact: Fact, title: str) -> str:
    return title + fact.deck if fact.deck.startswith("::") else fact.deck or title


def deck_name(name: str, *, unsure: bool = False) -> str:
    """The name as Anki keeps it: its levels trimmed, none of them empty."""
    levels = [re.sub(r"[\x00-\x1f\x7f]+", " ", level).strip() for level in name.split("::")]
    return "::".join([*filter(None, levels), *(["Unsure"] if unsure else [])]) or "Notes"


# --- fields -----------------------------------------------------------------


def _asked(fact: Fact, embed: Embed) -> dict[str, str]:
    """The fields that ask and answer."""
    candidate = fact.candidate
    answer = blocks_html(candidate.answer, embed=embed)
    front, back = candidate.reverse or (Text(""), ())
    reverse = card_html(front, embed=embed), blocks_html(back, embed=embed)
    match candidate.note_type:
        case "cloze":
            text = cloze_html(candidate.prompt, candidate.hidden, numbers(fact), embed=embed)
            return {"Text": _in_lines(text), "Extra": answer}
        case "calculation":
            fields = {"Problem": card_html(candidate.prompt, embed=embed), "Answer": answer}
            worked = candidate.calculation
            fields |= _working(worked, fact.guid, embed) if worked else {}
            return fields | dict(zip(("Formula Front", "Formula Back"), reverse, strict=True))
    fields = {"Front": card_html(candidate.prompt, embed=embed), "Back": answer}
    return fields | dict(zip(("Reverse Front", "Reverse Back"), reverse, strict=True))


def _in_lines(field: str) -> str:
    """The field with each line below the first in a box of its own, where it can hang: what it goes on with stands in.

    It stays as it is where a hidden part or a mark goes on over several lines.
    """
    first, *lines = field.split("<br>")
    if not all(map(_is_closed, (first, *lines))):
        return field
    return first + "".join(f'<div class="line">{line}</div>' for line in lines)


def _is_closed(line: str) -> bool:
    """Whether all that a line opens ends in it."""
    return line.count("{{c") == line.count("}}") and len(_OPENS.findall(line)) == len(_CLOSES.findall(line))


def _context(texts: Sequence[Text], embed: Embed) -> str:
    lines = [card_html(text, embed=embed) for text in texts if text]
    return "".join(["<ul>", *(f"<li>{line}</li>" for line in lines), "</ul>"]) if lines else ""


def _working(worked: Calculation, guid: str, embed: Embed) -> dict[str, str]:
    return {
        "Working": _steps(worked.steps),
        "Rule": card_html(worked.rule, embed=embed) if worked.rule else "",
        "Practice": _pool(worked.practice, guid),
    }


def _steps(steps: Sequence[str]) -> str:
    return "".join(f"<div>\\({tex_html(step)}\\)</div>" for step in steps)


def _pool(practice: Sequence[Practice], guid: str) -> str:
    """The fresh problems in an order of the note's own, so that two notes of one formula ask different ones."""
    shuffled = sorted(practice, key=lambda one: sha256(f"{guid}\x1f{one.problem}".encode()).digest())
    items = (
        f'<li><div class="fresh-problem">{card_html(Text(one.problem))}</div>'
        f'<div class="fresh-result">{card_html(Text(one.answer))}</div>'
        f'<div class="fresh-working">{_fresh_working(one)}</div></li>'
        for one in shuffled
    )
    return "".join(["<ol>", *items, "</ol>"]) if practice else ""


def _fresh_working(practice: Practice) -> str:
    if practice.steps:
        return _steps(practice.steps)
    return str(card_html(Text(practice.working.replace(" * ", " × "))))


# --- cards ------------------------------------------------------------------


def _cards(note_type: NoteType, fields: Mapping[str, str]) -> tuple[int, ...]:
    """The ordinals of the cards that Anki makes of the fields: a template's flag is the question's own field."""
    match note_type:
        case "cloze":
            return tuple(number - 1 for number in cloze_numbers(fields["Text"]) if number <= MOST_CLOZES)
        case "calculation":
            flags = ("Problem", "Formula Front")
        case _:
            flags = ("Front", "Reverse Front")
    if is_empty(fields[flags[0]]):
        return ()
    return tuple(nth for nth, flag in enumerate(flags) if not is_empty(fields[flag]))


def is_empty(field: str) -> bool:
    """Whether a field shows nothing."""
    if not field or (field[0] not in "<&" and not field[0].isspace()):
        return not field  # as nearly always
    return not re.sub(r"<(?!img\b)[^>]*>|&nbsp;|\s", "", field)
