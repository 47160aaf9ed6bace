"""What the next build would do to the deck, to be read by a person."""

from collections.abc import Iterator, Mapping, Sequence

from cribdeck.terminal import one_line

SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("kept", "kept", ""),
    ("updated", "updated", "The same card with another text; its history stays."),
    ("matched", "matched again", "Taken for the same card after an edit. If one is not: relink --undo."),
    (
        "replaced",
        "replaced",
        "Asked in another way now, by new cards; if it is the same to you, relink OLD NEW keeps the history.",
    ),
    ("revived", "revived", "Gone before and back again, with their history."),
    ("new", "new", ""),
    ("better", "would ask better", "There is a better way to ask by now; build --renew takes it."),
    (
        "recalled",
        "kept as it was",
        "Today's rules would not ask it; build --renew lets it go, and so does #nocard at the end of the line.",
    ),
    ("gone", "gone", "No line of the notes says or asks this any more; it is retired after seven days."),
    ("unsure", "unsure", "A new card, though it may be one that is gone: relink OLD NEW gives it the history."),
)
"""A plan's parts: key, name, what it means. The part that needs a decision stands last, where it is seen."""

SHOWN = 40
"""How many rows of a part are shown."""

WIDTH = 110

NEAR = 3
"""How many words are shown on each side of a change."""


def plan_text(plan: Mapping[str, object]) -> str:
    """The counts, then the rows of each part, several lines."""
    parts = [_section(name, about, _rows(plan, key)) for key, name, about in SECTIONS]
    counts = [f"{_count(plan, key)} {name}" for key, name, _ in SECTIONS if _count(plan, key)]
    return "\n\n".join([", ".join(counts) or "Nothing to build a deck from.", *(part for part in parts if part)])


def _count(plan: Mapping[str, object], key: str) -> int:
    found = plan.get(key, 0)
    return len(found) if isinstance(found, Sequence) else int(str(found))


def _rows(plan: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    found = plan.get(key)
    return found if isinstance(found, Sequence) and not isinstance(found, str) and key != "kept" else ()


def _section(name: str, about: str, rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return ""
    more = [f"  … and {len(rows) - SHOWN} more; --json has all"] if len(rows) > SHOWN else []
    shown = [line for row in rows[:SHOWN] for line in _row(row)]
    return "\n".join([f"{name}: {about}".rstrip(": "), *shown, *more])


def _row(row: Mapping[str, object]) -> Iterator[str]:
    """A line for what stands there now, with a place and what changed; below it what else it might be."""
    guid, new, old = (str(row.get(key, "")) for key in ("guid", "new", "old"))
    place = f"{row['file']}:{row['line']} " if row.get("file") else ""
    remark = f"  ({one_line(str(row['remark']), WIDTH)})" if row.get("remark") else ""
    yield "  " + one_line(f"{guid[:8]} {place}{_changes(row.get('words')) or new or old}", WIDTH) + remark
    if row.get("asked_words") and not row.get("words"):
        yield "           asked: " + one_line(_changes(row["asked_words"]), WIDTH)
    candidates = row.get("candidates")
    for each in candidates if isinstance(candidates, Sequence) else ():
        yield "           " + one_line(f"{each['score']:.2f} {each['guid'][:8]} {each['text']}", WIDTH)


def _changes(words: object) -> str:
    """What was cut as ``[-cut-]``, what was added as ``{+added+}``, and so much of the rest that one sees where."""
    if not isinstance(words, Sequence):
        return ""
    shown = {"same": _ends, "cut": "[-{}-]".format, "added": "{{+{}+}}".format}
    return " ".join(shown[kind](text) for kind, text in words)


def _ends(text: str) -> str:
    words = text.split()
    return text if len(words) <= 2 * NEAR else " ".join([*words[:NEAR], "…", *words[-NEAR:]])
