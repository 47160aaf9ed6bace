"""Notes to facts for the tests of identity, with two ways to ask that never change: what happens to a fact is then the
work of identity alone."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cribdeck.facts.statements import find_statements
from cribdeck.identity.identify import Identified, identify
from cribdeck.identity.lock import Lock, format_lock, read_lock
from cribdeck.model import Block, Candidate, Fact, Hidden, Statement, Text
from cribdeck.read.outline import read_outline

DAY = 24 * 60 * 60


def read_notes(files: Mapping[str, str]) -> tuple[Statement, ...]:
    """The statements of some files, in the order of their names."""
    outlines = (read_outline(source, file)[0] for file, source in sorted(files.items()))
    return tuple(statement for outline in outlines for statement in find_statements(outline))


def ask(statement: Statement) -> tuple[Candidate, ...]:
    """A cloze for what is bold inside a sentence, a question for ``term: meaning`` and for any other long line."""
    text = statement.text
    candidates = []
    spans = [span for span in text.spans("strong") if not text.wholly("strong")]
    if spans:
        hidden = tuple(Hidden(start, end, nth) for nth, (start, end) in enumerate(spans, 1))
        candidates.append(Candidate("cloze", "cloze", "bold", text, hidden=hidden))
    term = re.match(r"(.+?)(?::| -) (.+)", text.plain)
    if term:
        answer = (Block.text(text.cut(term.start(2))),)
        candidates.append(Candidate("basic", "definition", "term", text.cut(0, term.end(1)), answer))
    elif len(text) >= 10 and not spans:
        candidates.append(Candidate("basic", "line", "line", Text("What is said here?"), (Block.text(text),)))
    return tuple(candidates)


def hash_of(fact: Fact) -> str:
    """Of the text with its marks, and the cloze numbers."""
    said = repr((fact.candidate.prompt, fact.candidate.asked, fact.statement.text, fact.clozes))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


@dataclass
class Deck:
    """A folder of notes that is built again and again; the lock goes through its text each time."""

    lock: str = ""
    now: int = 1_000_000

    def build(self, files: Mapping[str, str] | str, asking: Any = ask, **options: Any) -> Identified:
        """Build, a day later."""
        self.now += DAY
        notes = {"notes.md": files} if isinstance(files, str) else files
        statements = read_notes(notes)
        lock: Lock | None = read_lock(self.lock, "cribdeck.lock") if self.lock else None
        candidates = [asking(statement) for statement in statements]
        found = identify(statements, candidates, lock, namespace="tests", now=self.now, hash_of=hash_of, **options)
        self.lock = format_lock(found.lock)
        return found


def guids(found: Identified) -> dict[str, str]:
    """GUIDs by the plain text of their statement."""
    return {fact.statement.text.plain: fact.guid for fact in found.facts}


def fates(found: Identified) -> Sequence[str]:
    """What became of every fact, a line each; those that were kept as a count."""
    plan = found.plan
    lines = [f"kept {len(plan.kept)}"] if plan.kept else []
    for name in ("updated", "matched", "new", "revived", "replaced", "gone"):
        for change in getattr(plan, name):
            was = f" <- {change.was}" if change.was else ""
            meaning = " (meaning changed)" if change.meaning else ""
            lines.append(f"{name} {change.text}{was}{meaning}")
    for one in plan.unsure:
        taken = " (taken)" if one.taken else ""
        lines.append(f"unsure {one.text} <- {one.was}{taken}")
    return lines
