"""Each check on notes that a student could have written: cases in `fixtures/lint`, and whole folders."""

import json
import re
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from hypothesis import given
from hypothesis import strategies as st

from cribdeck.cli import main, program
from cribdeck.config import Config, read_config
from cribdeck.errors import Problem
from cribdeck.lint import as_lines, lint
from cribdeck.read.outline import read_outline
from cribdeck.read.vault import read_vault
from cribdeck.study import study

CASES = Path(__file__).parent / "fixtures" / "lint"


def cases() -> list[tuple[str, str, str]]:
    """Title, notes and expected problems of every case: three parts, each ended by a line with a single dot."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
        for title, notes, problems in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            found.append((f"{path.stem}: {title.strip()}", notes, problems))
    return found


def linted(folder: Path, files: dict[str, str]) -> tuple[Problem, ...]:
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return lint(study(read_vault(folder, Config()), Config()))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(str(problem.source), problem.code) for problem in problems]


@pytest.mark.parametrize(("notes", "expected"), [case[1:] for case in cases()], ids=[case[0] for case in cases()])
def test_a_case(notes: str, expected: str, tmp_path: Path) -> None:
    problems = linted(tmp_path, {"notes.md": notes})
    assert [f"{each.source.first} {each.code}: {each.message}" for each in problems] == expected.splitlines()


# --- folders ------------------------------------------------------------------


def test_an_image_that_two_files_fit_is_unclear_and_not_missing(tmp_path: Path) -> None:
    for folder in ("arm", "leg"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "vessels.png").write_bytes(b"")
    problems = linted(tmp_path, {"heart.md": "- The vessels ![[vessels.png]] and ![[arm/vessels.png]]\n"})
    assert told(problems) == [("heart.md:1", "ambiguous-link")]
    assert "arm/vessels.png or leg/vessels.png" in problems[0].message


def test_links_find_notes_by_name_path_and_heading(tmp_path: Path) -> None:
    notes = {
        "heart.md": "# Heart\n\n## The AV node\n\n- See [[Lungs]], [[organs/lungs]], [[lungs#Gas exchange]], "
        "[here](#the-av-node), [[#The AV node]] and [there](organs/lungs.md#gas-exchange).\n",
        "organs/lungs.md": "# Lungs\n\n## Gas exchange\n\n- Back to [the heart](../heart.md).\n",
    }
    assert linted(tmp_path, notes) == ()


def test_a_heading_that_is_missing_is_a_note_and_a_file_a_warning(tmp_path: Path) -> None:
    notes = {"heart.md": "- See [[lungs#Veins]], [[Kidney]] and [slides](a/b.pdf).\n", "lungs.md": "## Arteries\n"}
    found = [(problem.code, problem.severity) for problem in linted(tmp_path, notes)]
    assert sorted(found) == [("missing-link", "note"), ("missing-link", "note"), ("missing-link", "warning")]


def test_links_between_notes_say_nothing_when_one_note_is_read_alone(tmp_path: Path) -> None:
    assert linted(tmp_path, {"heart.md": "- See [[Lungs]].\n"}) == ()


def test_a_link_out_of_the_folder_is_nobodys_business(tmp_path: Path) -> None:
    assert linted(tmp_path, {"a/heart.md": "- See [slides](../../slides.pdf).\n", "b.md": "- It beats.\n"}) == ()


@pytest.mark.parametrize(
    "name",
    [
        "heart (Ada's conflicted copy 2025-03-01).md",
        "heart.sync-conflict-20250301-101500-ABCDEFG.md",
        "heart (1).md",
        "heart 2.md",
        "heart copy.md",
    ],
)
def test_a_copy_that_a_sync_left_is_named_and_nothing_else_is_told_of_it(name: str, tmp_path: Path) -> None:
    same = "# Heart\n\n- **Digoxin** slows the conduction through the AV node.\n- TODO: more\n"
    found = told(linted(tmp_path, {"heart.md": same, name: same}))
    assert sorted(found) == sorted([(name, "conflict-copy"), ("heart.md:4", "to-do")])


def test_a_second_chapter_is_no_copy(tmp_path: Path) -> None:
    assert linted(tmp_path, {"heart.md": "- It has four chambers.\n", "heart 2.md": "- It beats all day.\n"}) == ()


def test_a_comment_on_the_first_line_silences_what_is_said_of_the_file(tmp_path: Path) -> None:
    copy = "<!-- cribdeck-ignore: conflict-copy -->\n- It beats all day.\n"
    assert told(linted(tmp_path, {"heart.md": copy[-20:], "heart (1).md": copy})) == []


# --- the command ----------------------------------------------------------------


def test_what_is_wrong_makes_the_exit_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heart.md").write_text("- TODO: the valves\n", encoding="utf-8")
    assert main(["lint", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "heart.md:1: Work is left to do here. Do it, or take the line away. [to-do]",
        "1 to mend, 0 to consider.",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["heart.md"]


def test_what_is_only_to_consider_fails_when_asked_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heart.md").write_text("- [ ] learn the valves\n", encoding="utf-8")
    assert main(["lint", str(tmp_path)]) == 0
    assert main(["lint", "--strict", str(tmp_path)]) == 1
    assert "0 to mend, 1 to consider." in capsys.readouterr().out


def test_good_notes_have_nothing_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heart.md").write_text("- **Systole** is the phase of contraction.\n", encoding="utf-8")
    assert main(["lint", "--strict", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"


def test_json_holds_every_problem_as_the_report_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heart.md").write_text("- TODO: the valves\n", encoding="utf-8")
    assert main(["lint", "--json", str(tmp_path)]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert sorted(row) == ["code", "file", "line", "message", "severity"]
    assert (row["file"], row["line"], row["code"], row["severity"]) == ("heart.md", 1, "to-do", "warning")


def test_many_sentences_without_a_card_are_summed_up(tmp_path: Path) -> None:
    line = "- The {} may depend on venous return\n"
    names = ("heart", "ventricle", "atrium", "aorta", "embryo", "whole")
    problems = linted(tmp_path, {"heart.md": "# The heart\n\n" + "".join(map(line.format, names))})
    assert [problem.code for problem in problems] == ["no-card"] * 6
    shown = as_lines(problems).splitlines()
    assert shown == [
        "6 sentences without a card would give one with a term in bold, the first at heart.md:3; --json names them. "
        "[no-card]",
        "0 to mend, 6 to consider.",
    ]


def test_many_links_to_what_is_yet_to_be_written_are_counted(tmp_path: Path) -> None:
    notes = {"heart.md": "- See [[Lungs]], [[Kidney]] and [[Liver]].\n- The [slides](a/b.pdf) too.\n", "vein.md": "A"}
    problems = linted(tmp_path, notes)
    assert [problem.code for problem in problems] == ["missing-link"] * 4
    assert as_lines(problems).splitlines() == [
        "heart.md:1: There is no note Lungs yet. Write it, or mend the link. [missing-link]",
        "heart.md:1: 2 more links lead to what is not there yet; --json names all. [missing-link]",
        "heart.md:2: The file a/b.pdf is not in the notes' folder. Put it there or mend the link. [missing-link]",
        "1 to mend, 3 to consider.",
    ]


def test_a_link_may_start_at_the_top_of_the_vault_that_the_notes_are_a_folder_of(tmp_path: Path) -> None:
    notes = {
        "heart.md": "- See [[medicine/organs/lungs]].\n",
        "lungs.md": "- See [[medicine/heart#The heart]].\n# The heart\n",
    }
    assert [problem.message for problem in linted(tmp_path, notes)] == [
        "There is no heading The heart in medicine/heart. Mend the link."
    ]


def offered(typed: list[str], begun: str) -> list[str]:
    """What the Tab key offers."""
    completing = BashComplete(program, {}, "cribdeck", "_CRIBDECK_COMPLETE")
    return [item.value for item in completing.get_completions(typed, begun)]


def test_the_tab_key_completes_commands_and_their_options() -> None:
    assert offered([], "li") == ["lint"]
    assert set(offered([], "")) >= {"build", "lint", "new"}
    assert {"--json", "--strict"} <= set(offered(["lint"], "--"))
    assert "--pages" in offered(["my-notes"], "--p")


# --- promises -------------------------------------------------------------------

LINES = st.lists(
    st.one_of(
        st.sampled_from(["- TODO: a", "- the end of the", "## A", "- a:", "    - b", "[[x#y]]", "![[x.png]]", "%%"]),
        st.text(alphabet=st.characters(codec="utf-8"), max_size=30),
    ),
    max_size=12,
)


@given(LINES)
def test_no_notes_stop_lint_and_all_is_told_of_lines_that_are_there(lines: list[str]) -> None:
    outline, problems = read_outline("\n".join(lines), "notes.md", lang="en")
    vault = read_vault(CASES, Config())
    understood = study(
        type(vault)(vault.root, "notes", (outline,), problems, (), vault.media, vault.obsidian), Config()
    )
    found = lint(understood)
    assert found == lint(understood)
    assert all(0 <= problem.source.first <= max(1, len(outline.lines)) for problem in found)


def test_there_is_nothing_to_mend_in_our_own_notes() -> None:
    folder = Path(__file__).parent.parent / "notes"
    config = read_config(folder)
    found = lint(study(read_vault(folder, config), config))
    assert [str(each) for each in found if each.severity != "note"] == []
