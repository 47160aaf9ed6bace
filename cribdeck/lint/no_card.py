"""Lines that no card is made of, although a small change, which was tried, would give them one."""

from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.facts.cures import COLON
from cribdeck.study import Study

CODE = "no-card"
NO_COLON = "missing-colon"


def no_card(study: Study) -> Iterator[Problem]:
    """A note at each sentence that has a cure."""
    for asked in study.asked:
        if asked.cure == COLON:
            message = "A list stands below. End this line with a colon, and the list becomes a card."
            yield Problem(asked.statement.source, NO_COLON, message, "note")
        elif asked.cure:
            told = asked.cure[0].upper() + asked.cure[1:]
            yield Problem(asked.statement.source, CODE, f"This sentence gives no card. {told}, and it does.", "note")
