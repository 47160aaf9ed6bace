"""How well facts are found again after edits, and how fast.

    python benchmarks/identity.py score V0 V1 V2   vaults, each an edit of the one before, with V0.truth.json beside it
    python benchmarks/identity.py speed            100,000 facts, 1,000 of them edited

A truth file says where each fact stands, what was done to it, and which facts stay the same for a learner:
``{"facts": {id: {"file", "line"}}, "edits": [{"op", "id"}], "status": {id: "same"|"new"|…}, "from": {id: [id, …]}}``.
Every statement is a fact here, whatever the rules would ask: it is the identity that is measured.
"""

import argparse
import json
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cribdeck.facts.statements import find_statements
from cribdeck.identity.identify import Identified, identify
from cribdeck.identity.keys import make_key
from cribdeck.identity.lock import Lock, format_lock, read_lock
from cribdeck.identity.match import match
from cribdeck.identity.rows import Row
from cribdeck.model import Block, Candidate, Fact, Statement, Text
from cribdeck.read.outline import read_outline

Place = tuple[str, int]


# --- score ------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """A vault, what is true of it, and which GUIDs stand on which line."""

    truth: Mapping[str, dict]  # type: ignore[type-arg]
    guids: Mapping[Place, frozenset[str]]
    texts: Mapping[str, str]
    """What the fact of a GUID says."""
    found: Identified

    def of(self, fact: str) -> frozenset[str]:
        place = self.truth["facts"].get(fact)
        return self.guids.get((place["file"], place["line"]), frozenset()) if place else frozenset()


def score(vaults: Sequence[Path]) -> Counter[tuple[str, str]]:
    """How many facts met which fate, by kind of edit, over all steps; each that was stolen is printed."""
    table: Counter[tuple[str, str]] = Counter()
    lock: Lock | None = None
    before: Built | None = None
    for step, vault in enumerate(vaults):
        started = time.perf_counter()
        now = build(vault, lock, step)
        lock = read_lock(format_lock(now.found.lock), "lock")
        print(f"{vault}: {len(now.texts)} facts, {time.perf_counter() - started:.1f} s", flush=True)
        if before:
            table.update(compare(before, now))
        before = now
    return table


def build(vault: Path, lock: Lock | None, step: int) -> Built:
    """A build of a vault in which every statement is asked."""
    statements = [one for path in sorted(vault.rglob("*.md")) for one in _read(path, vault)]
    candidates = [_ask(one) for one in statements]
    found = identify(statements, candidates, lock, namespace="bench", now=step + 1, hash_of=_hash)
    guids: dict[Place, set[str]] = defaultdict(set)
    for fact in found.facts:
        for source in (fact.statement.source, *fact.candidate.uses):
            guids[source.file, source.first].add(fact.guid)
    truth = json.loads(vault.with_name(vault.name + ".truth.json").read_text(encoding="utf-8"))
    texts = {fact.guid: fact.statement.text.plain for fact in found.facts}
    return Built(truth, {place: frozenset(ones) for place, ones in guids.items()}, texts, found)


def _read(path: Path, vault: Path) -> Sequence[Statement]:
    with path.open(encoding="utf-8", newline="") as file:
        outline, _ = read_outline(file.read(), path.relative_to(vault).as_posix())
    return find_statements(outline)


def _ask(statement: Statement) -> tuple[Candidate, ...]:
    """A question for any statement; below other parents it is another one."""
    topic = tuple(item.text.plain for item in statement.path)
    answer = (Block.text(statement.text),)
    return (Candidate("basic", "line", "line", Text(statement.label), answer, topic=topic),)


def _hash(fact: Fact) -> str:
    return fact.statement.text.plain


def compare(before: Built, now: Built) -> Iterator[tuple[str, str]]:
    """For each fact and each edit that it went through, what became of its history."""
    owners: dict[str, set[str]] = defaultdict(set)
    for fact in before.truth["facts"]:
        for guid in before.of(fact):
            owners[guid].add(fact)
    edits: dict[str, set[str]] = defaultdict(set)
    for edit in now.truth["edits"]:
        if edit.get("id"):
            edits[edit["id"]].add(edit["op"])
    asked = {(one.old, one.new) for one in now.found.plan.unsure}
    for fact in now.truth["facts"]:
        fate = _fate(fact, before, now, owners, asked)
        if fate in ("stolen", "new got old", "lost"):
            had = before.of(fact) if fate == "lost" else now.of(fact)
            was, became = [before.texts.get(guid) for guid in had], [now.texts[guid] for guid in now.of(fact)]
            print(f"  {fate} {sorted(edits[fact])}: {was} => {became}")
        # A fact that was also reworded beyond recognition says nothing about what else was done to it.
        for op in [_HEAVY] if _HEAVY in edits[fact] else sorted(edits[fact]) or ["(untouched)"]:
            yield op, fate
        yield "TOTAL", fate


def _fate(fact: str, before: Built, now: Built, owners: Mapping[str, set[str]], asked: set[tuple[str, str]]) -> str:
    kin = {fact, *now.truth["from"].get(fact, [])}
    has, had = now.of(fact), frozenset().union(*(before.of(one) for one in kin))
    foreign = [guid for guid in has if guid in owners and not owners[guid] & kin]
    same_words = all(make_key(before.texts[guid]) == make_key(now.texts[guid]) for guid in foreign)
    if now.truth["status"].get(fact, "same") != "same" or fact not in before.truth["facts"]:
        return ("new got twin" if same_words else "new got old") if foreign else "new"
    if has & had:
        return "kept"
    if foreign:
        return "twin" if same_words else "stolen"
    if not has or not had:
        return "no card"
    if any(len(owners[guid]) > 1 and any(now.of(one) & {guid} for one in owners[guid]) for guid in had):
        return "parted"  # two lines of the same words were one card; it stays with the other one
    return "lost, asked" if any((one, other) in asked for one in had for other in has) else "lost"


_HEAVY = "reword_heavy"
_SAME = ("kept", "lost", "lost, asked", "parted", "stolen", "twin")


def show(table: Counter[tuple[str, str]]) -> None:
    """Print the table: by kind of edit, how much of what stays the same keeps its GUID."""
    for op in sorted({op for op, _ in table}, key=lambda op: (op == "TOTAL", op)):
        fates = {fate: count for (of, fate), count in sorted(table.items()) if of == op}
        same = sum(fates.get(fate, 0) for fate in _SAME)
        rate = f"{fates.get('kept', 0) / same:8.2%} of {same:7}" if same else " " * 19
        print(f"{op:16} {rate}  " + "  ".join(f"{fate} {count}" for fate, count in fates.items() if fate != "kept"))


# --- speed ------------------------------------------------------------------

_SYLLABLES = re.findall("..", "bacedifoguhajekilomunaperosutavewixozu")
_VERBS = ("stores", "encrypts", "routes", "copies", "limits", "forwards", "splits", "merges", "checks", "drops")


def speed(facts: int, edits: int) -> None:
    """Match a vault with itself after some edits, and print seconds and memory."""
    chance = random.Random(1)
    old = list(_rows(facts, chance))
    new = _edited(old, edits, chance)
    started, worked = time.perf_counter(), time.process_time()
    found = match(old, new)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    how = Counter(one.how for one in found.found.values())
    print(f"{facts} facts, {edits} edits: {seconds:.1f} s ({work:.1f} s of work), {memory:.0f} MB")
    print(f"found by {dict(how)}, {len(found.doubts)} pairs in doubt")


def _rows(facts: int, chance: random.Random) -> Iterator[Row]:
    for nth in range(facts):
        if nth % 500 == 0:
            yield Row("file", f"notes/{nth // 500:04}.md")
        if nth % 25 == 0:
            yield Row("topic", f"{_word(chance)} {_word(chance)}")
        yield Row("statement", _sentence(chance), 0 if nth % 5 == 0 else chance.choice((1, 1, 2)))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize()


def _sentence(chance: random.Random) -> str:
    words = [_word(chance), chance.choice(_VERBS), "the", _word(chance).lower(), "of a", _word(chance).lower()]
    tail = f"up to {chance.randint(2, 900)} times" if chance.random() < 0.3 else f"so that {_word(chance)} holds"
    return " ".join([*words, tail])


def _edited(rows: Sequence[Row], edits: int, chance: random.Random) -> list[Row]:
    edited = list(rows)
    for nth in sorted(chance.sample(range(len(rows)), edits), reverse=True):
        row = edited[nth]
        if row.kind != "statement":
            continue
        words = row.text.split()
        match chance.randrange(5):
            case 0:
                del edited[nth]
            case 1:
                edited.insert(nth, Row("statement", _sentence(chance), row.depth))
            case 2:
                edited.insert(chance.randrange(1, len(edited)), edited.pop(nth))
            case _:
                words[chance.randrange(1, len(words))] = _word(chance).lower()
                edited[nth] = Row("statement", " ".join(words), row.depth)
    return edited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    scoring = commands.add_parser("score")
    scoring.add_argument("vaults", nargs="+", type=Path)
    timing = commands.add_parser("speed")
    timing.add_argument("--facts", type=int, default=100_000)
    timing.add_argument("--edits", type=int, default=1_000)
    chosen = parser.parse_args()
    if chosen.command == "score":
        show(score(chosen.vaults))
    else:
        speed(chosen.facts, chosen.edits)


if __name__ == "__main__":
    main()
