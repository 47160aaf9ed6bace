"""What can be decided: everything that is asked of the notes, by the key that the page names it with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cribdeck.model import Candidate, Statement
from cribdeck.outputs.page.contents import Contents
from cribdeck.outputs.page.decided import Decision, decisions_of
from cribdeck.outputs.page.keys import keys_of
from cribdeck.outputs.page.ways import ways_of


@dataclass(frozen=True, slots=True)
class Target:
    """One part of a statement: how it is asked now, how else it could be, and what was decided of it."""

    key: str
    nth: int
    """Which statement it is."""
    candidate: Candidate
    ways: tuple[Candidate, ...]
    guid: str = ""
    """Of the fact that it is, if it is one."""
    decision: Decision | None = None

    @property
    def part(self) -> str:
        return self.candidate.part


def targets_of(contents: Contents) -> dict[str, Target]:
    """Every fact, proposal and skipped candidate by its key."""
    keys = keys_of(contents.asked, contents.made.facts)
    places = {id(each.statement): nth for nth, each in enumerate(contents.asked)}
    decisions = decisions_of(contents.made.lock, [each.statement for each in contents.asked])
    found: dict[str, Target] = {}
    for statement, candidate, guid in _asked(contents):
        nth = places[id(statement)]
        key = keys[nth].get(candidate.part)
        if key is not None and key not in found:
            ways = ways_of(contents.asked[nth], candidate.part)
            found[key] = Target(key, nth, candidate, ways, guid, decisions[nth].get(candidate.part))
    return found


def left_of(targets: Mapping[str, Target]) -> int:
    """How many nobody has looked at."""
    return sum(not target.decision for target in targets.values())


def _asked(contents: Contents) -> Iterator[tuple[Statement, Candidate, str]]:
    made = contents.made
    yield from ((fact.statement, fact.candidate, fact.guid) for fact in made.facts)
    yield from ((offer.statement, offer.candidate, "") for offer in (*made.proposals, *made.skipped))
