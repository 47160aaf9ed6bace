"""What of a source line everybody may see."""

from cribdeck.read import read_outline
from cribdeck.read.uncommented import uncommented

NOTES = """\
- shown %%secret%% shown <!-- secret --> too
- `%%kept%%`

%%
secret

%%

open %% secret

- secret

secret %% after

two %% secret
secret %% lines

plain

5 %% of it
"""


def test_comments_are_left_out_and_all_else_is_kept() -> None:
    outline, _ = read_outline(NOTES, "a.md")
    shown = uncommented(outline)
    assert len(shown) == len(outline.lines)
    assert "secret" not in "\n".join(shown)
    assert [line for line in shown if line] == [
        "- shown  shown  too",
        "- `%%kept%%`",
        "open",
        "after",
        "two",
        "lines",
        "plain",
        "5 %% of it",
    ]
