"""How well facts are found again after edits, and how fast.

    python benchmarks/identity.py score V0 V1 V2    vaults, each an edit of the one before, with V0.truth.json beside it
    python benchmarks/identity.py builds V0 V1 V2   the same vaults, asked by the rules, as a user builds them
    python benchmarks/identity.py speed             100,000 facts, 1,000 of them edited

A truth file says where each fact stands, what was done to it, and which facts stay the same for a learner:
``{"facts": {id: {"file", "line"}}, "edits": [{"op", "id"}], "status": {id: "same"|"new"|…}, "from": {id: [id, …]}}``.
With ``score`` every statement is a fact, whatever the rules would ask: it is the identity alone that is measured. With
``builds`` a fact is kept when one of its very cards is, on its own line or, when that was split, on the other half; it
is lost when all its cards are, even if its line is asked nothing any more.
"""

import argparse
import json
import random
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cribdeck.facts.statements import find_statements
from cribdeck.identity.identify import Identified, identify
from cribdeck.identity.keys import make_key
from cribdeck.identity.lock import Lock, format_lock, read_lock
from cribdeck.identity.match import match
from cribdeck.identity.rows import Row
from cribdeck.keeping import find_keeping
from cribdeck.making import make
from cribdeck.model import Block, Candidate, Fact, Statement, Text
from cribdeck.options import BuildOptions
from cribdeck.outputs.card_rows import card_rows
from cribdeck.read.outline import read_outline
from cribdeck.reading import read_study

Place = tuple[str, int]


# --- score ------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """A vault, what is true of it, and which GUIDs stand on which line."""

    truth: Mapping[str, dict]  # type: ignore[type-arg]
    cards: Mapping[Place, frozenset[str]]
    """Of every line; by GUID, or by GUID and ordinal where a note's cards differ."""
    texts: Mapping[str, str]
    """What the fact of a card says."""
    found: Identified

    def of(self, fact: str) -> frozenset[str]:
        place = self.truth["facts"].get(fact)
        return self.cards.get((place["file"], place["line"]), frozenset()) if place else frozenset()

    @cached_property
    def parts(self) -> Mapping[str, list[str]]:
        """The facts that went out of a fact when its line was split."""
        found: dict[str, list[str]] = defaultdict(list)
        for part, origins in self.truth["from"].items():
            for origin in origins if self.truth["status"].get(part) == "new" else ():
                found[origin].append(part)
        return found


Build = Callable[[Path, Lock | None, int], Built]


def score(vaults: Sequence[Path], build: Build) -> Counter[tuple[str, str]]:
    """How many facts met which fate, by kind of edit, over all steps; each that was stolen is printed."""
    table: Counter[tuple[str, str]] = Counter()
    lock: Lock | None = None
    before: Built | None = None
    for step, vault in enumerate(vaults):
        started = time.process_time()
        now = build(vault, lock, step)
        lock = read_lock(format_lock(now.found.lock), "lock")
        print(f"{vault}: {len(now.texts)} facts, {time.process_time() - started:.1f} s of work", flush=True)
        if before:
            table.update(compare(before, now))
        before = now
    return table


def build_whole(vault: Path, lock: Lock | None, step: int) -> Built:
    """A build of a vault as a user makes it, but for the files that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "cribdeck.lock"
        if lock:
            kept.write_text(format_lock(lock), encoding="utf-8")
        options = BuildOptions(notes=vault, out=Path(folder), lock=kept, now=step + 1)
        keeping = find_keeping(options)
        made = make(read_study(options, keeping), options, keeping)
    cards: dict[Place, set[str]] = defaultdict(set)
    texts: dict[str, str] = {}
    for fact in made.facts:
        names = {f"{fact.guid} {row.ord}" for row in card_rows(fact)}
        texts |= dict.fromkeys(names, fact.statement.text.plain)
        for source in (fact.statement.source, *fact.candidate.uses):
            cards[source.file, source.first].update(names)
    return Built(_truth(vault), {place: frozenset(ones) for place, ones in cards.items()}, texts, made.identified)


def build_lines(vault: Path, lock: Lock | None, step: int) -> Built:
    """A build of a vault in which every statement is asked."""
    statements = [one for path in sorted(vault.rglob("*.md")) for one in _read(path, vault)]
    candidates = [_ask(one) for one in statements]
    found = identify(statements, candidates, lock, namespace="bench", now=step + 1, hash_of=_hash)
    guids: dict[Place, set[str]] = defaultdict(set)
    for fact in found.facts:
        for source in (fact.statement.source, *fact.candidate.uses):
            guids[source.file, source.first].add(fact.guid)
    texts = {fact.guid: fact.statement.text.plain for fact in found.facts}
    return Built(_truth(vault), {place: frozenset(ones) for place, ones in guids.items()}, texts, found)


def _truth(vault: Path) -> Mapping[str, dict]:  # type: ignore[type-arg]
    found: Mapping[str, dict] = json.loads(  # type: ignore[type-arg]
        vault.with_name(vault.name + ".truth.json").read_text(encoding="utf-8")
    )
    return found


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
    asked = {one.old for one in now.found.plan.unsure if not one.taken}
    told = {change.note.removeprefix("replaces ") for change in now.found.plan.replaced}
    told |= {change.guid for change in now.found.plan.replaced}
    unasked = {change.guid for change in now.found.plan.gone if change.line}
    for fact in now.truth["facts"]:
        fate = _fate(fact, before, now, owners)
        if fate == "lost":
            guids = {card.split()[0] for card in before.of(fact)}
            fates = (("lost, asked", asked), ("lost, replaced", told), ("lost, line shown", unasked))
            fate = next((name for name, shown in fates if guids & shown), "lost")
        if fate in ("stolen", "new got old", "lost"):
            had = before.of(fact) if fate == "lost" else now.of(fact)
            was, became = [before.texts.get(guid) for guid in had], [now.texts[guid] for guid in now.of(fact)]
            print(f"  {fate} {sorted(edits[fact])}: {was} => {became}")
        # A fact that was also reworded beyond recognition says nothing about what else was done to it.
        for op in [_HEAVY] if _HEAVY in edits[fact] else sorted(edits[fact]) or ["(untouched)"]:
            yield op, fate
        yield "TOTAL", fate


def _fate(fact: str, before: Built, now: Built, owners: Mapping[str, set[str]]) -> str:
    kin = {fact, *now.truth["from"].get(fact, [])}
    has, had = now.of(fact), frozenset().union(*(before.of(one) for one in kin))
    foreign = [guid for guid in has if guid in owners and not owners[guid] & kin]
    same_words = all(make_key(before.texts[guid]) == make_key(now.texts[guid]) for guid in foreign)
    if now.truth["status"].get(fact, "same") != "same" or fact not in before.truth["facts"]:
        return ("new got twin" if same_words else "new got old") if foreign else "new"
    if had and any(now.of(one) & had for one in (fact, *now.parts.get(fact, ()))):
        return "kept"
    if foreign:
        return "twin" if same_words else "stolen"
    if not had:
        return "no card"
    if any(len(owners[guid]) > 1 and any(now.of(one) & {guid} for one in owners[guid]) for guid in had):
        return "parted"  # two lines of the same words were one card; it stays with the other one
    return "lost"


_HEAVY = "reword_heavy"
_SAME = ("kept", "lost", "lost, asked", "lost, replaced", "lost, line shown", "parted", "stolen", "twin")


def show(table: Counter[tuple[str, str]]) -> None:
    """Print the table: by kind of edit, how much of what stays the same keeps its GUID."""
    for op in sorted({op for op, _ in table}, key=lambda op: (op == "TOTAL", op)):
        fates = {fate: count for (of, fate), count in sorted(table.items()) if of == op}
        same = sum(fates.get(fate, 0) for fate in _SAME)
        rate = f"{fates.get('kept', 0) / same:8.2%} of {same:7}" if same else " " * 19
        print(f"{op:16} {rate}  " + "  ".join(f"{fate} {count}" for fate, count in fates.items() if fate != "kept"))


_BUILDS: Mapping[str, Build] = {"score": build_lines, "builds": build_whole}


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
    for name in _BUILDS:
        scoring = commands.add_parser(name)
        scoring.add_argument("vaults", nargs="+", type=Path)
    timing = commands.add_parser("speed")
    timing.add_argument("--facts", type=int, default=100_000)
    timing.add_argument("--edits", type=int, default=1_000)
    chosen = parser.parse_args()
    if chosen.command in _BUILDS:
        show(score(chosen.vaults, _BUILDS[chosen.command]))
    else:
        speed(chosen.facts, chosen.edits)


if __name__ == "__main__":
    main()
