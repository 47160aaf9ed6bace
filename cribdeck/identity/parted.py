"""Parted: a sentence whose "it" is another thing now is another fact, though not a letter of it changed.

- Tin: melts early. It boils at 2602 degrees.         - Zinc: melts early. It boils at 2602 degrees.
- Zinc: melts later.                                  - Tin: melts later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cribdeck.facts.words import words_for
from cribdeck.identity.history import Histories, History, Orphan
from cribdeck.identity.match import Doubt
from cribdeck.identity.nearness import Near
from cribdeck.model import Statement


def part(statements: Sequence[Statement], histories: Histories, langs: Mapping[str, str]) -> Histories:
    """The histories, without those of sentences that hang on one which is another fact now; these are in doubt."""
    parted = list(_find_parted(statements, histories, langs))
    if not parted:
        return histories
    places = {nth: row for row, nth in histories.places.items()}
    owned, orphans, doubts = list(histories.of), list(histories.orphans), list(histories.doubts)
    for nth, old in parted:
        topic = histories.parents[old]
        orphans += [Orphan(one, owned[nth].text, topic, old) for one in owned[nth].entries if one.guid]
        doubts.insert(0, Doubt(old, places[nth], 1.0, Near.GAP, "lead-in"))
        owned[nth] = History()
    return replace(histories, of=tuple(owned), orphans=tuple(orphans), doubts=tuple(doubts))


def _find_parted(
    statements: Sequence[Statement], histories: Histories, langs: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Statements whose item began with another sentence that lives on in another item, with their old rows."""
    owners = {history.found.old: nth for nth, history in enumerate(histories.of) if history.found}
    last = -2
    for nth, statement in enumerate(statements):
        history = histories.of[nth]
        if statement.before is None or history.found is None:
            continue
        lead, was = histories.of[nth - 1].found, history.found.old - 1
        if nth - 1 != last and (
            lead is None or lead.old == was or not _is_elsewhere(statements, statement, owners, was)
        ):
            continue
        words = words_for(langs.get(statement.source.file, "en"))
        text = statement.text.plain
        # What begins small goes on about what the sentence before begins with: "melts early. also boils at 2602".
        if text[:1].islower() or (words is not None and words.starts_with_pronoun(text)):
            last = nth
            if any(one.guid for one in history.entries):
                yield nth, history.found.old


def _is_elsewhere(statements: Sequence[Statement], statement: Statement, owners: Mapping[int, int], was: int) -> bool:
    return was in owners and statements[owners[was]].item is not statement.item
