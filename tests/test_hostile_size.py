"""Notes larger than anybody writes: the work grows with them, and no faster."""

from collections import Counter
from pathlib import Path

from cribdeck.facts.statements import MOST_SIBLINGS, find_statements
from cribdeck.read import read_outline


def test_a_list_without_end_is_read_in_parts_of_one_size(tmp_path: Path) -> None:
    outline, _ = read_outline("\n".join(f"- **T{nth}**: meaning" for nth in range(1_001)), "a.md")
    statements = find_statements(outline)
    assert [statement.text.plain for statement in statements] == [f"T{nth}: meaning" for nth in range(1_001)]
    sizes = Counter(id(statement.parent) for statement in statements)
    assert max(sizes.values()) <= MOST_SIBLINGS
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert all(statement.item in statement.siblings for statement in statements[::100])
