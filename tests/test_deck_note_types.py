"""The note types are frozen: a change of what this fixture holds would end the updating of every imported deck."""

import json
from pathlib import Path

from cribdeck.outputs.note_types import note_types

FROZEN = Path(__file__).parent / "fixtures" / "deck" / "note_types.json"


def test_ids_names_and_order_are_those_of_the_first_release() -> None:
    found = {
        name: {
            "id": note_type.id,
            "name": note_type.name,
            "cloze": note_type.cloze,
            "fields": [[field.id, field.name] for field in note_type.fields],
            "templates": [[template.id, template.name] for template in note_type.templates],
        }
        for name, note_type in note_types().items()
    }
    assert found == json.loads(FROZEN.read_text(encoding="utf-8"))


def test_ids_survive_a_program_that_counts_in_doubles() -> None:
    for note_type in note_types().values():
        ids = [note_type.id, *(part.id for part in (*note_type.fields, *note_type.templates))]
        assert len(set(ids)) == len(ids)
        assert all(0 < number < 2**53 for number in ids)


def test_no_card_repeats_its_front_by_a_script_or_frontside() -> None:
    for note_type in note_types().values():
        for template in note_type.templates:
            assert "{{FrontSide}}" not in template.back


def test_own_style_is_taken_over_from_when_it_changed(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    style = '[% include "shipped/style.css" %]\n.card { font-family: serif; }\n'
    (tmp_path / "cards" / "style.css").write_text(style, encoding="utf-8")
    own, shipped = note_types(tmp_path, changed=1_900_000_000)["cloze"], note_types()["cloze"]
    assert own.css == shipped.css + ".card { font-family: serif; }"
    assert own.templates == shipped.templates
    assert (own.mod, note_types(tmp_path, changed=1)["cloze"].mod) == (1_900_000_000, shipped.mod)
