"""What a rule may know of where a statement stands: labels, neighbours, the file as a whole."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from cribdeck.facts.labels import Label, label_of, labels_of, leading_term
from cribdeck.facts.words import Words
from cribdeck.facts.words.memory import remembered
from cribdeck.facts.words.turns import never
from cribdeck.model import Calculation, Item, Statement

LONGEST = 4_000
"""Characters of a statement; more is on no card, and no rule has to be quick on it."""

WORD = re.compile(r"\w+")

LONGEST_SUBJECT = 80
"""Characters at the start of a sentence in which its subject stands."""
FAR_BELOW = 100
"""So many sentences after the first, nothing goes on with its subject, nor with what it supposes."""
LONGEST_OPENING, SEVERAL_SENTENCES = 4, 3
"""Words of a subject that opens a sentence, and how many sentences it must open to be what the notes are about."""

SCHEMA_PARENTS = 3
"""A lead-in that stands under this many parents is a key of the author's own schema ("Purpose:")."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a whole file before any of its statements is asked."""

    schema_keys: Set[str] = frozenset()
    spelled_out: Mapping[str, str] = field(default_factory=dict)
    """Acronym (as written) to the first place, "line:nth", that spells it out: it is asked there and not again."""
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the author sets in bold or code, or leads a line with, casefolded: the file's glossary, by first words."""
    told_of: Set[str] = frozenset()
    """What opens several sentences, casefolded and without its article: the notes tell more than one thing of it."""


def names_its_label(statement: Statement, words: Words | None) -> bool:
    """Whether a line stands right below the name of a thing, which it then speaks of."""
    return is_named_above(statement.parent, words)


def is_named_above(parent: Item, words: Words | None) -> bool:
    """Whether an item is the name of a thing, of which the lines below speak; a note's title names more."""
    label = None if parent.kind == "heading" and parent.level == 1 else label_of(parent, words)
    if words is None or label is None or label.generic or label.container or label.kind not in ("label", "heading"):
        return False
    return words.clean_noun_phrase(label.text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands."""

    words: Words | None
    labels: tuple[Label, ...]
    survey: Survey
    calculation: Calculation | None = None
    """The worked calculation that the statement's item states."""
    working: bool = False
    """The item is a calculation's working, or a member that another card asks."""
    highlight: str = "mark"
    after: Statement | None = None
    """The next statement of the same item."""

    def turn(self, name: str) -> re.Pattern[str]:
        """The turn of phrase of this name; where the language is not known, one that nothing is."""
        return self.words.turn(name) if self.words else never()

    def listed(self, name: str) -> frozenset[str]:
        """The words of the list of this name; none where the language is not known."""
        return self.words.listed(name) if self.words else frozenset()

    @property
    def lead_in(self) -> str:
        """The colon sentence right above, or nothing."""
        return self.labels[-1].text if self.labels and self.labels[-1].kind == "lead-in" else ""

    @property
    def topic(self) -> Label | None:
        """The nearest label that names a topic."""
        topics = [label for label in self.labels if label.kind != "lead-in" and not label.generic]
        return topics[-1] if topics else None


def survey_of(statements: Sequence[Statement], words: Words | None) -> Survey:
    """What the rules need to know of a file as a whole."""
    parents: dict[str, set[int]] = {}
    common: set[str] = set()
    """Lead-ins that are no proper names: those recur because one writes of them twice."""
    terms: Counter[str] = Counter()
    for statement in statements:
        if statement.nth or statement.item.kind not in ("item", "paragraph", "definition"):
            continue
        key = leading_term(statement.text).casefold()
        if key:
            parents.setdefault(key, set()).add(id(statement.parent))
            if not re.search(r"[A-Z\d]", leading_term(statement.text)[1:]):
                common.add(key)
            terms[key] += 1
        terms.update(term.strip(" :.").casefold() for term in statement.text.marked("strong", "code"))
    return Survey(
        schema_keys=_schema_keys(parents, common),
        spelled_out=_spelled_out(statements, words),
        terms=_by_first_word(term for term in terms if 1 <= len(term.split()) <= 5 and re.search(r"[^\W\d_]", term)),
        told_of=_told_of(statements, words),
    )


def _told_of(statements: Sequence[Statement], words: Words | None) -> frozenset[str]:
    if words is None:
        return frozenset()
    openings: Counter[str] = Counter()
    for statement in statements:
        said = without_article(statement.text.plain[:LONGEST_SUBJECT].casefold(), words).split()[:LONGEST_OPENING]
        openings.update(" ".join(said[:size]) for size in range(1, len(said) + 1))
    return frozenset(opening for opening, count in openings.items() if count >= SEVERAL_SENTENCES)


def without_article(text: str, words: Words) -> str:
    """The text without the "the" or "a" that opens it."""
    return words.turn("place.article").sub("", text)


def _by_first_word(terms: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(WORD.findall(term)[0], []).append(term)
    return found


def _schema_keys(parents: Mapping[str, set[int]], common: set[str]) -> frozenset[str]:
    """The lead-ins that recur: under three parents, or under two that have another one in common."""
    two = {key: frozenset(above) for key, above in parents.items() if len(above) == 2 and key in common}
    shared = Counter(two.values())
    return frozenset(
        [key for key, above in parents.items() if len(above) >= SCHEMA_PARENTS]
        + [key for key, above in two.items() if shared[above] > 1]
    )


# A word is never given back in parts, or "a-a-a-a-a" would be tried in every way that it falls apart.
SPELLED = re.compile(
    r"\b(?P<long>[^\W\d_][\w'’-]*+(?:[ -](?:[^\W\d_][\w'’-]*+|&)){1,7}) \((?P<short>[A-Z][A-Za-z0-9&/-]{1,9})s?\)"
    r"|\b(?P<short2>[A-Z][A-Za-z0-9&/-]{1,9}) \((?P<long2>[^\W\d_][^()]{5,70})\)"
)


def _spelled_out(statements: Sequence[Statement], words: Words | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if words is None:
        return found
    for statement in statements:
        if len(statement.text) > LONGEST or " (" not in statement.text.plain:
            continue
        for match in SPELLED.finditer(statement.text.plain):
            short = match["short"] or match["short2"]
            found.setdefault(short, where(statement))
    return found


def where(statement: Statement) -> str:
    """A name for a statement's place in its file, good for one build only."""
    return f"{statement.source.first}:{statement.nth}:{statement.text.plain}"


def sentences_before(statement: Statement) -> Iterator[Statement]:
    """The sentences of the line before this one, the nearest first."""
    before = statement.before
    while before is not None:
        yield before
        before = before.before


def terms_beside(item: Item, parent: Item) -> int:
    """How many other items of the same list lead with a term."""
    leading, kinds = _terms_below(parent)
    return kinds[item.kind] - (item in leading)


@remembered
def _terms_below(parent: Item) -> tuple[frozenset[Item], Counter[str]]:
    """The items of a list that lead with a term, and how many there are of each kind."""
    leading = [child for child in parent.children if leading_term(child.text)]
    return frozenset(leading), Counter(child.kind for child in leading)


def blind(statement: Statement, words: Words | None) -> bool:
    """Whether the parent is a whole sentence without a colon: a fragment below it leans on what only a reader knows."""
    parent = statement.parent
    if parent.kind not in ("item", "paragraph") or words is None:
        return False
    plain = parent.text.plain.strip()
    return not plain.endswith(":") and not leading_term(parent.text) and words.has_finite_verb(plain)


__all__ = ["Place", "Survey", "blind", "labels_of", "survey_of", "terms_beside", "where"]
