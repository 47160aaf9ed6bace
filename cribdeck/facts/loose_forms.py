"""Forms of proposals that ask too loosely: what each has to show beyond what its rule sees, or that it is not offered.

Whoever takes one proposal in three stops reading them. Each of these forms was kept less than every second time until
it was held to what stands here.
"""

import re
from collections.abc import Callable, Mapping

from cribdeck.facts.asking import LISTED
from cribdeck.facts.place import WORD, Place, names_its_label, terms_beside, without_article
from cribdeck.facts.rules.meaning import is_participle
from cribdeck.facts.words import Words
from cribdeck.facts.words.lexicon import bare
from cribdeck.model import Candidate, Statement

LooseCheck = Callable[[Candidate, Statement, Place, Words], bool]

FEWEST_OF_A_KIND = 4
"""Words of a kind of thing by which one knows it: "a gland above the kidney", not "a universal solvent"."""
FEWEST_CUES = 4
SHORTEST_CLAUSE = 5
FEWEST_OF_A_FIGURE = 3
LONGEST_BY_WHOM = 8
STEM = 7
LONGEST_CAUSE = 22
MOST_LINES = 3
"""Lines below a label, of which the first may say what it is."""
LONGEST_CODE = 2
"""Words of code that one can know by heart, where it is no name of a thing."""
_CAPITAL_OR_FIGURE = re.compile(r"[A-Z0-9]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _has(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "has a [1 year plan]", "had [many effects]": a name that only it has."""
    before = candidate.prompt.plain[: candidate.hidden[0].start]
    named = re.match(r"(?:.*\s)?[A-Z]", candidate.asked[0]) is not None
    return named and ":" not in before and words.has_finite_verb(before + "it")


def _marked(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "[Free plan] | for everybody" of a row, nor "inbound [AND] outbound"."""
    small = any(len(answer) == 1 or all(map(words.function_word, answer.split())) for answer in candidate.asked)
    behind = candidate.prompt.plain[candidate.hidden[-1].end :]
    if any(words.turn(name).match(behind) for name in ("loose.more", "loose.of-a-key")):
        return False  # "[Cystatin] is more expensive": than what?
    denied = words.turn("loose.denied").match(candidate.prompt.plain, candidate.hidden[-1].end) is not None
    verb = any(words.third_person_verb(answer) for answer in candidate.asked)
    return (
        statement.item.kind != "row"
        and not (small or denied or verb)
        and not candidate.prompt.plain.rstrip().endswith("?")
    )


def _case(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "When we upload, it calls [Sign]"."""
    return candidate.note_type == "basic" or words.turn("sure.it-then").match(candidate.prompt.plain) is None


def _object(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "implements the [abstraction]": of what "the" names was told before."""
    return bare((candidate.prompt.plain[: candidate.hidden[0].start].split() or [""])[-1]) != "the"


def _predicate(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "There are [5 stages]": which, is the question."""
    first = bare(candidate.asked[0].split()[0])
    return not first[:1].isdigit() and first not in words.numerals


def _closing(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Unpacks the request for the [local procedure]", a step, nor "factors interfering with [the nerve]"."""
    before = words.content_words(candidate.prompt.plain[: candidate.hidden[0].start])
    doing = any(word in words.only_verbs or word.endswith("ing") for word in before)
    return statement.item.number is None and not doing


def _tail(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "One error brings the [whole system down]": a thing, by its name."""
    return words.clean_noun_phrase(candidate.asked[0].partition(" of ")[0])


def _duty(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "What must the charge be? moving", nor "a region" below "Regions"."""
    above = words.stems(" ".join(label.text for label in place.labels[-1:]))
    return not candidate.prompt.plain.endswith(" be?") and above.isdisjoint(words.stems(" ".join(candidate.asked)))


def _used_for(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "What is it used for? more general": than what?"""
    return words.turn("sure.compares").match(" ".join(candidate.asked)) is None


def _where(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not a place with the next sentence behind it, nor "written in plain words and are short"."""
    told = " ".join(candidate.asked)
    return ";" not in told and words.turn("loose.and-are").search(told) is None


def _passive_subject(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "[The parts] are joined", "[The land] was left bare": everyday words, of which more would fit."""
    answer = without_article(candidate.asked[0].casefold(), words)
    return len(answer.split()) > 1 or not (words.plural(answer) or answer in words.known_nouns)


def _list(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Pack and send (2 items)": mail pack, mail send."""
    if candidate.note_type == "cloze":
        return True
    said = words.stems(" ".join((candidate.prompt.plain, *candidate.topic)))
    items = [words.stems(answer) for answer in candidate.asked]
    return not all(item and item <= said for item in items)


def _never(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    return False


def _state(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "stocks are [computed based] on", "a lord is [highly unusual]": a word, or what is always so."""
    answer, plain = candidate.asked[0].split(), candidate.prompt.plain
    if plain[candidate.hidden[-1].end :].startswith(" to "):
        return False  # "it is [up] to you", "is [not able] to be changed"
    if words.turn("offering.settled").search(plain):
        return not words.numerals & {answer[0].lower()}
    plainly = len(answer) == 1 and not is_participle(answer[0], words) and "-" not in answer[0]
    return plainly and not words.function_word(answer[0]) and not answer[0][:1].isdigit()


def _limit(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Began [116 years] of turmoil", nor "The [5 %] goes to another account": a sentence says what is measured."""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    before = plain[: first.start]
    opening = plain.split()[0]
    if (
        words.third_person_verb(opening)
        and opening.lower() not in words.noun_verbs
        and not names_its_label(statement, words)
    ):
        return False  # "Charges [3 $] per object": what does?
    if not words.has_finite_verb(plain) or any(
        words.turn(turn).search(before) for turn in ("loose.scene", "loose.free")
    ):
        return False
    shown = before + plain[candidate.hidden[-1].end :]
    if any(figure in _NUMBER.findall(shown) for answer in candidate.asked for figure in _NUMBER.findall(answer)):
        return False  # "[7 days] because there are 7 of them"
    opens = not words.content_words(before) and words.turn("loose.at-least").match(before) is None
    return not opens and len(set(words.content_words(shown))) >= FEWEST_OF_A_FIGURE


def _limits(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "22 years ago", nor a share of what was told before."""
    plain = candidate.prompt.plain
    return not any(words.turn("limits.later").match(plain, part.end) for part in candidate.hidden)


def _question(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Handle peaks?", "What about writes?", nor one with several answers: a question with one line under it."""
    front = candidate.prompt.plain
    first = bare(front.split()[0])
    asks = first in words.question_words or first in words.asking_auxiliaries or first in words.finite_auxiliaries
    rows = [row for block in candidate.answer for row in block.rows]
    led = any(words.turn(name).search(front) for name in ("loose.led-to", "loose.story", "questions.of-the-reader"))
    return asks and len(rows) == 1 and not led and not words.starts_with_pronoun(" ".join(candidate.asked))


def _table_pair(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Manage access: Role? Manage access to mail": a thing has its value, and the value speaks of nothing else."""
    key, told = candidate.prompt.plain.rpartition(":")[0] or candidate.prompt.plain, " ".join(candidate.asked)
    own_subject = words.has_finite_verb(told) and not words.third_person_verb(told.split()[0])
    named = words.clean_noun_phrase(key) or bool(candidate.prompt.spans("math", "code"))
    return named and not own_subject and words.stems(key).isdisjoint(words.stems(told))


def _definition(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "What is water? a universal solvent", "What does it give? us with a page"."""
    front, told = candidate.prompt.plain, " ".join(candidate.asked)
    if any(words.turn(name).match(told) for name in ("sure.compares", "loose.how")):
        return False
    if words.turn("sure.a-verb-behind-a-comma").match(front):
        return False  # "What does Stores sugar, release?"
    what_is = words.turn("closed.what-is").match(front)
    if what_is is None:
        return True
    return len(told.partition("(")[0].split()) > FEWEST_OF_A_KIND or " for " in told


def _subject_blank(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "[An uncodified constitution] is easier to amend": than what? Nor a name in a formula."""
    plain = candidate.prompt.plain
    return not (words.turn("loose.more").match(plain, candidate.hidden[-1].end) or candidate.prompt.spans("math"))


def _outcome(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not what comes of a long story."""
    return len(candidate.prompt.words) <= LONGEST_CAUSE


def _table_row(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "P: T, Q: [F]": the signs of a truth table are worked out, row by row."""
    shown = candidate.prompt.plain
    cells = [cell.strip() for line in shown.split("\n") for cell in line.rsplit(": ", 1)[-1:]]
    return not all(len(cell) <= 1 for cell in cells)


def _label_definition(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Token service? not used for logins", nor a name or a deed below a heading: "What is Origin? The fission
    theory"."""
    told = " ".join(candidate.asked)
    named = len(told.split()) >= FEWEST_OF_A_KIND and words.turn("sure.one-of-the-most").match(told) is None
    core = words.turn("closed.clause").split(told)[0]
    return named and not words.negated(told.split()[0]) and not words.has_finite_verb(core)


def _deed(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "What does the plan do? provides much more freedom", nor what a thing does of which much is told: below the
    label "Parse trees" all lines tell what they do."""
    _, _, rest = " ".join(candidate.asked).partition(" ")
    verb = words.turn("sure.asked-of").match(candidate.prompt.plain)
    subject = (verb["one"] or verb["other"]) if verb else ""
    if without_article(subject.casefold(), words) in place.survey.told_of or words.adjective(subject):
        return False
    said = words.stems(subject)
    if (
        candidate.prompt.plain.endswith(" do?")
        and said
        and said <= words.stems(" ".join(label.text for label in place.labels[-1:]))
    ):
        return False
    return words.turn("sure.compares").match(rest) is None


def _together(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "by [buying art and building domes]", "stops it for [support and structure]", "the [form and motion] of"."""
    plain, first, last = candidate.prompt.plain, candidate.hidden[0], candidate.hidden[-1]
    before, after = plain[: first.start], plain[last.end :]
    if words.turn("sure.bare-include").match(plain):
        return False
    if (
        plain.rstrip().endswith("?")
        or words.turn("loose.each").match(plain)
        or after.startswith((" of ", ":", " is ", " as "))
    ):
        return False
    if statement.text.plain.split()[0].lower() not in words.noun_verbs and words.third_person_verb(plain.split()[0]):
        return False  # "Contains the drawbacks of [both kinds]": of what, the lines above say
    if any(words.turn(name).search(before) for name in ("loose.relative", "sure.includes", "key_phrases.named")):
        return False
    if not words.stems(candidate.asked[0]).isdisjoint(words.stems(after)):
        return False  # "the first [minister and deputy] first minister"
    members = words.turn("closed.joined").split(candidate.asked[0])
    if words.turn("loose.how-it-is").search(before) and not any(
        word[:1].isupper() or words.plural(word) for word in members
    ):
        return False  # "it is [inert and stable]"
    if all(words.adjective(member) or words.turn("loose.comparative").fullmatch(member) for member in members):
        return False
    doing = any(_is_deed(member, words) for member in members)
    narrow = words.turn("closed.narrow-before").search(before) is not None
    return not doing and (narrow or words.turn("loose.any-end").search(before) is None)


def _is_deed(member: str, words: Words) -> bool:
    """Whether a member of a list is what is done: "encouraged trade", "buying art", "form levees"."""
    first, _, rest = member.partition(" ")
    if not first.islower():
        return False
    if first.endswith("ing") and rest and first not in words.gerund_exceptions:
        return True
    if first in words.noun_verbs:
        return bool(rest) and words.plural(rest.split()[-1])
    return first in words.only_verbs or words.past_verb(first) or words.third_person_verb(first)


def _object_phrase(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "the diffusion of the [old style]", "made up of [4 parts]", "seen as a [great company]": what a verb leads
    to, or a term of the notes."""
    answer, first = candidate.asked[0], candidate.hidden[0]
    before = candidate.prompt.plain[: first.start]
    if words.turn("closed.narrow").search(before):
        return True
    if any(bare(word) in words.evaluative_words or bare(word) in words.numerals for word in answer.split()):
        return False
    if words.turn("loose.instances").search(" ".join((*(label.text for label in place.labels[-1:]), before))):
        return False
    cues = set(words.content_words(before))
    governed = words.turn("loose.preposition").search(before)
    if governed and _governs(governed["word"], words) and _CAPITAL_OR_FIGURE.search(answer):
        return len(cues) >= FEWEST_CUES - 1
    return len(cues) >= FEWEST_CUES and _is_a_term(answer.casefold(), place)


def _governs(word: str, words: Words) -> bool:
    """Whether a preposition goes with the word before it as its verb: "insert into", "handled by", "specific for"."""
    low = word.lower()
    verb = bool(words.base_verb(low)) and words.noun_verbs.isdisjoint((low, words.base_verb(low)))
    return verb or words.third_person_verb(low) or is_participle(low, words) or words.adjective(low)


def _is_a_term(answer: str, place: Place) -> bool:
    """Whether the author sets the answer in bold or code, or leads a line with it, somewhere in the file."""
    opening = WORD.search(answer)
    return opening is not None and answer in place.survey.terms.get(opening[0], ())


def _glossary(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "While we could use [KMS], …", nor "things like functions in our [VPC]", nor of what nobody names: "Means
    that [the program] has a type"."""
    plain = candidate.prompt.plain
    before, first = plain[: candidate.hidden[0].start], plain.split()[0]
    if words.is_order(plain) or words.third_person_verb(first) or _is_of_one_stem(candidate, words):
        return False
    return not any(words.turn(name).search(before) for name in ("loose.conceded", "closed.things"))


def _is_of_one_stem(candidate: Candidate, words: Words) -> bool:
    """Whether a label opens with the same letters as a word of the answer: "Dissociation" over "dissociative"."""
    above = {stem[:STEM] for stem in words.stems(" ".join(candidate.topic)) if len(stem) >= STEM}
    return any(stem[:STEM] in above for stem in words.stems(" ".join(candidate.asked)))


def _denial(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Did Adam want to stay?", "Do we get attached?": one event, and what people do, are known by no rule; nor a
    plain no to "Is there any truth?", "Are cultures relative?"."""
    told = " ".join(candidate.asked)
    front = candidate.prompt.plain
    joined = words.turn("loose.dash").search(front) or ": " in front
    if joined or words.turn("loose.half-denied").match(told) or words.turn("loose.story").match(front):
        return False
    return len(told.split()) > 1 or words.turn("loose.thus").match(front) is None


def _term(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Floor: its rear reaches the molars", whose text has a subject of its own; nor half of the term again, nor
    what became of it: "enshrined in Article 4"."""
    told = " ".join(candidate.asked)
    name = candidate.prompt.plain.rstrip("?")
    if candidate.note_type != "basic" or told.endswith("()"):
        return candidate.note_type != "basic"
    said = words.stems(name)
    if (len(said) > 1 or len(name.split()) == 1) and said and said <= words.stems(told):
        return False
    if words.turn("loose.numbered").match(name) or words.turn("loose.set-equal").search(told):
        return False
    if any(words.turn(turn).search(told) for turn in ("sure.points-elsewhere", "loose.above", "resolved.person")):
        return False
    beside = terms_beside(statement.item, statement.parent) > 1 and len(told.split()) >= SHORTEST_CLAUSE
    if len(name.split()) == 1 and words.adjective(name) and not beside:
        return False  # "Friendly?" wants its noun
    core = words.turn("closed.clause").split(words.turn("loose.dash").split(told)[0])[0]
    first = bare(told.split()[0])
    own = words.third_person_verb(first) or words.starts_with_person(told) or first in words.question_words
    short = len(told.split()) < SHORTEST_CLAUSE
    if words.negated(told.split()[0]) or words.turn("loose.done-to").match(told):
        return False
    return own or short or words.is_order(told) or not words.has_finite_verb(core)


def _code(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "In the [build.yml] file, we define:", nor "When we upload, it calls [Sign]", nor a whole command."""
    plain = candidate.prompt.plain
    if any(len(answer.split()) > LONGEST_CODE or answer[:1].isdigit() for answer in candidate.asked):
        return False
    return not plain.rstrip().endswith(":") and words.turn("sure.it-then").match(plain) is None


def _date(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Bruton ([1957]) described it", "Many things happened in [2018]": an event with a name has its year."""
    plain, first = candidate.prompt.plain, candidate.hidden[0]
    if words.turn("dates.several").match(plain) or plain[: first.start].endswith("("):
        return False
    return re.search(r"[A-Z]", plain[1 : first.start] + plain[first.end :]) is not None


def _participle(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "Novels: studied in? Brussels": by whom, of what and from where are asked of things."""
    short = len(" ".join(candidate.asked).split()) <= LONGEST_BY_WHOM
    return short and words.turn("loose.by-whom").search(candidate.prompt.plain) is not None


def _label_fragment(candidate: Candidate, statement: Statement, place: Place, words: Words) -> bool:
    """Not "What is a serum test? measure the serum", a step, nor what was so before, nor the first of many lines below
    "Romanticism" or "Features of his style": of each of those the label is the heading, not the name."""
    told = " ".join(candidate.asked)
    first = told.split()[0]
    low, then = first.lower(), (told.split()[1:] or [""])[0]
    does = (low in words.verbs or low in words.noun_verbs) and then not in words.prepositions
    led = does or words.past_verb(first) or words.third_person_verb(first) or words.adjective(first)
    label = place.labels[-1].text if place.labels else ""
    named = " of " not in label and not label[-1:].isdigit() and not words.adjective(label)
    lines = [child for child in statement.siblings if child.text and words.is_fragment(child.text.plain)]
    formula = any(start == 0 for start, _ in statement.text.spans("math"))
    return not (led or formula) and named and len(lines) <= MOST_LINES


LOOSE_FORMS: Mapping[str, LooseCheck] = {
    "arrow": _never,
    "has": _has,
    "bold": _marked,
    "highlight": _marked,
    "condition": _case,
    "list": _list,
    "label-does": _never,
    "label-verb": _never,
    "ability": _never,
    "term-blank": _never,
    "state": _state,
    "limit": _limit,
    "question": _question,
    "table-pair": _table_pair,
    "definition": _definition,
    "label-definition": _label_definition,
    "outcome": _outcome,
    "subject-blank": _subject_blank,
    "table-row": _table_row,
    "limits": _limits,
    "deed": _deed,
    "together": _together,
    "object-phrase": _object_phrase,
    "glossary": _glossary,
    "denial": _denial,
    "term": _term,
    "object": _object,
    "tail": _tail,
    "duty": _duty,
    "used-for": _used_for,
    "where": _where,
    "passive-subject": _passive_subject,
    "predicate": _predicate,
    "closing": _closing,
    "code": _code,
    "date": _date,
    "participle": _participle,
    "enumeration": _never,
    "label-fragment": _label_fragment,
}


def asks_loosely(candidate: Candidate, statement: Statement, place: Place) -> str:
    """Why a proposal of a loose form is not offered, or nothing."""
    front = candidate.prompt.plain
    if place.turn("loose.glued").search(front):
        return "runs lines together"
    if candidate.note_type == "cloze" and candidate.kind not in LISTED and _leads_on(candidate):
        return "leads on to other lines"
    if candidate.note_type == "basic" and place.turn("loose.above").search(" ".join(candidate.asked)):
        return "leans on what is not on the card"
    check = LOOSE_FORMS.get(candidate.rule)
    if check is None or place.words is None or check(candidate, statement, place, place.words):
        return ""
    return "asks too loosely"


def _leads_on(candidate: Candidate) -> bool:
    """Whether a front ends in a colon that nothing hidden stands before: "In the [spec.yml] file, we define:"."""
    front = candidate.prompt.plain.rstrip()
    return front.endswith(":") and front[candidate.hidden[-1].end :].strip() != ":"
