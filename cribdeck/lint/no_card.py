"""Lines that no card is made of, although a small change, which was tried, would give them one."""

from collections.abc import Iterator

from cribdeck.errors import Problem
from cribdeck.study import Study

CODE = "no-card"


def no_card(study: Study) -> Iterator[Problem]:
    """A note at each line that has a cure."""
    for asked in study.asked:
        if asked.cure:
            told = asked.cure[0].upper() + asked.cure[1:]
            yield Problem(asked.statement.source, CODE, f"This sentence gives no card. {told}, and it does.", "note")
