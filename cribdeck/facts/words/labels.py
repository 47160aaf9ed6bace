"""Labels, headings and file names: which of them tell what the text below is about."""

import re
from functools import cached_property

from cribdeck.facts.words.lexicon import bare, phrases
from cribdeck.facts.words.memory import remembered
from cribdeck.facts.words.verbs import Verbs

_NAME_PART = re.compile(r"[^\W\d_]+")


class Labels(Verbs):
    """What a label, a heading or a file name is worth as a topic."""

    @remembered
    def generic_label(self, label: str) -> bool:
        """Whether the label says where one is, not what it is about: "Properties", "Notes", "Week 3", "2024-05-01"."""
        name = _plain(label)
        return (
            not any(char.isalpha() for char in name)
            or name in self.generic_labels
            or bool(self._generic_label.fullmatch(name))
            or self._gathers_notes(name)
        )

    def _gathers_notes(self, name: str) -> bool:
        """Whether each of the things that a label names is generic: "key terms & concepts"."""
        parts = _JOINED.split(name)
        return len(parts) > 1 and all(
            part in self.generic_labels or self._generic_label.fullmatch(part) is not None for part in parts
        )

    @remembered
    def container_label(self, label: str) -> bool:
        """Whether the label only gathers several topics: "RDS, Aurora and Redis", "Cost / benefit"."""
        if "," not in label and not re.search(r"\s(?:and|or|&|vs\.?|versus|/)\s", label, re.I):
            return False
        parts = re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&|vs\.?|versus|/)\s+", label.strip(" *:"), flags=re.I)
        return len(parts) > 1 and all(0 < len(part.split()) <= 4 for part in parts) and not self.has_finite_verb(label)

    def example_heading(self, text: str) -> bool:
        """Whether a heading is exactly one for examples, proofs, sources: "Example 2", not "Problem of evil"."""
        name = re.split(r"\s*[:–—]\s|\s-\s|:$", text.strip().strip("*_#"), maxsplit=1)[0]
        name = re.sub(r"\s*#?\d[\d.]*[a-z]?\)?$", "", _plain(name)) or _plain(name)
        return name in self.example_sections or bool(self._example_section.fullmatch(name))

    @remembered
    def schema_key(self, label: str) -> bool:
        """Whether the label names a property that many topics have: "Definition", "Purpose", "Side effects"."""
        return _plain(label).replace(" ", "-") in self.schema_keys

    def course_file(self, name: str) -> bool:
        """Whether a file's name says that it only runs a course: "Syllabus", "Project 2", not "Hash map"."""
        stem = re.sub(r"\.\w{1,8}$", "", name.rsplit("/", 1)[-1])
        parts = [part.lower() for part in _NAME_PART.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem))]
        if any(part in self.course_files for part in parts) and len(parts) <= 4:
            return True
        says_more = set(parts) - self.course_files_alone - self.course_file_rest
        return not says_more and any(part in self.course_files_alone for part in parts)

    @cached_property
    def _generic_label(self) -> re.Pattern[str]:
        return re.compile(phrases(self.generic_label_phrases), re.I)

    @cached_property
    def _example_section(self) -> re.Pattern[str]:
        return re.compile(phrases(self.example_section_phrases), re.I)


_JOINED = re.compile(r"\s*(?:,|&|/|\band\b)\s*")


def _plain(label: str) -> str:
    """The label in lower case without numbering in front and marks around it."""
    name = _LAST_BRACKET.sub("", label.strip())
    return " ".join(bare(word) for word in _AROUND.sub("", name).split())


_LAST_BRACKET = re.compile(r"\([^()]*\)\s*:?$")
_AROUND = re.compile(r"^[\W_\d.]+|[\W_]+$")
